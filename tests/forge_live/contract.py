"""GitHub's own description of its interface, and whether an exchange keeps to it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

FORGE = Path(__file__).resolve().parent.parent.parent / ".forge"
HOST = "https://api.github.com"
# openapi-core takes no slash inside a parameter, and GitHub has them in paths and branches.
_MANY_PARTS = re.compile(r"(/contents/|/git/ref/|/git/refs/|/git/matching-refs/)(.+)")
NOT_JUDGED = {304, 401, 403, 404, 405, 409, 422, 429, 500, 502, 503}
"""Refusals, and "as it was": GitHub describes them at some operations only."""


class Contract:
    """Collects what goes against the description; ``seen`` are the operations that were used."""

    def __init__(self) -> None:
        description = json.loads((FORGE / "github-openapi.json").read_text(encoding="utf-8"))
        self._openapi = OpenAPI.from_dict(description, config=Config(spec_validator_cls=None))
        self.broken: list[str] = []
        self.seen: set[str] = set()

    def check(
        self, verb: str, address: str, body: bytes, status: int, answer: bytes, kind: str
    ) -> None:
        """Hold one exchange against the description."""
        url = urlsplit(address)
        path = _MANY_PARTS.sub(lambda found: found[1] + quote(found[2], safe=""), url.path)
        request = MockRequest(
            HOST, verb.lower(), path, args=dict(parse_qsl(url.query)),
            headers={"Authorization": "token x"}, data=body or None,
        )  # fmt: skip
        what = f"{verb} {re.sub(r'[0-9a-f]{40}', 'SHA', path)}"
        self.seen.add(what)
        self._try(what, lambda: self._openapi.validate_request(request))
        if status not in NOT_JUDGED:
            response = MockResponse(answer, status, content_type=kind.split(";")[0])
            self._try(
                f"{what} -> {status}", lambda: self._openapi.validate_response(request, response)
            )

    def _try(self, what: str, validate: Any) -> None:
        try:
            validate()
        except OpenAPIError as problem:
            reasons = getattr(problem.__cause__, "schema_errors", None) or [
                problem.__cause__ or problem
            ]
            self.broken.append(f"{what}: {'; '.join(_short(reason) for reason in reasons)}")


def _short(reason: Any) -> str:
    place = "/".join(str(part) for part in getattr(reason, "absolute_path", ()))
    return f"{place} {getattr(reason, 'message', reason)}"[:200]
