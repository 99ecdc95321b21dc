"""What a forge with pull requests can do beside the promises of `waymark.forge`.

`waymark.forge.github` implements it, and `tests/fakes.py` in memory. Those who answer to what
moderators do on the forge itself use this and nothing else of GitHub.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from waymark.forge import Forge, Remark

FILE = "waymark-file"
"""Stands in a page for the address of the proposed file, which only the forge knows."""
PREFIXES = ("level:", "kind:", "lang:", "notes:")
"""How the labels begin that the service sets, and may take away again."""


@dataclass(frozen=True)
class PullRequest:
    """One pull request. ``submission_id`` is ``""`` when its branch is none of the service's.

    ``head`` is the commit it is at; ``merge_commit`` and ``merged_by`` are ``""`` until it is
    merged. Names are logins.
    """

    number: int
    submission_id: str
    branch: str
    head: str
    base: str
    title: str
    author: str
    labels: tuple[str, ...]
    is_open: bool
    is_merged: bool
    updated_at: datetime
    merge_commit: str = ""
    merged_by: str = ""


@dataclass(frozen=True)
class Comment:
    """What somebody wrote below a pull request: a person's words, never to be logged."""

    id: int
    number: int
    author: str
    is_bot: bool
    body: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Review:
    """A review. ``state`` is approved, changes_requested, commented, dismissed or pending."""

    id: int
    author: str
    is_bot: bool
    state: str
    revision: str
    body: str
    submitted_at: datetime | None


@dataclass(frozen=True)
class Push:
    """A commit that was brought to a branch, by whom, and its message.

    ``by`` is the login the forge saw, not the author a commit names: anybody can write any name
    there.
    """

    by: str
    is_ours: bool
    message: str


@dataclass(frozen=True)
class Delivery:
    """One attempt to deliver a webhook of the App; ``is_missed`` when we did not take it."""

    id: int
    guid: str
    event: str
    delivered_at: datetime
    is_missed: bool


class PullRequests(Forge, Protocol):
    """Every call is safe to repeat; raises ``ForgeUnavailable`` as a forge does."""

    def pull_request(self, number: int) -> PullRequest | None:
        """Return one pull request, or ``None``."""

    def find(self, submission_id: str) -> PullRequest | None:
        """Return a submission's pull request: the open one, else the newest."""

    def updated_since(self, since: datetime | None) -> list[PullRequest]:
        """Return the pull requests that changed since then, open or not, oldest change first.

        ``None``: all that are open.
        """

    def branch_heads(self) -> dict[str, str]:
        """Return the id of every submission that has a branch, and the commit it is at."""

    def paths(self, number: int) -> tuple[str, ...]:
        """Return the paths of the files that a pull request changes, sorted."""

    def push_of(self, submission_id: str, revision: str) -> Push | None:
        """Return how a commit came to a submission's branch, or ``None`` when that is not known."""

    def read_at(self, revision: str, path: str) -> str | None:
        """Return a file as it is at a commit, or ``None``."""

    def comments(self, number: int) -> list[Comment]:
        """Return the comments below a pull request, oldest first."""

    def comments_since(self, since: datetime) -> list[Comment]:
        """Return the comments below any pull request that changed since then, oldest first."""

    def reviews(self, number: int) -> list[Review]:
        """Return the reviews of a pull request, oldest first."""

    def say(self, number: int, kind: str, text: str) -> None:
        """Write our own comment of this kind, or edit the one that is there.

        ``kind`` is a word of ours, such as ``status`` or ``answer-<comment id>``; ``text`` is
        Markdown in which whatever a person wrote is escaped (`waymark.forge.escaping`).
        """

    def set_labels(self, number: int, labels: Sequence[str]) -> None:
        """Make these the labels of ours; labels without one of our prefixes stay as they are."""

    def reopen(self, number: int) -> None:
        """Open a pull request that was closed by hand; its branch must be there."""

    def delete_branch(self, submission_id: str) -> None:
        """Remove a submission's branch; one that is not there is fine."""

    def report_checks(self, submission_id: str, revision: str, remarks: Sequence[Remark]) -> None:
        """Show at a commit what the checks saw, with each remark at its lines."""

    def deliveries(self, since: datetime) -> list[Delivery]:
        """Return what the App's webhook was sent since then, oldest first; none with a token."""

    def deliver_again(self, delivery_id: int) -> None:
        """Ask for one delivery once more."""
