"""The mark of what somebody read: an approval counts for exactly that, and for nothing else."""

from __future__ import annotations

import hashlib
import json

from waymark.store import Submission


def mark_of(submission: Submission) -> str:
    """Return a mark of exactly what would be published: the text and everything said about it.

    A commit's id would not do: a writer's new words are in the store before they are in a
    commit, and a moderator's own details move the commit a moment after they were saved.
    """
    content = [
        submission.kind,
        submission.lang,
        submission.to,
        dict(submission.fields),
        dict(submission.details),
        [dict(edit) for edit in submission.edits],
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
