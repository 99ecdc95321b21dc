"""`waymark doctor`: says in plain words what is wrong with a set-up and how to mend it."""

from __future__ import annotations

import shutil
import socket
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

import click

from waymark.checks import load_rules
from waymark.community import Community, load_community
from waymark.errors import WaymarkError
from waymark.forge.github import GitHubForge
from waymark.forge.local import LocalForge
from waymark.forms import load_forms, load_problems
from waymark.github_settings import GitHubSettings
from waymark.helplines import STALE_DAYS, WARN_DAYS
from waymark.publish import check_content
from waymark.publish.sources import read_sources
from waymark.settings import Settings
from waymark.store import Store

MARKS = {"ok": "ok  ", "warn": "look", "fail": "MEND"}
LEAST_FREE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Diagnosis:
    """One thing that was looked at. ``state`` is ``ok``, ``warn`` or ``fail``."""

    state: str
    what: str
    remedy: str = ""


@click.command()
@click.option("--production", is_flag=True, help="Judge as for a public site.")
def doctor(production: bool) -> None:
    """Look at the whole set-up and say what to mend. Changes nothing but an empty data folder.

    Exit code 1 when something must be mended.
    """
    settings = Settings.from_environment()
    worst = "ok"
    for found in examine(settings, production, datetime.now(UTC).date()):
        click.echo(f"{MARKS[found.state]}  {found.what}")
        if found.remedy:
            click.echo(f"      -> {found.remedy}")
        worst = "fail" if found.state == "fail" else worst
    if worst == "fail":
        raise SystemExit(1)
    click.echo("Nothing needs mending.")


def examine(settings: Settings, production: bool, today: date) -> Iterator[Diagnosis]:
    """Yield a diagnosis for each part of the set-up, in the order in which parts depend."""
    community: Community | None = None
    try:
        community = load_community(settings.community)
        forms = load_forms(settings.community / "forms", community.vocabulary)
        load_problems(settings.community / "forms")
        rules = load_rules(settings.community / "rules")
        count = len(community.policy)
        yield Diagnosis(
            "ok",
            f"Community folder: {len(forms)} forms, {count} rules of the house, "
            f"checks version {rules.version}.",
        )
    except WaymarkError as problem:
        yield _failed("Community folder", problem)
    if community is not None:
        yield from _help_lines(community, production, today)
        yield from _ready_for_the_public(settings, community, production)
        yield from _attempt("Entries", partial(_entries, settings, community, production))
    yield from _home(settings)
    yield from _attempt("Store", lambda: _store(settings))
    yield from _attempt("Forge", lambda: _forge(settings))
    yield _site(settings)
    yield _port(settings)


def _failed(part: str, problem: WaymarkError) -> Diagnosis:
    where = f" ({problem.where})" if problem.where else ""
    return Diagnosis("fail", f"{part}: {problem.message}{where}", problem.remedy)


def _attempt(part: str, look: Callable[[], Iterator[Diagnosis]]) -> Iterator[Diagnosis]:
    try:
        yield from list(look())
    except WaymarkError as problem:
        yield _failed(part, problem)


def _help_lines(community: Community, production: bool, today: date) -> Iterator[Diagnosis]:
    bad = "fail" if production else "warn"
    ages = {line.id: line.days_since_check(today) for line in community.helplines}
    never = [name for name, age in ages.items() if age is None]
    stale = [name for name, age in ages.items() if age is not None and age > STALE_DAYS]
    soon = [name for name, age in ages.items() if age is not None and WARN_DAYS < age <= STALE_DAYS]
    remedy = "Check each at the provider's own site, then set verified_at and verified_by."
    if never:
        yield Diagnosis(bad, f"Help lines nobody has checked yet: {', '.join(never)}.", remedy)
    if stale:
        yield Diagnosis(bad, f"Help lines checked too long ago: {', '.join(stale)}.", remedy)
    if soon:
        yield Diagnosis("warn", f"Help lines to check again soon: {', '.join(soon)}.", remedy)
    if not never and not stale:
        yield Diagnosis("ok", f"Help lines: {len(ages)}, all checked within {STALE_DAYS} days.")


