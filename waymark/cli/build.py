"""`waymark build` and `waymark publish`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from waymark.cli.parts import open_forge, open_parts
from waymark.community import load_community
from waymark.forge.local import LocalForge
from waymark.publish import build_site, plain_build
from waymark.publish.promoting import sync
from waymark.settings import Settings
from waymark.store import Store


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for the site; without it, the site that `waymark serve` shows.",
)
@click.option(
    "--production", is_flag=True, help="Refuse what is not ready, also without a public address."
)
def build(output: Path | None, production: bool) -> None:
    """Build the static site, search included. The old one stays until the new one is whole.

    Exit code 1, with the reason in one line, when it could not be built.
    """
    settings = Settings.from_environment()
    load_community(settings.community)
    conf = "publishconf.py" if production else settings.conf
    _fetch_published(settings)
    if output is None:
        build_site(settings, conf)
        click.echo(f"Built the site in {settings.current_site}.")
    else:
        plain_build(settings, output.resolve(), conf)
        click.echo(f"Built the site in {output}.")


@click.command()
def publish() -> None:
    """Publish what was approved: gate, move to content/, build, index, swap.

    Safe to run again, also beside a running `waymark serve`. What is not ready is held back and
    named. Exit code 1 when the site could not be built; the old one keeps serving.
    """
    parts = open_parts(Settings.from_environment())
    promotion = parts.publisher.publish(datetime.now(UTC))
    for reason in promotion.held:
        click.echo(f"held: {reason}", err=True)
    click.echo(f"Published {len(promotion.moved)}; held {len(promotion.held)}.")


def _fetch_published(settings: Settings) -> None:
    """Bring the copy of what is published up to date, unless there is no forge yet."""
    if settings.github is None:
        if settings.forge_folder.is_dir():
            sync(LocalForge(settings.forge_folder), settings.published)
        return
    store = Store.open(settings.database_url)
    try:
        sync(open_forge(settings, store), settings.published)
    finally:
        store.close()
