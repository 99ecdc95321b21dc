"""The words entries are described with: facets, their values, and a plain label for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from waymark import strict_yaml
from waymark.errors import BadCommunity
from waymark.strict_yaml import Node
from waymark.words import Words, read_words

FACETS = (
    "topics", "notes", "tone", "standing", "shape", "form", "care_position", "phase",
    "turning_points", "life_areas", "cluster", "energy", "time", "cost", "company", "setting",
    "helpfulness", "response_type", "narrator_type", "age_band", "region", "how_now",
    "report_reason", "edit_permission", "license", "scope",
)  # fmt: skip
VALUE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TERM_KEYS = {"label", "definition", "example", "heavy", "exit"}


@dataclass(frozen=True)
class Term:
    """One value of a facet.

    ``heavy`` marks content notes that ask for care, ``exit`` those whose readers may have to leave
    a page before someone else sees it.
    """

    value: str
    label: Words
    definition: str
    example: str
    heavy: bool = False
    exit: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """Every facet with its values, in the order a community wrote them."""

    facets: Mapping[str, Mapping[str, Term]]

    def facet(self, name: str) -> Mapping[str, Term]:
        return self.facets[name]

    def label(self, facet: str, value: str, lang: str = "en") -> str:
        """Return the plain label, or the value itself when the vocabulary lacks it."""
        term = self.facets.get(facet, {}).get(value)
        return term.label.get(lang) if term else value

    def is_heavy(self, notes: tuple[str, ...]) -> bool:
        """Say whether any of these content notes is marked heavy."""
        known = self.facets["notes"]
        return any(known[note].heavy for note in notes if note in known)

    def needs_exit(self, notes: tuple[str, ...]) -> bool:
        """Say whether a page with these content notes should show the quiet exit."""
        known = self.facets["notes"]
        return any(known[note].exit for note in notes if note in known)


def load_vocabulary(path: Path, source: str) -> Vocabulary:
    """Read ``vocabulary.yaml``; raise ``BadCommunity`` with file and line where it is wrong."""
    root = strict_yaml.load_file(path, source, BadCommunity)
    found = root.keys_within(set(FACETS), "the vocabulary")
    for facet in FACETS:
        if facet not in found:
            raise root.fail(f"The facet `{facet}` is missing.", "Add it with at least one value.")
    return Vocabulary({name: _read_facet(name, found[name]) for name in FACETS})


def _read_facet(name: str, node: Node) -> Mapping[str, Term]:
    terms: dict[str, Term] = {}
    for value, term_node in node.mapping(f"the facet `{name}`").items():
        what = f"`{name}: {value}`"
        if not VALUE.fullmatch(value):
            raise term_node.fail(
                f"{what} should be small letters a to z and digits, joined by dashes.",
                "Values are addresses: choose one such as `a-bit`; its label may say more.",
            )
        keys = term_node.keys_within(TERM_KEYS, what)
        for needed in ("label", "definition", "example"):
            if needed not in keys:
                raise term_node.fail(f"{what} has no {needed}.", f"Add a `{needed}:` line.")
        terms[value] = Term(
            value=value,
            label=read_words(keys["label"], f"the label of {what}"),
            definition=keys["definition"].text(f"the definition of {what}"),
            example=keys["example"].text(f"the example of {what}"),
            heavy="heavy" in keys and keys["heavy"].flag(f"`heavy` of {what}"),
            exit="exit" in keys and keys["exit"].flag(f"`exit` of {what}"),
        )
    if not terms:
        raise node.fail(f"The facet `{name}` has no values.", "Add at least one.")
    return terms