def _ready_for_the_public(
    settings: Settings, community: Community, production: bool
) -> Iterator[Diagnosis]:
    bad = "fail" if production else "warn"
    if not community.site.contact:
        yield Diagnosis(bad, "Nobody is named as contact.", "Set `contact` in community/site.yaml.")
    if production and not settings.public_url.startswith("https://"):
        yield Diagnosis(
            bad, "The public address is not set.", "Set WAYMARK_PUBLIC_URL=https://... ."
        )


def _entries(settings: Settings, community: Community, production: bool) -> Iterator[Diagnosis]:
    broken = check_content(settings, community)
    if broken:
        raise broken[0]
    roots = settings.content_roots
    entries = read_sources(roots, community.vocabulary).entries
    examples = [entry.id for entry in entries if entry.is_example]
    if production and examples:
        yield Diagnosis(
            "fail",
            f"Examples, which a public site refuses: {', '.join(examples)}.",
            "Remove their files; `waymark new` makes a folder of your own without them.",
        )
    else:
        yield Diagnosis("ok", f"Entries: {len(entries)}, {len(examples)} of them examples.")


def _home(settings: Settings) -> Iterator[Diagnosis]:
    place = settings.home if settings.home.exists() else settings.home.parent
    try:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = settings.home / ".doctor"
        probe.write_text("")
        probe.unlink()
    except OSError as problem:
        yield Diagnosis(
            "fail",
            f"Data folder: cannot be written ({problem.strerror}).",
            "Give this user the right to write there, or set WAYMARK_HOME.",
        )
        return
    if stat.S_IMODE(settings.home.stat().st_mode) & 0o077:
        yield Diagnosis(
            "warn", "Data folder: others on this machine can look into it.", "chmod 700 on it."
        )
    free = shutil.disk_usage(place).free
    if free < LEAST_FREE_BYTES:
        yield Diagnosis(
            "fail", f"Disk: only {free // 1_048_576} MiB free.", "Free some space, or move it."
        )
    else:
        yield Diagnosis("ok", f"Data folder: writable, {free // 1_073_741_824} GiB free.")


def _store(settings: Settings) -> Iterator[Diagnosis]:
    store = Store.open(settings.database_url)
    try:
        stuck = store.stuck()
        if stuck:
            yield Diagnosis(
                "warn", f"Store: {len(stuck)} jobs are stuck.", "Open the desk and look at Stuck."
            )
        else:
            yield Diagnosis("ok", "Store: opens, its schema is current, no job is stuck.")
    finally:
        store.close()


def _forge(settings: Settings) -> Iterator[Diagnosis]:
    if settings.github is not None:
        yield from _github(settings, settings.github)
        return
    forge = LocalForge(settings.forge_folder)
    forge.check()
    yield Diagnosis("ok", f"Forge: local, main is at {forge.head()[:10]}.")


def _github(settings: Settings, github: GitHubSettings) -> Iterator[Diagnosis]:
    store = Store.open(settings.database_url)
    try:
        for seen in GitHubForge(github, store).examine():
            yield Diagnosis(seen.state, seen.what, seen.remedy)
    finally:
        store.close()


def _site(settings: Settings) -> Diagnosis:
    if (settings.current_site / "index.html").is_file():
        return Diagnosis("ok", "Site: built and ready to serve.")
    return Diagnosis("warn", "Site: not built yet.", "`waymark serve` builds it at its start.")


def _port(settings: Settings) -> Diagnosis:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return Diagnosis(
                "warn",
                f"Port {settings.port} is in use: a Waymark that runs, or another program.",
                "If it is another program, set PORT to a free one.",
            )
    return Diagnosis("ok", f"Port {settings.port} is free.")
