"""A small GitHub on this machine that does what a test says: the right thing, or a wrong one.

It keeps a real git repository, and pull requests, labels, comments and check runs beside it.
``faults`` is asked at each request what goes wrong; see `Fault`.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from tests.forge.github import shapes
from tests.forge.github.routes import ROUTES
from tests.forge.github.world import Refused, World

SILENCE_SECONDS = 1.5
"""Longer than the time-out of a client that meets it."""


class Fault(StrEnum):
    """What goes wrong: before the work was done, or after it."""

    BAD_GATEWAY_BEFORE = "502 before"
    BAD_GATEWAY_AFTER = "502 after"
    UNAVAILABLE_WAIT = "503 with Retry-After"
    RESET_BEFORE = "reset before"
    RESET_AFTER = "reset after"
    SILENCE_BEFORE = "timeout before"
    SILENCE_AFTER = "timeout after commit"
    CUT_SHORT = "truncated body"
    SECONDARY_403 = "403 secondary"
    SECONDARY_403_WAIT = "403 with Retry-After"
    SECONDARY_429 = "429"
    SECONDARY_429_WAIT = "429 with Retry-After"
    PRIMARY = "403 until reset"


LIMITS = {
    Fault.SECONDARY_403: (403, {}),
    Fault.SECONDARY_403_WAIT: (403, {"Retry-After": "30"}),
    Fault.SECONDARY_429: (429, {}),
    Fault.SECONDARY_429_WAIT: (429, {"Retry-After": "45"}),
    Fault.PRIMARY: (403, {"X-RateLimit-Remaining": "0"}),
    Fault.UNAVAILABLE_WAIT: (503, {"Retry-After": "20"}),
}
SECONDARY_WORDS = "You have exceeded a secondary rate limit. Please wait a few minutes."
PRIMARY_WORDS = "API rate limit exceeded for installation ID 1."
BEFORE = {Fault.BAD_GATEWAY_BEFORE, Fault.RESET_BEFORE, Fault.SILENCE_BEFORE, *LIMITS}


@dataclass(frozen=True)
class Request:
    """One request as it came in. ``login`` is who sent it."""

    verb: str
    path: str
    query: dict[str, str]
    body: Any
    login: str

    @property
    def is_write(self) -> bool:
        return self.verb != "GET"


class ScriptedGitHub:
    """Listens on 127.0.0.1. ``log`` holds every request that came in, with its status."""

    def __init__(
        self, folder: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.world = World(folder, clock)
        self.faults: Callable[[Request], Fault | None] = lambda _request: None
        self.log: list[tuple[Request, int]] = []
        self.on_exchange: Callable[..., None] | None = None
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"github": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    def start(self) -> ScriptedGitHub:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def calls(self, verb: str = "", pattern: str = "") -> list[Request]:
        """Return the requests whose verb and path are such."""
        return [r for r, _ in self.log if verb in ("", r.verb) and re.search(pattern, r.path)]

    def answer(self, request: Request) -> tuple[int, dict[str, str], Any]:
        """Do what is asked; return status, headers and JSON."""
        with self._lock:
            try:
                status, data = self._route(request)
            except Refused as refused:
                status, data = refused.status, refused.data
            headers = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "4999"}
            if self.world.next_page:
                address = f"{self.address}{request.path}?page={self.world.next_page}"
                headers["Link"] = f'<{address}>; rel="next", <{address}>; rel="last"'
                self.world.next_page = 0
            return status, headers, data

    def _route(self, request: Request) -> tuple[int, Any]:
        world = self.world
        for verb, pattern, do in ROUTES:
            found = re.fullmatch(pattern, request.path)
            if found and verb == request.verb:
                world.require_access(request.login, request.path, request.verb)
                return do(world, request, *found.groups())
        raise Refused(404, "Not Found")


class _Handler(BaseHTTPRequestHandler):
    github: ClassVar[ScriptedGitHub]
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece: apart, the client would wait 40 ms for the second

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        url = urlsplit(self.path)
        github = self.github
        request = Request(
            self.command,
            url.path,
            dict(parse_qsl(url.query)),
            json.loads(raw) if raw else None,
            github.world.login_of(self.headers.get("Authorization", "")),
        )
        fault = github.faults(request)
        if fault in BEFORE:
            self._fail(request, fault)
            return
        status, headers, data = github.answer(request)
        tag = f'"{sha1(json.dumps(data).encode(), usedforsecurity=False).hexdigest()}"'
        if request.verb == "GET" and status == 200:
            headers["ETag"] = tag
            if self.headers.get("If-None-Match") == tag:
                status, data = 304, None
        github.log.append((request, status))
        if github.on_exchange is not None:
            github.on_exchange(self, raw, status, headers, data)
        if fault is None:
            self._send(status, headers, data)
        else:
            self._fail(request, fault, status, data)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815

    def _fail(self, request: Request, fault: Fault, status: int = 0, data: Any = None) -> None:
        if fault in BEFORE:
            self.github.log.append((request, 0))
        if fault in LIMITS:
            status, headers = LIMITS[fault]
            words = PRIMARY_WORDS if fault is Fault.PRIMARY else SECONDARY_WORDS
            if fault is Fault.PRIMARY:
                reset = int(self.github.world.clock().timestamp()) + 90
                headers = {**headers, "X-RateLimit-Reset": str(reset)}
            self._send(status, headers, shapes.trouble(words, status=status))
        elif fault in (Fault.BAD_GATEWAY_BEFORE, Fault.BAD_GATEWAY_AFTER):
            self._send(502, {}, None, text="<html>Bad Gateway</html>")
        elif fault in (Fault.SILENCE_BEFORE, Fault.SILENCE_AFTER):
            time.sleep(SILENCE_SECONDS)
            self.close_connection = True
        elif fault is Fault.CUT_SHORT:
            text = json.dumps(data)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text[: len(text) // 2].encode())
            self.close_connection = True
        else:
            self.close_connection = True

    def _send(
        self, status: int, headers: dict[str, str], data: Any, text: str | None = None
    ) -> None:
        body = text if text is not None else ("" if data is None else json.dumps(data))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
