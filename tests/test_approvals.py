"""Who may decide what: a table of stories, each told as the log would tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from waymark.approvals import (
    Case,
    Missing,
    Refusal,
    may_appeal,
    may_approve,
    may_decline,
    may_edit,
    may_lower,
    may_say_yes,
    verdict,
)
from waymark.checks import Level

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """A row of the log, as far as these rules look at it."""

    action: str
    by: str
    at: datetime
    mark: str


def log(*told: str) -> list[Row]:
    """Read a story such as ``"Noor approve"``, ``"writer yes +8"``, ``"Sam approve old"``."""
    rows = []
    for one in told:
        by, action, *more = one.split()
        days = next((int(part) for part in more if part.startswith("+")), 0)
        rows.append(Row(action, by, NOON + days * DAY, "old" if "old" in more else "now"))
    return rows


def case(level: str, *told: str, **more) -> Case:
    return Case(Level(level), "now", NOON, log(*told), **more)


@pytest.mark.parametrize(
    ("level", "told", "missing"),
    [
        ("routine", [], "person"),
        ("routine", ["Noor approve"], ""),
        ("review", ["Noor approve"], ""),
        ("review", ["Noor approve old"], "person"),
        ("review", ["waymark approve"], ""),
        ("review", ["Noor note", "Noor approve", "Sam note"], ""),
        ("review", ["Noor approve", "Sam ask", "writer answer"], "person"),
        ("review", ["Noor approve", "Sam redact"], "person"),
        ("review", ["Noor approve", "Sam escalate"], "person"),
        ("review", ["Noor edit", "Noor approve"], "person"),
        ("review", ["Noor edit", "Sam approve"], ""),
        ("review", ["Noor edit", "Sam edit", "Noor approve"], ""),
        ("review", ["Noor redact", "Noor approve"], ""),
        ("review", ["Noor lower", "Noor approve"], "person"),
        ("review", ["Noor lower", "Sam approve"], ""),
        ("review", ["Noor second-opinion", "Noor approve"], "second-person"),
        ("review", ["Noor second-opinion", "Noor approve", "Sam approve"], ""),
        ("review", ["Noor approve", "Noor second-opinion"], "second-person"),
        ("review", ["Noor decline", "writer appeal", "Noor approve"], "person"),
        ("review", ["Noor decline", "writer appeal", "Sam approve"], ""),
        ("urgent", ["Noor approve"], "second-person date yes"),
        ("urgent", ["Noor approve", "Noor approve"], "second-person date yes"),
        ("urgent", ["Noor approve", "Sam approve"], "date yes"),
        ("urgent", ["Noor approve", "Sam approve old"], "second-person date yes"),
        ("urgent", ["Noor edit", "Noor approve", "Sam approve"], "second-person date yes"),
        ("crisis", ["Noor approve", "Sam approve", "writer yes +8"], "never"),
    ],
)
def test_what_is_missing_on_the_first_day(level, told, missing):
    """Two for a heavy text, nobody's own edit, and never an approval of other words."""
    assert verdict(case(level, *told), NOON).missing == tuple(map(Missing, missing.split()))


@pytest.mark.parametrize(
    ("told", "day", "missing"),
    [
        (["Noor approve", "Sam approve"], 8, "yes"),
        (["Noor approve", "Sam approve", "writer yes +6"], 8, "yes"),
        (["Noor approve", "Sam approve", "writer yes +7"], 7, ""),
        (["Noor approve", "Sam approve", "writer yes +8"], 8, ""),
        (["Noor approve", "Sam approve", "writer yes +8 old"], 8, "yes"),
        (["Noor approve", "Sam approve", "Robin yes +8"], 8, "yes"),
        (["Noor approve", "writer yes +8"], 8, "second-person"),
        (["writer yes +8", "Noor edit", "Sam approve", "Robin approve"], 8, "yes"),
    ],
)
def test_a_heavy_text_waits_seven_days_and_for_its_writers_yes(told, day, missing):
    """Not a moment earlier, to exactly these words, and by nobody else."""
    found = verdict(case("urgent", *told), NOON + day * DAY).missing

    assert found == tuple(map(Missing, missing.split()))


