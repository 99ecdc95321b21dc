"""A worker process that is killed loses nothing: the next one finds its job."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from waymark.store import NewJob, Store
from waymark.worker import Worker

ROOT = Path(__file__).resolve().parents[2]
LEASE = timedelta(seconds=1.5)

PROGRAM = """
import sys, threading, time
from datetime import timedelta
from waymark.store import Store
from waymark.worker import Worker

url, log, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])

def handler(job, now):
    with open(log, "a") as file:
        file.write(f"began {job.submission_id}\\n")
    time.sleep(seconds)
    with open(log, "a") as file:
        file.write(f"done {job.submission_id}\\n")

kinds = {"propose": handler, "publish": handler}
Worker(Store.open(url), kinds, lease=timedelta(seconds=1.5)).run(threading.Event())
"""


@pytest.fixture
def url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'store.sqlite3'}"


@pytest.fixture
def store(url):
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture
def start_worker(url, tmp_path):
    """Start worker processes that write down what they do; end those that are left."""
    started = []

    def start(seconds: float) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", PROGRAM, url, str(tmp_path / "log"), str(seconds)]
        started.append(subprocess.Popen(command, cwd=ROOT))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait(timeout=10)


def lines(folder: Path) -> list[str]:
    log = folder / "log"
    return log.read_text().splitlines() if log.exists() else []


def wait_until(is_so, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.mark.parametrize("kind", ["propose", "publish"])
def test_a_job_whose_worker_was_killed_is_done_by_the_next(store, start_worker, tmp_path, kind):
    """Killed half-way: not before its lease ends, then once, then never again."""
    store.add_job(NewJob(kind, "abc"), datetime.now(UTC))
    first = start_worker(60)
    wait_until(lambda: lines(tmp_path) == ["began abc"])
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=10)
    killed_at = datetime.now(UTC)
    done = []
    second = Worker(store, {kind: lambda job, now: done.append((job.attempts, now))})

    assert second.run_once() is False
    wait_until(second.run_once)

    [(attempts, when)] = done
    assert attempts == 2
    assert when <= killed_at + LEASE + timedelta(seconds=5)
    assert store.open_jobs() == []
    assert second.run_once() is False


def test_two_worker_processes_do_every_job_once(store, start_worker, tmp_path):
    names = [f"id-{number}" for number in range(20)]
    for name in names:
        store.add_job(NewJob("propose", name), datetime.now(UTC))

    start_worker(0.02), start_worker(0.02)
    wait_until(lambda: not store.open_jobs())

    done = [line for line in lines(tmp_path) if line.startswith("done")]
    assert sorted(done) == sorted(f"done {name}" for name in names)


def test_two_worker_processes_never_change_the_site_at_once(store, start_worker, tmp_path):
    for number in range(4):
        store.add_job(NewJob("publish", key=str(number)), datetime.now(UTC))

    start_worker(0.3), start_worker(0.3)
    wait_until(lambda: not store.open_jobs())

    assert [line.split()[0] for line in lines(tmp_path)] == ["began", "done"] * 4
