"""What the bot answers below a pull request: our own words only, never those of anybody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from waymark.bot.pages import COMMANDS

HELP = "\n".join(
    [
        "A command stands at the start of a line; its text goes on to the end of the paragraph.",
        "",
        *(f"- `/{name}`: {what}" for name, what in COMMANDS.items()),
        "",
        "To change words, title or notes, edit the file here, with the rule's id in the commit "
        "message when words change. Everything can be done on the desk as well.",
    ]
)
EDITED = "This comment was edited after it was written. Please write the command in a new one."
UNKNOWN = "There is no such command. `/help` lists them."
TOO_MANY = "These are many commands at once; the rest was left alone. Please write them anew."
REOPENED = (
    "Closing alone decides nothing, so this is open again: somebody waits for an answer. "
    "To decline it, write `/decline RULE`; its writer is told why."
)
STAYS_CLOSED = (
    "This was closed again without a rule. It waits on the desk as closed without a reason; "
    "nothing is declined, and its writer is told nothing, until somebody decides there."
)
MERGED_BY_HAND = (
    "This was merged by hand. Nothing is published by that: the file stays at the gate until "
    "it is approved here with `/publish` or on the desk."
)


@dataclass(frozen=True)
class Outcome:
    """What became of one command; ``text`` says it to people."""

    is_done: bool
    text: str


def done(text: str) -> Outcome:
    return Outcome(True, text)


def refused(text: str) -> Outcome:
    return Outcome(False, text)


def answer(outcomes: Iterable[tuple[str, Outcome]]) -> str:
    """Return one answer for a comment: a line for each command in it, known ones by name."""
    return "\n\n".join(
        f"{'Done' if outcome.is_done else 'Not done'}, `/{name}`: {outcome.text}"
        if name
        else outcome.text
        for name, outcome in outcomes
    )
