"""The first page of the desk, and trying stuck work again."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from waymark.desk.answers import done, kept_page, page
from waymark.desk.queue import overview
from waymark.desk.services import Desk


def add_queue_pages(pages: Blueprint, desk: Desk) -> None:
    """Add the queue and the button that tries a job again."""

    @pages.get("/")
    def queue() -> Response:
        return page("queue.html", overview=overview(desk.store, desk.clock()))

    @pages.post("/jobs/<int:job_id>/retry/")
    def retry(job_id: int) -> AnyResponse:
        if not any(job.id == job_id for job in desk.store.stuck()):
            return kept_page("job-gone", 409)
        if not desk.store.retry(job_id, desk.clock()):
            return kept_page("job-runs", 409)
        return done("retried", "queue")
