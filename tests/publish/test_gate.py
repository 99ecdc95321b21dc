"""Nothing passes the gate without consent, review, month, number and a title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.publish.samples import a_notice, an_entry
from waymark.community import load_community
from waymark.publish.gate import entry_problems, production_problems
from waymark.settings import ROOT

TODAY = date(2026, 11, 25)
SITE = "https://example.org"


@pytest.fixture(scope="module")
def community():
    """A community whose help lines were all checked today and that can be reached."""
    read = load_community(ROOT / "community")
    lines = tuple(replace(line, verified_at=TODAY) for line in read.helplines)
    site = replace(read.site, contact="desk@example.org")
    return replace(read, site=site, helplines=lines)


def test_a_reviewed_entry_with_consent_passes():
    assert list(entry_problems([an_entry()], [])) == []


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"consent": None}, "no consent"),
        ({"reviewed_on": None}, "no record of a review"),
        ({"published": None}, "no `published` month"),
        ({"sequence": None}, "no `sequence`"),
        ({"title": " "}, "title is empty"),
    ],
)
def test_an_entry_that_lacks_something_is_named_with_its_file_and_what_to_do(missing, words):
    (problem,) = entry_problems([an_entry(**missing)], [])

    assert words in problem.message
    assert problem.where == "content/stories/k7f3q9.md"
    assert problem.remedy


def test_an_editorial_entry_needs_its_sources_and_an_example_needs_no_consent():
    plain = {"consent": None, "reviewed_on": None}
    sources = ({"title": "A study", "year": 2021},)

    (problem,) = entry_problems([an_entry(**plain, editorial=True)], [])

    assert "names no sources" in problem.message
    assert list(entry_problems([an_entry(**plain, editorial=True, sources=sources)], [])) == []
    assert list(entry_problems([an_entry(**plain, example=True)], [])) == []


def test_two_entries_never_share_an_id_and_a_withdrawn_one_does_not_come_back():
    twice = list(entry_problems([an_entry(), an_entry()], []))
    back = list(entry_problems([an_entry()], [a_notice()]))

    assert ["taken by content/stories/k7f3q9.md" in problem.message for problem in twice] == [True]
    assert ["was withdrawn" in problem.message for problem in back] == [True]


def test_a_site_that_is_ready_may_go_public(community):
    assert list(production_problems([an_entry()], community, SITE, TODAY)) == []


def test_examples_never_go_public(community):
    (problem,) = production_problems([an_entry(example=True)], community, SITE, TODAY)

    assert problem.where == "content/stories/k7f3q9.md"


@pytest.mark.parametrize(("days", "is_refused"), [(0, False), (180, False), (181, True)])
def test_a_help_line_must_have_been_checked_within_180_days(community, days, is_refused):
    later = TODAY + timedelta(days=days)

    problems = list(production_problems([], community, SITE, later))

    assert len(problems) == (len(community.helplines) if is_refused else 0)


def test_a_help_line_that_nobody_ever_checked_is_refused(community):
    first, *others = community.helplines
    lines = (replace(first, verified_at=None), *others)

    (problem,) = production_problems([], replace(community, helplines=lines), SITE, TODAY)

    assert first.id in problem.message
    assert "never" in problem.message


@pytest.mark.parametrize("address", ["", "http://example.org"])
def test_a_public_site_has_a_safe_address_and_somebody_to_write_to(community, address):
    nobody = replace(community, site=replace(community.site, contact=""))

    wheres = [problem.where for problem in production_problems([], nobody, address, TODAY)]

    assert wheres == ["community/site.yaml", "publishconf.py"]