@pytest.mark.parametrize(
    ("more", "told", "day", "missing"),
    [
        ({"wait_until": NOON + 3 * DAY}, ["Noor approve"], 1, "date yes"),
        ({"wait_until": NOON + 3 * DAY}, ["Noor approve"], 4, "yes"),
        ({"wait_until": NOON + 3 * DAY}, ["Noor approve", "writer yes +2"], 4, "yes"),
        ({"wait_until": NOON + 3 * DAY}, ["Noor approve", "writer yes +3"], 4, ""),
        ({"asks_first": True}, ["Noor approve"], 0, "yes"),
        ({"asks_first": True}, ["Noor approve", "writer yes"], 0, ""),
    ],
)
def test_a_chosen_day_or_a_wish_to_see_each_change_needs_a_yes_too(more, told, day, missing):
    """Whatever the level."""
    found = verdict(case("review", *told, **more), NOON + day * DAY).missing

    assert found == tuple(map(Missing, missing.split()))


@pytest.mark.parametrize(
    ("level", "told", "refusal"),
    [
        ("review", [], None),
        ("crisis", [], "crisis"),
        ("review", ["Noor edit"], "own-edit"),
        ("review", ["Noor edit", "Sam edit"], None),
        ("review", ["Noor lower"], "lowered-it"),
        ("urgent", ["Noor approve"], "approved-before"),
        ("urgent", ["Noor approve old"], None),
        ("urgent", ["Noor approve", "Sam ask", "writer answer"], None),
        ("review", ["Noor decline", "writer appeal"], "declined-before"),
        ("review", ["Sam decline", "writer appeal"], None),
    ],
)
def test_who_may_approve(level, told, refusal):
    """Asked for Noor: the desk says it before she presses anything."""
    assert may_approve("Noor", case(level, *told)) == refusal


@pytest.mark.parametrize(
    ("level", "is_lead", "told", "refusal"),
    [
        ("review", False, [], None),
        ("crisis", False, [], "needs-lead"),
        ("crisis", True, [], None),
        ("review", True, ["Noor decline", "writer appeal"], "declined-before"),
    ],
)
def test_who_may_decline(level, is_lead, told, refusal):
    """A crisis is closed by a lead, an appeal by somebody else."""
    assert may_decline("Noor", is_lead, case(level, *told)) == refusal


@pytest.mark.parametrize("is_lead", [True, False])
@pytest.mark.parametrize("before", list(Level))
@pytest.mark.parametrize("after", list(Level))
def test_only_a_lead_takes_something_out_of_a_crisis(is_lead, before, after):
    """Every pair of levels, for both roles."""
    is_out = before is Level.CRISIS and after is not Level.CRISIS

    assert may_lower(is_lead, before, after) == (
        Refusal.NEEDS_LEAD if is_out and not is_lead else None
    )


def test_a_yes_counts_from_its_day_on_and_never_at_crisis():
    assert may_say_yes(case("urgent"), NOON + 7 * DAY - timedelta(seconds=1)) is Refusal.TOO_SOON
    assert may_say_yes(case("urgent"), NOON + 7 * DAY) is None
    assert may_say_yes(case("review"), NOON) is None
    assert may_say_yes(case("crisis"), NOON + 99 * DAY) is Refusal.CRISIS


def test_each_writer_may_ask_for_another_look_once():
    assert may_appeal(log("Noor decline")) is None
    assert may_appeal(log("Noor decline", "writer appeal")) is Refusal.APPEALED_BEFORE


@pytest.mark.parametrize(
    ("permission", "verbs", "refusal"),
    [
        ("safety-only", ["EDIT"], None),
        ("propose-and-wait", ["EDIT", "ASK"], None),
        ("as-is", ["EDIT"], "as-it-is"),
        ("safety-only", ["DECLINE"], "no-edit-rule"),
    ],
)
def test_words_are_edited_only_as_their_writer_and_a_rule_allow(permission, verbs, refusal):
    assert may_edit(permission, verbs) == refusal
