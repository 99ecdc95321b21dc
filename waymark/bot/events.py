"""What GitHub tells us, made small: which pull request to look at. Pure; no words of anybody.

An event is only a reason to look. What happened is then read from GitHub itself, so that an event
that comes late, twice, out of order, or never, changes nothing in the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from waymark.store import NewJob

ATTEND, RECONCILE = "attend", "reconcile"
"""Kinds of jobs: look at one pull request; compare everything."""
ABOUT_ONE = {
    "pull_request": {"closed", "reopened", "synchronize"},
    "pull_request_review": {"submitted", "dismissed"},
    "issue_comment": {"created"},
}
"""Events about one pull request, and those of their actions that can ask something of us."""
ABOUT_ALL = {
    "repository": {
        "archived", "deleted", "edited", "privatized", "publicized", "renamed", "transferred",
        "unarchived",
    },
    "installation": {"deleted", "new_permissions_accepted", "suspend", "unsuspend"},
    "installation_repositories": {"added", "removed"},
}  # fmt: skip
"""Events after which the whole set-up may be another one. Those of an installation are about the
App, whose other repositories do not matter here: comparing once too often harms nothing."""
MOVES = {"renamed", "transferred"}
"""After these a repository has another name than the one we know."""
WORDS = {"issue_comment", "pull_request_review"}
"""Events that carry what somebody wrote: those of bots, ours among them, are not looked at."""


@dataclass(frozen=True)
class Event:
    """``number`` is the pull request, or ``None`` when the event is about the whole repository."""

    name: str
    action: str
    number: int | None = None

    def job(self) -> NewJob:
        """Return what is to be done; the same one is not added twice while it waits."""
        if self.number is None:
            return NewJob(RECONCILE)
        return look_at(self.number)


def look_at(number: int) -> NewJob:
    """Return the job that looks at one pull request."""
    return NewJob(ATTEND, payload={"number": number}, key=str(number))


def read_event(name: str, body: Mapping[str, Any], repository: str) -> Event | None:
    """Read one event; ``None`` when it asks nothing of us.

    ``repository`` is ours, as owner/name; an event of another one is not for us. Field names are
    those of GitHub's "Webhook events and payloads"; a body of another shape asks nothing.
    """
    action = _text(body, "action")
    full_name = _text(_part(body, "repository"), "full_name")
    is_ours = full_name.lower() == repository.lower()
    if action in ABOUT_ALL.get(name, ()):
        return Event(name, action) if is_ours or name != "repository" or action in MOVES else None
    if action not in ABOUT_ONE.get(name, ()) or not is_ours:
        return None
    if name in WORDS and _text(_part(body, "sender"), "type") != "User":
        return None
    number = _number(name, body)
    return None if number is None else Event(name, action, number)


def _number(name: str, body: Mapping[str, Any]) -> int | None:
    if name != "issue_comment":
        found = _part(body, "pull_request").get("number")
    elif "pull_request" in _part(body, "issue"):
        found = _part(body, "issue").get("number")
    else:
        found = None  # a comment below an issue
    is_number = isinstance(found, int) and not isinstance(found, bool) and found > 0
    return found if is_number else None


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""
