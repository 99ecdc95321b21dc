"""A command counts where a person gives it, and nowhere it is only talked about."""

from __future__ import annotations

import pytest

from waymark.bot.commands import NAMES, Command, commands_in

PUBLISH = (Command("publish"),)


@pytest.mark.parametrize(
    ("comment", "commands"),
    [
        ("/publish", PUBLISH),
        ("/PUBLISH", PUBLISH),
        ("/publish  \n", PUBLISH),
        ("Thank you, all fine.\n/publish", PUBLISH),
        ("Thank you.\r\n\r\n/publish\r\n", PUBLISH),
        ("/publish\\\nand more", (Command("publish", "and more"),)),
        ("> I would not\n\n/publish", PUBLISH),
        ("```\ncode\n```\n/publish", PUBLISH),
        ("/decline L2", (Command("decline", "L2"),)),
        (
            "/decline L2 Thank you\nfor writing.",
            (Command("decline", "L2 Thank you\nfor writing."),),
        ),
        ("/ask Which canal?\nAnd when?\n\nA remark.", (Command("ask", "Which canal?\nAnd when?"),)),
        ("/ask Was it *that* bad, or `x`?", (Command("ask", "Was it that bad, or x?"),)),
        ("/note self-harm\n/note abuse", (Command("note", "self-harm"), Command("note", "abuse"))),
        ("/redact 2\n\n/wait", (Command("redact", "2"), Command("wait"))),
        ("/unpublish", (Command("unpublish"),)),
    ],
)
def test_a_line_that_begins_with_a_slash_is_a_command(comment, commands):
    """What follows belongs to it up to the end of the paragraph or the next command."""
    assert commands_in(comment) == commands


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "I would /publish this.",
        "> /publish",
        "> somebody wrote\n/publish",  # a quote goes on until an empty line
        "```\n/publish\n```",
        "~~~ text\n/publish",
        "    /publish",
        "`/publish`",
        "`first\n/publish\nlast`",
        "- /publish",
        "1. /publish",
        "# /publish",
        "| a |\n| - |\n| /publish |",
        "**/publish**",
        "~~/publish~~",
        "~~not this\n/publish~~",
        "[a link\n/publish](https://example.org)",
        "\\/publish",
        "&#47;publish",
        "<!-- /publish -->",
        "<!--\n/publish\n-->",
        "<details>\n\n/publish\n\n</details>",
        "Look: <sub>\n/publish",
        "/usr/bin/publish",
        "//publish",
        "/",
        "/ publish",
        "/publish2",
        "\u200b/publish",
        "⁄publish",
    ],
)
def test_quoted_coded_or_hidden_it_is_only_talked_about(comment):
    assert commands_in(comment) == ()


def test_it_says_which_commands_it_knows():
    assert Command("help").is_known
    assert not Command("unpublish").is_known
    assert all(commands_in(f"/{name}") == (Command(name),) for name in NAMES)


@pytest.mark.parametrize(
    "comment",
    ["[" * 65_536, "*a " * 20_000, "`" * 65_536, "![[" * 20_000, "> " * 30_000, "\\" * 65_536],
)
def test_the_longest_and_strangest_comment_is_read(comment):
    assert commands_in(comment) == ()
    assert commands_in(f"/publish\n\n{comment}") == PUBLISH
