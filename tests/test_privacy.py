"""Ways to reach a person are found and replaced; what is public or ordinary is left alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark import privacy
from waymark.community import load_community
from waymark.privacy import MARKERS, AllowList
from waymark.privacy.numbers import iban_length, is_bsn

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data" / "checks"
ALLOW = privacy.allow_list(load_community(ROOT / "community"))
MARK = re.compile(r"\[\[(\w+):(.*?)\]\](?!\])")


def lines(name: str) -> list[str]:
    found = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in found if line and not line.startswith("#")]


@pytest.mark.parametrize("line", [*lines("personal.en.txt"), *lines("personal.nl.txt")])
def test_what_leads_to_a_person_is_found_where_it_stands(line):
    """Each marked passage is covered, and contact details are gone once they are replaced."""
    text = MARK.sub(lambda mark: mark[2], line)
    details = privacy.find(text, ALLOW)
    softer = privacy.find_softer(text, details)
    replaced = privacy.replace(text, "en", ALLOW).text

    for kind, passage in MARK.findall(line):
        start = text.index(passage)
        found = [*details, *softer]
        covered = [
            any(d.start <= i < d.end for d in found) for i in range(start, start + len(passage))
        ]
        assert sum(covered) >= 0.8 * len(passage), (kind, passage)
        assert kind == "name" or passage not in replaced


@pytest.mark.parametrize("line", [*lines("clean.en.txt"), *lines("clean.nl.txt")])
def test_what_leads_to_nobody_stays_as_it_is(line):
    """Help lines, years, scores, times, money and slips of the finger."""
    assert privacy.replace(line, "en", ALLOW).text == line


def test_names_and_workplaces_are_pointed_out_and_never_replaced():
    """They are for a moderator to weigh."""
    text = "My sister Bethany works at Northfield Hospital."

    found = privacy.find_softer(text)

    assert [(d.span_class, text[d.start : d.end]) for d in found] == [
        ("name", "Bethany"),
        ("workplace", "Northfield Hospital"),
    ]
    assert privacy.replace(text).text == text


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("kind", MARKERS)
def test_a_marker_is_itself_no_detail(kind, lang):
    """Replacing twice changes nothing more."""
    marker = MARKERS[kind][lang == "nl"]

    assert privacy.replace(f"before {marker} after", lang).text == f"before {marker} after"


@given(
    st.lists(
        st.sampled_from([*"ab1 .@-/:#", "06 12345678", "a@b.nl", "https://", "x.nl/y"]), max_size=30
    )
)
@settings(deadline=None)
def test_replacing_twice_changes_nothing_more(pieces):
    """Whatever stands beside whatever."""
    once = privacy.replace("".join(pieces)).text

    assert privacy.replace(once).text == once


def test_a_community_says_which_numbers_and_hosts_may_stay():
    """With and without www, and only those."""
    allow = AllowList(frozenset({"0612345678"}), frozenset({"help.example.nl"}))

    kept = "Bel 06 12345678 of kijk op https://www.help.example.nl/chat"
    assert privacy.replace(kept, "nl", allow).text == kept
    assert "06 87654321" not in privacy.replace("Bel 06 87654321", "nl", allow).text


def test_a_flood_of_numbers_is_replaced_without_a_closer_look():
    """A text with hundreds of numbers is no story; nothing of it may slip through."""
    text = "call 06 12345678; " * 300

    assert "12345678" not in privacy.replace(text).text


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("NL91ABNA0417164300", 18),
        ("NL91 ABNA 0417 1643 00 and more", 22),
        ("nl91abna0417164300", 18),
        ("NL92ABNA0417164300", 0),
        ("XX91ABNA0417164300", 0),
        ("NL91", 0),
    ],
)
def test_an_account_number_is_one_when_its_check_digits_are_right(text, length):
    """ISO 13616; what follows it is no part of it."""
    assert iban_length(text) == length


@pytest.mark.parametrize(
    ("number", "is_one"),
    [("111222333", True), ("123456782", True), ("123456789", False), ("000000000", False)],
)
def test_a_dutch_personal_number_is_one_when_it_adds_up(number, is_one):
    """The test of eleven; nine zeros are nobody's."""
    assert is_bsn(number) is is_one
