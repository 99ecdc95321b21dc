"""Employers, schools and hospitals by name: they make a person easy to find in a small place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from waymark.privacy.details import Detail
from waymark.privacy.names import is_never

_CAP = r"[A-Z][\w'&.-]{1,25}"
_CAPS = rf"{_CAP}(?:\s(?:(?:of|and|&|van|de|der|den|het|en|for)\s)?{_CAP}){{0,4}}"
_KIND = (
    r"(?:University|College|School|Hospital|Academy|Clinic|Infirmary|Primary|High|Ltd|Limited|Inc|"
    r"GmbH|BV|B\.V\.|N\.V\.|NV|Council|Bank|Surgery|Practice|Nursery|Prison|Church)"
)
_SOORT = (
    r"(?:Universiteit|Hogeschool|ROC|Ziekenhuis|Stichting|Basisschool|Gemeente|Praktijk|"
    r"University|College|Hospital|School|GGZ|Lyceum|Gymnasium)"
)
WORKPLACE = re.compile(
    r"\b(?:[Ww]ork(?:s|ed|ing)?|[Jj]ob|employed|teach(?:es|ing)?|taught|interning|internship|"
    r"volunteer(?:ing|ed)?)\s"
    rf"(?:at|for|with)\s(?:the\s)?(?P<a>{_CAPS})"
    r"|\b(?:stud(?:y|ied|ying|ent)|enrolled|graduated|[Gg]o|went|pupil|patient|admitted)\s"
    r"(?:at|from|to)\s(?:the\s)?"
    rf"(?P<b>{_CAP}(?:\s{_CAP}){{0,3}}\s{_KIND}|{_SOORT}\sof\s{_CAPS}|{_CAPS}(?=\s(?:as|for|since|in)\b))"
    rf"|\b(?P<c>{_CAP}(?:\s{_CAP}){{0,3}}\s{_KIND})\b"
    rf"|\b(?P<d>{_SOORT}\s(?:(?:of|van|de|het)\s){{0,2}}{_CAPS})"
    r"|\b(?:[Ww]erk(?:te)?|[Ww]erkzaam|baan|stage|[Ss]tudeer(?:de)?|student|leerling|opgenomen|"
    r"in dienst)\s(?:\w+\s)?"
    rf"(?:bij|op|aan|in)\s(?:de\s|het\s)?(?P<e>{_CAPS})"
    r"|\b(?P<f>[A-Z][a-z]{2,20}(?:college|lyceum|ziekenhuis|school|gymnasium|universiteit))\b"
)


def find_workplaces(text: str) -> Iterator[Detail]:
    """Yield workplaces, schools and hospitals that are called by name."""
    for match in WORKPLACE.finditer(text):
        group = next(name for name in "abcdef" if match[name])
        if not is_never(match[group]):
            start = match.start(group)
            yield Detail("workplace", start, start + len(match[group].rstrip(".")))
