"""The last look before anything moves to ``content/``: is this what the needed people approved?

A merge by anyone's hand brings a file to the main branch; only this lets it on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from waymark import privacy
from waymark.approvals import Missing, verdict
from waymark.bot.proposals import entry_from
from waymark.edits import Edit, read_edits, uncovered
from waymark.entry import Entry, dump
from waymark.moderation import case_of
from waymark.privacy import AllowList
from waymark.store import Decision, Submission

LACKS = {
    Missing.NEVER: "it is at level crisis, and such a text is not published",
    Missing.PERSON: "nobody approved exactly this text",
    Missing.SECOND_PERSON: "a second person has not approved exactly this text",
    Missing.DATE: "its cooling-off is not over",
    Missing.YES: "its writer has not said yes",
}


def why_held(
    entry: Entry,
    submission: Submission,
    acts: Sequence[Decision],
    allow: AllowList,
    now: datetime,
) -> Iterator[str]:
    """Yield what keeps a file of the main branch from being published, in plain words."""
    for missing in verdict(case_of(submission, acts), now).missing:
        yield LACKS[missing]
    expected = entry_from(submission, allow)
    if entry.body != expected.body:
        places = _uncovered(entry, submission, allow)
        yield (
            f"its words differ from what was sent in {places} places that no edit covers"
            if places
            else "its words differ from what was approved"
        )
    elif dump(entry) != dump(expected):
        yield "what stands above its text differs from what was approved"


def _uncovered(entry: Entry, submission: Submission, allow: AllowList) -> int:
    """Count the spans that differ from the original without an edit or a way to reach somebody."""
    text = str(submission.fields["text"])
    details = [Edit(d.start, d.end, "", d.rule) for d in privacy.find(text, allow)]
    return len(uncovered(text, entry.body, [*read_edits(submission.edits), *details]))
