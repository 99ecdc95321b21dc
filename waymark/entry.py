"""An entry and its Markdown file: the only module that knows the format.

A file is `---`, YAML front matter, `---`, and the body in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from waymark import strict_yaml
from waymark.entry_fields import (
    BY_NAME,
    FIELDS,
    FOLDERS,
    KINDS,
    LISTS_IN_RECORDS,
    RECORD_FACETS,
    Field,
)
from waymark.errors import BadEntry
from waymark.strict_yaml import Node
from waymark.vocabulary import Vocabulary
from waymark.words import LANGUAGES

ID = re.compile(r"[a-z0-9][a-z0-9-]{1,47}")
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
FENCE = "---"
ID_REMEDY = "Write one such as `k7f3q9`."
WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*")
UNUSUAL_LINE_END = re.compile("[\x85\u2028\u2029]")

_NEWLINES = re.compile(r"\r\n?")


@dataclass(frozen=True)
class Entry:
    """One piece by a member (or, marked so, by an editor or as an example).

    ``facts`` holds every other allowed key as plain values: text, bool, int, or tuples of text;
    records are mappings. Keys that were not given are absent.
    """

    kind: str
    id: str
    lang: str
    title: str
    body: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    """Where it was read from, for messages; not part of the file."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return one fact; a list field that is absent is an empty tuple."""
        if name in self.facts:
            return self.facts[name]
        shape = BY_NAME[name].shape
        return () if default is None and shape in ("terms", "lines", "ids", "records") else default

    @property
    def gist(self) -> str:
        return str(self.facts.get("gist", ""))

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(self.get("topics"))

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self.get("notes"))

    @property
    def pen_name(self) -> str:
        return str(self.facts.get("pen_name", ""))

    @property
    def published(self) -> str:
        """The month of publication, ``YYYY-MM``, or ``""``."""
        return str(self.facts.get("published", ""))

    @property
    def sequence(self) -> int:
        """Its place in the order of publication; 0 when not published."""
        return int(self.facts.get("sequence", 0))

    @property
    def is_example(self) -> bool:
        return bool(self.facts.get("example", False))

    @property
    def is_editorial(self) -> bool:
        return bool(self.facts.get("editorial", False))

    @property
    def in_feeds(self) -> bool:
        return bool(self.facts.get("feed", True))

    @property
    def may_be_indexed(self) -> bool:
        return bool(self.facts.get("index", True))

    @property
    def url(self) -> str:
        return f"/{FOLDERS[self.kind]}/{self.id}/"


def path_in(root: str, kind: str, entry_id: str) -> str:
    """Return where the service keeps an entry below ``root`` (``content`` or ``submissions``)."""
    return f"{root}/{FOLDERS[kind]}/{entry_id[:2]}/{entry_id}.md"


def parse(text: str, source: str, vocabulary: Vocabulary) -> Entry:
    """Read one entry; raise ``BadEntry`` naming file, line, key and remedy."""
    front, body, body_is_there = _split(text, source)
    root = strict_yaml.load(front, source, BadEntry, first_line=2)
    nodes = root.keys_within(set(BY_NAME), "the front matter")
    facts: dict[str, Any] = {}
    for needed in ("kind", "id", "lang", "title"):
        if needed not in nodes:
            raise root.fail(f"The front matter has no `{needed}`.", f"Add a `{needed}:` line.")
    kind = nodes["kind"].text("`kind`")
    if kind not in KINDS:
        raise nodes["kind"].fail("This kind is not known.", f"Use one of: {', '.join(KINDS)}.")
    for name, node in nodes.items():
        spec = BY_NAME[name]
        if kind not in spec.kinds:
            raise node.fail(f"A {kind} has no `{name}`.", "Remove this line.")
        facts[name] = _read(spec, node, vocabulary)
    if not ID.fullmatch(facts["id"]):
        raise nodes["id"].fail("An id is 2 to 48 small letters, digits and dashes.", ID_REMEDY)
    if facts["lang"] not in LANGUAGES:
        raise nodes["lang"].fail("This language is not known.", f"Use {' or '.join(LANGUAGES)}.")
    if not body_is_there or not body.strip():
        raise root.fail("The entry has no text.", "Write it below the second `---` line.")
    own = {name: facts.pop(name) for name in ("kind", "id", "lang", "title")}
    return Entry(body=body.strip("\n"), facts=facts, source=source, **own)


