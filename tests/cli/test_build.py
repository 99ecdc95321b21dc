"""`waymark build` gives the site that plain Pelican gives, and search on top."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.running import ROOT


def files_of(site):
    """Return every file of a site but the search index, with its bytes."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.relative_to(site).parts[0] != "pagefind"
    }


def test_waymark_build_and_plain_pelican_give_the_same_site_file_by_file(run, tmp_path):
    """Whoever knows Pelican needs nothing else; search is all that Waymark adds."""
    ours, plain = tmp_path / "ours", tmp_path / "plain"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WAYMARK_")}

    result = run("build", "--output", ours)
    pelican = subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", str(plain),
         "--fatal", "errors"],
        cwd=ROOT, env={**kept, "WAYMARK_HOME": str(tmp_path / "home")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert pelican.returncode == 0, pelican.stdout + pelican.stderr
    site, plain_site = files_of(ours), files_of(plain)
    assert sorted(site) == sorted(plain_site)
    assert [name for name in site if site[name] != plain_site[name]] == []
    assert {"index.html", "404.html", "help-now/index.html", "sitemap.xml"} <= set(site)
    assert (ours / "pagefind" / "pagefind.js").is_file()


@pytest.mark.parametrize("folder", ["content", "submissions"])
@pytest.mark.parametrize("was_there", [False, True])
def test_a_build_that_fails_leaves_what_was_there(run, tmp_path, was_there, folder):
    """One line with the reason; no half site, and the old one untouched."""
    (tmp_path / "content").mkdir()
    entry = tmp_path / folder / "stories" / "k7f3q9.md"
    entry.parent.mkdir(parents=True)
    entry.write_text("---\nkind: story\nid: k7f3q9\nlang: en\nSave_as: x\ntitle: x\n---\nText.\n")
    site = tmp_path / "site"
    if was_there:
        site.mkdir()
        (site / "index.html").write_text("the old one")

    result = run("build", "--output", site, WAYMARK_CONTENT=str(tmp_path / "content"))

    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert f"{folder}/stories/k7f3q9.md:5: the front matter has a key `Save_as`" in result.output
    assert files_of(site) == ({"index.html": b"the old one"} if was_there else {})
    assert {path.name for path in tmp_path.iterdir()} <= {"content", folder, "home", "site"}


def test_a_production_build_refuses_what_is_not_ready(run, tmp_path):
    """Examples and unchecked numbers never reach the public."""
    result = run("build", "--production", "--output", tmp_path / "site")

    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert not (tmp_path / "site").exists()


def test_a_site_with_a_public_address_is_never_built_with_what_is_not_ready(run, tmp_path):
    """Whoever sets the address need not remember to ask for production."""
    result = run("build", WAYMARK_PUBLIC_URL="https://example.org")

    assert result.exit_code == 1
    assert "Examples do not belong on a public site." in result.output
    assert not (tmp_path / "home" / "site").exists()
