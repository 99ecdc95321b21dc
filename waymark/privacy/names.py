"""Names of people: after words that announce one, and from lists of names with a guard.

The lists are those of Faker's name providers. A first name that is also an ordinary word needs more
than the capital of a sentence's first word. Good enough to point a moderator to; never replaced.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from functools import lru_cache

from waymark.privacy.common_words import is_common, is_no_name, words_of
from waymark.privacy.details import Detail

LOCALES = (
    "en_US", "en_GB", "en_IE", "en_IN", "en_NZ", "en_PK", "nl_NL", "nl_BE", "fr_FR", "fr_BE",
    "de_DE", "es_ES", "it_IT", "pl_PL", "pt_PT", "tr_TR", "da_DK", "sv_SE", "no_NO", "fi_FI",
    "hr_HR", "ro_RO", "hu_HU", "id_ID", "ar_DZ", "en_NG", "en_KE", "fr_DZ",
)  # fmt: skip
_FIRST = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary")
_WORD = r"[A-ZÀ-Þ][a-zà-ÿ]"
_CAP = rf"(?:[A-ZÀ-Þ]['’]|Mac|Mc|Fitz)?{_WORD}+(?:-{_WORD}+)?"
_PARTICLE = (
    r"(?:van der|van den|van de|van het|van 't|in 't|op den|op de|van|de|der|den|ter|ten|te|von|"
    r"zu|bin|ben|al|el|la|le|du|da|dos|di|del|st\.)"
)
_REST = rf"(?:\s(?:{_PARTICLE}\s)?(?:[A-Z]\.\s)?{_CAP}){{0,3}}"
NAME = rf"{_CAP}{_REST}"
_TITLE = (
    r"(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Doctor|Nurse|Sister|Father|Rev|Reverend|Sir|Lady|"
    r"Uncle|Aunt|Auntie|Aunty|Grandma|Grandpa|Granny|Nana|Coach|Officer|Judge|uncle|aunt|auntie|"
    r"doctor|nurse|[Mm]eneer|[Mm]evrouw|[Mm]ijnheer|[Dd]hr|[Mm]w|[Mm]evr|[Dd]rs|[Dd]r|[Ii]r|[Dd]okter|[Jj]uf|"
    r"[Mm]eester|[Tt]ante|[Oo]om|[Oo]ma|[Oo]pa|[Zz]uster|[Bb]roeder|[Pp]astoor|[Dd]ominee|[Ii]mam)"
)
_RELATION = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|fiance|fiancee|fiancé|fiancée|ex|friend|friends|"
    r"mate|sister|brother|mother|father|mum|mom|dad|son|daughter|cousin|nephew|niece|aunt|uncle|"
    r"grandmother|grandfather|gran|grandma|grandpa|neighbour|neighbor|colleague|boss|manager|"
    r"teacher|tutor|therapist|psychologist|psychiatrist|counsellor|counselor|doctor|gp|nurse|coach|"
    r"landlord|roommate|flatmate|housemate|dog|cat|social worker|support worker|care worker|"
    r"man|vrouw|vriend|vriendin|zus|zusje|broer|broertje|moeder|vader|zoon|zoontje|dochter|"
    r"dochtertje|neef|nicht|oma|opa|tante|oom|buurvrouw|buurman|collega|baas|leidinggevende|lerares|"
    r"leraar|docent|mentor|therapeut|psycholoog|psychiater|huisarts|begeleider|begeleidster|"
    r"huisgenoot|verpleegkundige|hond|kat)"
)
_OWNER = r"(?:my|our|his|her|their|a|the|mijn|m'n|onze|ons|zijn|haar|hun|een|de)"
_SAYS_NAME = (
    r"(?:my (?:full |real )?name is|my name's|my name was|i(?:'m| am) called|call me|names?:|"
    r"ik heet|mijn (?:echte |volledige )?naam is|noem me|naam:)"
)
_SIGNS = (
    r"(?:(?:lots of |with )?love|regards|kind regards|best wishes|cheers|yours|sincerely|take care|"
    r"hugs|warmly|x{1,4}|signed|groet(?:jes|en)?|liefs|hartelijke groet(?:en)?|mvg|gr|"
    r"met vriendelijke groet(?:en)?|veel liefs|warme groet)"
)
_GREETS = (
    r"(?:[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear|[Hh]oi|[Hh]allo|[Bb]este|Lieve|[Tt]hanks|[Tt]hank you|"
    r"[Bb]edankt|[Dd]ank je(?: wel)?)"
)
_DOES_TO = (
    r"(?:miss|missed|lost|met|told|asked|called|rang|texted|phoned|hugged|thanked|trust|trusted|"
    r"married|divorced|buried|i am|i'm|mis|miste|ontmoette|vroeg|belde|appte|sprak|omhelsde|"
    r"bedankte|"
    r"ik ben|verloor|verloren|vertelde|trouwde met)"
)
_DOES = (
    r"(?:and i|en ik|said|says|told|asked|called|rang|died|thinks|hugged|texted|phoned|listened|"
    r"cried|smiled|nodded|and his|and her|sat with|came over|zei|zegt|vertelde|vroeg|belde|appte|"
    r"overleed|knikte|lachte|huilde|luisterde|kwam langs)"
)
_NAMED = rf"(?P<name>{NAME})"
_LINE_END = r"\s{0,3}[.!x]{0,3}\s{0,3}(?:\n|$)"
CUES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?i:{_SAYS_NAME})\s{_NAMED}",
        rf"\b{_TITLE}\.?\s{_NAMED}",
        rf"\b(?i:{_OWNER} (?:\w{{3,10}} )?{_RELATION}),?\s"
        rf"(?:(?:is )?(?:called |named )|heet |genaamd )?{_NAMED}",
        rf"(?:^|\n|[.!?,]\s{{0,3}})(?i:{_SIGNS}),?\s{{1,3}}{_NAMED}(?={_LINE_END})",
        rf"(?:\n|[.!?]\s)[-–—~]\s?{_NAMED}(?={_LINE_END})",
        rf"\b{_GREETS}\s{_NAMED}",
        rf"\b(?i:{_DOES_TO})\s{_NAMED}",
        rf"(?<=[a-z,]\s){_NAMED}\s(?i:{_DOES})\b",
    )
)
SPOKEN = re.compile(
    r"\b(?:my name is|my name's|i'm called|call me|ik heet|mijn naam is|noem me)\s"
    r"(?P<name>[a-z]{2,15})\b",
    re.IGNORECASE,
)
CAPITALS = re.compile(rf"(?<![\w@#/.-]){NAME}(?![\w@])")


def find_names(text: str) -> Iterator[Detail]:
    """Yield names of people; those that overlap are for the caller to tell apart."""
    for cue in CUES:
        for match in cue.finditer(text):
            words = _trimmed(match["name"])
            if words and not is_never(words) and not _is_a_place(words):
                yield Detail("name", match.start("name"), match.start("name") + len(words))
    for match in SPOKEN.finditer(text):
        if match["name"].lower() in first_names() and not is_common(match["name"]):
            yield Detail("name", *match.span("name"))
    for match in CAPITALS.finditer(text):
        yield from _listed(match[0], match.start(), text)


def is_never(words: str) -> bool:
    """Say whether the first of these words is one that no private person is called."""
    first, _, rest = words.partition(" ")
    return is_no_name(first) and not (rest and first.lower() in ("de", "het", "van", "den", "der"))


def _is_a_place(words: str) -> bool:
    return words.lower() in _places()


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    cities = importlib.import_module("faker.providers.address.nl_NL").Provider
    countries = importlib.import_module("faker.providers.address.en_US").Provider.countries
    return frozenset(place.lower() for place in (*cities.cities, *cities.countries, *countries))


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """Return first names in small letters, from Faker's lists."""
    return words_of("first_names") | _names(_FIRST)


