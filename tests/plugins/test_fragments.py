"""What is drawn once a build is the same wherever it stands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from plugins.waymark_entries.fragments import Fragments
from tests.running import ROOT

EACH_TIME = """
from plugins.waymark_entries.fragments import Fragments
Fragments.once = lambda self, *key, caller: caller()
"""


def build(site: Path, home: Path, before: str = "") -> dict[str, bytes]:
    """Build the demonstration site, after ``before`` was run in the same process."""
    code = f"{before}\nfrom pelican import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", code, "content", "-s", "pelicanconf.py", "-o", str(site),
         "--fatal", "errors"],
        cwd=ROOT, env={**os.environ, "WAYMARK_HOME": str(home)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_every_page_is_the_same_as_when_each_part_is_drawn_anew(tmp_path):
    """A name that is missing in a `once(...)` shows here: a part of one page stood on another."""
    once = build(tmp_path / "once", tmp_path / "home")
    anew = build(tmp_path / "anew", tmp_path / "home", EACH_TIME)

    assert sorted(once) == sorted(anew)
    assert [name for name in once if once[name] != anew[name]] == []


def test_a_part_is_drawn_once_for_each_key():
    drawn = []
    fragments = Fragments()

    def draw() -> str:
        drawn.append(1)
        return f"part {len(drawn)}"

    assert fragments.once("footer", "en", caller=draw) == "part 1"
    assert fragments.once("footer", "nl", caller=draw) == "part 2"
    assert fragments.once("footer", "en", caller=draw) == "part 1"
