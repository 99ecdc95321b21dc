"""The longer words people get: one Markdown file per message and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from waymark.errors import BadCommunity
from waymark.rendering import render_entry
from waymark.words import LANGUAGES

NAMES = (
    "received", "in-review", "asked", "waiting", "approved", "published", "declined", "withdrawn",
    "crisis", "your-yes", "edited", "appeal", "appealed",
    "closed", "not-now", "neutral-receipt", "withdrawn-notice", "example-notice", "wait",
    "too-large", "not-understood", "broken", "not-here", "not-safe", "slow", "looked-at",
    "looked-at-notice", "reported", "taken-down",
)  # fmt: skip

DECISIONS = ("ask", "decline")
"""Folders with answers to writers, one for each rule, that a moderator begins from."""


@dataclass(frozen=True)
class Message:
    """A heading and a text, ready to show."""

    heading: str
    html: Markup


def load_messages(folder: Path, source: str) -> Mapping[str, Mapping[str, Message]]:
    """Read ``<name>.<lang>.md``; every name must be there in English, none may be unknown."""
    found: dict[str, dict[str, Message]] = {name: {} for name in NAMES}
    for path in sorted(folder.glob("*.md")):
        name, _, lang = path.stem.rpartition(".")
        if name not in found or lang not in LANGUAGES:
            raise BadCommunity(
                "This message has a name that Waymark does not know.",
                remedy=f"Use <name>.<language>.md with one of: {', '.join(NAMES)}.",
                where=f"{source}/{path.name}",
            )
        found[name][lang] = _read(path, f"{source}/{path.name}")
    for name, by_language in found.items():
        if "en" not in by_language:
            raise BadCommunity(
                "This message is missing.",
                remedy="Write it, beginning with a `# heading` line.",
                where=f"{source}/{name}.en.md",
            )
    return found


def load_templates(
    folder: Path, source: str, verbs: Mapping[str, Sequence[str]]
) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Read ``<decision>/<RULE>.<lang>.md``: what a writer is told, by decision and rule.

    ``verbs`` says what each rule of the house may be used for. A file for a rule that is not
    there, or for what it is not used for, is refused.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    for decision in DECISIONS:
        for path in sorted((folder / decision).glob("*")):
            rule, _, lang = path.stem.rpartition(".")
            where = f"{source}/{decision}/{path.name}"
            is_named_right = path.suffix == ".md" and lang in LANGUAGES
            if not is_named_right or decision.upper() not in verbs.get(rule, ()):
                raise BadCommunity(
                    "There is no rule of the house that this answer belongs to.",
                    remedy=f"Use <RULE>.<language>.md with a rule whose verbs have "
                    f"{decision.upper()}.",
                    where=where,
                )
            text = _text(path, where).strip()
            if not text:
                raise BadCommunity("This answer is empty.", remedy="Write it.", where=where)
            found.setdefault((decision, rule), {})[lang] = _joined(text)
    return found


def _joined(text: str) -> str:
    """Join lines that an editor wrapped; a blank line begins a paragraph."""
    return "\n\n".join(" ".join(block.split("\n")) for block in text.split("\n\n"))


def _text(path: Path, source: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadCommunity(
            "This file is not UTF-8.", remedy="Save it as UTF-8.", where=source
        ) from None


def _read(path: Path, source: str) -> Message:
    text = _text(path, source)
    first, _, rest = text.lstrip("\ufeff").strip().partition("\n")
    if not first.startswith("# ") or not rest.strip():
        raise BadCommunity(
            "A message is a heading and a text.",
            remedy="Begin with a `# heading` line, then write what you want to say.",
            where=f"{source}:1",
        )
    return Message(first[2:].strip(), render_entry(_unwrap(rest)))


def _unwrap(text: str) -> str:
    """Join lines that an editor wrapped, since entries keep their line breaks."""
    blocks = text.strip().split("\n\n")
    return "\n\n".join(
        block if block.lstrip().startswith(("-", "*", "1.")) else " ".join(block.split("\n"))
        for block in blocks
    )
