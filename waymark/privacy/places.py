"""Street addresses and postcodes of the Netherlands, Belgium, Britain, Germany and the States."""

from __future__ import annotations

import re
from collections.abc import Iterator

from waymark.privacy.details import Detail

_NUMBER = r"(?:nr\.?\s|no\.?\s|number\s|nummer\s)?\d{1,4}(?:[\s-]?(?:[a-zA-Z]|hs|bis|[IVX]{1,4}))?"
_UNITS = (
    r"minut|uur|uren|keer|dagen|dag|weken|maand|jaar|km|kilo|meter|m\b|euro|procent|%|mensen|"
    r"hours?|min\b|miles?|times|people|years?|days|weeks|stappen|steps|stops?|haltes?|van de|of the"
)
_NO_UNIT = rf"(?!\s?(?:{_UNITS}))(?!\w)"
_STREET_NL = (
    r"(?:straat|str\.|laan|weg|plein|gracht|kade|singel|dijk|steeg|hof|dreef|plantsoen|pad)"
)
_MORE_NL = (
    r"(?:park|baan|markt|brug|haven|wal|veld|burg|oord|erf|hoek|akker|donk|hage|ring|boulevard|"
    r"allee|poort|zoom|werf|vest|lei|berg|kamp|horst|stede|weide|straße|strasse|gasse|platz|ufer)"
)
_ON_THE_WAY = r"(?!(?:onder|half|heen|terug|van|snel|spoor|vlieg|lucht|water|weg|eigen|alle)weg)"
_STREET_EN = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Crescent|Cres|Terrace|Ter|Way|Court|"
    r"Ct|Grove|Gardens|Gdns|Place|Pl|Square|Sq|Hill|Row|Mews|Park|Boulevard|Blvd|Circle|Parkway|"
    r"Pkwy|Walk|Rise|View|Green|Highway|Quay|Broadway|Trail|Loop|Parade|Wharf)"
)
_PLAIN_EN = r"(?:street|road|avenue|lane|drive|crescent|terrace|boulevard)"
_NOT_A_STREET = (
    r"(?!(?:minutes?|hours?|miles?|times?|people|years?|days?|weeks?|of|the|a|my|in|on|down|up|to|"
    r"at|km|metres?|meters?|steps|more|houses?|cars?|stops?|blocks?|this|that|our|your|and)\b)"
)
_OF = r"(?:van|van de|van der|van den|van het|de|der|den|het|ter|ten|te|'t)"
ADDRESS = re.compile(
    rf"\b{_ON_THE_WAY}[A-Z][\w'-]{{1,30}}(?:\s(?:[A-Z][\w'-]{{1,30}}|{_OF})){{0,3}}{_STREET_NL}\s{_NUMBER}{_NO_UNIT}"
    rf"|\b{_ON_THE_WAY}[a-z'-]{{3,30}}{_STREET_NL}\s{_NUMBER}{_NO_UNIT}"
    rf"|\b[A-Z][\w'-]{{2,30}}{_MORE_NL}\s{_NUMBER}{_NO_UNIT}"
    rf"|\b(?:Laan|Plein|Weg|Straat|Singel|Park|Hof|Kade|Dijk|Steenweg|Burgemeester|Prins|Prinses|Koning|"
    rf"Koningin|Sint|St\.|Korte|Lange|Oude|Nieuwe)\s(?:{_OF}\s)?(?:[A-Z]?[\w'-]{{2,20}}\s){{1,3}}{_NUMBER}{_NO_UNIT}"
    rf"|\b(?:Flat\s\w{{1,4}},?\s)?\d{{1,5}}[a-zA-Z]?,?\s(?:[A-Z][A-Za-z'.-]{{1,20}}\s){{1,3}}{_STREET_EN}\b\.?"
    rf"|\b\d{{1,5}}[a-z]?\s(?:{_NOT_A_STREET}[a-z'-]{{2,20}}\s){{1,2}}{_PLAIN_EN}\b"
    rf"|\b[A-Z][a-z'-]{{1,20}}(?:\s[A-Z][a-z'-]{{1,20}}){{0,2}}\s{_STREET_EN}\s\d{{1,4}}\b{_NO_UNIT}"
    r"|\b(?:\d{1,4},?\s)?(?:[Rr]ue|[Cc]haussée|[Aa]llée|[Aa]venue|[Qq]uai)\s(?:(?:de|du|des|la|le|l'|d')\s?){0,3}"
    r"[A-Z][\w'-]{1,20}(?:\s[A-Z][\w'-]{1,20}){0,2}\s\d{1,4}\b"
    r"|\b(?:P\.?\s?O\.?\s?Box|[Pp]ostbus)\s\d{1,6}\b"
)
_NOT_LETTERS = r"(?!SA|SD|SS|EN|IK|DE|HET|IS|TV|WK|EK|OP|IN|AD|BC|CE|PM|AM|VS|EU|KG|KM|MG|ML|OF|OK)"
POSTCODE = re.compile(
    rf"\b[1-9]\d{{3}}\s?{_NOT_LETTERS}[A-Z]{{2}}\b"
    r"|\b[1-9]\d{3}(?!er|en|de|th|st|nd|rd|km|kg|mg|ml|cm|mm|px|hz|rs|am|pm|ste|kw|gb|mb)[a-z]{2}\b"
    r"|\b(?:GIR\s?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNPR-Y]?\s?\d[ABD-HJLNP-UW-Z]{2})\b"
    r"|\b[a-pr-uwyz][a-hk-y]?\d[\da-hjkmnpr-y]?\s\d[abd-hjlnp-uw-z]{2}\b"
    r"|\b(?:AL|AK|AZ|AR|CA|CO|CT|FL|GA|IL|KS|KY|LA|MD|MA|MI|MN|MS|MO|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OR|"
    r"PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC),?\s\d{5}(?:-\d{4})?\b"
    r"|\b(?:B|BE|D|DE)-\d{4,5}\b"
)


def find_places(text: str) -> Iterator[Detail]:
    """Yield street addresses with a number, and postcodes."""
    if not any(character.isdigit() for character in text):
        return
    for name, pattern in (("address", ADDRESS), ("postcode", POSTCODE)):
        for match in pattern.finditer(text):
            yield Detail(name, *match.span())
