"""`waymark check`: the rules on any text, and the whole of a site's content."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from waymark.checks import load_rules
from waymark.checks.jsonl import answer
from waymark.checks.report import report
from waymark.community import load_community
from waymark.forms import load_forms, load_problems
from waymark.publish import check_content
from waymark.settings import Settings


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
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
    rules = load_rules(settings.community / "rules")
    if jsonl:
        sys.exit(_answer_lines(rules))
    if files:
        sys.exit(_report_files(files, settings, rules))
    community = load_community(settings.community)
    load_forms(settings.community / "forms", community.vocabulary)
    load_problems(settings.community / "forms")
    problems = check_content(settings, community)
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        sys.exit(1)
    click.echo(f"Content is in order; rules version {rules.version}.")
