"""Help lines: numbers are tested data with a date on which a person checked them, never prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from waymark.strict_yaml import Node
from waymark.words import Words, read_words

KEYS = {
    "id", "country", "name", "emergency", "phone", "text", "chat", "website", "hours", "languages",
    "cost", "about", "source", "verified_at", "verified_by",
}  # fmt: skip
NEEDED = ("id", "country", "name", "source", "verified_at", "verified_by")
DIAL = re.compile(r"\+?[0-9]{2,15}")
COUNTRY = re.compile(r"[A-Z]{2}|ANY")
WEB_ADDRESS = re.compile(r"https://[^\s/]\S*")
WARN_DAYS, STALE_DAYS = 90, 180


@dataclass(frozen=True)
class Number:
    """A number as people write it, and exactly as it is dialled."""

    label: str
    dial: str


@dataclass(frozen=True)
class Helpline:
    """One line of help. ``country`` is an ISO code, or ``ANY`` for a finder."""

    id: str
    country: str
    name: Words
    is_emergency: bool
    phone: tuple[Number, ...]
    text: tuple[Number, ...]
    chat: str
    website: str
    hours: Words
    languages: tuple[str, ...]
    cost: Words
    about: Words
    source: str
    verified_at: date | None
    verified_by: str

    def days_since_check(self, today: date) -> int | None:
        """Return the days since a person checked this line, or ``None`` if nobody has."""
        return None if self.verified_at is None else (today - self.verified_at).days


def read_helplines(root: Node) -> tuple[Helpline, ...]:
    """Read the list; every number must be one that a phone can dial."""
    found = tuple(_read(node) for node in root.items("the help lines"))
    seen: set[str] = set()
    for line, node in zip(found, root.items(), strict=True):
        if line.id in seen:
            raise node.fail(f"The help line {line.id} stands here twice.", "Remove one.")
        seen.add(line.id)
    if not found:
        raise root.fail("There are no help lines.", "Add at least one: every page shows them.")
    return found


def _read(node: Node) -> Helpline:
    keys = node.keys_within(KEYS, "a help line")
    for needed in NEEDED:
        if needed not in keys:
            raise node.fail(f"This help line has no `{needed}`.", f"Add a `{needed}:` line.")

    def optional(name: str) -> str:
        part = keys.get(name)
        return "" if part is None or part.value is None else part.text(f"`{name}`")

    def words(name: str) -> Words:
        part = keys.get(name)
        return Words() if part is None or part.value is None else read_words(part, f"`{name}`")

    def address(name: str) -> str:
        value = optional(name)
        if value and not WEB_ADDRESS.fullmatch(value):
            raise keys[name].fail(f"`{name}` should be an address.", "Begin it with https:// .")
        return value

    if not COUNTRY.fullmatch(keys["country"].text("`country`")):
        raise keys["country"].fail(
            "`country` should be two capital letters, or ANY for a finder.", "Write it as NL."
        )
    verified_at, verified_by = _day(keys["verified_at"]), optional("verified_by")
    if verified_at and not verified_by:
        raise keys["verified_at"].fail(
            "A help line that was checked should say by whom.", "Fill in `verified_by`."
        )
    languages = keys["languages"].items("`languages`") if "languages" in keys else []
    return Helpline(
        id=keys["id"].text("`id`"),
        country=keys["country"].text("`country`"),
        name=read_words(keys["name"], "`name`"),
        is_emergency="emergency" in keys and keys["emergency"].flag("`emergency`"),
        phone=_numbers(keys.get("phone"), "`phone`"),
        text=_numbers(keys.get("text"), "`text`"),
        chat=address("chat"),
        website=address("website"),
        hours=words("hours"),
        languages=tuple(item.text("a language") for item in languages),
        cost=words("cost"),
        about=words("about"),
        source=keys["source"].text("`source`"),
        verified_at=verified_at,
        verified_by=verified_by,
    )


def require_dialable(node: Node, what: str) -> None:
    """Raise unless this text is exactly what a phone dials."""
    if not DIAL.fullmatch(node.text(what)):
        raise node.fail(
            f"{what} should be only digits, as a phone dials them.",
            "Leave out spaces, dashes and brackets.",
        )


def _numbers(node: Node | None, what: str) -> tuple[Number, ...]:
    if node is None or node.value is None:
        return ()
    numbers = []
    for item in node.items(what):
        keys = item.keys_within({"label", "dial"}, what)
        if set(keys) != {"label", "dial"}:
            raise item.fail(f"{what} needs a `label` and a `dial`.", "Write both.")
        dial = keys["dial"].text("`dial`")
        require_dialable(keys["dial"], "`dial`")
        numbers.append(Number(keys["label"].text("`label`"), dial))
    return tuple(numbers)


def _day(node: Node) -> date | None:
    if node.value is None:
        return None
    try:
        return date.fromisoformat(node.text("`verified_at`"))
    except ValueError:
        raise node.fail(
            "`verified_at` should be a day.", "Write it as 2026-11-24, or leave it empty."
        ) from None
