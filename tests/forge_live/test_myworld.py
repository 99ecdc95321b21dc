"""Another GitHub that others wrote, which can do a thing and never say so."""

from __future__ import annotations

import json
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.forge.conftest import ticking
from tests.forge.samples import a_proposal
from tests.forge_live.contract import FORGE
from tests.running import wait_for
from waymark.errors import ForgeUnavailable
from waymark.forge import Status
from waymark.forge.github import GitHubForge
from waymark.github_settings import GitHubSettings, Secret

REPOSITORY = {"name": "peers/review", "private": True, "files": {"README.md": "Review.\n"}}


class MyWorld:
    """Stands in for https://api.github.com itself, behind a proxy with a certificate of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, self.gateway = _free_port(), _free_port()
        self.certificates = folder / "ca"
        self._log = (folder / "myworld.log").open("wb")
        self._process = subprocess.Popen(
            [FORGE / "myworld" / "bin" / "myworld", "serve", "--host", "127.0.0.1",
             "--port", str(self.port), "--gateway", str(self.gateway), "--no-passthrough",
             "--ca-dir", self.certificates],
            stdout=self._log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            wait_for(self._is_ready, "myworld to be ready")
        except AssertionError:
            self.stop()
            raise

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._log.close()

    def token(self, tool: str, kind: str) -> Secret:
        """Make a world in which this tool fails in this way once; return who we are in it."""
        github = {"viewer": "waymark-service", "users": [{"login": "waymark-service"}],
                  "repos": [REPOSITORY]}  # fmt: skip
        spec = {
            "name": "review",
            "agents": {"bot": {}},
            "servers": {"github": {"seed": github}},
            "faults": [{"server": "github", "tool": tool, "kind": kind, "on_call": 1}],
        }
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/envs",
            data=json.dumps({"spec": spec}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Secret(json.load(answer)["credentials"]["bot"]["github_token"])

    def _is_ready(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=2).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


@pytest.fixture(scope="module")
def myworld(tmp_path_factory):
    made = MyWorld(tmp_path_factory.mktemp("myworld"))
    yield made
    made.stop()


@pytest.mark.parametrize("kind", ["timeout_after_commit", "bad_gateway", "server_error"])
@pytest.mark.parametrize(
    "tool",
    ["github.git.createRef", "github.repos.createOrUpdateFileContents", "github.pulls.create",
     "github.issues.addLabels", "github.repos.createCommitStatus"],
)  # fmt: skip
def test_what_fails_once_on_the_way_is_one_pull_request(myworld, store, monkeypatch, tool, kind):
    """Through the real address and certificates; the failure is seen, not hidden."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{myworld.gateway}")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(myworld.certificates / "myworld-ca.pem"))
    settings = GitHubSettings("peers/review", myworld.token(tool, kind))
    forge = GitHubForge(settings, store, clock=ticking())

    with pytest.raises(ForgeUnavailable):
        forge.propose(a_proposal())
    assert forge.propose(a_proposal()).status is Status.OPEN

    pulls = forge.connection.get("pulls", {"state": "all"})
    assert [pull["head"]["ref"] for pull in pulls] == ["submission/k7f3q9"]
    assert [label["name"] for label in pulls[0]["labels"]] == ["level:routine"]
    assert forge.read_at(pulls[0]["head"]["sha"], a_proposal().path) == a_proposal().content


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
