"""Who may come to the desk is data: names and roles, and nothing odd passes."""

from __future__ import annotations

import pytest

from waymark import strict_yaml
from waymark.errors import BadCommunity
from waymark.moderators import Role, read_moderators

GOOD = """
daily_cap: 20
people:
  - {name: Noor, role: lead, github: Noor-Reads, email: Noor@Home.example}
  - {name: "Sam de Wit", role: moderator, daily_cap: 5, subject: "aB|1"}
"""


def read(text):
    return read_moderators(strict_yaml.load(text, "community/moderators.yaml", BadCommunity))


def test_names_roles_and_caps_are_read():
    """What is not said for one person is what holds for all."""
    people = read(GOOD).by_name

    assert list(people) == ["Noor", "Sam de Wit"]
    assert (people["Noor"].role, people["Noor"].daily_cap) == (Role.LEAD, 20)
    assert (people["Sam de Wit"].is_lead, people["Sam de Wit"].daily_cap) == (False, 5)
    assert read(GOOD).first_lead.name == "Noor"


@pytest.mark.parametrize(
    ("account", "value", "whose"),
    [
        ("github", "noor-reads", "Noor"),
        ("github", "NOOR-READS", "Noor"),
        ("email", " noor@home.example", "Noor"),
        ("subject", "aB|1", "Sam de Wit"),
        ("subject", "ab|1", None),
        ("subject", "", None),
        ("email", "", None),
        ("github", "somebody", None),
    ],
)
def test_an_account_leads_to_its_moderator_and_to_nobody_else(account, value, whose):
    """An empty value belongs to nobody, though many have none."""
    found = read(GOOD).who_has(account, value)

    assert (found.name if found else None) == whose


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("people: []", "`daily_cap` is missing"),
        ("daily_cap: 20", "`people` is missing"),
        ("daily_cap: 20\npeople: []", "Nobody is a lead"),
        ("daily_cap: 0\npeople: []", "from 1 to 500"),
        ("daily_cap: true\npeople: []", "whole number"),
        (GOOD + "extra: 1", "a key `extra`"),
        (GOOD.replace("lead", "boss"), "role is not known"),
        (GOOD.replace("name: Noor,", ""), "no `name`"),
        (GOOD.replace("role: lead,", ""), "no `role`"),
        (GOOD.replace("name: Noor,", "name: Writer,"), "cannot be used"),
        (GOOD.replace("name: Noor,", "name: waymark,"), "cannot be used"),
        (GOOD.replace("name: Noor,", 'name: "a/b",'), "cannot be used"),
        (GOOD.replace("name: Noor,", f"name: {'x' * 41},"), "cannot be used"),
        (GOOD.replace("Sam de Wit", "Noor"), "stands here twice"),
        (GOOD.replace('subject: "aB|1"', "github: noor-reads"), "belongs to Noor already"),
        (GOOD.replace("github:", "password:"), "a key `password`"),
    ],
)
def test_what_is_odd_is_refused_with_its_line(text, says):
    """File, line, what is wrong and what to do."""
    with pytest.raises(BadCommunity, match=says) as caught:
        read(text)

    assert caught.value.where.startswith("community/moderators.yaml:")
    assert caught.value.remedy
