"""The door: takes a story, a strategy or a response, and answers with a receipt.

Store first: nobody hears "received" before the submission and its job are committed, and nothing
that goes wrong after the commit changes the answer.
"""

from __future__ import annotations

import hmac
import logging

from flask import Request, Response

from waymark import privacy
from waymark.errors import BadCommunity, StoreUnavailable
from waymark.intake import answers, form_answers, last_words
from waymark.intake.acceptance import TooMany, accept
from waymark.intake.bodies import UnreadableBody, one_text, read_body
from waymark.intake.previews import Preview, preview_of
from waymark.intake.reading_now import reading_now
from waymark.intake.services import Services
from waymark.intake.visits import Visit, read_visit
from waymark.rota import Reading

MESSAGE_OF = {400: "not-understood", 413: "too-large", 415: "not-understood"}
log = logging.getLogger("waymark.intake")


def take_form(services: Services, request: Request, kind: str, to: str | None = None) -> Response:
    """Answer one posted form. ``to`` is the id of a published entry, for a response."""
    is_open, house = True, services.house.last_good
    try:
        house = services.house.current()
    except BadCommunity as problem:
        log.error("the door is closed: %s", problem)
        is_open = False
    try:
        sent = read_body(request)
    except UnreadableBody as problem:
        name = MESSAGE_OF[problem.status]
        return answers.message_answer(request, house.community, name, problem.status)
    visit = read_visit(services, request, house, kind, sent, to)
    if not is_open or reading_now(services) is Reading.CLOSED:
        return form_answers.not_now(services, visit, "closed", 503)
    return _answer(services, visit)


def _answer(services: Services, visit: Visit) -> Response:
    sender = services.sender_of(visit.request)
    if not services.may_take("attempts_per_hour", sender):
        return form_answers.not_now(services, visit, "not-now", 429)
    if visit.wish == "change":
        return form_answers.to_change(services, visit)
    if not visit.reading.is_good:
        return form_answers.to_mend(services, visit)
    preview = _preview(visit)
    if visit.wish == "preview" or (preview.replaced and not _was_seen(services, visit)):
        return form_answers.to_check(services, visit, preview, visit.mark(services.key("seen")))
    try:
        receipt = accept(services, visit, sender)
    except TooMany:
        return form_answers.not_now(services, visit, "not-now", 429)
    except StoreUnavailable as problem:
        log.error("nothing was stored: %s", problem.message)
        return form_answers.not_now(services, visit, "not-now", 503)
    return last_words.received(visit, receipt)


def _preview(visit: Visit) -> Preview:
    allow = privacy.allow_list(visit.house.community)
    return preview_of(visit.form, visit.reading.values, visit.entry_lang, visit.page_lang, allow)


def _was_seen(services: Services, visit: Visit) -> bool:
    """Say whether the writer has seen what will be replaced in exactly these words."""
    if answers.wants_json(visit.request):
        return True  # A program cannot be asked; the details are replaced all the same.
    given = one_text(visit.sent, "seen").encode("utf-8", "replace")
    return hmac.compare_digest(given, visit.mark(services.key("seen")).encode())
