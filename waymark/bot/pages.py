"""What a moderator reads on a pull request: what it is, how long it waits, the text, findings.

Pure. Whatever a visitor wrote is escaped, folded, and folded twice where it is heavy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from waymark.checks.findings import Level
from waymark.entry import Entry
from waymark.forge import Remark
from waymark.forge.escaping import paragraphs, plain
from waymark.forge.pull_requests import FILE
from waymark.waiting import PROMISES

HEAVY = (Level.URGENT, Level.CRISIS)
COMMANDS = {
    "publish": "approve this revision; needs your approving review of it (Files changed, Review "
    "changes, Approve). The command may stand in that review.",
    "decline": "`/decline RULE`: do not publish it, by a rule of the house; its writer sees why.",
    "ask": "`/ask TEXT`: ask its writer; the question stands on the page of their receipt.",
    "note": "`/note NAME`: add a content note.",
    "redact": "`/redact N`: take the words of finding N out of the text.",
    "escalate": "have a lead look; `/escalate RULE` also raises its level by that rule.",
    "wait": "let it rest for a week; then its writer is asked for a yes.",
    "help": "say all this again.",
}
"""Each command and what it does; `waymark.bot.commands` reads them."""
KINDS = {"story": "A story", "strategy": "A strategy", "response": "A response"}
LANGUAGES = {"en": "English", "nl": "Dutch"}


def page_of(
    entry: Entry, level: Level, received_at: datetime, remarks: Sequence[Remark], first_line: int
) -> str:
    """Return the page of a proposal in Markdown.

    ``first_line`` is the line of the file that the text begins on. `FILE` stands where a forge
    puts the address of the proposed file.
    """
    by = received_at + PROMISES[level]
    parts = [
        f"**{KINDS[entry.kind]} in {LANGUAGES.get(entry.lang, entry.lang)} waits for a person.** "
        f"Level **{level}**.",
        f"Sent on {received_at:%Y-%m-%d}; its writer was told that somebody reads it by "
        f"**{by:%Y-%m-%d}**. You may stop at any time.",
        *_text(entry, remarks, first_line),
        *_findings(remarks),
        *_commands(),
    ]
    return "\n\n".join(parts) + "\n"


def _text(entry: Entry, remarks: Sequence[Remark], first_line: int) -> Iterator[str]:
    heavy = [remark for remark in remarks if Level(remark.level) in HEAVY]
    words = len(entry.body.split())
    yield f"<details><summary>Read the text ({words} words)</summary>"
    if entry.title:
        yield f"**{plain(entry.title)}**"
    if heavy and any(not remark.first_line for remark in heavy):
        yield from _folded_again(heavy, _blocks(entry))
    else:
        yield from _with_heavy_parts(entry, heavy, first_line)
    yield f"[The whole file]({FILE})"
    yield "</details>"


def _with_heavy_parts(entry: Entry, heavy: Sequence[Remark], first_line: int) -> Iterator[str]:
    """Yield the text, each paragraph that something heavy stands in folded once more."""
    line, block = first_line, []
    for row in [*entry.body.split("\n"), ""]:
        if row.strip():
            block.append((line, row))
        elif block:
            text = paragraphs("\n".join(words for _, words in block))
            lines = {number for number, _ in block}
            here = [r for r in heavy if lines & set(range(r.first_line, r.last_line + 1))]
            yield from _folded_again(here, text) if here else text
            block = []
        line += 1
    yield from _scaffold(entry)


def _blocks(entry: Entry) -> list[str]:
    return [*paragraphs(entry.body), *_scaffold(entry)]


def _scaffold(entry: Entry) -> Iterator[str]:
    for text in dict(entry.get("scaffold") or {}).values():
        yield from paragraphs(str(text))


def _folded_again(heavy: Sequence[Remark], text: Sequence[str]) -> Iterator[str]:
    rules = ", ".join(dict.fromkeys(plain(remark.rule) for remark in heavy))
    yield f"<details><summary>A heavy passage ({rules}): open it when you are ready</summary>"
    yield from text
    yield "</details>"


def _findings(remarks: Sequence[Remark]) -> Iterator[str]:
    if not remarks:
        yield "The checks saw nothing. Please read it all the same."
        return
    rows = [
        f"| {number} | {remark.level} | {plain(remark.rule)} | {plain(remark.message)} | "
        f"{_link(remark)} |"
        for number, remark in enumerate(remarks, start=1)
    ]
    yield "\n".join(["| | level | rule | what it says | where |", "|-|-|-|-|-|", *rows])


def _link(remark: Remark) -> str:
    if not remark.first_line:
        return "the whole"
    return f"[line {remark.first_line}]({FILE}#L{remark.first_line})"


def _commands() -> Iterator[str]:
    yield "Write a comment that begins with one of these. Only moderators of this site may."
    rows = [f"| `/{name}` | {what} |" for name, what in COMMANDS.items()]
    yield "\n".join(["| command | what it does |", "|-|-|", *rows])
