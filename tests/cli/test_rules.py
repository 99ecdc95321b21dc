"""`waymark rules`: whoever writes rules sees at once what they do."""

from __future__ import annotations

import pytest

from tests.a_community import copy_of_community, replace_once


def test_the_rules_that_come_with_waymark_keep_their_examples(run):
    """Every example of every rule, and hard texts within their time."""
    result = run("rules", "test")

    assert (result.exit_code, result.stderr) == (0, "")
    assert " rules, " in result.stdout
    assert ": 0 wrong;" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('match: ["click here', 'match: ["the lamp", "click here', "does not find “the lamp”"),
        ('no_match: ["I clicked', 'no_match: ["buy now", "I clicked', "finds “buy now”"),
        (
            "\n  no_match: [",
            "\n  lowered: [{text: buy now, to: urgent}]\n  no_match: [",
            "gives “buy now” review, not urgent",
        ),
    ],
)
def test_an_example_that_is_not_kept_fails_with_file_and_line(run, tmp_path, old, new, says):
    """Exit code 1 and one line for each."""
    folder = copy_of_community(tmp_path)
    replace_once(folder / "rules" / "spam.en.yaml", old, new)

    result = run("rules", "test", WAYMARK_COMMUNITY=str(folder))

    assert result.exit_code == 1
    assert result.stderr.startswith("community/rules/spam.en.yaml:")
    assert says in result.stderr


@pytest.mark.parametrize("way", ["as an argument", "on standard input"])
def test_a_text_is_explained_finding_by_finding(run, way):
    """What was seen, why it matters, what lowered it, and according to whom."""
    text = "I don't want to die. Call 06 12345678"
    if way == "as an argument":
        result = run("rules", "explain", text)
    else:
        result = run("rules", "explain", "-", input=text.encode())

    assert result.exit_code == 0
    assert result.stdout.startswith("review ")
    assert "seen: “want to die”" in result.stdout
    assert "lowered, because a negation belongs to it" in result.stdout
    assert "guideline: " in result.stdout
    assert "suggestion: [phone number removed]" in result.stdout
