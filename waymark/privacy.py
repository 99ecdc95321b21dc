"""Find ways to reach a person in a text, and put a plain marker in their place.

One function, `replace`, runs when the form answers ("we saw a phone number; we will replace it")
and again before the first commit. Contact details never enter git. Softer things, such as names,
are for a moderator: see the rules of category `personal_data`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import phonenumbers

from waymark.community import Community

REGIONS = ("NL", "BE", "GB", "US", "DE")
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
RULES = {"link": "L1"}
"""The rule of the house that a kind of detail falls under; P1 for all others."""

_AT = r"(?:@|\s?[\[({]\s?(?:at|apenstaartje)\s?[\])}]\s?|\s(?:at|apenstaartje)\s)"
_DOT = r"(?:\.|\s?[\[({]\s?(?:dot|punt)\s?[\])}]\s?|\s(?:dot|punt)\s)"
EMAIL = re.compile(
    rf"[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,24}}){{1,4}}", re.IGNORECASE
)
_TLD = (
    r"com|net|org|info|eu|nl|be|de|uk|fr|us|io|co|me|app|dev|online|site|shop|xyz|link|blog|tv|gg"
)
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]{3,400}"
    rf"|(?<![\w@.-])(?:[a-z0-9-]{{2,63}}\.){{1,3}}(?:{_TLD})\b(?:/[^\s<>\"')\]]{{0,300}})?",
    re.IGNORECASE,
)
HANDLE = re.compile(
    r"(?<![\w@/.])@[A-Za-z_][\w.]{2,29}\b"
    r"|\b(?:insta(?:gram)?|snap(?:chat)?|telegram|discord|tiktok|whatsapp|signal|twitter|kik|skype)"
    r"\s?(?:[:=]|is|me at|name is|naam is)\s?@?[\w.#-]{3,30}",
    re.IGNORECASE,
)
_STREET_NL = r"(?:straat|laan|weg|plein|gracht|kade|singel|dijk|steeg|hof|dreef|plantsoen)"
_STREET_EN = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Crescent|Terrace|Way|Court)"
ADDRESS = re.compile(
    rf"\b[A-Z][\w'-]{{1,30}}(?:\s[A-Z][\w'-]{{1,30}}){{0,2}}{_STREET_NL}\s\d{{1,4}}\s?[a-zA-Z]?\b"
    rf"|\b[A-Z]?[a-z'-]{{2,30}}{_STREET_NL}\s\d{{1,4}}\s?[a-zA-Z]?\b"
    rf"|\b\d{{1,4}}[a-z]?\s(?:[A-Z][a-z'-]{{1,20}}\s){{1,3}}{_STREET_EN}\b"
)
POSTCODE = re.compile(
    r"\b[1-9]\d{3}\s?(?!SA|SD|SS)[A-Z]{2}\b"
    r"|\b(?:GIR\s?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNPR-Y]?\s?\d[ABD-HJLNP-UW-Z]{2})\b"
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b")
BSN = re.compile(r"(?<![\d.,-])\d{9}(?![\d.,-]\d)|(?<!\d)\d{4}[. ]\d{2}[. ]\d{3}(?!\d)")
_NOT_A_PHONE = re.compile(
    r"^\(?(?:19|20)\d\d\)?\s?[-–/]\s?\(?(?:19|20)?\d\d\)?$"  # 1998-2003
    r"|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$"  # a date
)


@dataclass(frozen=True)
class AllowList:
    """Public numbers and hosts that may stay: the help lines. Numbers are digits as dialled."""

    numbers: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Detail:
    """One way to reach a person: what it is, and where, in code points, end exclusive."""

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


def allow_list(community: Community) -> AllowList:
    """Return what a community's own help lines and site settings allow."""
    numbers = {n.dial for line in community.helplines for n in (*line.phone, *line.text)}
    return AllowList(frozenset(numbers), frozenset(community.site.allowed_link_hosts))


def find(text: str, allow: AllowList | None = None) -> tuple[Detail, ...]:
    """Return every way to reach a person, in order, none overlapping another."""
    allow = allow or AllowList()
    chosen: list[Detail] = []
    for detail in sorted(_candidates(text, allow), key=lambda d: (d.start, -d.end)):
        if not chosen or detail.start >= chosen[-1].end:
            chosen.append(detail)
    return tuple(chosen)


def replace(text: str, lang: str = "en", allow: AllowList | None = None) -> Replaced:
    """Put a plain marker in place of each detail; doing it twice changes nothing more."""
    details = find(text, allow)
    column = 1 if lang == "nl" else 0
    parts, last = [], 0
    for detail in details:
        parts += [text[last : detail.start], MARKERS[detail.span_class][column]]
        last = detail.end
    return Replaced("".join([*parts, text[last:]]), details)


def _candidates(text: str, allow: AllowList) -> Iterator[Detail]:
    taken: list[tuple[int, int]] = []
    for match in EMAIL.finditer(text):
        taken.append(match.span())
        yield Detail("email", *match.span())
    for match in LINK.finditer(text):
        end = match.end() - len(match[0]) + len(match[0].rstrip(".,;:!?"))
        inside_email = any(a <= match.start() < b for a, b in taken)
        if not inside_email and _host(match[0]) not in allow.hosts:
            yield Detail("link", match.start(), end)
    for match in HANDLE.finditer(text):
        if not any(a <= match.start() < b for a, b in taken):
            yield Detail("handle", *match.span())
    for name, pattern in (("address", ADDRESS), ("postcode", POSTCODE)):
        for match in pattern.finditer(text):
            yield Detail(name, *match.span())
    for match in IBAN.finditer(text):
        if _is_iban(match[0]):
            yield Detail("iban", *match.span())
    for match in BSN.finditer(text):
        if _is_bsn(match[0]):
            yield Detail("bsn", *match.span())
    yield from _phones(text, allow)


def _phones(text: str, allow: AllowList) -> Iterator[Detail]:
    if sum(character.isdigit() for character in text) < 7:
        return
    for region in REGIONS:
        for match in phonenumbers.PhoneNumberMatcher(text, region):
            digits = re.sub(r"\D", "", match.raw_string)
            if len(digits) < 7 or _NOT_A_PHONE.match(match.raw_string.strip()):
                continue
            national = str(match.number.national_number)
            known = {digits, national, f"0{national}"}
            if not known & allow.numbers:
                yield Detail("phone", match.start, match.end)


def _host(link: str) -> str:
    return re.sub(r"^https?://", "", link.lower()).split("/")[0].split(":")[0].rstrip(".,;!?")


def _is_iban(text: str) -> bool:
    """Check the two check digits (ISO 13616, modulus 97)."""
    plain = text.replace(" ", "")
    if not 15 <= len(plain) <= 34:
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def _is_bsn(text: str) -> bool:
    """Check a Dutch citizen service number (the "elfproef": weights 9 to 2, then -1)."""
    digits = [int(character) for character in text if character.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(digits) and sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 0
