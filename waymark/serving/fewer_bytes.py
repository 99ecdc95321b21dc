"""Answers in as few bytes as the browser takes."""

from __future__ import annotations

import gzip

from flask import Response
from werkzeug.datastructures import Accept

TEXT = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml",
        "application/manifest+json", "application/feed+json")  # fmt: skip
SMALL = 500
"""What is smaller gains little; the icon, which every first view fetches, is a little larger."""


def in_fewer_bytes(answer: Response, accepted: Accept, packed: bytes | None) -> Response:
    """Encode an answer: with ``packed``, its brotli copy, where there is one, else text with gzip.

    Only for files that are the same for everybody: what holds a secret is never compressed.
    """
    is_text = str(answer.content_type).startswith(TEXT) and len(answer.get_data()) >= SMALL
    if packed is None and not is_text:
        return answer
    answer.vary.add("Accept-Encoding")
    if packed is not None and accepted.quality("br") > 0:
        return _encoded(answer, "br", packed)
    if is_text and accepted.quality("gzip") > 0:
        return _encoded(answer, "gzip", gzip.compress(answer.get_data(), mtime=0))
    return answer


def _encoded(answer: Response, encoding: str, content: bytes) -> Response:
    """Fill in the encoded content, which has a mark of its own for caches."""
    mark, _ = answer.get_etag()
    answer.set_data(content)
    answer.content_encoding = encoding
    answer.set_etag(f"{mark}-{encoding}")
    return answer
