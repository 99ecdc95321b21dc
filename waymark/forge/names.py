"""Where a proposal may live: its branch and its file, both made from a submission's id only.

Every forge asks here, so that none can be talked into another place.
"""

from __future__ import annotations

import re

from waymark.entry import path_in
from waymark.entry_fields import KINDS

BRANCH = "submission/"
_SUBMISSION_ID = re.compile(r"[a-z0-9]{4,40}")
_PATH = re.compile(r"(content|submissions)(/[a-z0-9][a-z0-9-]*)+\.(md|yaml)")


def branch_of(submission_id: str) -> str:
    """Return the short name of a submission's branch; ``ValueError`` when it is no such id."""
    if not _SUBMISSION_ID.fullmatch(submission_id):
        raise ValueError("this is not the id of a submission")
    return f"{BRANCH}{submission_id}"


def waiting_paths(submission_id: str) -> tuple[str, ...]:
    """Return where a submission's file may wait for publication: one place for each kind."""
    return tuple(path_in("submissions", kind, submission_id) for kind in KINDS)


def published_paths(submission_id: str) -> tuple[str, ...]:
    """Return where its file may be once it is published."""
    return tuple(path_in("content", kind, submission_id) for kind in KINDS)


def require_path(path: str) -> None:
    """Raise ``ValueError`` unless the service makes paths such as this."""
    if not _PATH.fullmatch(path):
        raise ValueError("this is not a path that the service makes")


def require_proposal(submission_id: str, path: str) -> None:
    """Raise ``ValueError`` unless ``path`` is the submission's own place."""
    branch_of(submission_id)
    if path not in waiting_paths(submission_id):
        raise ValueError("a proposal holds the file of its own submission")
