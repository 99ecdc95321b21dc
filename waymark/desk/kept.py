"""What somebody typed into a form that could not be used, so that nothing is lost."""

from __future__ import annotations

from flask import request

BESIDE = {"csrf_token", "read", "finding", "sure", "edit"}
"""Fields of the desk's forms that nobody types."""
LONGEST = 20_000


def typed_here() -> list[tuple[str, str]]:
    """Return the names and words of the form that was just sent, the empty ones left out."""
    return [
        (name, "\n".join(values)[:LONGEST])
        for name, values in request.form.lists()
        if name not in BESIDE and any(value.strip() for value in values)
    ]
