#!/usr/bin/env python
"""Take one GitHub event from a file, as GitHub Actions gives it, and do what it asks for.

    python scripts/on_event.py EVENT_NAME EVENT_FILE
    python scripts/on_event.py "$GITHUB_EVENT_NAME" "$GITHUB_EVENT_PATH"

The same as a webhook, for those whose service cannot be reached from outside: it needs the same
settings (WAYMARK_FORGE=github and its companions, WAYMARK_DATABASE_URL). Publishing is left to
the service's own worker. Prints one line without a word of the event.

Exit code 0 when it was taken or asks for nothing, 1 when something has to be mended, 2 when the
arguments or the file are wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from waymark.bot.events import read_event
from waymark.cli.parts import open_parts
from waymark.errors import WaymarkError
from waymark.settings import Settings
from waymark.worker import Worker

MOST_BYTES = 25 * 1024 * 1024
"""GitHub cuts events at 25 MB."""
LEFT_ALONE = {"publish"}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description="Take one GitHub event from a file and do what it asks for."
    )
    parser.add_argument("event", metavar="EVENT_NAME", help="such as issue_comment")
    parser.add_argument("file", metavar="EVENT_FILE", type=Path, help="the event as JSON")
    given = parser.parse_args(arguments)
    try:
        body = _read(given.file)
    except ValueError as problem:
        print(f"on_event: {problem}", file=sys.stderr)
        return 2
    try:
        print(_take(given.event, body))
    except WaymarkError as problem:
        print(f"on_event: {problem}", file=sys.stderr)
        return 1
    return 0


def _read(file: Path) -> dict[str, object]:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ValueError("The event file is larger than any event of GitHub.")
        body = json.loads(file.read_text(encoding="utf-8"))
    except OSError:
        raise ValueError("The event file cannot be read.") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise ValueError("The event file is not JSON.") from None
    if not isinstance(body, dict):
        raise ValueError("The event file is not a JSON object.")
    return body


def _take(name: str, body: dict[str, object]) -> str:
    settings = Settings.from_environment()
    if settings.github is None:
        return "Proposals live in the built-in forge: nothing to do."
    event = read_event(name, body, settings.github.repository)
    if event is None:
        return "The event asks for nothing."
    parts = open_parts(settings)
    try:
        parts.store.add_job(event.job(), datetime.now(UTC))
        handlers = {k: h for k, h in parts.worker.handlers.items() if k not in LEFT_ALONE}
        worker = Worker(parts.store, handlers, lease=parts.worker.lease)
        while worker.run_once():
            pass
    finally:
        parts.store.close()
    return "Taken."


if __name__ == "__main__":
    sys.exit(main())
