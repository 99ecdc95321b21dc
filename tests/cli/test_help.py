"""Every command says what it does, and fails in one line."""

from __future__ import annotations

import pytest

from waymark.cli import main

COMMANDS = (
    "serve",
    "worker",
    "build",
    "publish",
    "check",
    "desk-link",
    "new",
    "doctor",
    "reconcile",
    "forget",
    "rules",
)


def test_these_are_the_commands():
    """A new one is added here, and so gets its help looked at."""
    assert sorted(main.commands) == sorted(COMMANDS)


@pytest.mark.parametrize("command", [None, *COMMANDS])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_one_flag_away(run, command, flag):
    """It begins with how to call it and says in a sentence what it does."""
    result = run(*filter(None, [command, flag]))

    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
    assert any(line.strip().endswith(".") for line in result.output.splitlines())


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("check", "exit 1"),
        ("check", "exit 2"),
        ("doctor", "Exit code 1"),
        ("forget", "Exit code 1"),
        ("build", "Exit code 1"),
        ("publish", "Exit code 1"),
        ("new", "exit code 1"),
    ],
)
def test_help_names_exit_codes_where_scripts_count_on_them(run, command, words):
    """CI and timers read codes, not words."""
    assert words in " ".join(run(command, "--help").output.split())


@pytest.mark.parametrize("command", ["serve", "worker", "build", "publish", "desk-link", "doctor"])
def test_a_wrong_setting_is_one_line_and_no_traceback(run, command):
    """The variable and the remedy, for somebody who is not a programmer."""
    result = run(command, PORT="abc")

    assert result.exit_code == 1
    assert result.output == (
        "waymark: PORT should be a whole number from 0 to 65535. Unset it to use 8000.\n"
    )


@pytest.mark.parametrize("command", ["serve", "worker", "build", "publish", "desk-link"])
def test_a_data_folder_that_cannot_be_written_is_one_line(run, tmp_path, command):
    """It points to the command that says more."""
    (tmp_path / "file").touch()

    result = run(command, WAYMARK_HOME=str(tmp_path / "file" / "home"))

    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "waymark doctor" in result.output


@pytest.mark.parametrize("command", ["serve", "worker", "build", "publish", "check"])
def test_a_missing_community_folder_is_one_line_with_a_way_to_make_one(run, tmp_path, command):
    """Nothing runs without the rules and the help lines."""
    result = run(command, WAYMARK_COMMUNITY=str(tmp_path / "nowhere"))

    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "waymark new" in result.output
