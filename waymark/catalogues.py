"""The theme's words in each language, read from gettext catalogues in `theme/locales/`.

The `.po` files themselves are read, once: there is no compiled file that could be forgotten.
English is the language the words are written in.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

DOMAIN = "waymark"
Catalogue = Mapping[str, tuple[str, ...]]
"""Words as written, and their forms in the other language: one, or one and many."""


def catalogue_file(locales: Path, lang: str) -> Path:
    """Return where gettext's tools expect the catalogue of a language."""
    return locales / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(path: Path) -> Catalogue:
    """Return what a catalogue translates; nothing when there is none."""
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        messages = read_po(file)
    found: dict[str, tuple[str, ...]] = {}
    for message in messages:
        forms = _texts(message.string)
        if message.id and all(forms) and not message.fuzzy:
            found[_texts(message.id)[0]] = forms
    return found


def _texts(value: Any) -> tuple[str, ...]:
    """Return one text, or the forms of a counted one: Babel gives either."""
    return tuple(value) if isinstance(value, tuple | list) else (str(value),)


def translate(catalogue: Catalogue, text: str) -> str:
    """Return the words of a catalogue, or the text itself."""
    return catalogue.get(text, (text,))[0]


def translate_many(catalogue: Catalogue, one: str, many: str, number: int) -> str:
    """Return the form for this number. English and Dutch both know one and many."""
    forms = catalogue.get(one, (one, many))
    return forms[0] if number == 1 else forms[-1]
