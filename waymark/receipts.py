"""Receipts: seven words that let a writer follow, change and withdraw what they sent.

The words are drawn from the 7,776 of the EFF's long list, which the package `xkcdpass` carries:
about 90 bits. Only a hash is ever stored.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from functools import cache
from importlib import resources

WORDS = 7
LIST_LENGTH = 7776
_DOMAIN = b"waymark receipt 1\x00"


@cache
def word_list() -> tuple[str, ...]:
    """Return the 7,776 words, in their order in the list."""
    text = resources.files("xkcdpass").joinpath("static", "eff-long").read_text(encoding="utf-8")
    words = tuple(text.split())
    if len(words) != LIST_LENGTH or len(set(words)) != LIST_LENGTH:
        raise RuntimeError("the word list of xkcdpass is not the EFF's long list")
    return words


def words_from(secret: bytes, key: str) -> str:
    """Return the receipt that belongs to ``key``.

    The same key gives the same words, so a form that is sent twice gets one receipt; without the
    secret nobody can work them out.
    """
    words = word_list()
    digest = hmac.new(secret, b"receipt\x00" + key.encode(), hashlib.sha512).digest()
    number = int.from_bytes(digest)  # 512 bits over 7,776^7: every receipt is equally likely
    chosen = []
    for _ in range(WORDS):
        number, place = divmod(number, LIST_LENGTH)
        chosen.append(words[place])
    return " ".join(chosen)


def normalise(typed: str) -> str:
    """Return what was typed in the form that is hashed: lower-case words, one space between.

    Capitals, commas, full stops, line breaks and dashes do no harm (four words of the list carry
    a dash of their own; it counts as a space on both sides), nor do letters as a word processor
    draws them.
    """
    return " ".join(re.findall(r"[a-z]+", unicodedata.normalize("NFKC", typed[:500]).lower()))


def hash_of(receipt: str) -> str:
    """Return the only thing that is kept of a receipt."""
    return hashlib.sha256(_DOMAIN + normalise(receipt).encode()).hexdigest()
