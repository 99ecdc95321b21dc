"""`waymark check`: the rules on any text, and the whole of a site's content."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from waymark.checks import Rules, load_rules, run
from waymark.checks.jsonl import answer, lines_of
from waymark.checks.report import report
from waymark.community import load_community
from waymark.entry import parse
from waymark.errors import WaymarkError
from waymark.forms import load_forms, load_problems
from waymark.privacy import AllowList, allow_list
from waymark.publish import check_content
from waymark.settings import Settings
from waymark.vocabulary import Vocabulary
from waymark.words import LANGUAGES


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--jsonl", is_flag=True, help="Read JSON lines on standard input, answer likewise.")
def check(files: tuple[Path, ...], jsonl: bool) -> None:
    """Check content: the whole site, the FILES named, or JSON lines.

    \b
    Without FILES: community folder, rules and their examples, entries; exit 1 when one is broken.
    With FILES: what the rules find, as file:line:col; exit 1 when a file cannot be read.
    With --jsonl: {"id", "kind", "text", "lang"?} a line in, findings a line out;
    exit 2 when a line was not valid.
    """
    settings = Settings.from_environment()
    community = load_community(settings.community)
    rules = load_rules(settings.community / "rules")
    allow = allow_list(community)
    if jsonl:
        sys.exit(_answer_lines(rules, allow))
    if files:
        sys.exit(_report_files(files, community.vocabulary, rules, allow))
    load_forms(settings.community / "forms", community.vocabulary)
    load_problems(settings.community / "forms")
    problems = check_content(settings, community)
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        sys.exit(1)
    click.echo(f"Content is in order; rules version {rules.version}.")


def _answer_lines(rules: Rules, allow: AllowList) -> int:
    all_good = True
    for text, good in answer(lines_of(sys.stdin.buffer), rules, allow):
        # UTF-8 whatever the terminal speaks; half a character in an `id` goes back as it came.
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.buffer.flush()
        all_good = all_good and good
    return 0 if all_good else 2


def _report_files(
    files: tuple[Path, ...], vocabulary: Vocabulary, rules: Rules, allow: AllowList
) -> int:
    """Report on entries (files with front matter) and on plain texts alike."""
    status = 0
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            click.echo(f"{path}:1:1: This file cannot be read as UTF-8 text.", err=True)
            status = 1
            continue
        kind, lang = "story", LANGUAGES[0]
        if text.lstrip("\ufeff").startswith("---"):
            try:
                entry = parse(text, str(path), vocabulary)
                kind, lang = entry.kind, entry.lang
            except WaymarkError as problem:
                click.echo(str(problem), err=True)
                status = 1
        for line in report(str(path), text, run(text, kind, lang, rules, allow)):
            click.echo(line)
    return status
