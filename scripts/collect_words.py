#!/usr/bin/env python3
"""Bring every catalogue in theme/locales/ up to date with the words of the templates.

    make words                   # then translate what is still empty

New words come in empty, words that are no longer used go; translations stay as they are. With
--check nothing is written, and the exit code is 1 when a catalogue is not complete.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
METHODS = [
    ("desk/**", "ignore"),  # moderators' pages speak English
    ("components/*/examples.html", "ignore"),
    ("**.html", "jinja2"),
]
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; say what is missing")
    options = parser.parse_args()
    words = collected(ROOT)
    found = 0
    for path in catalogues(ROOT):
        if not options.check:
            bring_up_to_date(path, words)
        for problem in problems(path, words):
            found += 1
            print(f"{path.relative_to(ROOT)}: {problem}")
    if not found:
        print(f"{len(words)} texts, all translated.")
    return 1 if found and options.check else 0


def catalogues(root: Path) -> list[Path]:
    return sorted((root / "theme" / "locales").glob("*/LC_MESSAGES/*.po"))


def collected(root: Path) -> Catalog:
    """Return every text that a template marks for translation."""
    words = Catalog()
    templates = root / "theme" / "templates"
    found = extract_from_dir(templates, METHODS, OPTIONS)
    for _, _, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        words.add(message, auto_comments=comments, context=context)
    return words


def bring_up_to_date(path: Path, words: Catalog) -> None:
    """Write the catalogue anew, under the head it has."""
    head = path.read_text(encoding="utf-8").partition("\n\n")[0]
    catalogue = _read(path)
    catalogue.update(words, no_fuzzy_matching=True)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, ignore_obsolete=True)
    text = body.getvalue().decode("utf-8").strip()
    path.write_text(f"{head}\n\n{text}\n", encoding="utf-8")


def problems(path: Path, words: Catalog) -> Iterator[str]:
    """Yield one line for each text that is missing, unsure or no longer used."""
    catalogue = _read(path)
    for message in words:
        known = catalogue.get(message.id) if message.id else None
        if message.id and (known is None or not _is_whole(known.string)):
            yield f"not translated: {message.id!r}"
    for message in catalogue:
        if message.id and message.fuzzy:
            yield f"marked as fuzzy: {message.id!r}"
        if message.id and message.id not in words:
            yield f"used nowhere: {message.id!r}"


def _is_whole(value: object) -> bool:
    return all(value) if isinstance(value, tuple) else bool(value)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


if __name__ == "__main__":
    sys.exit(main())
