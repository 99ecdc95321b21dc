"""Read what a browser or a program posted: each field name with the list of its values.

Nothing is trusted, nothing is written to disk, and nothing is lost on the way: bytes that are not
UTF-8 become U+FFFD, which `waymark.form_reading` answers with the text kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

MOST_BYTES = 4 * 1024 * 1024
MOST_FIELDS = 2000

Sent = Mapping[str, list[Any]]


class NotText:
    """Stands for whatever is no text: a number, a file, an object. Forms refuse it politely."""


class UnreadableBody(Exception):
    """The body as a whole cannot be read. ``status`` is 400, 413 or 415."""

    def __init__(self, status: int) -> None:
        super().__init__(f"unreadable body, {status}")
        self.status = status


def read_body(request: Request) -> Sent:
    """Return the fields that were sent; raise ``UnreadableBody`` when there are none to be had."""
    try:
        match request.mimetype:
            case "application/x-www-form-urlencoded":
                return _read_urlencoded(request.get_data(cache=False))
            case "multipart/form-data":
                return _read_multipart(request)
            case "application/json":
                return _read_json(request.get_data(cache=False))
            case "" if not request.get_data(cache=False):
                return {}
    except RequestEntityTooLarge:
        raise UnreadableBody(413) from None
    raise UnreadableBody(415)


def one_text(sent: Sent, name: str, longest: int = 10_000) -> str:
    """Return a field that is no question of the form, such as a token: text, or ``""``."""
    values = sent.get(name, [])
    if len(values) == 1 and isinstance(values[0], str) and len(values[0]) <= longest:
        return values[0]
    return ""


def _read_urlencoded(body: bytes) -> Sent:
    # Werkzeug drops the whole form when a raw byte is not UTF-8, and lets `%FF` pass as it is.
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise UnreadableBody(413) from None
    return _gather(pairs)


def _read_multipart(request: Request) -> Sent:
    parser = FormDataParser(
        # Never a temporary file: what a visitor wrote is stored in one place only.
        stream_factory=lambda *_args, **_more: BytesIO(),
        max_form_memory_size=MOST_BYTES,
        max_form_parts=MOST_FIELDS,
        silent=False,
    )
    _, options = parse_options_header(request.headers.get("Content-Type", ""))
    try:
        _, form, files = parser.parse(
            request.stream, "multipart/form-data", request.content_length, options
        )
    except ValueError:
        raise UnreadableBody(400) from None
    uploads = [
        (name, NotText()) for name, file in files.items(multi=True) if file.filename or file.read(1)
    ]
    return _gather([*form.items(multi=True), *uploads])


def _read_json(body: bytes) -> Sent:
    try:
        read = json.loads(
            body.decode("utf-8", "replace").removeprefix("\ufeff"),
            object_pairs_hook=_Pairs,
            # Numbers are no answers, and a very long one is costly to read.
            parse_int=_not_text,
            parse_float=_not_text,
            parse_constant=_not_text,
        )
    except (ValueError, RecursionError):
        raise UnreadableBody(400) from None
    if not isinstance(read, _Pairs):
        raise UnreadableBody(400)
    if len(read) > MOST_FIELDS:
        raise UnreadableBody(413)
    times = Counter(name for name, _ in read)
    fields: dict[str, list[Any]] = {}
    for name, value in read:
        values = fields.setdefault(name, [])
        if isinstance(value, list) and not isinstance(value, _Pairs) and times[name] == 1:
            values.extend(value)
        elif value is not None:
            values.append(value)
    return fields


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its keys in order, each as often as it was sent."""


def _not_text(_digits: str) -> NotText:
    return NotText()


def _gather(pairs: list[tuple[str, Any]]) -> Sent:
    fields: dict[str, list[Any]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields
