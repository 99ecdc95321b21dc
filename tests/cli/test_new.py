"""`waymark new`: a folder that works at once, and never one on top of another."""

from __future__ import annotations

import pytest

from tests.a_community import REAL
from waymark.community import load_community
from waymark.entry import parse
from waymark.forms import load_forms, load_problems
from waymark.publish.sources import read_sources


def test_a_new_folder_is_whole_and_named(run, tmp_path):
    """Community, forms and content are read without a complaint, and the site has its name."""
    folder = tmp_path / "ours"

    result = run("new", folder, "--name", "De Wegwijzer")

    community = load_community(folder)
    assert result.exit_code == 0
    assert community.site.name == "De Wegwijzer"
    assert set(load_forms(folder / "forms", community.vocabulary)) == {
        "story",
        "strategy",
        "response",
        "report",
    }
    assert load_problems(folder / "forms")
    assert run("check", WAYMARK_COMMUNITY=str(folder)).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["ours"]


@pytest.mark.parametrize(("flags", "some"), [([], False), (["--examples"], True)])
def test_demonstration_entries_come_along_only_when_asked_for(run, tmp_path, flags, some):
    """A community starts without pages that are nobody's experience."""
    folder = tmp_path / "ours"
    run("new", folder, *flags)
    vocabulary = load_community(folder).vocabulary

    entries = read_sources([folder / "content"], vocabulary).entries

    assert any(entry.is_example for entry in entries) is some
    assert any(entry.is_editorial for entry in entries)
    assert (folder / "content" / "pages" / "about.md").is_file()


@pytest.mark.parametrize("kind", ["a file", "an empty folder", "a folder with a file"])
def test_what_is_there_already_is_left_alone(run, tmp_path, kind):
    """Nothing is overwritten or mixed; the message says what to do."""
    place = tmp_path / "ours"
    if kind == "a file":
        place.write_text("mine")
    else:
        place.mkdir()
    if kind == "a folder with a file":
        (place / "site.yaml").write_text("mine")
    before = [(path, path.read_bytes()) for path in place.rglob("*")]

    result = run("new", place)

    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert [(path, path.read_bytes()) for path in place.rglob("*")] == before
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("It's ours", "It's ours"),
        ('The "quiet" place', "The 'quiet' place"),
        ("a: b # c", "a: b # c"),
        ("{{ x }} \\n", "{{ x }} n"),
        ("Wegwijzer – één plek 🌧️", "Wegwijzer – één plek 🌧️"),
    ],
)
def test_any_name_is_written_so_that_it_is_read_again(run, tmp_path, name, shown):
    """Quotes, colons and marks of YAML do not break the file."""
    run("new", tmp_path / "ours", "--name", name)

    assert load_community(tmp_path / "ours").site.name == shown


@pytest.mark.parametrize("name", ["", "   ", "\\"])
def test_a_name_of_nothing_is_refused_and_leaves_nothing(run, tmp_path, name):
    """Either a whole folder or none."""
    result = run("new", tmp_path / "ours", "--name", name)

    assert result.exit_code == 1
    assert "Give it a name" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_one_line(run, tmp_path):
    """No traceback for a wrong path."""
    (tmp_path / "file").touch()

    result = run("new", tmp_path / "file" / "ours")

    assert result.exit_code == 1
    assert result.output.count("\n") == 1


def test_nothing_in_the_new_folder_is_shared_with_the_checkout(run, tmp_path):
    """Changing one never changes the other, and the checkout's files stay as they were."""
    folder = tmp_path / "ours"
    before = (REAL / "site.yaml").read_bytes()
    run("new", folder)

    for path in folder.rglob("*"):
        assert not path.is_symlink()
        assert path.is_dir() or path.stat().st_nlink == 1
    assert (REAL / "site.yaml").read_bytes() == before


def test_what_to_do_next_can_be_copied_as_it_stands(run, tmp_path):
    """A folder with a space in its name is quoted for the shell."""
    result = run("new", tmp_path / "our place")

    assert f"WAYMARK_COMMUNITY='{tmp_path / 'our place'}' waymark serve" in result.output


def test_every_entry_that_stays_is_one_that_is_read(run, tmp_path):
    """Removing the examples leaves no answer to something that is gone."""
    folder = tmp_path / "ours"
    run("new", folder)
    vocabulary = load_community(folder).vocabulary
    entries = [
        parse(path.read_text(encoding="utf-8"), path.name, vocabulary)
        for kind in ("stories", "strategies", "responses")
        for path in (folder / "content" / kind).rglob("*.md")
    ]
    ids = {entry.id for entry in entries}

    for entry in entries:
        assert set(entry.get("related")) <= ids, entry.id
        assert entry.kind != "response" or entry.get("to") in ids
