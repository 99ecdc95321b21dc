"""The short notice that stands where a withdrawn entry was: it says nothing of what that held."""

from __future__ import annotations

from dataclasses import dataclass

from waymark import strict_yaml
from waymark.entry import ID, MONTH
from waymark.entry_fields import FOLDERS
from waymark.errors import BadEntry
from waymark.words import LANGUAGES

KEYS = ("id", "was", "lang", "withdrawn")


@dataclass(frozen=True)
class Notice:
    """Which entry is gone, of what kind and language, and since which month."""

    id: str
    was: str
    lang: str
    withdrawn: str

    @property
    def url(self) -> str:
        return f"/{FOLDERS[self.was]}/{self.id}/"


def notice_path(notice: Notice) -> str:
    """Return where a notice is kept on the main branch."""
    return f"content/notices/{notice.id[:2]}/{notice.id}.yaml"


def dump_notice(notice: Notice) -> str:
    """Write a notice as the text of its file; quoted, since an id may be all digits."""
    return "".join(f'{key}: "{getattr(notice, key)}"\n' for key in KEYS)


def parse_notice(text: str, source: str) -> Notice:
    """Read a notice; raise ``BadEntry`` naming file and line."""
    root = strict_yaml.load(text, source, BadEntry)
    keys = root.keys_within(set(KEYS), "a notice")
    for needed in KEYS:
        if needed not in keys:
            raise root.fail(f"This notice has no `{needed}`.", f"Add a `{needed}:` line.")
    found = Notice(**{name: keys[name].text(f"`{name}`") for name in KEYS})
    for name, good, remedy in (
        ("id", ID.fullmatch(found.id), "Write the id of the entry that was here."),
        ("was", found.was in FOLDERS, f"Use one of: {', '.join(FOLDERS)}."),
        ("lang", found.lang in LANGUAGES, f"Use {' or '.join(LANGUAGES)}."),
        ("withdrawn", MONTH.fullmatch(found.withdrawn), "Write a month such as 2026-11."),
    ):
        if not good:
            raise keys[name].fail(f"This `{name}` is not one that a notice may have.", remedy)
    return found
