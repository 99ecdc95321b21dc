"""Read a rendered page as a browser would, strictly."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"


def read(html: str) -> Element:
    """Return the page's tree; raise `html5lib.html5parser.ParseError` where it is not sound."""
    return html5lib.HTMLParser(strict=True).parse(html.strip())


def read_part(html: str) -> Element:
    return read(f"<!doctype html><html lang=en><title>Part</title><body>{html}</body></html>")


def all_of(tree: Element, *names: str) -> Iterator[tuple[str, Element]]:
    """Yield every element with its plain name, or only those with one of ``names``."""
    for element in tree.iter():
        name = str(element.tag).rpartition("}")[2]
        if not names or name in names:
            yield name, element


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
