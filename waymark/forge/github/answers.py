"""What an answer of GitHub means: go on, leave it alone for a while, or a person must mend it.

Pure. GitHub limits in two ways ("Rate limits for the REST API"): by points an hour, and by a
secondary limit that may come as 403 or as 429, with or without a time to wait.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from waymark.errors import ForgeUnavailable

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
"""Without a time to wait GitHub asks for a minute at least, longer each time."""
LIMIT_WORDS = ("rate limit", "abuse detection", "wait a few minutes", "retry your request again")


@dataclass(frozen=True)
class Answer:
    """A status, the headers with names in small letters, and what the JSON held."""

    status: int
    headers: Mapping[str, str]
    data: Any

    @property
    def is_good(self) -> bool:
        return self.status < 300

    @property
    def message(self) -> str:
        """GitHub's own words for what is wrong, for recognising only: they may quote ours."""
        if not isinstance(self.data, Mapping):
            return ""
        errors = self.data.get("errors")
        details = errors if isinstance(errors, list) else [errors or ""]
        texts = [str(e.get("message", "")) if isinstance(e, Mapping) else str(e) for e in details]
        return " ".join([str(self.data.get("message", "")), *texts]).lower()

    def says(self, *words: str) -> bool:
        return any(word in self.message for word in words)


def pause_of(answer: Answer, now: datetime, times: int) -> datetime | None:
    """Return until when to leave GitHub alone, or ``None`` when it does not ask for that.

    ``times`` counts how often in a row it asked before.
    """
    wait = _seconds(answer.headers.get("retry-after", ""))
    is_empty = answer.headers.get("x-ratelimit-remaining") == "0"
    is_limit = answer.status == 429 or (
        answer.status == 403 and (wait is not None or is_empty or answer.says(*LIMIT_WORDS))
    )
    if not is_limit and not (answer.status == 503 and wait is not None):
        return None
    if wait is not None:
        return now + timedelta(seconds=max(1, wait))
    reset = _seconds(answer.headers.get("x-ratelimit-reset", ""))
    if is_empty and reset is not None:
        return max(datetime.fromtimestamp(reset, UTC), now) + timedelta(seconds=1)
    longest: timedelta = min(SHORTEST * 2 ** min(times, 10), LONGEST)
    return now + max(SHORTEST, longest * random.uniform(0.75, 1.0))  # noqa: S311


def refusal_of(answer: Answer) -> ForgeUnavailable | None:
    """Return why nothing goes on until GitHub is well or a person mended it, or ``None``."""
    if answer.status >= 500:
        return ForgeUnavailable(
            f"GitHub has trouble of its own (status {answer.status}).", remedy="It is tried again."
        )
    if answer.status == 401:
        return ForgeUnavailable(
            "GitHub does not accept the App's key or the token.",
            remedy="Look whether it was revoked or has expired, and set it anew.",
        )
    if answer.status == 403:
        return ForgeUnavailable(
            "GitHub does not let us do this.",
            remedy="Give the App or the token the rights in docs/operators/github.md; "
            "`waymark doctor` says which one is missing.",
        )
    return None


def not_let_in(answer: Answer) -> ForgeUnavailable:
    """Return why the App could not sign in to the repository."""
    if answer.status == 404:
        return ForgeUnavailable(
            "The GitHub App is not installed on the review repository (any more).",
            remedy="Install it there, on this one repository only.",
        )
    if answer.status == 422:
        return ForgeUnavailable(
            "The GitHub App has fewer rights than it needs.",
            remedy="Give it those in docs/operators/github.md and accept them at its installation.",
        )
    return refusal_of(answer) or unexpected("let the App sign in", answer)


def unexpected(what: str, answer: Answer) -> ForgeUnavailable:
    """Return the error for an answer nobody foresaw; it holds no word of GitHub's."""
    return ForgeUnavailable(
        f"GitHub did not {what} (status {answer.status}).",
        remedy="It is tried again; if it stays so, `waymark doctor` looks at the set-up.",
    )


def _seconds(raw: str) -> int | None:
    """Read a header that counts seconds; a day is as long as anybody may ask for."""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= 12 else None
