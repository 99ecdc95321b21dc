"""What stands around a finding and changes its weight: not, used to, she, "…", if you ever.

In the manner of NegEx (Chapman and others 2001, 10.1006/jbin.2001.1029): words in the clause
before a hit lower its level and say so. They never remove it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLAUSE_END = re.compile(r"[.!?;\n:]|,? \b(?:but|maar|although|hoewel|yet|now|nu)\b")
_BEFORE = 60
_TRIGGERS: dict[str, re.Pattern[str]] = {
    "negated": re.compile(
        r"\b(?:not|never|don'?t|do not|didn'?t|doesn'?t|no longer|without|isn'?t|wasn'?t|won'?t|"
        r"niet|nooit|geen|niet meer)\b"
    ),
    "past": re.compile(
        r"\b(?:used to|years? ago|months? ago|back then|at the time|when i was|once|in the past|"
        r"as a (?:child|teenager|student)|had been|last (?:year|winter|spring|summer)|"
        r"vroeger|jaren geleden|jaar geleden|maanden geleden|destijds|toen|ooit|indertijd)\b"
        r"|\b(?:19|20)\d\d\b"
    ),
    "other_person": re.compile(
        r"\b(?:she|he|they|her|his|their|my (?:friend|sister|brother|mother|father|mum|mom|dad|"
        r"husband|wife|partner|son|daughter|colleague|neighbour)|people|someone|anyone|clients?|"
        r"zij|hij|ze|haar|zijn|hun|mijn (?:vriend|vriendin|zus|broer|moeder|vader|man|vrouw|zoon|"
        r"dochter|collega|buurvrouw|buurman)|mensen|iemand)\b"
    ),
    "condition": re.compile(r"\b(?:if you|if someone|if anyone|whenever you|als je|als iemand)\b"),
}
_AFTER_PAST = re.compile(
    r"^[^.!?\n]{0,40}\b(?:years? ago|back then|at the time|jaren geleden|jaar geleden|destijds)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|im|i'd|i've|ik|me|mij|my|mijn)\b")


def context_of(text: str, start: int, end: int) -> Iterator[str]:
    """Yield the names of the contexts around ``text[start:end]``; ``text`` is normalised."""
    before = text[max(0, start - _BEFORE) : start]
    ends = list(_CLAUSE_END.finditer(before))
    clause = before[ends[-1].end() :] if ends else before
    for name, pattern in _TRIGGERS.items():
        found = list(pattern.finditer(clause))
        if not found:
            continue
        if name == "other_person" and (
            _FIRST_PERSON.search(clause[found[-1].end() :])
            or re.match(r"(?:i|ik)\b", text[start:end])
        ):
            continue  # "my sister says I ..." is about the writer
        yield name
    if "past" not in {n for n, p in _TRIGGERS.items() if p.search(clause)} and _AFTER_PAST.match(
        text[end:]
    ):
        yield "past"
    if before.count('"') % 2 == 1 and '"' in text[end : end + 200]:
        yield "quoted"
