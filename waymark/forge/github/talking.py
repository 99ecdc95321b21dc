"""What people and the bot say below a pull request, and what the App's webhook was sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from waymark.forge.github.answers import unexpected
from waymark.forge.github.connection import Connection
from waymark.forge.github.pulls import moment_of
from waymark.forge.pull_requests import Comment, Delivery, Review

KIND = re.compile(r"[a-z0-9-]{1,60}")
WRITES = 1


class Talking:
    """Reads comments and reviews, and keeps one comment of ours for each kind."""

    def __init__(self, connection: Connection, pace: Callable[[str, int], None]) -> None:
        self.connection = connection
        self._pace = pace

    def comments(self, number: int) -> list[Comment]:
        return [_comment(raw) for raw in self.connection.pages(f"issues/{number}/comments")]

    def comments_since(self, since: datetime) -> list[Comment]:
        asked: dict[str, str | int] = {
            "since": since.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "sort": "updated",
            "direction": "asc",
        }
        return [_comment(raw) for raw in self.connection.pages("issues/comments", asked)]

    def reviews(self, number: int) -> list[Review]:
        return [_review(raw) for raw in self.connection.pages(f"pulls/{number}/reviews")]

    def say(self, number: int, kind: str, text: str) -> None:
        """Write our comment of this kind, or edit the one that is there."""
        mark = mark_of(kind)
        body = f"{text}\n\n{mark}"
        # Anybody can write our mark, so it has to be in a comment of ours.
        ours = (
            c for c in self.comments(number) if self.connection.is_us(c.author, is_bot=c.is_bot)
        )
        said = next((comment for comment in ours if comment.body.endswith(mark)), None)
        if said is not None and said.body == body:
            return
        self._pace(f"say {number} {kind}", WRITES)
        if said is not None:
            answer = self.connection.send("PATCH", f"issues/comments/{said.id}", {"body": body})
        else:
            answer = self.connection.send("POST", f"issues/{number}/comments", {"body": body})
        if not answer.is_good:
            raise unexpected("take a comment", answer)


class Deliveries:
    """What GitHub tried to tell the App; only the App itself may ask."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def since(self, moment: datetime) -> list[Delivery]:
        found = []
        for raw in self.connection.pages("/app/hook/deliveries"):
            delivery = _delivery(raw)
            if delivery.delivered_at < moment:
                break
            found.append(delivery)
        return sorted(found, key=lambda delivery: delivery.delivered_at)

    def again(self, delivery_id: int) -> None:
        answer = self.connection.send("POST", f"/app/hook/deliveries/{delivery_id}/attempts", {})
        if not answer.is_good:
            raise unexpected("deliver an event again", answer)


def mark_of(kind: str) -> str:
    """Return the hidden mark by which we know a comment of ours."""
    if not KIND.fullmatch(kind):
        raise ValueError("this is not a kind of comment")
    return f"<!-- waymark:{kind} -->"


def _comment(raw: Mapping[str, Any]) -> Comment:
    return Comment(
        id=int(raw["id"]),
        number=int(str(raw["issue_url"]).rsplit("/", 1)[-1]),
        author=_login(raw),
        is_bot=_is_bot(raw),
        body=str(raw.get("body") or ""),
        created_at=moment_of(raw["created_at"]),
        updated_at=moment_of(raw["updated_at"]),
    )


def _review(raw: Mapping[str, Any]) -> Review:
    at = raw.get("submitted_at")
    return Review(
        id=int(raw["id"]),
        author=_login(raw),
        is_bot=_is_bot(raw),
        state=str(raw["state"]).lower(),
        revision=str(raw.get("commit_id") or ""),
        body=str(raw.get("body") or ""),
        submitted_at=moment_of(at) if at else None,
    )


def _delivery(raw: Mapping[str, Any]) -> Delivery:
    return Delivery(
        id=int(raw["id"]),
        guid=str(raw["guid"]),
        event=str(raw["event"]),
        delivered_at=moment_of(raw["delivered_at"]),
        is_missed=not 200 <= int(raw["status_code"]) < 300,
    )


def _login(raw: Mapping[str, Any]) -> str:
    return str((raw.get("user") or {}).get("login", ""))


def _is_bot(raw: Mapping[str, Any]) -> bool:
    return (raw.get("user") or {}).get("type") == "Bot"
