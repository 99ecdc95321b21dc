"""Signs that a machine filled in the form. They are noted for moderators and refuse nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from waymark.checks import Finding, Level
from waymark.intake.form_tokens import FormToken

PROVEN, UNPROVEN = "proven", "unproven"


@dataclass(frozen=True)
class Signs:
    """What was seen beside the answers themselves."""

    token: FormToken
    honeypot_filled: bool
    sum_sent: bool
    sum_solved: bool
    sum_spent: bool = False


def proof_of(signs: Signs, now: datetime) -> str:
    """Return ``proven`` only when every sign speaks for a person with a browser."""
    return UNPROVEN if any(spam_findings(signs, now)) else PROVEN


def spam_findings(signs: Signs, now: datetime) -> Iterator[Finding]:
    """Yield one finding for each sign that is missing or odd."""
    if signs.honeypot_filled:
        yield _finding("honeypot", Level.REVIEW, "A field that people do not see was filled in.")
    if not signs.token.is_signed:
        yield _finding("token", Level.ROUTINE, "The form had no token of ours. A program sent it, "
                       "or the page was an old copy.")  # fmt: skip
    elif signs.token.is_too_quick(now):
        yield _finding("quick", Level.REVIEW, "It was sent less than three seconds after opening.")
    elif signs.token.is_expired(now):
        yield _finding("old", Level.ROUTINE, "The form had been open for more than a week.")
    if signs.sum_spent:
        yield _finding("sum-spent", Level.REVIEW, "The proof of work had been used before.")
    elif not signs.sum_solved and signs.sum_sent:
        yield _finding("sum-wrong", Level.ROUTINE, "The proof of work was not right or too old.")
    elif not signs.sum_solved:
        yield _finding("sum-none", Level.ROUTINE, "No proof of work: JavaScript was off, or a "
                       "program sent it.")  # fmt: skip


def _finding(name: str, level: Level, explanation: str) -> Finding:
    return Finding(f"spam.{name}", "spam", level, 0, 0, explanation)
