"""A whole Waymark as an operator runs it: its own process, port and data folder."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0


class RunningWaymark:
    """Starts, asks, stops and kills `waymark serve`; its output goes to a file that tests read."""

    def __init__(self, home: Path, command: list[str] | None = None) -> None:
        self.home = home
        self.port = _free_port()
        self.log = home.parent / f"{home.name}.log"
        self.command = command or [sys.executable, "-m", "waymark", "serve"]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, **extra: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("WAYMARK_")}
        return {**kept, "PORT": str(self.port), "WAYMARK_HOME": str(self.home), **extra}

    def start(self, *, wait: bool = True, **extra: str) -> RunningWaymark:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment(**extra),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if wait:
            self.wait_until_ready()
        return self

    def wait_until_ready(self) -> None:
        def ready() -> bool:
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text()
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                    return answer.status == 200
            except (urllib.error.URLError, OSError):
                return False

        wait_for(ready, "Waymark to be ready")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another `waymark` command on the same data folder."""
        return subprocess.run(
            [sys.executable, "-m", "waymark", *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def sign_in_link(self) -> str:
        """Return a fresh one-time link for the desk, as the operator would."""
        answer = self.run("desk-link")
        found = re.search(r"http://\S+/desk/sign-in/\S+", answer.stdout)
        assert found, answer.stdout + answer.stderr
        return found[0]

    def stop(self) -> int:
        """Ask it to stop and wait; return its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """End it and all it started at once, as a power cut would."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def wait_for(condition, what: str, patience: float = PATIENCE) -> None:
    """Wait until ``condition()`` holds; fail by saying what did not come."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f"waited {patience:.0f} s for {what}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
