"""`waymark forget`: remove everything of one submission, history included."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import click

from waymark.cli.parts import Parts, open_parts
from waymark.erasing import forget as begin_forgetting
from waymark.errors import ForgeUnavailable
from waymark.settings import Settings

PAUSE_SECONDS, MOST_SECONDS = 0.5, 1800.0


@click.command()
@click.argument("submission_id", metavar="ID")
def forget(submission_id: str) -> None:
    """Remove everything of one submission: pages, search, feeds, store, branches and history.

    ID is the last part of its address. It cannot be undone. What stays is a row that says that
    something was removed, and a notice where a page had been. The service may go on running.
    What readers, search engines or your backups copied is out of reach; see docs/privacy.md.

    Exit code 1 when there is no such submission, or when it could not be finished yet.
    """
    parts = open_parts(Settings.from_environment())
    try:
        begin_forgetting(parts.store, submission_id, "operator", datetime.now(UTC))
        click.echo("Taking it out of the site, the store and the history ...")
        _work_until_erased(parts, submission_id)
        click.echo("It is removed.")
    finally:
        parts.store.close()


def _work_until_erased(parts: Parts, submission_id: str) -> None:
    """Do what is due, here or in a service that runs, until the words are gone."""
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        submission = parts.store.get(submission_id)
        if submission is not None and submission.erased_at is not None:
            return
        if parts.worker.run_once():
            continue
        for job in parts.store.stuck():
            if job.submission_id in (submission_id, None) and job.last_error:
                raise ForgeUnavailable(
                    f"It is not done yet: {job.last_error}",
                    remedy="It goes on as soon as that is mended; run this again to see.",
                )
        time.sleep(PAUSE_SECONDS)
    raise ForgeUnavailable("It takes too long.", remedy="Look at the desk for stuck work.")
