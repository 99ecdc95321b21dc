"""Show what somebody wrote inside Markdown of ours, so that GitHub makes nothing of it.

Pure. Every mark is written as a number, which CommonMark never takes for structure: no HTML, table,
fence, list or link can begin. GitHub looks for names, numbers and emoji once more in the finished
page, so an invisible joiner stands after each sign that begins one.
"""

from __future__ import annotations

import re
import unicodedata

JOINER = "\u2060"
"""WORD JOINER: seen by nobody, and no part of a name."""
_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_BEGINS = re.compile(r"(?<=[@#:])(?=[\w+-])|(?<=[A-Za-z])(?=-\d)")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_NOT_SEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_LETTERS_NEED = "\u200c\u200d"
"""Joiners that scripts and emoji are written with; they turn no direction and hide nothing."""


def plain(text: str) -> str:
    """Return one line that shows exactly this text; line ends become spaces."""
    return _plain(" ".join(text.split()))


def paragraphs(text: str) -> list[str]:
    """Return each paragraph of a text as Markdown that shows exactly it, its lines kept."""
    whole = re.sub(r"\r\n?", "\n", text).strip("\n")
    return [
        "<br>\n".join(_plain(line.strip(" \t")) for line in block.split("\n"))
        for block in _PARAGRAPHS.split(whole)
        if block.strip()
    ]


def _plain(line: str) -> str:
    seen = "".join(_seen(character) for character in line.replace("\t", " "))
    return _PUNCTUATION.sub(lambda mark: f"&#{ord(mark[0])};", _BEGINS.sub(JOINER, seen))


def _seen(character: str) -> str:
    """Show what has no shape of its own, or turns the direction of a line, by its number."""
    if character in _LETTERS_NEED or unicodedata.category(character) not in _NOT_SEEN:
        return character
    return f"[U+{ord(character):04X}]"
