"""A proposal holds the file of its submission and no other; it is read as data, never run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts import check_proposal
from tests.forge.github.world import World
from tests.forge.samples import LATE_IN_NOVEMBER
from waymark.entry import path_in

NAME = "k7f3q9"
BRANCH = f"submission/{NAME}"
PATH = path_in("submissions", "story", NAME)
TEXT = f"---\nkind: story\nid: {NAME}\nlang: en\ntitle: Rain\n---\n\nIt rained on the canal.\n"


@pytest.fixture
def world(tmp_path) -> World:
    made = World(tmp_path / "clone.git", lambda: LATE_IN_NOVEMBER)
    made.push("main", {"README.md": "Hello"})
    return made


def look(world: World, changes: dict[str, str | None], branch: str = BRANCH, *more: str) -> int:
    base = world.head("main")
    head = world.push(branch, changes)
    return check_proposal.main([world.git.path, base, head, branch, *more])


def test_a_proposal_that_is_in_order_is_fine(world, capsys):
    assert look(world, {PATH: TEXT}) == 0

    said = capsys.readouterr().out
    assert [line.split()[0] for line in said.splitlines()] == ["ok", "ok", "ok"]


def test_the_main_branch_may_have_gone_on_meanwhile(world):
    head = world.push(BRANCH, {PATH: TEXT})
    base = world.push("main", {"README.md": "Hello again"})

    assert check_proposal.main([world.git.path, base, head, BRANCH]) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"README.md": "Other words"},
        {PATH: TEXT, "README.md": "Other words"},
        {PATH: TEXT, "community/moderators.yaml": "people: []"},
        {PATH: TEXT, ".github/workflows/x.yml": "on: push"},
        {path_in("content", "story", NAME): TEXT},
        {path_in("submissions", "story", "k7f3q8"): TEXT},
        {PATH: TEXT, path_in("submissions", "response", NAME): TEXT},
        {PATH: TEXT, "README.md": None},
    ],
)
def test_any_other_file_is_refused(world, capsys, changes):
    assert look(world, changes) == 1
    assert "MEND files" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no front matter",
        TEXT.replace(NAME, "k7f3q8"),
        TEXT.replace("kind: story", "kind: strategy"),
        TEXT.replace("title: Rain", "title: Rain\nSave_as: index.html"),
        TEXT.replace("title: Rain", "title: Rain\npublished: 2026-11\nsequence: 7"),
        TEXT.replace("title: Rain", "title: Rain\neditorial: true"),
    ],
)
def test_a_file_that_is_no_submission_is_refused(world, capsys, text):
    assert look(world, {PATH: text}) == 1
    assert "MEND entry" in capsys.readouterr().out


def test_a_link_in_place_of_the_file_is_not_followed(world, capsys):
    base = world.head("main")
    secret = Path(world.git.path).parent / "secret"
    secret.write_text(TEXT)
    blob = world.git.create_blob(str(secret).encode())
    builder = world.git.TreeBuilder()
    builder.insert(f"{NAME}.md", blob, 0o120000)
    for folder in ("k7", "stories", "submissions"):
        tree, builder = builder.write(), world.git.TreeBuilder()
        builder.insert(folder, tree, 0o040000)
    readme = world.commit_of("main").tree["README.md"]
    builder.insert("README.md", readme.id, 0o100644)
    head = world.make_commit(builder.write(), [base], "A link")

    assert check_proposal.main([world.git.path, base, str(head), BRANCH]) == 1
    assert "not a plain file" in capsys.readouterr().out


@pytest.mark.parametrize("branch", ["main", "feature", "submission/", "submission/../main"])
def test_only_branches_of_submissions_are_proposals(world, capsys, branch):
    head = world.push(BRANCH, {PATH: TEXT})

    assert check_proposal.main([world.git.path, world.head("main"), head, branch]) == 1
    assert "MEND branch" in capsys.readouterr().out


def test_findings_are_listed_and_refuse_nothing(world, capsys):
    text = TEXT.replace("It rained", "Mail me at someone@example.org. It rained")

    assert look(world, {PATH: text}, BRANCH, "--json") == 0

    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["check"] for row in rows if row["check"] == "finding"]
    assert "someone" not in json.dumps(rows)


@pytest.mark.parametrize("commit", ["HEAD", "0" * 40, "main:x", "main"])
def test_what_cannot_be_looked_at_is_one_line(world, capsys, commit):
    assert check_proposal.main([world.git.path, commit, commit, BRANCH]) == 2
    assert capsys.readouterr().err.count("\n") == 1
