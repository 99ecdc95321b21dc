"""What a moderator reads on a pull request."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.store.samples import a_story
from waymark.bot import proposal_from
from waymark.bot.commands import NAMES
from waymark.bot.pages import COMMANDS
from waymark.bot.remarks import remarks_of
from waymark.checks.findings import Finding, Level
from waymark.forge.pull_requests import FILE
from waymark.privacy import AllowList
from waymark.store import Store, Submission

TEXT = "It rained.\nAll day.\n\nSomething heavy here.\n\n@somebody, <b>see</b> #12. Goodbye."
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def finding(start: int, end: int, level: Level = Level.REVIEW, rule: str = "links") -> Finding:
    return Finding(rule, "contact", level, start, end, "A | pipe: look at it.")


@pytest.fixture
def submission(tmp_path) -> Submission:
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    accepted, _ = store.accept(a_story(), NOON)
    store.close()
    heavy = TEXT.index("Something")
    return replace(
        accepted,
        fields={**accepted.fields, "text": TEXT},
        level="urgent",
        findings=(
            finding(0, 10).as_dict(),
            finding(heavy, heavy + 9, Level.URGENT, "harm").as_dict(),
        ),
    )


def test_the_page_says_what_it_is_and_until_when_it_should_be_read(submission):
    page = proposal_from(submission, AllowList()).page

    assert page.startswith("**A story in English waits for a person.** Level **urgent**.")
    assert "by **2026-11-26**" in page


def test_the_text_is_folded_and_a_heavy_passage_twice(submission):
    """Only the paragraph that the finding is about needs a second step."""
    page = proposal_from(submission, AllowList()).page
    outer, inner = [match.start() for match in re.finditer("<details>", page)]
    ends = [match.start() for match in re.finditer("</details>", page)]

    assert outer < page.index("It rained") < inner < page.index("Something heavy") < ends[0]
    assert ends[0] < page.index("Goodbye") < ends[1]
    assert "A heavy passage (harm)" in page


def test_a_heavy_finding_about_the_whole_folds_the_whole_text_again(submission):
    whole = replace(submission, findings=(finding(0, 0, Level.CRISIS, "crisis").as_dict(),))
    page = proposal_from(whole, AllowList()).page

    inner = page.rindex("<details>")
    assert inner < page.index("It rained") < page.index("Goodbye") < page.index("</details>")


def test_findings_stand_in_a_table_with_links_to_their_lines(submission):
    """What a rule says cannot break the table."""
    proposal = proposal_from(submission, AllowList())
    lines = proposal.content.split("\n")

    first, second = proposal.remarks
    assert lines[first.first_line - 1] == "It rained."
    assert lines[second.first_line - 1] == "Something heavy here."
    row = next(line for line in proposal.page.split("\n") if line.startswith("| 2 |"))
    assert row == (
        f"| 2 | urgent | harm | A &#124; pipe&#58; look at it&#46; | "
        f"[line {second.first_line}]({FILE}#L{second.first_line}) |"
    )


def test_every_command_is_explained(submission):
    """And none that there is not."""
    page = proposal_from(submission, AllowList()).page

    assert set(COMMANDS) == set(NAMES)
    for name in NAMES:
        assert f"| `/{name}` |" in page


def test_what_the_visitor_wrote_can_do_nothing_there(submission):
    page = proposal_from(submission, AllowList()).page

    assert "@somebody" not in page
    assert "<b>" not in page
    assert " #12" not in page


def test_ways_to_reach_somebody_are_not_on_the_page(submission):
    """The page holds the text as it would be published."""
    text = f"{TEXT} Mail me: someone@mail.example"
    page = proposal_from(
        replace(submission, fields={**submission.fields, "text": text}), AllowList()
    ).page

    assert "mail.example" not in page.replace("&#46;", ".")
    assert "removed" in page


def test_title_and_commit_message_hold_none_of_a_visitors_words(submission):
    given = {**submission.fields, "title": "quillwort"}
    proposal = proposal_from(replace(submission, fields=given), AllowList())

    assert proposal.title == f"Story {submission.id}: waiting since 2026-11"
    assert "quillwort" not in proposal.title + proposal.body
    assert "quillwort" in proposal.page


def test_labels_say_level_kind_language_and_notes(submission):
    details = {"notes": ["loss", "self-harm"], "lang": "nl"}
    proposal = proposal_from(replace(submission, details=details), AllowList())

    assert proposal.labels == (
        "level:urgent", "kind:story", "lang:nl", "notes:loss", "notes:self-harm",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "body", "start", "end", "expected"),
    [
        ("one\ntwo\nthree", "one\ntwo\nthree", 4, 7, (6, 6)),
        ("one\r\ntwo\r\nthree", "one\ntwo\nthree", 5, 15, (6, 7)),
        ("\n\none\ntwo", "one\ntwo", 6, 9, (6, 6)),
        ("one\ntwo", "one\n[removed]", 4, 7, (6, 6)),
        ("one\ntwo\nthree", "one [removed]\nthree", 8, 13, (0, 0)),
        ("one", "one", 0, 0, (0, 0)),
    ],
)
def test_a_finding_is_shown_at_its_line_or_nowhere(text, body, start, end, expected):
    """When a moderator's edit changed the lines, no line is named rather than a wrong one."""
    (remark,) = remarks_of([finding(start, end)], text, body, f"---\nkind: story\n---\n\n{body}\n")

    assert (remark.first_line, remark.last_line) == expected