def dump(entry: Entry) -> str:
    """Write an entry as the text of its file; ``parse`` gives the same entry back."""
    values = {
        "kind": entry.kind, "id": entry.id, "lang": entry.lang, "title": entry.title, **entry.facts,
    }  # fmt: skip
    front = {spec.name: _plain(values[spec.name]) for spec in FIELDS if spec.name in values}
    text = yaml.dump(
        front,
        Dumper=_ExactDumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=10_000,
    )
    return f"{FENCE}\n{text}{FENCE}\n\n{_NEWLINES.sub(chr(10), entry.body).strip(chr(10))}\n"


class _ExactDumper(yaml.SafeDumper):
    """Escapes Unicode's own line ends, which YAML would read back as plain ones."""

    def represent_text(self, value: str) -> yaml.ScalarNode:
        style = '"' if UNUSUAL_LINE_END.search(value) else None
        return self.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_ExactDumper.add_representer(str, _ExactDumper.represent_text)


def _split(text: str, source: str) -> tuple[str, str, bool]:
    lines = _NEWLINES.sub("\n", text.lstrip("\ufeff")).split("\n")
    if not lines or lines[0].rstrip() != FENCE:
        raise BadEntry(
            "This file does not begin with front matter.",
            remedy="Begin it with a line `---`, then `kind:`, `id:` and the other keys.",
            where=f"{source}:1",
        )
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), True
    raise BadEntry(
        "The front matter does not end.", remedy="Close it with a line `---`.", where=f"{source}:1"
    )


def _read(spec: Field, node: Node, vocabulary: Vocabulary) -> Any:
    what = f"`{spec.name}`"
    match spec.shape:
        case "line":
            return _line(spec, node, what)
        case "text":
            return node.text(what).strip()
        case "flag":
            return node.flag(what)
        case "number":
            return node.number(what)
        case "month":
            value = node.text(what)
            if not MONTH.fullmatch(value):
                raise node.fail(f"{what} should be a month.", "Write one such as 2026-11.")
            return value
        case "term":
            return _term(spec.facet, node, what, vocabulary)
        case "terms":
            found = tuple(_term(spec.facet, item, what, vocabulary) for item in node.items(what))
            if len(set(found)) != len(found):
                raise node.fail(f"{what} names the same value twice.", "Remove one.")
            if spec.most and len(found) > spec.most:
                raise node.fail(f"{what} has more than {spec.most} values.", "Keep the best ones.")
            return found
        case "lines":
            return tuple(_line(spec, item, what) for item in node.items(what))
        case "id":
            return _id(node, what)
        case "ids":
            return tuple(_id(item, what) for item in node.items(what))
        case "record":
            return _record(spec, node, vocabulary)
        case _:
            return tuple(_record(spec, item, vocabulary) for item in node.items(what))


def _line(spec: Field, node: Node, what: str) -> str:
    value = " ".join(node.text(what).split())
    if spec.most and len(value.split()) > spec.most:
        raise node.fail(f"{what} has more than {spec.most} words.", "Make it shorter.")
    return value


def _id(node: Node, what: str) -> str:
    value = node.text(what)
    if not ID.fullmatch(value):
        raise node.fail(f"{what} should hold the id of an entry.", ID_REMEDY)
    return value


def _term(facet: str, node: Node, what: str, vocabulary: Vocabulary) -> str:
    value = node.text(what)
    known = vocabulary.facet(facet)
    if value not in known:
        raise node.fail(
            f"{what} has a value that the vocabulary does not know.",
            f"Use one of: {', '.join(known)}.",
        )
    return value


def _record(spec: Field, node: Node, vocabulary: Vocabulary) -> Mapping[str, Any]:
    what = f"`{spec.name}`"
    record: dict[str, Any] = {}
    for key, part in node.keys_within(set(spec.keys), what).items():
        inner = f"`{spec.name}.{key}`"
        facet = RECORD_FACETS.get((spec.name, key))
        if key in LISTS_IN_RECORDS:
            record[key] = tuple(
                _term(facet, item, inner, vocabulary) if facet else item.text(inner).strip()
                for item in part.items(inner)
            )
        elif facet:
            record[key] = _term(facet, part, inner, vocabulary)
        elif key in ("version", "year"):
            record[key] = part.number(inner)
        elif key == "link":
            record[key] = _web_address(part, inner)
        else:
            record[key] = part.text(inner).strip()
    return record


def _web_address(node: Node, what: str) -> str:
    value = node.text(what).strip()
    if not WEB_ADDRESS.fullmatch(value):
        raise node.fail(f"{what} should be an address.", "Begin it with https:// .")
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value
