"""`waymark reconcile`: compare the store with GitHub, now."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import click

from waymark.bot.reconcile import as_values
from waymark.cli.parts import open_parts
from waymark.settings import Settings


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what is different; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def reconcile(dry_run: bool, as_json: bool) -> None:
    """Compare the store with GitHub; mend what can be mended safely and name the rest.

    What is mended is left to the worker as jobs. Exit code 1 when something needs a person; with
    --dry-run, when anything is different at all.
    """
    parts = open_parts(Settings.from_environment())
    try:
        if parts.on_github is None:
            _say([], False, as_json, "Proposals live in the built-in forge: nothing to compare.")
            return
        reconciling = parts.on_github.reconciling
        found = reconciling.compare() if dry_run else reconciling.reconcile(datetime.now(UTC))
    finally:
        parts.store.close()
    rows = [as_values(difference) for difference in found]
    _say(rows, dry_run, as_json, "The store and GitHub say the same.")
    if any(dry_run or not row["can_be_mended"] for row in rows):
        sys.exit(1)


def _say(rows: list[dict[str, object]], dry_run: bool, as_json: bool, nothing: str) -> None:
    if as_json:
        click.echo(json.dumps({"dry_run": dry_run, "differences": rows}))
        return
    for row in rows:
        mended = "would be mended" if dry_run else "is being mended"
        what = mended if row["can_be_mended"] else "LOOK AT IT"
        number = f" #{row['number']}" if row["number"] else ""
        click.echo(f"{what:>15}  {row['kind']:<15} {row['submission']}{number}: {row['what']}")
    if not rows:
        click.echo(nothing)
