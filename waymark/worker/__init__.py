"""Does what the store says is to be done, at least once, and tries again when it did not work.

A job whose worker dies is claimed by the next one when its lease runs out, so every handler must
be safe to repeat.
"""

from __future__ import annotations

import logging
import os
import random
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from waymark.errors import (
    BuildFailed,
    ForgeUnavailable,
    NotYet,
    StoreUnavailable,
    WaymarkError,
)
from waymark.store import Job, Store

LEASE = timedelta(seconds=30)
"""How long a job stays with a worker that went silent."""
IDLE_SECONDS = 0.5
FIRST_WAIT, LONGEST_WAIT = 1.0, 900.0
STORE_WAIT = 5.0
PLACES = 4
ATTEMPTS_KNOWN, ATTEMPTS_UNKNOWN = 12, 5
"""How often a job is tried when the error is one of ours, or one nobody foresaw."""
PATIENT = (ForgeUnavailable, StoreUnavailable, BuildFailed)
"""Trouble that passes or that a person mends: tried for as long as it takes."""

Handler = Callable[[Job, datetime], None]
log = logging.getLogger("waymark.worker")


class Worker:
    """Claims one job at a time and hands it to the handler of its kind."""

    def __init__(
        self,
        store: Store,
        handlers: Mapping[str, Handler],
        name: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        lease: timedelta = LEASE,
    ) -> None:
        self.store = store
        self.handlers = handlers
        self.name = name or f"{os.getpid()}-{random.randrange(16**6):06x}"  # noqa: S311
        self.clock = clock
        self.lease = lease

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set. Trouble with the store is waited out."""
        while not stop.is_set():
            try:
                if not self.run_once():
                    stop.wait(IDLE_SECONDS)
            except Exception as problem:  # noqa: BLE001  (a worker that ended would be missed late)
                log.warning("waits, for it could not reach its jobs: %s", safe_reason(problem))
                stop.wait(STORE_WAIT)

    def run_once(self) -> bool:
        """Do one job if one is due; say whether there was one."""
        job = self.store.claim(self.name, self.clock(), self.lease, self.handlers.keys())
        if job is None:
            return False
        renewing = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(job, renewing), daemon=True)
        keeper.start()
        try:
            self.handlers[job.kind](job, self.clock())
        except NotYet as problem:
            kept = self.store.put_off(job, self.name, problem.until)
            self._say(job, "waits for its turn", kept=kept)
        except Exception as problem:  # noqa: BLE001  (whatever it is, the job must not be lost)
            self._put_back(job, problem)
        else:
            self._say(job, "done", kept=self.store.finish(job, self.name, self.clock()))
        finally:
            renewing.set()
            keeper.join()
        return True

    def _keep(self, job: Job, over: threading.Event) -> None:
        """Renew the lease while the handler works."""
        while not over.wait(self.lease.total_seconds() / 3):
            try:
                if not self.store.renew(job, self.name, self.clock(), self.lease):
                    return
            except StoreUnavailable:
                continue

    def _put_back(self, job: Job, problem: Exception) -> None:
        reason = safe_reason(problem)
        known = isinstance(problem, WaymarkError)
        last = ATTEMPTS_KNOWN if known else ATTEMPTS_UNKNOWN
        gives_up = job.attempts >= last and not isinstance(problem, PATIENT)
        retry_at = None if gives_up else self.clock() + timedelta(seconds=wait_after(job.attempts))
        kept = self.store.fail(job, self.name, self.clock(), reason, retry_at)
        self._say(job, "laid aside" if gives_up else "again later", kept=kept, reason=reason)

    def _say(self, job: Job, what: str, *, kept: bool, reason: str = "") -> None:
        """Log ids, kinds and our own words only."""
        if not kept:
            what = f"{what}, but somebody else has it by now"
        level = logging.WARNING if reason or not kept else logging.INFO
        log.log(level, "%s: job %d %s %s %s", what, job.id, job.kind, job.submission_id, reason)


def wait_after(attempts: int) -> float:
    """Return the seconds until the next try: from 1 up to 15 minutes, doubling, with jitter."""
    longest: float = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts, 20))
    return max(FIRST_WAIT, longest * random.uniform(0.5, 1.0))  # noqa: S311


def safe_reason(problem: BaseException) -> str:
    """Return a reason that can go into a log: our own words, or only a type and its places.

    The text of an error nobody foresaw may quote what a visitor wrote, so it is left out.
    """
    if isinstance(problem, WaymarkError):
        return str(problem)
    places = []
    step = problem.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{step.tb_lineno} in {code.co_name}")
        step = step.tb_next
    return f"{type(problem).__name__} at {' > '.join(places[-PLACES:])}"
