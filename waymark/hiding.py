"""Hide a page that is being looked at, and show it again: main follows what the store says."""

from __future__ import annotations

from datetime import datetime

from waymark.errors import BadEntry
from waymark.forge import Forge
from waymark.notices import Notice, dump_notice, notice_path, parse_notice
from waymark.store import Job, NewJob, Store


class Hider:
    """Does `hide` jobs. One may be repeated, and a kill may come anywhere."""

    def __init__(self, store: Store, forge: Forge) -> None:
        self.store = store
        self.forge = forge

    def handle(self, job: Job, now: datetime) -> None:
        """Put a notice in the place of the page, or take it away; then have the site published."""
        entry_id = str(job.payload["entry"])
        told = self.store.reports_of(entry_id)
        if not told:
            return
        about = told[-1]
        notice = Notice(entry_id, about.kind, about.lang, now.strftime("%Y-%m"), is_looked_at=True)
        path = notice_path(notice)
        standing = self._standing(path)
        if self.store.is_hidden(entry_id):
            if standing is None:
                self.forge.apply({path: dump_notice(notice)}, f"Hide {entry_id}\n")
        elif standing is not None and standing.is_looked_at:
            self.forge.apply({path: None}, f"Show {entry_id}\n")
        self.store.add_job(NewJob("publish"), now)

    def _standing(self, path: str) -> Notice | None:
        text = self.forge.read(path)
        if text is None:
            return None
        try:
            return parse_notice(text, path)
        except BadEntry:
            return None
