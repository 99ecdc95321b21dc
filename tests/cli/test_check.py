"""`waymark check`: the site's content, single files, and JSON lines for other programs."""

from __future__ import annotations

import json

import pytest

from tests.a_community import copy_of_community, replace_once

CATEGORIES = {
    "crisis_language", "self_harm", "method_detail", "personal_data", "contact", "medication",
    "spam", "link", "hostile",
}  # fmt: skip
ENTRY = "---\nkind: story\nid: k7f3q9\nlang: en\ntitle: A title\n---\n\n{body}\n"


def test_the_content_that_comes_with_waymark_is_in_order(run):
    """A fresh clone has nothing to mend, and is told which rules judged it."""
    result = run("check")

    assert (result.exit_code, result.stderr) == (0, "")
    assert "in order" in result.output


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("site.yaml", "name: Waymark", "nmae: x", "community/site.yaml:"),
        ("vocabulary.yaml", "topics:", "subjects:", "community/vocabulary.yaml:"),
        ("helplines.yaml", 'dial: "112"', "dial: 112", "community/helplines.yaml:"),
        ("rules/policy.yaml", "verbs: [EDIT", "verbs: [BAN", "community/rules/policy.yaml:"),
        ("messages/wait.en.md", "# ", "", "community/messages/wait.en.md:1"),
        ("forms/story.yaml", "kind: ", "kidn: ", "community/forms/story.yaml:"),
    ],
)
def test_a_broken_community_folder_fails_with_file_and_line(run, tmp_path, file, old, new, place):
    """One line on standard error, exit code 1."""
    folder = copy_of_community(tmp_path)
    replace_once(folder / file, old, new)

    result = run("check", WAYMARK_COMMUNITY=str(folder))

    assert result.exit_code == 1
    assert place in result.stderr
    assert result.stdout == ""