@lru_cache(maxsize=1)
def last_names() -> frozenset[str]:
    """Return family names in small letters, without what stands before them."""
    return frozenset(name.split()[-1] for name in _names(("last_names",)))


def _names(attributes: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in attributes:
            found |= {str(name).lower() for name in getattr(provider, attribute, ())}
    return frozenset(found)


def _trimmed(words: str) -> str:
    """Return a name without a possessive 's and without what is no part of it."""
    kept: list[str] = []
    for word in words.split(" "):
        if kept and is_no_name(word) and word[0].isupper():
            break
        kept.append(word)
    return re.sub(r"['’]s?$", "", " ".join(kept))


def _listed(words: str, start: int, text: str) -> Iterator[Detail]:
    """Yield the part of a run of capitals that the lists of names know."""
    parts = [(match.start(), match[0]) for match in re.finditer(r"\S+", words)]
    begins_sentence = _begins_sentence(text, start)
    for number, (offset, part) in enumerate(parts):
        plain = re.sub(r"['’]s?$", "", part).lower()
        if not part[0].isupper() or is_no_name(plain):
            continue
        is_known = plain in first_names() or any(
            half in first_names() for half in plain.split("-") if len(half) > 2
        )
        is_first = begins_sentence and number == 0
        has_more = number + 1 < len(parts) and _is_surname(parts[number + 1 :])
        if (is_known and not (is_first and is_common(plain) and not has_more)) or (
            has_more and not is_common(plain) and not is_first
        ):
            name = _trimmed(words[offset:])
            yield Detail("name", start + offset, start + offset + len(name))
            return


def _is_surname(parts: list[tuple[int, str]]) -> bool:
    surname = re.sub(r"['’]s?$", "", parts[-1][1]).lower()
    return surname in last_names() and not is_common(surname)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\"'“”‘(*_>-•")
    return not before or before[-1] in ".!?:\n…"
