"""`waymark new`: a community folder of your own, with its own content."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click

from waymark.community import load_community
from waymark.entry import parse
from waymark.entry_fields import FOLDERS
from waymark.errors import BadSettings
from waymark.settings import ROOT


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", default="Our Waymark", show_default=True, help="What the site is called.")
@click.option("--examples", is_flag=True, help="Bring the demonstration entries along too.")
def new(folder: Path, name: str, examples: bool) -> None:
    """Make FOLDER: vocabulary, forms, rules, help lines, messages and content to start from.

    Nothing in it is shared with the checkout: change what you like. FOLDER must not exist yet;
    exit code 1 when it does.
    """
    if folder.exists():
        raise BadSettings(
            "That folder is there already; nothing was changed.",
            remedy="Choose another name, or remove it first.",
            where=folder.name,
        )
    # Built beside its place and moved there whole, so that a failure leaves nothing half-made.
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        shutil.copytree(ROOT / "community", part)
        shutil.copytree(ROOT / "content", part / "content")
        _rename_site(part / "site.yaml", name)
        if not examples:
            _remove_examples(part)
        load_community(part)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    click.echo(f"Made {folder}.")
    click.echo("Next: read site.yaml and helplines.yaml in it, check every number yourself, then")
    click.echo(f"  WAYMARK_COMMUNITY={shlex.quote(str(folder))} waymark serve")
    click.echo("`waymark doctor --production` says what is missing before you go public.")


def _rename_site(path: Path, name: str) -> None:
    quoted = name.replace("\\", "").replace('"', "'").strip()
    text, count = re.subn(
        r"(?m)^name:.*$", lambda _: f'name: "{quoted}"', path.read_text(encoding="utf-8"), count=1
    )
    if not count or not quoted:
        raise BadSettings("The site could not be named.", remedy="Give it a name of some letters.")
    path.write_text(text, encoding="utf-8")


def _remove_examples(folder: Path) -> None:
    """Leave out the entries that only show how a page looks."""
    vocabulary = load_community(folder).vocabulary
    for kind_folder in FOLDERS.values():
        for path in (folder / "content" / kind_folder).rglob("*.md"):
            if parse(path.read_text(encoding="utf-8"), path.name, vocabulary).is_example:
                path.unlink()
