"""What can be found in a text that leads to a person, and what stands in its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from waymark.words import Words

MARKERS = {
    "email": ("[e-mail address removed]", "[e-mailadres verwijderd]"),
    "phone": ("[phone number removed]", "[telefoonnummer verwijderd]"),
    "link": ("[link removed]", "[link verwijderd]"),
    "handle": ("[account name removed]", "[accountnaam verwijderd]"),
    "address": ("[address removed]", "[adres verwijderd]"),
    "postcode": ("[postcode removed]", "[postcode verwijderd]"),
    "iban": ("[bank account removed]", "[rekeningnummer verwijderd]"),
    "bsn": ("[personal number removed]", "[persoonsnummer verwijderd]"),
}
NAMED = {
    "email": Words({"en": "an e-mail address", "nl": "een e-mailadres"}),
    "phone": Words({"en": "a phone number", "nl": "een telefoonnummer"}),
    "link": Words({"en": "a link", "nl": "een link"}),
    "handle": Words({"en": "the name of an account", "nl": "de naam van een account"}),
    "address": Words({"en": "a street address", "nl": "een adres"}),
    "postcode": Words({"en": "a postcode", "nl": "een postcode"}),
    "iban": Words({"en": "a bank account", "nl": "een rekeningnummer"}),
    "bsn": Words({"en": "a personal number", "nl": "een persoonsnummer"}),
    "name": Words({"en": "a name", "nl": "een naam"}),
    "workplace": Words({"en": "a workplace or a school", "nl": "een werkplek of een school"}),
}
"""What each kind of detail is called, for people."""
RULES = {"link": "L1", "name": "P2", "workplace": "P2"}
"""The rule of the house that a kind of detail falls under; P1 for all others."""


@dataclass(frozen=True)
class AllowList:
    """Public numbers and hosts that may stay: the help lines. Numbers are digits as dialled."""

    numbers: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Detail:
    """One thing that leads to a person: what it is, and where, in code points, end exclusive."""

    span_class: str
    start: int
    end: int

    @property
    def rule(self) -> str:
        return RULES.get(self.span_class, "P1")


@dataclass(frozen=True)
class Replaced:
    """A text with markers in place of what was found."""

    text: str
    details: tuple[Detail, ...] = field(default=())
