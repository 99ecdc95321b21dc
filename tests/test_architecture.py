"""The house keeps its shape: imports point one way, outside libraries stay in their corner."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import CORNERS, broken_imports

ROOT = Path(__file__).resolve().parent.parent


def test_imports_point_one_way_and_libraries_stay_in_their_corner():
    """Every import of the real tree is one that docs/tour.md allows."""
    assert list(broken_imports(ROOT)) == []


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("waymark/entry.py", "from waymark.store import Store", "a layer above"),
        ("waymark/store/jobs.py", "import waymark.forge.local", "a layer above"),
        ("waymark/checks/engine.py", "from waymark import bot", "a layer above"),
        ("waymark/forge/local.py", "import sqlalchemy", "sqlalchemy belongs in"),
        ("waymark/bot/handlers.py", "import pygit2", "pygit2 belongs in"),
        ("waymark/store/x.py", "from github import Github", "github belongs in"),
        ("waymark/entry.py", "import pelican.utils", "pelican belongs in"),
        ("waymark/receipts.py", "from flask import request", "flask belongs in"),
        ("plugins/waymark_entries/x.py", "from waymark.store import Store", "plugins use only"),
        ("waymark/novelty.py", "import waymark.errors", "has no layer"),
    ],
)
def test_a_forbidden_import_is_named_with_its_file_and_line(tmp_path, file, line, reason):
    """Adding one forbidden line anywhere makes the check fail and say where."""
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(f"import os\n{line}\n")

    found = list(broken_imports(tmp_path))

    assert len(found) == 1
    assert found[0].startswith(f"{file}:2 ")
    assert reason in found[0]


def test_every_corner_is_a_library_the_project_installs():
    """A corner for a library nobody installs would guard nothing."""
    locked = (ROOT / "requirements" / "dev.txt").read_text().lower()
    package = {
        "flask_wtf": "flask-wtf", "yaml": "pyyaml", "github": "pygithub", "jwt": "pyjwt",
        "phonenumbers": "phonenumberslite", "markdown_it": "markdown-it-py",
    }  # fmt: skip

    assert [name for name in CORNERS if f"\n{package.get(name, name)}==" not in f"\n{locked}"] == []
