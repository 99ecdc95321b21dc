"""What a writer decides with their receipt: yes after a cooling-off or an edit, and an appeal."""

from __future__ import annotations

from datetime import datetime

from waymark import approvals
from waymark.errors import ChangedMeanwhile, TransitionRefused
from waymark.moderation.cases import case_of, require
from waymark.moderation.marks import mark_of
from waymark.states import State
from waymark.store import Decision, NewJob, Store, Submission

WRITER = "writer"


def say_yes(store: Store, seen: Submission, mark: str, now: datetime) -> Submission:
    """Take the writer's yes to exactly the text of ``mark``; publish when nothing else is missing.

    Raises ``NotAllowed`` while it is too soon, ``ChangedMeanwhile`` when the text is another.
    """
    acts = store.decisions(seen.id)
    case = case_of(seen, acts)
    if mark != case.mark:
        raise ChangedMeanwhile("This submission changed meanwhile.", remedy="Read it again.")
    if seen.state is not State.WAITING:
        raise TransitionRefused("Nobody asks for a yes (any more).")
    require(approvals.may_say_yes(case, now))
    yes = Decision(seen.id, "yes", WRITER, now, level=seen.level, mark=mark)
    verdict = approvals.verdict(case_of(seen, [*acts, yes]), now)
    merge = NewJob("merge", seen.id, {"revision": seen.revision, "revise": True})
    return store.change(
        seen.id,
        expected=State.WAITING,
        after=State.APPROVED if verdict.is_complete else State.WAITING,
        decision=yes,
        jobs=[merge] if verdict.is_complete else [],
        only_if={
            "fields": seen.fields, "details": seen.details, "edits": seen.edits,
            "level": seen.level, "wait_until": seen.wait_until,
        },
        last=acts[-1].number if acts else 0,
        now=now,
    )  # fmt: skip


def appeal(store: Store, seen: Submission, words: str, now: datetime) -> Submission:
    """Have another moderator look at what was declined; each writer may ask so once."""
    acts = store.decisions(seen.id)
    if seen.state is not State.DECLINED:
        raise TransitionRefused("It is not declined (any more).")
    require(approvals.may_appeal(acts))
    return store.change(
        seen.id,
        expected=State.DECLINED,
        after=State.RECEIVED,
        revision=None,
        reference=None,
        wait_until=None,
        decision=Decision(
            seen.id, "appeal", WRITER, now, message=words, level=seen.level, mark=mark_of(seen)
        ),
        jobs=[NewJob("propose", seen.id)],
        last=acts[-1].number if acts else 0,
        now=now,
    )
