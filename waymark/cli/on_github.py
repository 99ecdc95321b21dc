"""What answers to what people do on GitHub, put together from one way of running Waymark."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from waymark.bot.attending import Attending
from waymark.bot.polling import Polling
from waymark.bot.reconcile import Reconciling
from waymark.checks import load_rules, run
from waymark.checks.engine import Checked
from waymark.community import Community, load_community
from waymark.entry import Entry
from waymark.errors import BadCommunity
from waymark.forge.github import GitHubForge
from waymark.privacy import AllowList
from waymark.settings import Settings
from waymark.store import Store
from waymark.worker import Handler

log = logging.getLogger("waymark")


class OnGitHub:
    """Attends to pull requests, looks for what no webhook told, and compares both sides."""

    def __init__(
        self, settings: Settings, store: Store, forge: GitHubForge, allow: AllowList
    ) -> None:
        self.settings = settings
        self.allow = allow
        self._community = load_community(settings.community)
        self.attending = Attending(store, forge, self._newest, self._check, allow)
        self.polling = Polling(store, forge, timedelta(seconds=forge.settings.poll_seconds))
        self.reconciling = Reconciling(store, forge, allow)

    def handlers(self) -> dict[str, Handler]:
        return {
            **self.attending.handlers(),
            **self.polling.handlers(),
            **self.reconciling.handlers(),
        }

    def begin(self, now: datetime) -> None:
        """Have the worker look soon, and compare every night."""
        self.polling.begin(now)
        self.reconciling.begin(now)

    def _newest(self) -> Community:
        """Return the community as it is now: who was taken out decides nothing from then on.

        While the folder is broken, what it was before stands.
        """
        try:
            self._community = load_community(self.settings.community)
        except BadCommunity as problem:
            log.warning("the community's folder is broken, what it was stands: %s", problem)
        return self._community

    def _check(self, entry: Entry) -> Checked:
        rules = load_rules(self.settings.community / "rules")
        return run(entry.body, entry.kind, entry.lang, rules, self.allow)
