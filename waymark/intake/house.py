"""The community's folder as it is right now, and as it last was whole.

When somebody breaks a file while the site runs, the door closes until it is mended; the pages and
help lines of the last good reading stay. Rules of the checks only order a queue: when one of those
is broken, the last good ones stay in use, the door stays open, and the desk says so.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from waymark.checks import Rules, load_rules
from waymark.community import Community, load_community
from waymark.errors import BadCommunity
from waymark.form_reading import Limits
from waymark.forms import Form, load_forms, load_problems
from waymark.words import Words

FOLDERS = ("", "forms", "rules", "messages", "messages/ask", "messages/decline")


@dataclass(frozen=True)
class House:
    """Everything the door needs of a community, read at one moment."""

    community: Community
    forms: Mapping[str, Form]
    problems: Mapping[str, Words]
    rules: Rules

    @property
    def limits(self) -> Limits:
        numbers = self.community.site.limits
        return Limits(text_bytes=numbers["text_bytes"], text_lines=numbers["text_lines"])


def load_house(folder: Path, rules: Rules | None = None) -> House:
    """Read it all, or all but the ``rules`` given; raise ``BadCommunity`` with file and line."""
    community = load_community(folder)
    return House(
        community=community,
        forms=load_forms(folder / "forms", community.vocabulary),
        problems=load_problems(folder / "forms"),
        rules=rules or load_rules(folder / "rules"),
    )


class LiveHouse:
    """Reads the folder again when a file in it changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen = _marks(folder)
        self._problem: BadCommunity | None = None
        self.rules_problem: BadCommunity | None = None
        """What is broken in the rules of the checks, so that the last good ones are in use."""
        self.last_good = load_house(folder)

    def current(self) -> House:
        """Return the house as it is now; raise ``BadCommunity`` while it is broken."""
        with self._lock:
            marks = _marks(self._folder)
            if marks != self._seen:
                self._seen = marks
                self._problem = None
                try:
                    self.last_good = load_house(self._folder, self._rules())
                except BadCommunity as problem:
                    self._problem = problem
                except (OSError, ValueError) as problem:
                    self._problem = BadCommunity(
                        f"The community folder cannot be read ({type(problem).__name__}).",
                        remedy="Look at the rights of its files: `waymark doctor`.",
                    )
            if self._problem is not None:
                raise self._problem
            return self.last_good

    def _rules(self) -> Rules:
        """Return the rules as they are now, or the last good ones."""
        self.rules_problem = None
        try:
            return load_rules(self._folder / "rules")
        except BadCommunity as problem:
            self.rules_problem = problem
            return self.last_good.rules


def _marks(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return a mark of each file that would change when its content does."""
    return tuple(sorted(_each_mark(folder)))


def _each_mark(folder: Path) -> Iterator[tuple[str, int, int]]:
    for part in FOLDERS:
        try:
            for path in (folder / part).iterdir():
                if path.is_file():
                    stat = path.stat()
                    yield f"{part}/{path.name}", stat.st_mtime_ns, stat.st_size
        except OSError:
            yield part, 0, 0
