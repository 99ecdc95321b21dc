"""Which published entries can be answered: those whose response form is on the built site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from waymark.entry import ID, Entry, parse
from waymark.entry_fields import FOLDERS
from waymark.errors import BadEntry
from waymark.settings import Settings
from waymark.vocabulary import Vocabulary


class PublishedEntries:
    """Looks entries up by id: in the site being served, and in the files it was built from."""

    def __init__(self, settings: Settings, vocabulary: Callable[[], Vocabulary]) -> None:
        self._settings = settings
        self._vocabulary = vocabulary

    def can_answer(self, entry_id: str) -> bool:
        if not ID.fullmatch(entry_id):
            return False
        return (self._settings.current_site / "respond" / entry_id / "index.html").is_file()

    def entry_of(self, entry_id: str) -> Entry | None:
        """Return the entry, to show what is being answered; ``None`` when it cannot be read."""
        if not self.can_answer(entry_id):
            return None
        for path in self._places(entry_id):
            try:
                return parse(path.read_text(encoding="utf-8"), path.name, self._vocabulary())
            except FileNotFoundError:
                continue
            except (OSError, ValueError, BadEntry):
                return None
        return None

    def _places(self, entry_id: str) -> list[Path]:
        roots = (self._settings.published, self._settings.content)
        parts = (entry_id[:2], "")
        return [
            root / folder / part / f"{entry_id}.md"
            for root in roots
            for folder in FOLDERS.values()
            for part in parts
        ]
