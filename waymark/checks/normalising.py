"""Bring a text into the one form that rules are written for, and find the way back.

Offsets of findings are code points into the original, so every character of the normal form
remembers where it came from.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LONGEST = 20_000
"""Characters that are looked at; what comes after is for the moderator's eyes alone."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"'})
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-"})


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
    """Return the normal form: NFKC, lower case, plain quotes, no zero-width characters, and a
    letter that was stretched out only once."""
    characters: list[str] = []
    places: list[int] = []
    stretched = ""
    for place, character in enumerate(original[:LONGEST]):
        if unicodedata.category(character) in ("Cf", "Mn"):
            continue
        plain = unicodedata.normalize("NFKC", character).translate(_QUOTES).translate(_DASHES)
        plain = unicodedata.normalize("NFD", plain.lower())
        for piece in plain:
            if unicodedata.category(piece) == "Mn":
                continue
            if piece == stretched:
                continue
            stretched = ""
            if piece.isalpha() and characters[-2:] == [piece, piece]:
                # "wannaaa": three of a letter stand for one
                characters.pop()
                places.pop()
                stretched = piece
                continue
            characters.append(" " if piece in "\t\u00a0" else piece)
            places.append(place)
    return Normal("".join(characters), tuple(places))