def test_a_broken_entry_fails_with_file_line_and_remedy(run, tmp_path):
    """A key with power in Pelican stops everything before it is built."""
    entry = tmp_path / "content" / "stories" / "k7f3q9.md"
    entry.parent.mkdir(parents=True)
    entry.write_text(ENTRY.format(body="Text.").replace("title:", "Save_as: x\ntitle:"))

    result = run("check", WAYMARK_CONTENT=str(tmp_path / "content"))

    assert result.exit_code == 1
    assert "content/stories/k7f3q9.md:5: the front matter has a key `Save_as`" in result.stderr
    assert "Remove it" in result.stderr


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Nothing to see.\n", []),
        ("fine\n  call 06 12345678\n", ["2:8"]),
        ("🌧️ call 06 12345678\n", ["1:9"]),
        (ENTRY.format(body="call 06 12345678"), ["8:6"]),
        ("\ufeff" + ENTRY.format(body="call 06 12345678"), ["8:6"]),
    ],
)
def test_findings_in_a_file_are_named_by_file_line_and_column(run, tmp_path, text, places):
    """Findings are for people to weigh: they are no failure."""
    path = tmp_path / "a text.md"
    path.write_text(text, encoding="utf-8")

    result = run("check", path)

    assert result.exit_code == 0
    assert [line.split(": ")[0] for line in result.stdout.splitlines()] == [
        f"{path}:{place}" for place in places
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [("gone.md", None), ("bytes.md", b"\xff\xfe"), ("", None)],
    ids=["missing", "not UTF-8", "a folder"],
)
def test_a_file_that_cannot_be_read_fails_and_the_others_are_still_checked(
    run, tmp_path, name, content
):
    """Exit code 1, and no finding is lost."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    good = tmp_path / "good.md"
    good.write_text("call 06 12345678")

    result = run("check", tmp_path / name, good)

    assert result.exit_code == 1
    assert result.stderr == f"{tmp_path / name}:1:1: This file cannot be read as UTF-8 text.\n"
    assert result.stdout.startswith(f"{good}:1:6: ")


def test_a_file_with_broken_front_matter_fails_and_its_text_is_still_checked(run, tmp_path):
    """Both are told: what is broken, and what was found."""
    path = tmp_path / "a.md"
    path.write_text("---\nkind: poem\nid: k7f3q9\nlang: en\ntitle: x\n---\ncall 06 12345678\n")

    result = run("check", path)

    assert result.exit_code == 1
    assert f"{path}:2: This kind is not known." in result.stderr
    assert f"{path}:7:6: " in result.stdout


def jsonl(run, *asked, **environment):
    lines = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in asked]
    result = run("check", "--jsonl", input=b"\n".join(lines) + b"\n", **environment)
    return result.exit_code, [json.loads(line) for line in result.stdout_bytes.splitlines()]


def test_json_lines_are_answered_in_the_same_order_with_exactly_these_keys(run):
    """The contract other programs build on."""
    code, answers = jsonl(
        run,
        {"id": "b", "kind": "story", "text": "The kettle first, then me."},
        {"id": "a", "kind": "response", "text": "🌧️ I want to die", "lang": "en"},
        {"id": 3, "kind": "strategy", "text": "ik wil dood", "lang": "nl"},
    )

    assert code == 0
    assert [answer["id"] for answer in answers] == ["b", "a", 3]
    for answer in answers:
        assert list(answer) == ["id", "level", "score", "flags", "rules_version"]
        assert isinstance(answer["score"], int | float)
        for flag in answer["flags"]:
            keys = {"category", "start", "end", "rule", "explanation", "context"}
            assert keys <= set(flag) <= {*keys, "suggest"}
            assert flag["category"] in CATEGORIES
    assert [answer["level"] for answer in answers] == ["routine", "crisis", "crisis"]
    assert answers[0]["flags"] == []
    assert answers[1]["score"] > answers[0]["score"]
    assert len({answer["rules_version"] for answer in answers}) == 1


def test_offsets_are_code_points_with_the_end_left_out(run):
    """A program in any language can cut the passage out of the text it sent."""
    text = "🌧️é call 06 12345678 now"
    _, [answer] = jsonl(run, {"id": "a", "kind": "story", "text": text})

    assert [text[flag["start"] : flag["end"]] for flag in answer["flags"]] == ["06 12345678"]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (b"not json", None),
        (b"[1]", None),
        (b"\xff\xfe", None),
        ({"kind": "story", "text": "x"}, None),
        ({"id": True, "kind": "story", "text": "x"}, None),
        ({"id": "a", "kind": "poem", "text": "x"}, "a"),
        ({"id": "a", "text": "x"}, "a"),
        ({"id": "a", "kind": "story"}, "a"),
        ({"id": "a", "kind": "story", "text": 5}, "a"),
        ({"id": "a", "kind": "story", "text": "\ud800"}, "a"),
        ({"id": "a", "kind": "story", "text": "x", "lang": 5}, "a"),
        (b'{"id": "a", "kind": "story", "text": "' + b"a" * 1_100_000 + b'"}', None),
        (b"[" * 100_000, None),
    ],
    ids=range(13),
)
def test_a_line_that_is_not_valid_gets_an_error_and_the_run_goes_on(run, line, named):
    """Exit code 2 at the end; every other line has its answer."""
    good = {"id": "good", "kind": "story", "text": "x"}

    code, answers = jsonl(run, good, line, good)

    assert code == 2
    assert [answer["id"] for answer in answers] == ["good", named, "good"]
    assert set(answers[1]) == {"id", "error"}
    assert answers[1]["error"]


def test_an_id_comes_back_as_it_was_whatever_it_holds(run):
    """Also half a character, which a file in UTF-8 cannot hold."""
    ids = ["\ud800", "é\u2028\n", "🌧️", ""]

    code, answers = jsonl(run, *({"id": i, "kind": "story", "text": "x"} for i in ids))

    assert code == 0
    assert [answer["id"] for answer in answers] == ids


def test_no_lines_are_no_mistake(run):
    """Blank lines, or none at all, get no answer."""
    assert jsonl(run) == (0, [])
    assert jsonl(run, b"", b"   ") == (0, [])


def test_a_check_never_writes(run, tmp_path):
    """It can run anywhere, on a read-only disk too."""
    run("check")
    jsonl(run, {"id": "a", "kind": "story", "text": "x"})

    assert list(tmp_path.iterdir()) == []
