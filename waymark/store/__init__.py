"""The private store: submissions, decisions and jobs. The only place that knows the database.

SQLite by default (one file, WAL, every commit on disk before anybody hears "received");
PostgreSQL by URL for several replicas. One `Store` may be used from several threads.
"""

from __future__ import annotations

from sqlalchemy.engine import Engine

from waymark.store.at_the_desk import AtTheDesk, Claim
from waymark.store.connection import open_engine
from waymark.store.deliveries import Deliveries, Heard
from waymark.store.erasing import Erasing
from waymark.store.jobs import Jobs
from waymark.store.log import Log
from waymark.store.pacing import Outgoing, Pacing, Pause
from waymark.store.records import Decision, Job, JobState, NewJob, NewSubmission, Submission
from waymark.store.reports import NewReport, Report, Reports
from waymark.store.small_things import SmallThings
from waymark.store.steps import Step, Steps
from waymark.store.submissions import Submissions

__all__ = [
    "Claim",
    "Decision",
    "Heard",
    "Job",
    "JobState",
    "NewJob",
    "NewReport",
    "NewSubmission",
    "Outgoing",
    "Pause",
    "Report",
    "Step",
    "Store",
    "Submission",
]


class Store(
    Submissions, Log, Jobs, Deliveries, AtTheDesk, SmallThings, Steps, Pacing, Erasing, Reports
):
    """Everything that must not be lost. Raises ``StoreUnavailable`` when it cannot be used."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str) -> Store:
        """Open the database at ``url``, making it or bringing it up to date when needed."""
        return cls(open_engine(url))

    def close(self) -> None:
        self.engine.dispose()
