"""Bring a text into the one form that rules are written for, and find the way back.

Offsets of findings are code points into the original, so every character of the normal form
remembers where it came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 20_000
"""Characters that are looked at; what comes after is for the moderator's eyes alone."""

_SAME = str.maketrans(
    {
        **dict.fromkeys("’‘`´ʼ′", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("–—‑−", "-"),
        # Letters of other scripts that look like ours: "wаnt" with a Cyrillic a.
        **dict(zip("абвеіјкмнорѕтухсԁһԛԝ", "abbeijkmhopstyxcdhqw", strict=True)),
        **dict(zip("αεικνορτυχω", "aeiknoptuxw", strict=True)),
        "ı": "i", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe",
    }
)  # fmt: skip
_LOOKS_LIKE = {"0": "o", "1": "i", "!": "i", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s"}
"""Signs that stand for a letter when there is a letter on both sides: "su1cide"."""
_MARKS = frozenset("*_~")
"""Emphasis in Markdown. A star between two letters stays: it hides one ("k*ll")."""
_DISGUISED = re.compile(r"(?<=[a-z])[01!34@5$](?=[a-z])")


@dataclass(frozen=True)
class Normal:
    """Lower-case text, and for each of its characters the place in the original."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original for a span in the normal form."""
        if start >= end:
            return (0, 0)
        return self.places[start], self.places[end - 1] + 1


def normalise(original: str) -> Normal:
    """Return the normal form: NFKC, lower case, plain quotes, without accents and without
    characters that cannot be seen, blanks once, a letter that was stretched out once."""
    characters: list[str] = []
    places: list[int] = []
    stretched = ""
    for place, character in enumerate(original[:LONGEST]):
        for piece in _plain(character):
            if piece == stretched:
                continue
            last = characters[-1] if characters else ""
            if piece == last and (piece == " " or piece == "\n"):
                continue
            if piece in _MARKS and not (piece == "*" and last.isalpha()):
                continue
            if last == "*" and not piece.isalpha():
                characters.pop()
                places.pop()
            stretched = ""
            if piece == last and piece.isalpha() and characters[-2:] == [piece, piece]:
                # "wannaaa": three of a letter stand for one
                characters.pop()
                places.pop()
                stretched = piece
                continue
            characters.append(piece)
            places.append(place)
    text = _DISGUISED.sub(lambda sign: _LOOKS_LIKE[sign[0]], "".join(characters))
    return Normal(text, tuple(places))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Return what one character of the original becomes: often one, sometimes none or several."""
    if character in "\n\r\u2028\u2029\x0b\x0c\x85":
        return "\n"
    if unicodedata.category(character) in ("Cf", "Mn", "Me", "Cc") and character != "\t":
        return ""
    plain = unicodedata.normalize("NFKC", character).lower().translate(_SAME)
    pieces = unicodedata.normalize("NFD", plain)
    return "".join(
        " " if piece.isspace() else piece for piece in pieces if unicodedata.category(piece) != "Mn"
    ).translate(_SAME)
