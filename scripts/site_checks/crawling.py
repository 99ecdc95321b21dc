"""Every page and feed of a site, fetched once by following its own links."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

BEGIN = ("/", "/nl/", "/404.html", "/sitemap.xml")
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}


@dataclass(frozen=True)
class Answer:
    """What an address of the site answered. ``path`` is without host and fragment."""

    path: str
    status: int
    kind: str
    body: bytes

    @property
    def is_page(self) -> bool:
        return self.kind.startswith("text/html") and self.status == 200

    @cached_property
    def tree(self) -> Element:
        return html5lib.parse(self.body, namespaceHTMLElements=False)

    def links(self) -> Iterator[str]:
        """Yield every address that the page leads to or loads, as it is written."""
        for element in self.tree.iter():
            name = LINKS.get(str(element.tag))
            if name and (found := element.get(name)):
                yield found


def crawl(address: str, most: int = 5000) -> dict[str, Answer]:
    """Return what each address of the site answered, reached from its front doors."""
    waiting, found = list(BEGIN), {}
    while waiting and len(found) < most:
        path = waiting.pop()
        if path in found:
            continue
        found[path] = fetch(address, path)
        if found[path].is_page:
            waiting += [inner for link in found[path].links() if (inner := inside(path, link))]
    return found


def fetch(address: str, path: str) -> Answer:
    try:
        with urllib.request.urlopen(address + path, timeout=30) as answer:
            return Answer(path, answer.status, answer.headers["Content-Type"] or "", answer.read())
    except urllib.error.HTTPError as problem:
        return Answer(path, problem.code, problem.headers["Content-Type"] or "", problem.read())


def inside(page: str, link: str) -> str:
    """Return where a link leads within the site, without its fragment; ``""`` when it leaves."""
    if link.startswith(("//", "#")) or urlsplit(link).scheme:
        return ""
    return urldefrag(urljoin(page, link)).url


def save_pages(answers: dict[str, Answer], folder: Path) -> None:
    """Write the pages into a folder, as a built site would have them."""
    for answer in answers.values():
        if answer.is_page and "?" not in answer.path:
            name = answer.path.lstrip("/")
            path = folder / (f"{name}index.html" if name == "" or name.endswith("/") else name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(answer.body)
