"""Move approved entries from ``submissions/`` to ``content/``, and keep a copy that Pelican reads.

The gate stands here: only a file whose submission a person approved is moved, whoever put it on
the main branch.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from waymark.entry import Entry, dump, parse, path_in
from waymark.errors import BadEntry, UnknownCommit
from waymark.forge import Forge
from waymark.privacy import AllowList
from waymark.publish.approved import why_held
from waymark.publish.gate import entry_problems
from waymark.states import State
from waymark.store import Decision, Store, Submission
from waymark.vocabulary import Vocabulary

MARK = ".commit"
"""Beside the copy: the commit it shows."""


@dataclass(frozen=True)
class Promotion:
    """What one run moved, and which files it left where they were (with the reason)."""

    moved: tuple[str, ...]
    held: tuple[str, ...]


def promote(
    store: Store,
    forge: Forge,
    vocabulary: Vocabulary,
    allow: AllowList,
    last_sequence: int,
    now: datetime,
) -> Promotion:
    """Move every due file in one commit. Safe to repeat: what is moved already is left alone.

    Dates are months, so that the time of a publication identifies nobody.
    """
    approved = {s.id: s for s in store.in_states(State.APPROVED)}
    changes: dict[str, str | None] = {}
    moved, held = [], []
    sequence = max(last_sequence, _highest(store))
    month = now.strftime("%Y-%m")
    for path in forge.list_files("submissions"):
        submission = approved.get(Path(path).stem)
        if submission is None:
            held.append(f"{path}: nobody approved it here")
            continue
        try:
            entry = parse(forge.read(path) or "", path, vocabulary)
            _require_approved(store, entry, submission, allow, now)
            ready = _ready(entry, submission, sequence + 1, month)
        except BadEntry as problem:
            held.append(str(problem))
            continue
        sequence = ready.sequence
        # The number is kept before the commit, so that a repeat gives the same one.
        store.change(
            submission.id,
            expected=State.APPROVED,
            after=State.APPROVED,
            sequence=sequence,
            now=now,
        )
        changes[path] = None
        changes[path_in("content", entry.kind, entry.id)] = dump(ready)
        moved.append(entry.id)
    if changes:
        forge.apply(changes, f"Publish {len(moved)} in {month}\n")
    return Promotion(tuple(moved), tuple(held))


def settle(store: Store, forge: Forge, now: datetime) -> list[str]:
    """Mark as published what is on the site by now; return the ids. Call after the swap."""
    done = []
    for submission in store.in_states(State.APPROVED):
        path = path_in("content", submission.kind, submission.id)
        if forge.read(path) is not None:
            store.change(
                submission.id,
                expected=State.APPROVED,
                after=State.PUBLISHED,
                published_path=path,
                decision=Decision(submission.id, "publish", "waymark", now),
                now=now,
            )
            done.append(submission.id)
    return done


def sync(forge: Forge, folder: Path) -> None:
    """Make ``folder`` a copy of ``content/`` on main, writing only what changed."""
    mark = folder / MARK
    head = forge.head()
    since = mark.read_text().strip() if mark.is_file() else None
    if since == head:
        return
    if since is None:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    mark.unlink(missing_ok=True)  # a kill from here on means: begin anew
    try:
        for path, text in forge.changes(since, "content"):
            target = folder / Path(path).relative_to("content")
            if text is None:
                target.unlink(missing_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
    except UnknownCommit:
        # The forge was restored, or its history rewritten to erase something: begin anew.
        sync(forge, folder)
    else:
        mark.write_text(head)


def _require_approved(
    store: Store, entry: Entry, submission: Submission, allow: AllowList, now: datetime
) -> None:
    reasons = list(why_held(entry, submission, store.decisions(submission.id), allow, now))
    if reasons:
        raise BadEntry(
            f"It is held: {'; '.join(reasons)}.",
            remedy="Have it read and approved at the desk.",
            where=entry.source,
        )


def _ready(entry: Entry, submission: Submission, next_sequence: int, month: str) -> Entry:
    """Return the entry as it will be published, or raise ``BadEntry``."""
    facts = {
        **entry.facts,
        "published": month,
        "reviewed_on": month,
        "sequence": submission.sequence or next_sequence,
    }
    ready = replace(entry, facts=facts)
    problems: Sequence[Exception] = list(entry_problems([ready], []))
    if problems:
        raise problems[0]
    return ready


def _highest(store: Store) -> int:
    numbers = [s.sequence or 0 for s in store.in_states(*State)]
    return max(numbers, default=0)
