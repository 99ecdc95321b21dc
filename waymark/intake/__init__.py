"""The public door: forms, receipts, form tokens and the sums that keep machines busy.

`create_blueprint` is all that `waymark.serving` needs. No decision about a text is taken here.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from waymark.entry import ID
from waymark.intake import answers
from waymark.intake.door import take_form
from waymark.intake.form_tokens import issue_token
from waymark.intake.house import House, LiveHouse, load_house
from waymark.intake.proof_of_work import new_challenge
from waymark.intake.receipt_pages import take_receipt
from waymark.intake.report_pages import take_report
from waymark.intake.services import Services

__all__ = ["House", "LiveHouse", "Services", "create_blueprint", "load_house"]


def create_blueprint(services: Services) -> Blueprint:
    """Return everything visitors can post to, and the two small things their browser asks for."""
    door = Blueprint("door", __name__)

    @door.post("/share/story/", defaults={"kind": "story"})
    @door.post("/share/strategy/", defaults={"kind": "strategy"})
    def share(kind: str) -> Response:
        return take_form(services, request, kind)

    @door.post("/respond/<entry_id>/")
    def respond(entry_id: str) -> Response:
        if not ID.fullmatch(entry_id) or not services.can_answer(entry_id):
            abort(404)
        return take_form(services, request, "response", to=entry_id)

    @door.post("/report/<entry_id>/")
    def report(entry_id: str) -> Response:
        entry = services.entry_of(entry_id) if ID.fullmatch(entry_id) else None
        if entry is None:
            abort(404)
        return take_report(services, request, entry)

    @door.post("/receipt/", defaults={"step": "look"})
    @door.post("/receipt/withdraw", defaults={"step": "withdraw"})
    @door.post("/receipt/answer", defaults={"step": "answer"})
    @door.post("/receipt/yes", defaults={"step": "yes"})
    @door.post("/receipt/appeal", defaults={"step": "appeal"})
    def receipt(step: str) -> Response:
        return take_receipt(services, request, step)

    @door.get("/form-token")
    def form_token() -> Response:
        return answers.data({"token": issue_token(services.key("form"), services.clock())})

    @door.get("/altcha/challenge")
    def challenge() -> Response:
        return answers.data(new_challenge(services.key("altcha"), services.clock()))

    return door
