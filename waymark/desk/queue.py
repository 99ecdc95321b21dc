"""What waits and what is stuck, without a word that a visitor wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from waymark.approvals import Missing, verdict
from waymark.bot.attending import CLOSED, MERGED, OPENED_AGAIN
from waymark.bot.reconcile import RECONCILED
from waymark.checks.findings import Level
from waymark.checks.levels import Levels
from waymark.desk.not_today import kept, touches
from waymark.moderation import Moderator, case_of
from waymark.moderation.deciding import LEAD
from waymark.publish import HELD, LAST_FAILURE, LAST_PUBLISH
from waymark.states import State
from waymark.store import Claim, Job, Outgoing, Store, Submission
from waymark.waiting import Span, Waiting, span_of, waiting_of

PROVEN = "proven"


@dataclass(frozen=True)
class Row:
    """One submission in the queue."""

    id: str
    kind: str
    lang: str
    level: Level
    state: State
    waiting: Waiting
    is_unproven: bool
    has_answer: bool
    turn: Level
    """The level it counts as after waiting; never lower than its own."""
    by_hand: str = ""
    """What lies on the forge as nobody decided here: an action of the log, or ``""``."""
    read_by: str = ""
    read_until: datetime | None = None
    for_whom: str = ""
    is_appeal: bool = False
    wants_another: bool = False
    ready_on: date | None = None
    """The day on which a cooling-off ends."""


@dataclass(frozen=True)
class Publishing:
    """How publishing goes: when it last worked, and why it last did not."""

    at: datetime | None = None
    ago: Span | None = None
    failed_at: datetime | None = None
    why: str = ""
    held: tuple[str, ...] = ()


@dataclass(frozen=True)
class Overview:
    """The whole first page of the desk."""

    levels: tuple[tuple[Level, tuple[Row, ...]], ...]
    cooling: tuple[Row, ...]
    not_today: tuple[str, ...]
    left_to_others: int
    decided_today: int
    on_their_way: tuple[Submission, ...]
    stuck: tuple[Job, ...]
    publishing: Publishing
    counts: Mapping[State, int]
    outgoing: Outgoing
    differences: tuple[Mapping[str, Any], ...] = ()
    """What comparing with the forge left for a person."""

    @property
    def waiting(self) -> int:
        return sum(len(rows) for _, rows in self.levels)


def overview(moderator: Moderator, levels: Levels) -> Overview:
    """Return what a moderator should know on coming in."""
    store, now = moderator.store, moderator.now
    not_today = kept(store, moderator.name, now)
    waiting = store.queue(now)
    mine = [one for one in waiting if not touches(one, not_today) or _is_for(one, moderator)]
    claims = store.claims(now)
    rows = [_row(store, one, levels, claims.get(one.id), now) for one in mine]
    rows.sort(key=lambda row: -row.turn.rank)
    return Overview(
        levels=by_level([row for row in rows if row.ready_on is None]),
        cooling=tuple(row for row in rows if row.ready_on is not None),
        not_today=not_today,
        left_to_others=len(waiting) - len(mine),
        decided_today=len(moderator.decided_today),
        on_their_way=tuple(store.in_states(State.APPROVED)),
        stuck=tuple(store.stuck()),
        publishing=_publishing(store, now),
        counts=store.counts(),
        outgoing=store.outgoing(now),
        differences=tuple(json.loads(store.read_note(RECONCILED) or "{}").get("left", ())),
    )


def by_level(rows: Sequence[Row]) -> tuple[tuple[Level, tuple[Row, ...]], ...]:
    """Return the rows under their levels, in the order of the queue."""
    return tuple((level, tuple(group)) for level, group in groupby(rows, lambda row: row.turn))


def _is_for(submission: Submission, moderator: Moderator) -> bool:
    """Say whether somebody left it to this moderator: that is shown whatever today is like."""
    is_lead = submission.for_whom == LEAD and moderator.person.is_lead
    return is_lead or submission.for_whom == moderator.name


def _row(
    store: Store, submission: Submission, levels: Levels, claim: Claim | None, now: datetime
) -> Row:
    level = Level(submission.level)
    in_review = submission.state is State.IN_REVIEW
    acts = store.decisions(submission.id)
    did = [act.action for act in acts]
    by_hand = next((act for act in reversed(did) if act in (OPENED_AGAIN, CLOSED, MERGED)), "")
    case = case_of(submission, acts)
    is_for_the_writer = verdict(case, now).is_for_the_writer
    ready = submission.state is State.WAITING and (
        is_for_the_writer or (case.yes_from is not None and case.yes_from > now)
    )
    return Row(
        id=submission.id,
        kind=submission.kind,
        lang=submission.lang,
        level=level,
        state=submission.state,
        waiting=waiting_of(level, submission.received_at, now),
        is_unproven=submission.proof != PROVEN,
        has_answer=in_review and "answer" in did,
        by_hand=by_hand if by_hand != OPENED_AGAIN else "",
        turn=levels.in_queue(level, now - submission.received_at),
        read_by=claim.by if claim else "",
        read_until=claim.until if claim else None,
        for_whom=submission.for_whom or "",
        is_appeal="appeal" in did,
        wants_another=Missing.SECOND_PERSON in verdict(case, now).missing
        or "second-opinion" in did,
        ready_on=(case.yes_from or now).date() if ready else None,
    )


def _publishing(store: Store, now: datetime) -> Publishing:
    last = store.read_note(LAST_PUBLISH)
    at = datetime.fromisoformat(last) if last else None
    failure = json.loads(store.read_note(LAST_FAILURE) or "{}")
    return Publishing(
        at=at,
        ago=span_of(now - at) if at else None,
        failed_at=datetime.fromisoformat(failure["at"]) if failure else None,
        why=str(failure.get("why", "")),
        held=tuple(json.loads(store.read_note(HELD) or "[]")),
    )
