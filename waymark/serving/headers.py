"""The headers of every answer, whoever made it."""

from __future__ import annotations

from flask import Response

from waymark.publish.headers import HEADERS


def add_headers(answer: Response) -> Response:
    """Add what keeps a reader safe: nothing foreign is loaded and nobody learns where they were."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    answer.headers.pop("Server", None)
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer
