"""What waits and what is stuck, without a word that a visitor wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from waymark.bot.attending import CLOSED, MERGED, OPENED_AGAIN
from waymark.bot.reconcile import RECONCILED
from waymark.checks.findings import Level
from waymark.publish import HELD, LAST_FAILURE, LAST_PUBLISH
from waymark.states import State
from waymark.store import Job, Outgoing, Store, Submission
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
    by_hand: str = ""
    """What lies on the forge as nobody decided here: an action of the log, or ``""``."""


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


def overview(store: Store, now: datetime) -> Overview:
    """Return what a moderator should know on coming in."""
    rows = [_row(store, submission, now) for submission in store.queue(now)]
    return Overview(
        levels=by_level(rows),
        on_their_way=tuple(store.in_states(State.APPROVED)),
        stuck=tuple(store.stuck()),
        publishing=_publishing(store, now),
        counts=store.counts(),
        outgoing=store.outgoing(now),
        differences=tuple(json.loads(store.read_note(RECONCILED) or "{}").get("left", ())),
    )


def by_level(rows: Sequence[Row]) -> tuple[tuple[Level, tuple[Row, ...]], ...]:
    """Return the rows under their levels, in the order of the queue."""
    return tuple((level, tuple(group)) for level, group in groupby(rows, lambda row: row.level))


def _row(store: Store, submission: Submission, now: datetime) -> Row:
    level = Level(submission.level)
    in_review = submission.state is State.IN_REVIEW
    acts = [decision.action for decision in store.decisions(submission.id)]
    by_hand = next((act for act in reversed(acts) if act in (OPENED_AGAIN, CLOSED, MERGED)), "")
    return Row(
        id=submission.id,
        kind=submission.kind,
        lang=submission.lang,
        level=level,
        state=submission.state,
        waiting=waiting_of(level, submission.received_at, now),
        is_unproven=submission.proof != PROVEN,
        has_answer=in_review and "answer" in acts,
        by_hand=by_hand if by_hand != OPENED_AGAIN else "",
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
