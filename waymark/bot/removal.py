"""What has to change on the main branch when a writer takes an entry back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from waymark.bot.proposals import lang_of
from waymark.entry import path_in
from waymark.notices import Notice, dump_notice, notice_path
from waymark.store import Submission


def removal_of(
    submission: Submission, read: Callable[[str], str | None], now: datetime
) -> dict[str, str | None]:
    """Return the changes: files gone, and a notice where a page had been.

    ``read`` gives a file on main or ``None``. Nothing to remove, no changes: safe to repeat.
    """
    changes: dict[str, str | None] = {}
    waiting = path_in("submissions", submission.kind, submission.id)
    published = path_in("content", submission.kind, submission.id)
    if read(waiting) is not None:
        changes[waiting] = None
    if read(published) is not None:
        changes[published] = None
        notice = Notice(submission.id, submission.kind, lang_of(submission), now.strftime("%Y-%m"))
        changes[notice_path(notice)] = dump_notice(notice)
    return changes
