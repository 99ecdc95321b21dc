"""Look at the whole set-up on GitHub, one thing after another, and say how to mend each.

Reads only. What we may not look at is said, not guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from waymark.errors import ForgeUnavailable
from waymark.forge.github.connection import Connection
from waymark.forge.github.repository import problem_of
from waymark.forge.github.signing_in import RIGHTS
from waymark.github_settings import App

EVENTS = ("issue_comment", "pull_request", "pull_request_review")
LEVELS = ("crisis", "urgent", "review", "routine")
GUIDE = "docs/operators/github.md says how."


@dataclass(frozen=True)
class Seen:
    """One thing that was looked at. ``state`` is ``ok``, ``warn`` or ``fail``."""

    state: str
    what: str
    remedy: str = ""


def examine(connection: Connection, app: Connection | None) -> Iterator[Seen]:
    """Yield what was seen of the repository; ``app`` speaks for the App itself, if there is one.

    Ends early when the repository cannot be used at all.
    """
    settings = connection.settings
    try:
        found = connection.get("")
    except ForgeUnavailable as problem:
        yield _failed("GitHub", problem)
        return
    problem_there = problem_of(found, settings.repository, settings.branch)
    if problem_there is not None or found is None:
        yield _failed("Review repository", problem_there or ForgeUnavailable("It is not there."))
        return
    yield Seen("ok", f"Review repository: {settings.repository} is ours, private and in use.")
    yield from _merging(found)
    looks: tuple[tuple[str, Callable[[], Iterator[Seen]]], ...] = (
        ("Rights", lambda: _rights(connection, app, found)),
        ("Labels", lambda: _labels(connection)),
        ("Branch", lambda: _branch(connection)),
        ("Webhook", lambda: _webhook(connection, app)),
        ("Actions", lambda: _actions(connection)),
    )
    for part, look in looks:
        try:
            yield from look()
        except ForgeUnavailable:
            yield Seen("warn", f"{part}: we may not look at this.", f"Look at it yourself; {GUIDE}")


def _merging(found: Mapping[str, Any]) -> Iterator[Seen]:
    if found.get("allow_squash_merge") is False:
        yield Seen(
            "fail", "Merging: squash merges are not allowed.",
            "Allow them in the repository's settings, under Pull Requests.",
        )  # fmt: skip
    if found.get("has_wiki"):
        yield Seen("warn", "Wiki: it is on, and not needed.", "Switch it off in the settings.")


def _rights(
    connection: Connection, app: Connection | None, found: Mapping[str, Any]
) -> Iterator[Seen]:
    if app is None:
        if not (found.get("permissions") or {}).get("push"):
            yield Seen(
                "fail", "Rights: the token may not write to the repository.",
                "Give it `Contents`, `Pull requests` and `Issues`: read and write.",
            )  # fmt: skip
        else:
            yield Seen(
                "warn", "Rights: a token may write; checks are shown as a status without lines.",
                f"A GitHub App has fewer rights and shows more; {GUIDE}",
            )  # fmt: skip
        return
    installation = app.get(f"{connection.home}/installation") or {}
    given = installation.get("permissions") or {}
    missing = [name for name, right in RIGHTS.items() if given.get(name) != right]
    more = sorted(name for name, right in given.items() if name not in RIGHTS and right != "read")
    if missing:
        yield Seen(
            "fail", f"Rights: the App lacks {', '.join(missing)} (read and write).",
            "Add them in the App's settings, then accept them where it is installed.",
        )  # fmt: skip
    if more:
        yield Seen(
            "warn", f"Rights: the App has more than it needs: {', '.join(more)}.",
            "Take them away in the App's settings.",
        )  # fmt: skip
    if installation.get("repository_selection") == "all":
        yield Seen(
            "warn", "Rights: the App is installed on all repositories of its owner.",
            "Choose `Only select repositories` where it is installed.",
        )  # fmt: skip
    if not missing and not more:
        yield Seen("ok", "Rights: the App has what it needs and no more.")


def _labels(connection: Connection) -> Iterator[Seen]:
    there = {str(label["name"]) for label in connection.pages("labels")}
    missing = [f"level:{level}" for level in LEVELS if f"level:{level}" not in there]
    if missing:
        yield Seen(
            "warn", f"Labels: not there yet: {', '.join(missing)}.",
            "They are made with the first proposal; make them yourself to choose colours.",
        )  # fmt: skip
    else:
        yield Seen("ok", "Labels: all levels have one.")


def _branch(connection: Connection) -> Iterator[Seen]:
    name = connection.settings.branch
    protected = connection.pages("branches", {"protected": "true"})
    if connection.get(f"git/ref/heads/{name}") is None:
        yield Seen("fail", f"Branch: there is no {name} yet.", "Add a first file to it.")
    elif name not in [branch["name"] for branch in protected]:
        yield Seen(
            "warn",
            f"Branch: {name} is not protected; anybody who may write can change it.",
            f"Protect it, and let the App bypass that; {GUIDE}",
        )
    else:
        yield Seen(
            "ok", f"Branch: {name} is protected. If merges are refused, let the App bypass that."
        )


def _webhook(connection: Connection, app: Connection | None) -> Iterator[Seen]:
    if app is None or not isinstance(connection.settings.who, App):
        yield Seen("ok", "Webhook: with a token, GitHub is asked every few minutes instead.")
        return
    about = app.get("/app") or {}
    unheard = [event for event in EVENTS if event not in about.get("events", [])]
    config = app.get("/app/hook/config") or {}
    if not config.get("url"):
        yield Seen(
            "warn", "Webhook: none is set; GitHub is asked every few minutes instead.",
            "Set it to this site's address followed by /webhooks/github.",
        )  # fmt: skip
    elif str(config.get("insecure_ssl", "0")) != "0":
        yield Seen("fail", "Webhook: its certificate is not checked.", "Switch SSL checks on.")
    elif connection.settings.webhook_secret is None or not config.get("secret"):
        yield Seen(
            "fail", "Webhook: there is no shared secret, so nothing it says is believed.",
            "Set the same one there and in WAYMARK_GITHUB_WEBHOOK_SECRET_FILE.",
        )  # fmt: skip
    elif unheard:
        yield Seen(
            "fail", f"Webhook: the App does not hear of {', '.join(unheard)}.",
            "Subscribe to these events in the App's settings.",
        )  # fmt: skip
    else:
        yield Seen("ok", "Webhook: set, signed, and hears what it needs.")


def _actions(connection: Connection) -> Iterator[Seen]:
    found = connection.get("actions/permissions")
    if found is None:
        yield Seen("warn", "Actions: we may not look at this.", f"Look at it yourself; {GUIDE}")
    elif not found.get("enabled"):
        yield Seen("ok", "Actions: off; publishing is done by the service.")
    else:
        yield Seen("ok", "Actions: on. A proposal's code is never run with a secret: " + GUIDE)


def _failed(part: str, problem: ForgeUnavailable) -> Seen:
    return Seen("fail", f"{part}: {problem.message}", problem.remedy)
