"""`waymark desk-link`, `worker --once` and `publish` on a data folder that is still empty."""

from __future__ import annotations

import pytest

from waymark import __version__


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "8123"}, "http://127.0.0.1:8123"),
        ({"WAYMARK_PUBLIC_URL": "https://example.org"}, "https://example.org"),
    ],
)
def test_a_desk_link_is_one_line_at_the_address_moderators_use(run, environment, address):
    """It can be copied as it is, and each call gives another."""
    first, second = (run("desk-link", **environment) for _ in range(2))

    assert first.exit_code == second.exit_code == 0
    assert first.output.startswith(f"{address}/desk/sign-in/")
    assert len(first.output.split()) == 1
    assert first.output != second.output


def test_a_desk_link_is_made_only_for_somebody_in_the_moderators_file(run):
    """A name nobody has is one line on how to mend it; exit code 1."""
    good, bad = run("desk-link", "--name", "second reader"), run("desk-link", "--name", "nobody")

    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert "community/moderators.yaml: There is no moderator of that name." in bad.output
    assert "Traceback" not in bad.output


def test_a_worker_with_nothing_to_do_ends_when_asked_to_work_once(run):
    """For timers: it does what is due, then ends well."""
    assert run("worker", "--once").exit_code == 0


def test_publishing_nothing_builds_the_site_and_says_so(run, tmp_path):
    """Safe to run at any time, and again."""
    for _ in range(2):
        result = run("publish")

        assert (result.exit_code, result.stdout) == (0, "Published 0; held 0.\n")
        assert (tmp_path / "home" / "site" / "index.html").is_file()


def test_the_version_is_one_flag_away(run):
    """For reports of faults."""
    assert run("--version").output == f"waymark, version {__version__}\n"
