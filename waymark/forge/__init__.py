"""What every forge can do: hold proposals, and a main branch with what was approved.

Implementations: `waymark.forge.local` (a bare git repository), `waymark.forge.github`, and a tiny
one in `tests/fakes.py`; `tests/forge/` runs the same promises on all. Every call is safe to repeat.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Status(StrEnum):
    """Where a proposal is."""

    ABSENT = "absent"
    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"


@dataclass(frozen=True)
class Remark:
    """What a check saw, for a moderator: a level, our own words, and lines of the proposed file.

    Lines count from 1, the last one included; both are 0 when it is about the whole.
    """

    level: str
    rule: str
    message: str
    first_line: int = 0
    last_line: int = 0


@dataclass(frozen=True)
class Proposal:
    """One file to be reviewed. ``title`` and ``body`` hold no visitor's words.

    ``page`` is what a forge with pages of its own shows to moderators: Markdown that holds the
    text, with everything of a visitor's escaped.
    """

    submission_id: str
    path: str
    content: str
    title: str
    body: str
    labels: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    page: str = ""


@dataclass(frozen=True)
class ProposalState:
    """What the forge knows of a proposal. ``revision`` is the commit that a moderator reads."""

    status: Status
    revision: str | None = None
    reference: str = ""


class Forge(Protocol):
    """Raises ``ForgeUnavailable`` when it cannot be reached or refuses to work.

    Ids and paths are those the service makes (see `waymark.forge.names`); others are a
    ``ValueError``.
    """

    def check(self) -> None:
        """Raise unless the forge is ready for proposals."""

    def propose(self, proposal: Proposal) -> ProposalState:
        """Open a proposal, or bring the open one up to date; the same content changes nothing.

        What is on main already with this content stays merged.
        """

    def look(self, submission_id: str) -> ProposalState:
        """Return where a proposal is."""

    def merge(self, submission_id: str, revision: str) -> ProposalState:
        """Add the reviewed file to main as exactly one commit; the branch is gone afterwards.

        Raises ``RevisionMoved`` when the proposal is no longer at ``revision``.
        """

    def close(self, submission_id: str) -> None:
        """Take a proposal away without merging it; one that is not there is fine."""

    def head(self) -> str:
        """Return the commit id of main."""

    def read(self, path: str) -> str | None:
        """Return a file on main, or ``None``."""

    def list_files(self, folder: str) -> list[str]:
        """Return the paths on main below a folder, sorted."""

    def changes(self, since: str | None, folder: str) -> Iterator[tuple[str, str | None]]:
        """Yield what changed below a folder between a commit and main: path and new text.

        The text is ``None`` for a file that is gone; ``since=None`` yields every file. Raises
        ``UnknownCommit`` when the forge does not have ``since`` (any more).
        """

    def apply(self, changes: Mapping[str, str | None], message: str) -> str:
        """Put these files (``None`` removes one) on main as one commit; return main's head.

        Nothing to change, no commit.
        """

    def erase(self, submission_ids: Collection[str]) -> Mapping[str, str]:
        """Take submissions out of the history too, as far as this forge can.

        Their files must be gone from main already. Also throws away what no branch leads to (any
        more), so that it is of use with no ids at all. Returns the revisions that have another id
        now, old to new. One caller at a time, from a job of the site's lane; a kill leaves a
        forge that works, and the next call finishes it.
        """
