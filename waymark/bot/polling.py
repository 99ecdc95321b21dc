"""Looks for what webhooks did not tell: all of it without them, what was missed with them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from waymark.bot.events import look_at
from waymark.errors import ForgeUnavailable
from waymark.forge.pull_requests import PullRequests
from waymark.store import Job, NewJob, Store

POLL = "poll"
SEEN = "forge-seen"
"""The note of which pull requests were looked at last, and when they had changed."""
OVERLAP = timedelta(minutes=2)
"""A forge may show a change a little after the moment it gives it."""
KEPT_BY_GITHUB = timedelta(days=3)
"""How long GitHub delivers again when asked to."""
ASKED = "forge-deliveries-asked"
"""The note of when deliveries were looked through last."""
AGAIN = timedelta(hours=6)
"""How long one that fails is asked for again and again."""
MOST_AT_ONCE = 20
"""Deliveries that are asked for in one go; while we cannot be reached all of them fail."""
log = logging.getLogger("waymark.bot")


class Polling:
    """Handles `poll` jobs: each adds the next one, ``every`` so long."""

    def __init__(self, store: Store, forge: PullRequests, every: timedelta) -> None:
        self.store = store
        self.forge = forge
        self.every = every

    def handlers(self) -> Mapping[str, Callable[[Job, datetime], None]]:
        return {POLL: self.poll}

    def begin(self, now: datetime) -> None:
        """Have a look soon; while one waits already, no second one is added."""
        self.store.add_job(NewJob(POLL), now)

    def poll(self, job: Job, now: datetime) -> None:
        """Have every pull request looked at that changed since the last time."""
        self._ask_again(now)
        seen = self._seen()
        until = max(seen.values(), default=None)
        changed = self.forge.updated_since(until - OVERLAP if until else None)
        for pull in changed:
            if pull.submission_id and seen.get(pull.number) != pull.updated_at:
                self.store.add_job(look_at(pull.number), now)
        self._keep_seen({**seen, **{pull.number: pull.updated_at for pull in changed}})
        self.store.add_job(NewJob(POLL, not_before=now + self.every), now)

    def _seen(self) -> dict[int, datetime]:
        kept = json.loads(self.store.read_note(SEEN) or "{}")
        return {int(number): datetime.fromisoformat(at) for number, at in kept.items()}

    def _keep_seen(self, seen: Mapping[int, datetime]) -> None:
        """Keep the newest moment of the forge's own clock, and what changed just before it."""
        oldest = max(seen.values(), default=datetime.max.replace(tzinfo=UTC)) - OVERLAP
        kept = {number: at.isoformat() for number, at in seen.items() if at >= oldest}
        self.store.note(SEEN, json.dumps(kept))

    def _ask_again(self, now: datetime) -> None:
        """Have deliveries sent once more that we did not take, while the forge still has them.

        Looking goes on without it: what they would have told is seen all the same.
        """
        noted = self.store.read_note(ASKED)
        before = datetime.fromisoformat(noted) - AGAIN if noted else now - KEPT_BY_GITHUB
        try:
            found = self.forge.deliveries(max(before, now - KEPT_BY_GITHUB))
            missed = {delivery.guid: delivery for delivery in found if delivery.is_missed}
            wanted = missed.keys() - self.store.taken_deliveries(missed)
            for delivery in [d for d in missed.values() if d.guid in wanted][:MOST_AT_ONCE]:
                log.info("asks for a delivery of %s once more", delivery.event)
                self.forge.deliver_again(delivery.id)
        except ForgeUnavailable as problem:
            log.info("deliveries could not be asked for: %s", problem)
        else:
            self.store.note(ASKED, now.isoformat())
