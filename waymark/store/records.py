"""What the store gives and takes: plain values, no database in sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from waymark.states import State


@dataclass(frozen=True)
class NewSubmission:
    """What the door hands over.

    ``fields`` are the form's clean values, the writer's text under ``text``. ``token_hash`` is
    the same when the same form is sent again; ``receipt_hash`` is all that is kept of a receipt.
    """

    kind: str
    lang: str
    fields: Mapping[str, Any]
    to: str | None
    receipt_hash: str
    token_hash: str
    proof: str
    level: str
    score: float
    findings: tuple[Mapping[str, Any], ...]
    rules_version: str


@dataclass(frozen=True)
class Submission:
    """One submission and where it is. Times are aware, in UTC.

    ``revision`` is the commit a moderator reads; ``details`` is what a moderator filled in;
    ``edits`` are those of `waymark.edits`, ``kept`` names findings whose words may stay;
    ``wait_until`` is the end of a cooling-off; ``for_whom`` is a moderator's name or ``lead``;
    ``published_path`` is the file on the forge's main branch once it is published;
    ``erased_at`` is when its words were taken out of the store.
    """

    id: str
    kind: str
    lang: str
    fields: Mapping[str, Any]
    to: str | None
    receipt_hash: str
    token_hash: str
    proof: str
    level: str
    score: float
    findings: tuple[Mapping[str, Any], ...]
    rules_version: str
    state: State
    received_at: datetime
    changed_at: datetime
    revision: str | None = None
    reference: str | None = None
    question: str | None = None
    published_path: str | None = None
    sequence: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    edits: tuple[Mapping[str, Any], ...] = ()
    kept: tuple[str, ...] = ()
    wait_until: datetime | None = None
    for_whom: str | None = None
    erased_at: datetime | None = None


@dataclass(frozen=True)
class Decision:
    """What somebody did: a moderator by name, ``writer``, or ``waymark`` itself.

    ``level`` is the one it had then; ``mark`` names exactly what was read. ``message`` is kept
    apart from the log and may be gone; ``number`` is the row's place in the log, 0 for a new one.
    """

    submission_id: str
    action: str
    by: str
    at: datetime
    rules: tuple[str, ...] = ()
    message: str = ""
    level: str = ""
    mark: str = ""
    number: int = field(default=0, compare=False)


class JobState(StrEnum):
    """Where a job is. A dead one waits for a person to look at it."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True)
class NewJob:
    """Work to be done after the commit.

    A job that is still ready is not added a second time: ``kind``, ``submission_id`` and ``key``
    together name it.
    """

    kind: str
    submission_id: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None
    key: str = ""


@dataclass(frozen=True)
class Job:
    """Work somebody claimed. ``attempts`` counts this one too."""

    id: int
    kind: str
    submission_id: str | None
    payload: Mapping[str, Any]
    state: JobState
    attempts: int
    next_at: datetime
    last_error: str | None = None
