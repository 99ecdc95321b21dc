"""The desk: where moderators read what was sent, and decide.

`create_blueprint` is all that `waymark.serving` needs; `waymark.desk.sign_in` makes the links.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint

from waymark.desk.decision_pages import add_decision_pages
from waymark.desk.guard import guard
from waymark.desk.preview_pages import add_preview_page
from waymark.desk.queue_pages import add_queue_pages
from waymark.desk.report_pages import add_report_pages
from waymark.desk.service_pages import add_service_pages
from waymark.desk.services import Desk, Services, utc_now
from waymark.desk.sign_in_pages import add_sign_in_pages
from waymark.desk.submission_pages import add_submission_pages
from waymark.desk.word_pages import add_edit_page

__all__ = ["Services", "create_blueprint"]


def create_blueprint(services: Services, clock: Callable[[], datetime] = utc_now) -> Blueprint:
    """Return every page of the desk, below ``/desk``."""
    desk = Desk(services, clock)
    pages = Blueprint("desk", __name__, url_prefix="/desk")
    guard(pages, desk)
    add_sign_in_pages(pages, desk)
    add_service_pages(pages, desk)
    add_queue_pages(pages, desk)
    add_submission_pages(pages, desk)
    add_decision_pages(pages, desk)
    add_report_pages(pages, desk)
    add_edit_page(pages, desk)
    add_preview_page(pages, desk)
    return pages
