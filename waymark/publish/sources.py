"""Read everything that a site is built from: entries and notices, out of every content root."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from waymark.entry import Entry, parse
from waymark.entry_fields import FOLDERS
from waymark.errors import BadEntry
from waymark.notices import Notice, parse_notice
from waymark.vocabulary import Vocabulary


@dataclass(frozen=True)
class Sources:
    """What was read, in order of publication: sequence, then id."""

    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]


def read_sources(roots: Sequence[Path], vocabulary: Vocabulary) -> Sources:
    """Read all roots; raise ``BadEntry`` naming the first file that is broken.

    An entry that is being looked at is left out: its notice stands in its place.
    """
    entries: list[Entry] = []
    notices: list[Notice] = []
    for root in roots:
        for kind, folder in FOLDERS.items():
            for path, source in _files(root, folder, "*.md"):
                entry = parse(_text(path, source), source, vocabulary)
                _require_place(entry, kind, path, source)
                entries.append(entry)
        for path, source in _files(root, "notices", "*.yaml"):
            notices.append(parse_notice(_text(path, source), source))
    hidden = {notice.id for notice in notices if notice.is_looked_at}
    entries = [entry for entry in entries if entry.id not in hidden]
    entries.sort(key=lambda entry: (entry.sequence, entry.id))
    notices.sort(key=lambda notice: notice.id)
    return Sources(tuple(entries), tuple(notices))


def _files(root: Path, folder: str, pattern: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((root / folder).rglob(pattern)):
        if path.is_symlink():
            raise BadEntry(
                "A link to another file is not content.",
                remedy="Put the file itself here.",
                where=f"{root.name}/{path.relative_to(root).as_posix()}",
            )
        yield path, f"{root.name}/{path.relative_to(root).as_posix()}"


def _text(path: Path, source: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise BadEntry(
            "This file is not UTF-8.", remedy="Save it as UTF-8.", where=source
        ) from None
    except OSError as problem:
        raise BadEntry(
            f"This file cannot be read ({problem.strerror}).",
            remedy="Give this user the right to read it.",
            where=source,
        ) from None


def _require_place(entry: Entry, kind: str, path: Path, source: str) -> None:
    if entry.kind != kind:
        raise BadEntry(
            f"A {entry.kind} does not belong in this folder.",
            remedy=f"Move it to {FOLDERS[entry.kind]}/.",
            where=source,
        )
    if entry.id != path.stem:
        raise BadEntry(
            "The id and the file name differ.",
            remedy=f"Call the file {entry.id}.md, or change the id.",
            where=source,
        )
