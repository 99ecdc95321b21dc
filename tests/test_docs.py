"""Whoever follows a page of the documentation arrives; whoever looks for a setting finds it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from waymark.settings import ROOT

LINK = re.compile(r"\]\(([^)\s#]+)|(?:src|href)=\"([^\"#]+)\"")
VARIABLE = re.compile(r"\b(?:PORT|WAYMARK_[A-Z_]+[A-Z])\b")
HELD = ("content/", "community/")
"""Their links are addresses of the built site, which has a check of its own."""


def kept(*patterns: str) -> list[str]:
    """Return the names of files in the repository, as git has them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("name", [n for n in kept("*.md") if not n.startswith(HELD)])
def test_every_link_to_a_file_leads_to_one(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = [first or second for first, second in LINK.findall(text)]
    files = [target for target in targets if "://" not in target and not target.startswith("/")]

    assert [target for target in files if not ((ROOT / name).parent / target).exists()] == []


def test_every_setting_of_the_code_is_explained_and_every_explained_one_exists():
    """`docs/operators/settings.md` is the whole list; a secret may also be named with `_FILE`."""
    code = [name for name in kept("waymark/*.py", "scripts/*.py") if name.endswith(".py")]
    words = {word for name in code for word in VARIABLE.findall((ROOT / name).read_text())}
    used = {word.removesuffix("_FILE") for word in words}
    explained = set(VARIABLE.findall((ROOT / "docs/operators/settings.md").read_text()))

    assert used - explained == set()
    assert explained - used == set()


@pytest.mark.parametrize("folder", ["plugins", "theme/templates/components"])
def test_every_plugin_and_component_says_what_it_is(folder):
    there = [path for path in (ROOT / folder).iterdir() if path.is_dir()]
    without = [path.name for path in there if not (path / "README.md").is_file()]

    assert [name for name in without if not name.startswith("__")] == []


def test_decisions_are_numbered_one_after_the_other():
    numbers = sorted(int(Path(name).name[:4]) for name in kept("docs/decisions/*.md"))

    assert numbers == list(range(1, len(numbers) + 1))
