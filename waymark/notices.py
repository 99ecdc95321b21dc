"""The short notice that stands where an entry was, or is being looked at: it says nothing of it."""

from __future__ import annotations

from dataclasses import dataclass

from waymark import strict_yaml
from waymark.entry import ID, MONTH
from waymark.entry_fields import FOLDERS
from waymark.errors import BadEntry
from waymark.words import LANGUAGES

KEYS = ("id", "was", "lang", "withdrawn")
LOOKED_AT = "looked-at"


@dataclass(frozen=True)
class Notice:
    """Which entry is gone, of what kind and language, and since which month.

    One that `is_looked_at` is only hidden: its file is still there, and it may come back.
    """

    id: str
    was: str
    lang: str
    withdrawn: str
    is_looked_at: bool = False

    @property
    def url(self) -> str:
        return f"/{FOLDERS[self.was]}/{self.id}/"


def notice_path(notice: Notice) -> str:
    """Return where a notice is kept on the main branch."""
    return f"content/notices/{notice.id[:2]}/{notice.id}.yaml"


def dump_notice(notice: Notice) -> str:
    """Write a notice as the text of its file; quoted, since an id may be all digits."""
    why = f'why: "{LOOKED_AT}"\n' if notice.is_looked_at else ""
    return "".join(f'{key}: "{getattr(notice, key)}"\n' for key in KEYS) + why


def parse_notice(text: str, source: str) -> Notice:
    """Read a notice; raise ``BadEntry`` naming file and line."""
    root = strict_yaml.load(text, source, BadEntry)
    keys = root.keys_within({*KEYS, "why"}, "a notice")
    for needed in KEYS:
        if needed not in keys:
            raise root.fail(f"This notice has no `{needed}`.", f"Add a `{needed}:` line.")
    if "why" in keys and keys["why"].text("`why`") != LOOKED_AT:
        raise keys["why"].fail("This `why` is not known.", f"Write `{LOOKED_AT}`, or remove it.")
    values = {name: keys[name].text(f"`{name}`") for name in KEYS}
    found = Notice(**values, is_looked_at="why" in keys)
    for name, good, remedy in (
        ("id", ID.fullmatch(found.id), "Write the id of the entry that was here."),
        ("was", found.was in FOLDERS, f"Use one of: {', '.join(FOLDERS)}."),
        ("lang", found.lang in LANGUAGES, f"Use {' or '.join(LANGUAGES)}."),
        ("withdrawn", MONTH.fullmatch(found.withdrawn), "Write a month such as 2026-11."),
    ):
        if not good:
            raise keys[name].fail(f"This `{name}` is not one that a notice may have.", remedy)
    return found
