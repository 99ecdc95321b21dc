"""The entry that a response answers, so that a moderator reads both together."""

from __future__ import annotations

from waymark.entry import ID, Entry, parse
from waymark.entry_fields import FOLDERS
from waymark.errors import BadEntry
from waymark.settings import Settings
from waymark.vocabulary import Vocabulary


def answered_entry(settings: Settings, vocabulary: Vocabulary, entry_id: str) -> Entry | None:
    """Return a published entry by its id; ``None`` when it is gone or cannot be read."""
    if not ID.fullmatch(entry_id):
        return None
    for root in (settings.published, settings.content):
        for folder in FOLDERS.values():
            for shard in (entry_id[:2], ""):
                path = root / folder / shard / f"{entry_id}.md"
                try:
                    return parse(path.read_text(encoding="utf-8"), path.name, vocabulary)
                except FileNotFoundError:
                    continue
                except (OSError, ValueError, BadEntry):
                    return None
    return None
