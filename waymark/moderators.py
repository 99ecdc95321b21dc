"""Who may come to the desk: names and roles, from ``community/moderators.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from waymark.strict_yaml import Node

NAME = re.compile(r"[^\W_](?:[\w .'-]{0,38}[\w.])?")
RESERVED = ("writer", "waymark")
"""Who else stands in the log of decisions; no moderator may be called so."""
ACCOUNTS = ("subject", "email", "github")
PERSON_KEYS = {"name", "role", "daily_cap", *ACCOUNTS}
MOST_A_DAY = 500


class Role(StrEnum):
    """What somebody at the desk may do: a lead also closes what is in crisis."""

    MODERATOR = "moderator"
    LEAD = "lead"


@dataclass(frozen=True)
class Person:
    """One moderator. ``subject`` and ``email`` are those of the sign-in service, in small letters
    for the e-mail; ``github`` is a login; ``daily_cap`` is how many texts a day are enough."""

    name: str
    role: Role
    daily_cap: int
    subject: str = ""
    email: str = ""
    github: str = ""

    @property
    def is_lead(self) -> bool:
        return self.role is Role.LEAD


@dataclass(frozen=True)
class Moderators:
    """Everybody who may come to the desk, by name, in the order of the file."""

    by_name: Mapping[str, Person] = field(default_factory=dict)

    def get(self, name: str) -> Person | None:
        """Return somebody by the name in the file; ``None`` when nobody is called so (any more)."""
        return self.by_name.get(name)

    @property
    def first_lead(self) -> Person:
        """Whom `waymark serve` makes its link for: the first lead of the file."""
        return next(person for person in self.by_name.values() if person.is_lead)

    def who_has(self, account: str, value: str) -> Person | None:
        """Return whose ``subject``, ``email`` or ``github`` this is; small and capital letters
        are alike except in a subject."""
        wanted = _alike(account, value)
        people = self.by_name.values()
        return next((p for p in people if wanted and getattr(p, account) == wanted), None)


def read_moderators(root: Node) -> Moderators:
    """Read the file; raise naming file, line and remedy. At least one of them is a lead."""
    keys = root.keys_within({"daily_cap", "people"}, "the moderators")
    for needed in ("daily_cap", "people"):
        if needed not in keys:
            raise root.fail(f"`{needed}` is missing.", f"Add a `{needed}:` line.")
    usual = _cap(keys["daily_cap"])
    people: dict[str, Person] = {}
    taken: dict[tuple[str, str], str] = {}
    for node in keys["people"].items("`people`"):
        person = _read_person(node, usual)
        if person.name in people:
            raise node.fail(f"{person.name} stands here twice.", "Remove one.")
        for account in ACCOUNTS:
            value = getattr(person, account)
            owner = taken.setdefault((account, value), person.name) if value else person.name
            if owner != person.name:
                raise node.fail(f"This `{account}` belongs to {owner} already.", "Remove one.")
        people[person.name] = person
    if not any(person.is_lead for person in people.values()):
        raise keys["people"].fail(
            "Nobody is a lead.", "Write `role: lead` for whoever closes what is in crisis."
        )
    return Moderators(people)


def _read_person(node: Node, usual: int) -> Person:
    keys = node.keys_within(PERSON_KEYS, "a moderator")
    for needed in ("name", "role"):
        if needed not in keys:
            raise node.fail(f"This moderator has no `{needed}`.", f"Add a `{needed}:` line.")
    name = keys["name"].text("`name`")
    if not NAME.fullmatch(name) or name.lower() in RESERVED:
        raise keys["name"].fail(
            "This name cannot be used.",
            "Use 1 to 40 letters, digits, spaces and dashes, and not `writer` or `waymark`.",
        )
    role = keys["role"].text("`role`")
    if role not in set(Role):
        raise keys["role"].fail("This role is not known.", f"Use one of: {', '.join(Role)}.")
    given = {key: _alike(key, keys[key].text(f"`{key}`")) for key in ACCOUNTS if key in keys}
    cap = _cap(keys["daily_cap"]) if "daily_cap" in keys else usual
    return Person(name, Role(role), cap, **given)


def _cap(node: Node) -> int:
    value = node.number("`daily_cap`")
    if not 1 <= value <= MOST_A_DAY:
        raise node.fail(f"`daily_cap` should be from 1 to {MOST_A_DAY}.", "Choose fewer or more.")
    return value


def _alike(account: str, value: str) -> str:
    value = value.strip()
    return value if account == "subject" else value.lower()
