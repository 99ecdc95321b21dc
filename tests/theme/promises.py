"""What every piece of markup of the theme must keep, page or component: problems as plain lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.theme.reading import all_of, text_of

CONTROLS = ("input", "textarea", "select")
FETCHING = ("src", "srcset", "poster", "data")


def broken_promises(tree: Element) -> Iterator[str]:
    """Yield one line for each thing that the policy or a screen reader would stumble over."""
    yield from _inline(tree)
    yield from _third_party(tree)
    yield from _ids(tree)
    yield from _nameless(tree)


def _inline(tree: Element) -> Iterator[str]:
    for name, element in all_of(tree):
        if name == "style" or (name == "script" and not element.get("src")):
            yield f"inline <{name}>"
        for attribute in element.attrib:
            if attribute == "style" or attribute.startswith("on"):
                yield f"inline {attribute} on <{name}>"


def _third_party(tree: Element) -> Iterator[str]:
    for name, element in all_of(tree):
        loaded = [element.get(key, "") for key in FETCHING]
        if name == "link":
            loaded.append(element.get("href", ""))
        for address in loaded:
            if address and not address.startswith("/"):
                yield f"<{name}> loads {address}"


def _ids(tree: Element) -> Iterator[str]:
    ids = Counter(element.get("id") for _, element in all_of(tree) if element.get("id"))
    yield from (f"id {name} stands here twice" for name, times in ids.items() if times > 1)
    for name, element in all_of(tree):
        wanted = [element.get("for")] if name == "label" and element.get("for") else []
        for key in ("aria-labelledby", "aria-describedby"):
            wanted += element.get(key, "").split()
        yield from (f"nothing has the id {one}" for one in wanted if one not in ids)
        href = element.get("href", "")
        if name == "a" and href.startswith("#") and href[1:] not in ids:
            yield f"{href} leads nowhere"


def _nameless(tree: Element) -> Iterator[str]:
    labelled = {label.get("for") for _, label in all_of(tree, "label")}
    inside = {
        id(control) for _, label in all_of(tree, "label") for _, control in all_of(label, *CONTROLS)
    }
    for name, control in all_of(tree, *CONTROLS):
        hidden = control.get("type") == "hidden" or control.get("hidden") is not None
        if not hidden and id(control) not in inside and control.get("id") not in labelled:
            yield f"<{name} name={control.get('name')}> has no label"
    for name, element in all_of(tree, "a", "button", "h1", "h2", "h3", "legend", "summary"):
        if not text_of(element):
            yield f"<{name}> says nothing"
