"""What `waymark.privacy` sees in a text, as findings for a moderator."""

from __future__ import annotations

from collections.abc import Iterator

from waymark import privacy
from waymark.checks.findings import Finding, Level
from waymark.checks.levels import Levels
from waymark.privacy import AllowList, Detail

SUGGESTIONS = {"name": "[name]", "workplace": "[workplace or school]"}


def personal_findings(
    text: str, kind: str, levels: Levels, allow: AllowList | None
) -> Iterator[Finding]:
    """Yield a finding for each way to reach a person, which `privacy.replace` takes out, and for
    each name or workplace, which nothing takes out but a moderator."""
    details = privacy.find(text, allow)
    for detail in details:
        yield Finding(
            rule=f"contact.{detail.span_class}",
            category="link" if detail.span_class == "link" else "contact",
            level=Level.REVIEW,
            start=detail.start,
            end=detail.end,
            explanation=f"This looks like {privacy.NAMED[detail.span_class]}. "
            "It is replaced before anyone else sees it.",
            suggest=privacy.MARKERS[detail.span_class][0],
            policy=detail.rule,
        )
    level = levels.rows["personal_data", "name"].level_for(kind, ())
    yield from (_softer(detail, level) for detail in privacy.find_softer(text, details))


def _softer(detail: Detail, level: Level) -> Finding:
    return Finding(
        rule=f"personal.{detail.span_class}",
        category="personal_data",
        level=level,
        start=detail.start,
        end=detail.end,
        explanation=f"This looks like {privacy.NAMED[detail.span_class]}. It may lead to somebody.",
        suggest=SUGGESTIONS[detail.span_class],
        policy=detail.rule,
    )
