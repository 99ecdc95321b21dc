"""Taking something to read for a while, so that two people do not read the same."""

from __future__ import annotations

from datetime import timedelta

from waymark.errors import NotAllowed
from waymark.moderation.acting import Acting
from waymark.store import Claim, Submission

CLAIM_LASTS = timedelta(minutes=30)


class Reading(Acting):
    """The part of a moderator that takes and gives back; see `waymark.moderation.Moderator`."""

    def take(self, seen: Submission) -> Claim:
        """Take it to read; others see who has it, and may take it when the time is over."""
        self.require_enough_room(seen)
        has_it = self.store.take(Claim(seen.id, self.name, self.now + CLAIM_LASTS), self.now)
        if has_it.by != self.name:
            raise NotAllowed(
                f"{has_it.by} is reading it until {has_it.until:%H:%M} UTC.",
                remedy="Take another one; this one is free again then.",
            )
        return has_it

    def pass_on(self, seen: Submission) -> None:
        """Give it back, without a reason. Nothing stands in the log."""
        self.store.let_go(seen.id, self.name)
