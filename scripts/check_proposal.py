#!/usr/bin/env python
"""Check one proposal as data: that it holds the file of its submission and nothing else.

    scripts/check_proposal.py REPOSITORY BASE HEAD BRANCH [--json]

REPOSITORY is a clone that has both commits; nothing in it is run or imported, and a link in it is
not followed. The file must be an entry that `waymark.entry` can read, with its submission's own
id, and without what only the service or an editor sets. What the rules find is listed and never
refuses: people decide. No word of the text is printed.

Exit code 0 when the proposal is in order, 1 when it is not, 2 when it could not be looked at.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from waymark.checks import load_rules, run
from waymark.checks.report import report
from waymark.community import load_community
from waymark.entry import parse, path_in
from waymark.errors import BadEntry, WaymarkError
from waymark.forge.names import BRANCH, branch_of, waiting_paths
from waymark.privacy import allow_list
from waymark.settings import Settings

COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
NOT_YET = ("published", "sequence", "reviewed_on", "editorial", "example", "withdraw_ref")
"""Keys that nothing has before it is published, or that only an editor's own entries have."""


@dataclass(frozen=True)
class Row:
    """One thing that was checked. ``where`` is a path with a line, or ``""``."""

    check: str
    is_fine: bool
    what: str
    where: str = ""


class CannotLook(Exception):
    """git could not show what was asked for."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check one proposal as data.")
    parser.add_argument("repository", metavar="REPOSITORY", type=Path)
    parser.add_argument("base", metavar="BASE", help="the commit of the main branch")
    parser.add_argument("head", metavar="HEAD", help="the commit of the proposal")
    parser.add_argument("branch", metavar="BRANCH", help="such as submission/k7f3q9")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args(arguments)
    try:
        settings = Settings.from_environment()
        rows = check(settings, given.repository, given.base, given.head, given.branch)
    except (CannotLook, WaymarkError) as problem:
        print(f"check_proposal: {problem}", file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps({"rows": [asdict(row) for row in rows]}))
    else:
        for row in rows:
            place = f" ({row.where})" if row.where else ""
            print(f"{'ok' if row.is_fine else 'MEND':<5}{row.check:<10}{row.what}{place}")
    return 0 if all(row.is_fine for row in rows) else 1


def check(settings: Settings, repository: Path, base: str, head: str, branch: str) -> list[Row]:
    """Return what was checked, in order; a step that fails ends it."""
    if not (COMMIT.fullmatch(base) and COMMIT.fullmatch(head)):
        raise CannotLook("BASE and HEAD are commit ids, written out.")
    name = branch.removeprefix(BRANCH)
    try:
        is_ours = branch_of(name) == branch
    except ValueError:
        is_ours = False
    if not is_ours:
        return [Row("branch", False, "This is not the branch of a submission.")]
    rows = [Row("branch", True, "It is the branch of a submission.")]
    changed = _changed(repository, base, head)
    own = [path for path in changed if path in waiting_paths(name)]
    if changed != own or len(own) != 1:
        return [
            *rows,
            Row("files", False, f"It changes {len(changed)} files; only its own may be."),
        ]
    rows.append(Row("files", True, "It holds its own file and no other."))
    return [*rows, *_check_file(settings, repository, head, name, own[0])]


def _check_file(settings: Settings, repository: Path, head: str, name: str, path: str) -> list[Row]:
    community = load_community(settings.community)
    if not _git(repository, "ls-tree", head, "--", path).startswith(b"100644 blob "):
        return [Row("entry", False, "It is not a plain file.", path)]
    try:
        text = _git(repository, "show", f"{head}:{path}").decode("utf-8")
        entry = parse(text, path, community.vocabulary)
    except UnicodeDecodeError:
        return [Row("entry", False, "It is not UTF-8.", path)]
    except BadEntry as problem:
        return [Row("entry", False, f"{problem.message} {problem.remedy}", problem.where)]
    if entry.id != name or path != path_in("submissions", entry.kind, name):
        return [Row("entry", False, "Its id or kind is that of another submission.", path)]
    early = [key for key in NOT_YET if key in entry.facts]
    if early:
        return [Row("entry", False, f"It has {', '.join(early)}, which no proposal has.", path)]
    rows = [Row("entry", True, "It can be read, and is as a proposal should be.", path)]
    rules, allow = load_rules(settings.community / "rules"), allow_list(community)
    for line in report(path, text, run(text, entry.kind, entry.lang, rules, allow)):
        where, _, what = line.partition(": ")
        rows.append(Row("finding", True, what, where))
    return rows


def _changed(repository: Path, base: str, head: str) -> list[str]:
    listed = _git(repository, "diff", "--name-only", "-z", "--no-renames", f"{base}...{head}")
    return [path.decode("utf-8", "replace") for path in listed.split(b"\0") if path]


def _git(repository: Path, *arguments: str) -> bytes:
    done = subprocess.run(
        ["git", "-C", str(repository), *arguments], capture_output=True, check=False
    )
    if done.returncode != 0:
        raise CannotLook("git cannot show these commits. Fetch the whole history of both.")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
