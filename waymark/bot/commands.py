"""Read commands such as `/publish` out of a comment. Pure: Markdown in, commands out.

A command stands at the start of a line of a plain paragraph. In a quote, a list, code, emphasis
or after a backslash it is only talked about, and so is everything behind HTML. A Markdown parser
decides what is what, the way GitHub shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

NAMES = ("publish", "decline", "ask", "note", "redact", "escalate", "wait", "help")
LONGEST = 65_536
"""GitHub's own limit for a comment, in characters."""

_COMMAND = re.compile(r"/([a-z]+(?:-[a-z]+)*)(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
# Joining would make an escaped slash look like a plain one.
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")


@dataclass(frozen=True)
class Command:
    """``name`` is small letters, known (`NAMES`) or not; ``text`` is what follows it, up to the
    end of the paragraph or the next command, its lines kept."""

    name: str
    text: str = ""

    @property
    def is_known(self) -> bool:
        return self.name in NAMES


def commands_in(comment: str) -> tuple[Command, ...]:
    """Return the commands of a comment in their order; most comments hold none."""
    found: list[Command] = []
    for paragraph in _paragraphs(_MARKDOWN.parse(comment[:LONGEST])):
        command: Command | None = None
        for is_plain, line in _lines(paragraph):
            match = _COMMAND.fullmatch(line) if is_plain else None
            if match:
                found += [command] if command else []
                command = Command(match[1].lower(), (match[2] or "").strip())
            elif command:
                command = Command(command.name, f"{command.text}\n{line}".strip())
        found += [command] if command else []
    return tuple(found)


def _paragraphs(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the parts of each paragraph that stands in nothing else."""
    for before, token in pairwise(tokens):
        parts = token.children or ()
        if before.type == "html_block" or any(part.type == "html_inline" for part in parts):
            return  # what it opened may go on to the end
        if before.type == "paragraph_open" and before.level == 0:
            yield parts


def _lines(parts: Sequence[Token]) -> Iterator[tuple[bool, str]]:
    """Yield each line as somebody reads it, and whether it begins with plain text."""
    line: list[Token] = []
    for part in parts:
        if part.type in ("softbreak", "hardbreak"):
            yield _line(line)
            line = []
        elif part.type != "text" or part.content:
            line.append(part)
    yield _line(line)


def _line(parts: Sequence[Token]) -> tuple[bool, str]:
    is_plain = bool(parts) and parts[0].type == "text" and parts[0].level == 0
    return is_plain, "".join(part.content for part in parts).rstrip()
