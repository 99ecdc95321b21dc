"""A whole Waymark behind a real web server, whose proposals live on GitHub."""

from __future__ import annotations

import contextlib
import dataclasses
import hmac
import http.client
import json
import threading
from typing import Any

import pytest
from waitress import wasyncore
from waitress.server import create_server

from tests.a_door import ADoor
from waymark.github_settings import GitHubSettings, Secret
from waymark.serving import HARD_LIMIT, create_app

OURS = "peers/review"
SECRET = "a secret that only GitHub shares"


class AHook:
    """Sends what GitHub would send, signed unless told otherwise, over a real connection."""

    def __init__(self, door: ADoor) -> None:
        github = GitHubSettings(OURS, Secret("t"), webhook_secret=Secret(SECRET))
        self.settings = dataclasses.replace(door.settings, github=github)
        self.store = door.store
        app = create_app(self.settings, door.store, services=door.services)
        self.sockets: dict[int, Any] = {}
        self.server = create_server(
            app, map=self.sockets, host="127.0.0.1", port=0, max_request_body_size=HARD_LIMIT
        )
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while not self.over.is_set():
            wasyncore.loop(timeout=0.05, map=self.sockets, count=1)
        self.server.task_dispatcher.shutdown()
        wasyncore.close_all(self.sockets)

    def close(self) -> None:
        self.over.set()
        self.thread.join(timeout=30)

    def send(
        self, event: str | None, body: object, delivery: str | None = "d-0001-aaaa", **headers: str
    ) -> int:
        """Post a body; return the status. Headers given here replace the usual ones."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent: dict[str, str | None] = {
            "Content-Type": "application/json",
            "X-GitHub-Event": event,
            "X-GitHub-Delivery": delivery,
            "X-Hub-Signature-256": signed(raw),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self.post(raw, {name: value for name, value in sent.items() if value})

    def post(self, raw: bytes, headers: dict[str, str]) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.effective_port, timeout=30)
        # Refused before all of it was sent, the answer is there to be read all the same.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.request("POST", "/webhooks/github", raw, headers)
        try:
            return connection.getresponse().status
        finally:
            connection.close()

    def jobs(self) -> list[tuple[str, Any]]:
        return [(job.kind, job.payload) for job in self.store.open_jobs()]


def signed(raw: bytes, secret: str = SECRET, algorithm: str = "sha256") -> str:
    return f"{algorithm}={hmac.new(secret.encode(), raw, algorithm).hexdigest()}"


@pytest.fixture
def door(tmp_path) -> ADoor:
    made = ADoor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def hook(door) -> AHook:
    made = AHook(door)
    yield made
    made.close()
