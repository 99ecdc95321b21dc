"""`waymark serve`, `waymark worker` and `waymark desk-link`."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from waymark.cli.parts import Parts, open_parts
from waymark.community import load_community
from waymark.desk.sign_in import new_sign_in_link
from waymark.erasing import begin_sweeping
from waymark.errors import BadCommunity, BuildFailed, ForgeUnavailable
from waymark.publish import build_site
from waymark.publish.promoting import sync
from waymark.serving import create_app
from waymark.serving import serve as serve_app
from waymark.settings import Settings
from waymark.store import Store

log = logging.getLogger("waymark")


@click.command()
@click.option("--no-worker", is_flag=True, help="Only serve; `waymark worker` runs elsewhere.")
@click.option("--no-build", is_flag=True, help="Serve the site that is there already.")
def serve(no_worker: bool, no_build: bool) -> None:
    """Build the site, then serve it with the form, the desk and the worker.

    Listens on 127.0.0.1; PORT and WAYMARK_HOME change the port and the data folder. Stopping and
    starting again loses nothing.
    """
    _log_to_terminal()
    settings = Settings.from_environment()
    parts = open_parts(settings)
    app = create_app(settings, parts.store)
    if not no_build:
        click.echo("Building the site ...")
        _build_or_keep(parts)
    begin_sweeping(parts.store, datetime.now(UTC))
    lead = parts.community.moderators.first_lead
    link = new_sign_in_link(parts.store, settings, lead.name, datetime.now(UTC))
    click.echo(f"Waymark is at          {settings.address}/")
    click.echo(f"Sign in to the desk at {link}")
    click.echo("The link works once, within 15 minutes; `waymark desk-link` gives another.")
    click.echo("Stop with Ctrl-C.")
    if parts.on_github:
        parts.on_github.begin(datetime.now(UTC))
    stop = threading.Event()
    threads = [] if no_worker else [threading.Thread(target=parts.worker.run, args=(stop,))]
    for thread in threads:
        thread.start()
    try:
        with _stopping_on_sigterm():
            serve_app(app, settings)
    except KeyboardInterrupt:
        click.echo("Stopping; what is under way is finished first.")
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=60)
        parts.store.close()


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def worker(once: bool) -> None:
    """Do what the store says is to be done: proposals, merges, publishing."""
    _log_to_terminal()
    parts = open_parts(Settings.from_environment())
    begin_sweeping(parts.store, datetime.now(UTC))
    if parts.on_github:
        parts.on_github.begin(datetime.now(UTC))
    stop = threading.Event()
    if once:
        while parts.worker.run_once():
            pass
        return
    try:
        with _stopping_on_sigterm():
            parts.worker.run(stop)
    except KeyboardInterrupt:
        stop.set()


@click.command("desk-link")
@click.option("--name", default="", help="Who will sign in; without it, the first lead.")
def desk_link(name: str) -> None:
    """Print a link that signs a moderator in to the desk: once, within 15 minutes.

    Only for somebody who stands in the community's moderators.yaml; exit code 1 for others.
    """
    settings = Settings.from_environment()
    moderators = load_community(settings.community).moderators
    person = moderators.get(name) if name else moderators.first_lead
    if person is None:
        raise BadCommunity(
            "There is no moderator of that name.",
            remedy=f"Add one, or use one of: {', '.join(moderators.by_name)}.",
            where=f"{settings.community.name}/moderators.yaml",
        )
    store = Store.open(settings.database_url)
    try:
        click.echo(new_sign_in_link(store, settings, person.name, datetime.now(UTC)))
    finally:
        store.close()


def _build_or_keep(parts: Parts) -> None:
    """Build; when that fails and an old site is there, say why and serve the old one.

    Without the forge and without an old site, help lines and forms are served all the same.
    """
    has_old_site = (parts.settings.current_site / "index.html").is_file()
    try:
        try:
            sync(parts.forge, parts.settings.published)
        except ForgeUnavailable as problem:
            if has_old_site:
                raise
            click.echo(f"Published entries could not be fetched. {problem}", err=True)
        build_site(parts.settings)
    except (BuildFailed, ForgeUnavailable) as problem:
        if not has_old_site:
            raise
        click.echo(f"The site was not built; the old one is served. {problem}", err=True)


@contextmanager
def _stopping_on_sigterm() -> Iterator[None]:
    """Treat a polite request to end (systemd, docker, a test) like Ctrl-C."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _log_to_terminal() -> None:
    """Log our own lines, which hold ids and kinds and never what anybody wrote."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
    # At the root, or the web server would put a second one there: each line once.
    logging.getLogger().addHandler(handler)
    log.setLevel(logging.INFO)
