"""What `waymark.privacy` sees in a text, as findings for a moderator."""

from __future__ import annotations

from collections.abc import Iterator

from waymark import privacy
from waymark.checks.findings import Finding, Level
from waymark.privacy import AllowList

DETAIL_WORDS = {
    "email": "an e-mail address", "phone": "a phone number", "link": "a link",
    "handle": "the name of an account", "address": "a street address", "postcode": "a postcode",
    "iban": "a bank account", "bsn": "a personal number",
}  # fmt: skip


def contact_findings(text: str, allow: AllowList | None) -> Iterator[Finding]:
    """Yield a finding for each way to reach a person; `privacy.replace` takes them out."""
    for detail in privacy.find(text, allow):
        yield Finding(
            rule=f"contact.{detail.span_class}",
            category="link" if detail.span_class == "link" else "contact",
            level=Level.REVIEW,
            start=detail.start,
            end=detail.end,
            explanation=f"This looks like {DETAIL_WORDS[detail.span_class]}. "
            "It is replaced before anyone else sees it.",
            suggest=privacy.MARKERS[detail.span_class][0],
            policy=detail.rule,
        )
