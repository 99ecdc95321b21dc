"""The review repository must be what the settings say, and private, before any text leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from waymark.errors import ForgeUnavailable
from waymark.forge.github.connection import Connection


class Repository:
    """Looks at the repository again before each change: GitHub only says whether it is the same."""

    def __init__(self, connection: Connection, main: str) -> None:
        self.connection = connection
        self.main = main

    def guard(self) -> None:
        """Raise with a plain reason when nothing may be sent."""
        found = self.connection.get_known("")
        problem = problem_of(found, self.connection.settings.repository, self.main)
        if problem is not None:
            raise problem


def problem_of(found: Any | None, name: str, main: str) -> ForgeUnavailable | None:
    """Return what keeps us from using a repository, or ``None``. Pure."""
    if not isinstance(found, Mapping):
        return ForgeUnavailable(
            "The review repository is not there, or we may not see it.",
            remedy="Look at WAYMARK_GITHUB_REPOSITORY, and whether the App is installed on it.",
        )
    if str(found.get("full_name", "")).lower() != name.lower():
        return ForgeUnavailable(
            "The review repository was renamed or moved.",
            remedy="Set WAYMARK_GITHUB_REPOSITORY to its new name, if it is still ours.",
        )
    # Unless GitHub says that it is private, it is not. "Internal" is open to a whole enterprise.
    if found.get("private") is not True or found.get("visibility", "private") != "private":
        return ForgeUnavailable(
            "The review repository is not private: a proposal there would be publication.",
            remedy="Make it private in its settings; nothing is sent until then.",
        )
    if found.get("archived") or found.get("disabled"):
        return ForgeUnavailable(
            "The review repository is archived or disabled, so nothing can be proposed.",
            remedy="Unarchive it in its settings.",
        )
    if found.get("default_branch") != main:
        return ForgeUnavailable(
            f"The default branch of the review repository is not {main}.",
            remedy="Set it back in its settings, or name the new one in WAYMARK_GITHUB_BRANCH.",
        )
    return None
