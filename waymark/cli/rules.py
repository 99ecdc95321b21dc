"""`waymark rules`: for whoever writes rules. Try their examples; see what they make of a text."""

from __future__ import annotations

import sys

import click

from waymark.checks import Rules, load_rules, run
from waymark.checks.trying import broken_examples, crossed_examples, slow_rules
from waymark.community import load_community
from waymark.entry_fields import KINDS
from waymark.privacy import allow_list
from waymark.settings import Settings


@click.group()
def rules() -> None:
    """Try the rules of community/rules; docs/rules.md shows how to write one."""


@rules.command()
def test() -> None:
    """Try every rule on its own examples and on hard texts; exit 1 when one fails."""
    known = _rules()
    broken = [*broken_examples(known), *slow_rules(known)]
    for item in broken:
        click.echo(f"{item.where}: {item.rule} {item.message}.", err=True)
    crossed = list(crossed_examples(known))
    for cross in crossed:
        click.echo(f"{cross.example_of}: “{cross.text}” is {cross.level} for {cross.seen_by}.")
    examples = sum(len(r.match) + len(r.no_match) + len(r.lowered) for r in known.rules)
    click.echo(
        f"{len(known.rules)} rules, {examples} examples: {len(broken)} wrong; "
        f"{len(crossed)} harmless for one rule and grave for another."
    )
    sys.exit(1 if broken else 0)


@rules.command()
@click.argument("text")
@click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], help="As which kind to read.")
def explain(text: str, kind: str) -> None:
    """Say what the rules make of TEXT, and why; `-` reads it from standard input."""
    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    known = _rules()
    allow = allow_list(load_community(Settings.from_environment().community))
    checked = run(text, kind, "en", known, allow)
    click.echo(f"{checked.level}  (score {checked.score}, rules version {checked.rules_version})")
    for finding in checked.findings:
        click.echo(f"\n{finding.level}  {finding.rule}  {finding.start}-{finding.end}")
        click.echo(f"  seen: “{text[finding.start : finding.end]}”")
        click.echo(f"  {finding.explanation}")
        if finding.context:
            click.echo(f"  lowered, because {'; '.join(finding.context)}")
        if finding.suggest:
            click.echo(f"  suggestion: {finding.suggest}")
        if finding.guideline:
            source = known.sources[finding.guideline.partition("#")[0]]
            click.echo(f"  guideline: {source.title}, {source.publisher} {source.year}")


def _rules() -> Rules:
    return load_rules(Settings.from_environment().community / "rules")
