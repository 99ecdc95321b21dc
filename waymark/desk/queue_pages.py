"""The first page of the desk, and trying stuck work again."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from waymark.desk.answers import done, kept_page, page
from waymark.desk.guard import moderator_here
from waymark.desk.not_today import keep
from waymark.desk.queue import overview
from waymark.desk.services import Desk


def add_queue_pages(pages: Blueprint, desk: Desk) -> None:
    """Add the queue and the button that tries a job again."""

    @pages.get("/")
    def queue() -> Response:
        heavy = desk.community.vocabulary.facet("notes").values()
        return page(
            "queue.html",
            overview=overview(moderator_here(desk), desk.rules.levels),
            person=g.person,
            notes=[term for term in heavy if term.heavy],
            community_problem=desk.community_problem,
            rules_problem=desk.rules_problem,
        )

    @pages.post("/not-today/")
    def not_today() -> AnyResponse:
        known = desk.community.vocabulary.facet("notes")
        chosen = [note for note in request.form.getlist("notes") if note in known]
        keep(desk.store, g.moderator, chosen, desk.clock())
        return done("not-today", "queue")

    @pages.post("/jobs/<int:job_id>/retry/")
    def retry(job_id: int) -> AnyResponse:
        if not any(job.id == job_id for job in desk.store.stuck()):
            return kept_page("job-gone", 409)
        if not desk.store.retry(job_id, desk.clock()):
            return kept_page("job-runs", 409)
        return done("retried", "queue")
