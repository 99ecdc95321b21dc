"""`waymark doctor`: what is wrong with a set-up, in plain words, with a remedy for each."""

from __future__ import annotations

import re
import socket
from datetime import UTC, datetime, timedelta

import pytest

from tests.a_community import copy_of_community, replace_once


@pytest.fixture
def folder(tmp_path):
    return copy_of_community(tmp_path)


def marked(result, mark):
    """Return each line with this mark, joined with its remedy."""
    text = result.output.replace("\n      -> ", " -> ")
    return [line.removeprefix(mark).strip() for line in text.splitlines() if line.startswith(mark)]


def get_ready_for_the_public(folder, checked):
    """Fill in what only people can: a contact, and who checked each number when."""
    lines = (folder / "helplines.yaml").read_text(encoding="utf-8")
    lines = lines.replace("verified_at: null", f"verified_at: {checked}")
    lines = lines.replace("verified_by: null", "verified_by: a moderator")
    (folder / "helplines.yaml").write_text(lines, encoding="utf-8")
    replace_once(folder / "site.yaml", "contact: null", "contact: post@example.org")


def test_a_fresh_set_up_on_one_machine_needs_no_mending(run, tmp_path):
    """What is not ready for the public is said, and is no failure at home."""
    result = run("doctor")

    assert result.exit_code == 0, result.output
    assert marked(result, "MEND") == []
    assert result.output.endswith("Nothing needs mending.\n")
    assert any("nobody has checked" in line for line in marked(result, "look"))
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_in_production_unchecked_help_lines_and_a_missing_contact_must_be_mended(run):
    """A public site never shows a number that nobody has checked."""
    result = run("doctor", "--production")

    assert result.exit_code == 1
    found = "\n".join(marked(result, "MEND"))
    assert "Help lines nobody has checked yet: nl-112, " in found
    assert "verified_at" in found
    assert "contact" in found
    assert "WAYMARK_PUBLIC_URL" in found


@pytest.mark.parametrize(
    ("days", "mark", "words"),
    [
        (0, "ok", "all checked"),
        (90, "ok", "all checked"),
        (91, "look", "check again soon"),
        (180, "look", "check again soon"),
        (182, "MEND", "checked too long ago"),
    ],
)
def test_a_check_of_help_lines_grows_old(run, folder, tmp_path, days, mark, words):
    """After 90 days a reminder, after 180 a production site is not built."""
    get_ready_for_the_public(folder, (datetime.now(UTC) - timedelta(days=days)).date())

    result = run(
        "doctor",
        "--production",
        WAYMARK_COMMUNITY=str(folder),
        WAYMARK_CONTENT=str(tmp_path / "nothing-yet"),
        WAYMARK_PUBLIC_URL="https://example.org",
    )

    assert any(words in line for line in marked(result, mark))
    assert result.exit_code == (1 if mark == "MEND" else 0), result.output


def test_in_production_every_example_is_named_and_at_home_they_are_counted(run):
    """Demonstration entries are nobody's experience and never go public."""
    at_home, public = run("doctor"), run("doctor", "--production")

    assert any(line.endswith("10 of them examples.") for line in marked(at_home, "ok"))
    (line,) = [line for line in marked(public, "MEND") if line.startswith("Examples")]
    assert "example-story-slow-way-up" in line
    assert "waymark new" in line


def test_a_broken_entry_is_found_with_its_line(run, tmp_path):
    entry = tmp_path / "content" / "stories" / "k7f3q9.md"
    entry.parent.mkdir(parents=True)
    entry.write_text("---\nkind: story\nSlug: x\n---\nText.\n")

    result = run("doctor", WAYMARK_CONTENT=str(tmp_path / "content"))

    assert result.exit_code == 1
    assert any("(content/stories/k7f3q9.md:3)" in line for line in marked(result, "MEND"))


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("site.yaml", "name: Waymark", "nmae: Waymark", r"\(community/site\.yaml:\d+\)"),
        ("helplines.yaml", 'dial: "112"', "dial: 1-1-2", r"\(community/helplines\.yaml:\d+\)"),
        ("vocabulary.yaml", "topics:", "topics: [", r"\(community/vocabulary\.yaml:\d+\)"),
        ("forms/story.yaml", "kind: ", "kidn: ", r"\(community/forms/story\.yaml:\d+\)"),
    ],
)
def test_a_broken_community_file_is_found_with_its_line(run, folder, file, old, new, where):
    """And the rest of the set-up is looked at all the same."""
    replace_once(folder / file, old, new)

    result = run("doctor", WAYMARK_COMMUNITY=str(folder))

    [found] = marked(result, "MEND")
    assert result.exit_code == 1
    assert re.search(where, found)
    assert " -> " in found
    assert any(line.startswith("Store:") for line in marked(result, "ok"))


@pytest.mark.parametrize("place", ["below a file", "a file", "where nobody may write"])
def test_a_data_folder_that_cannot_be_written_is_found(run, tmp_path, place):
    """Each part that needs it says so in plain words; no traceback."""
    (tmp_path / "file").touch()
    home = {
        "below a file": tmp_path / "file" / "home",
        "a file": tmp_path / "file",
        # Not a chmod: tests may run as root, which writes anywhere but there.
        "where nobody may write": "/proc/waymark",
    }[place]

    result = run("doctor", WAYMARK_HOME=str(home))

    assert result.exit_code == 1
    found = marked(result, "MEND")
    assert found[0].startswith("Data folder: cannot be written")
    assert all(" -> " in line for line in found)
    assert "Traceback" not in result.output


def test_a_data_folder_that_others_can_look_into_is_mentioned(run, tmp_path):
    """Texts in review are for moderators only."""
    (tmp_path / "home").mkdir(mode=0o755)
    (tmp_path / "home").chmod(0o755)

    result = run("doctor")

    assert any("others on this machine" in line for line in marked(result, "look"))


@pytest.mark.parametrize(("name", "part"), [("waymark.sqlite3", "Store:"), ("forge.git", "Forge:")])
def test_a_damaged_store_or_forge_is_found(run, tmp_path, name, part):
    """With a way back, and without a traceback."""
    (tmp_path / "home").mkdir(mode=0o700)
    (tmp_path / "home" / name).write_text("not what it should be, " * 100)

    result = run("doctor")

    assert result.exit_code == 1
    [found] = marked(result, "MEND")
    assert found.startswith(part)
    assert " -> " in found


def test_a_port_in_use_is_mentioned(run):
    """It may be a Waymark that runs, so it is no failure."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = run("doctor", PORT=str(port))

    assert result.exit_code == 0
    assert any(line.startswith(f"Port {port} is in use") for line in marked(result, "look"))


@pytest.mark.parametrize("url", ["", "http://example.org"])
def test_a_public_site_needs_a_safe_address(run, folder, tmp_path, url):
    """Without https, what people write could be read on the way."""
    get_ready_for_the_public(folder, datetime.now(UTC).date())

    result = run(
        "doctor",
        "--production",
        WAYMARK_COMMUNITY=str(folder),
        WAYMARK_CONTENT=str(tmp_path / "nothing-yet"),
        WAYMARK_PUBLIC_URL=url,
    )

    [found] = marked(result, "MEND")
    assert found.startswith("The public address")
    assert "https://" in found
