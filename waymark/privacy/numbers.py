"""Phone numbers, bank accounts and Dutch personal numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberType

from waymark.privacy.details import AllowList, Detail

REGIONS = ("NL", "BE", "GB", "US", "DE")
ORGANISATIONS = {
    PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST,
    PhoneNumberType.UAN, PhoneNumberType.VOICEMAIL,
}  # fmt: skip
"""Kinds of numbers that no private person has: help lines, services, companies."""
FLOOD = 200
"""With more runs of digits than this a text is no story: each that is long enough counts."""
_RUN = re.compile(r"(?<![\d.,])(?:[+(]{1,2}\d|[oO](?=\d)|\d)[\d\s().\-–/]{5,26}\d(?!\d)")
_DATE = re.compile(
    r"^\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d\d\b|^(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?"
)
_YEARS = re.compile(r"^\(?(?:19|20)\d\d\)?\s?[-–/]\s?\(?(?:19|20)?\d\d\)?")
_AMERICAN = re.compile(r"^(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]\d{4}$")
_MONEY = re.compile(r"^\d{1,3}(?:[. ]\d{3})+(?:,\d\d)?$")
_CUE = re.compile(
    r"\b(?:call|ring|text|phone|number|nr|no|tel|mobile|cell|whatsapp|app|bel|bellen|nummer|"
    r"telefoon|mobiel|sms|reach me)\b[^.!?\n]{0,25}$",
    re.IGNORECASE,
)
_DIGIT = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|"
    r"nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|dubbel)"
)
SPELLED = re.compile(rf"\b(?:zero|oh|nul|plus)(?:[\s,.-]{{1,2}}{_DIGIT}){{6,14}}\b", re.IGNORECASE)
IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}\b")
IBAN_LENGTHS = {
    "NL": 18, "BE": 16, "DE": 22, "GB": 22, "IE": 22, "FR": 27, "ES": 24, "IT": 27, "PT": 25,
    "LU": 20, "AT": 20, "CH": 21, "PL": 28, "DK": 18, "SE": 24, "NO": 15, "FI": 18, "TR": 26,
    "RO": 24, "CZ": 24, "HU": 28, "GR": 27,
}  # fmt: skip
"""Characters of an account number by country (ISO 13616)."""
BSN = re.compile(r"(?<![\d.,-])\d{9}(?![\d.,-]\d)(?!\d)|(?<!\d)\d{4}[. ]\d{2}[. ]\d{3}(?!\d)")


def find_numbers(text: str, allow: AllowList) -> Iterator[Detail]:
    """Yield phone numbers that are not public, accounts and personal numbers that check out."""
    if SPELLED.search(text):
        yield from (Detail("phone", *match.span()) for match in SPELLED.finditer(text))
    if sum(character.isdigit() for character in text) < 7:
        return
    for match in IBAN.finditer(text):
        length = iban_length(match[0])
        if length:
            yield Detail("iban", match.start(), match.start() + length)
    for match in BSN.finditer(text):
        if is_bsn(match[0]):
            yield Detail("bsn", *match.span())
    yield from _phones(text, allow)


def iban_length(text: str) -> int:
    """Return how many characters of ``text`` are an account number whose check digits are right
    (ISO 13616, modulus 97), or 0."""
    wanted = IBAN_LENGTHS.get(text[:2].upper())
    places = [place for place, character in enumerate(text) if character.isalnum()]
    if wanted is None or len(places) < wanted:
        return 0
    plain = "".join(text[place] for place in places[:wanted]).upper()
    turned = plain[4:] + plain[:4]
    is_right = int("".join(str(int(character, 36)) for character in turned)) % 97 == 1
    return places[wanted - 1] + 1 if is_right else 0


def is_bsn(text: str) -> bool:
    """Check a Dutch citizen service number (the "elfproef": weights 9 to 2, then -1)."""
    digits = [int(character) for character in text if character.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(digits) and sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 0


def _phones(text: str, allow: AllowList) -> Iterator[Detail]:
    runs = list(_RUN.finditer(text))
    for match in runs:
        raw = match[0].rstrip(" (-–/.")
        digits = re.sub(r"\D", "", raw.replace("o", "0").replace("O", "0"))
        if len(digits) < 7 or _DATE.match(raw) or _YEARS.match(raw) or _MONEY.match(raw):
            continue
        if len(runs) > FLOOD:
            is_phone = len(digits) >= 9
        else:
            is_phone = _is_phone(raw, digits, text[: match.start()], allow)
        if is_phone:
            yield Detail("phone", match.start(), match.start() + len(raw))


def _is_phone(raw: str, digits: str, before: str, allow: AllowList) -> bool:
    if not 7 <= len(digits) <= 15:
        return False
    numbers = list(_valid_numbers(raw, digits))
    known = {
        digits,
        *(f"{'' if n.italian_leading_zero else '0'}{n.national_number}" for n in numbers),
    }
    if known & allow.numbers or any(
        phonenumbers.number_type(number) in ORGANISATIONS for number in numbers
    ):
        return False
    is_written_as_one = (
        (raw.startswith(("+", "00", "(+", "(00")) and len(digits) >= 9)
        or (digits.startswith("0") and 9 <= len(digits) <= 12)
        or _AMERICAN.match(raw) is not None
    )
    has_cue = _CUE.search(before[-60:]) is not None
    return is_written_as_one or (bool(numbers) and (len(digits) >= 9 or has_cue))


def _valid_numbers(raw: str, digits: str) -> Iterator[phonenumbers.PhoneNumber]:
    plain = ("+" if raw.lstrip("(").startswith("+") else "") + digits
    if plain.startswith("+"):
        plain = re.sub(r"^(\+\d{2})0", r"\1", plain) if "(0)" in raw else plain
    regions: tuple[str | None, ...] = REGIONS
    if plain.startswith("+"):
        regions = (None,)
    elif _AMERICAN.match(raw):
        regions = ("US",)
    elif digits.startswith("0"):
        regions = ("NL", "BE", "GB", "DE")
    for region in regions:
        try:
            number = phonenumbers.parse(plain, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            yield number
