"""The receipt: follow, answer and take back what one sent, with seven words and no account.

The words travel in the body of a POST only. Every try costs the same work, whether the words are
right, wrong or nonsense, and only failed ones are counted.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Request, Response

from waymark import receipts
from waymark.errors import StoreUnavailable, TransitionRefused
from waymark.form_reading import Reading, read_form
from waymark.forms import Form
from waymark.intake import answers
from waymark.intake.bodies import Sent, UnreadableBody, one_text, read_body
from waymark.intake.receipt_status import Status, status_of
from waymark.intake.receipt_steps import (
    ANSWER_FORM,
    APPEAL_FORM,
    answer_question,
    withdraw,
)
from waymark.intake.services import Services
from waymark.messages import Message
from waymark.moderation.writing import appeal, say_yes
from waymark.states import State
from waymark.store import Submission

LONGEST = 500
MESSAGE_OF = {400: "not-understood", 413: "too-large", 415: "not-understood"}
log = logging.getLogger("waymark.intake")


def take_receipt(services: Services, request: Request, step: str) -> Response:
    """Answer a posted receipt: ``look``, ``withdraw``, ``answer``, ``yes`` or ``appeal``."""
    community = services.house.last_good.community
    try:
        sent = read_body(request)
    except UnreadableBody as problem:
        name = MESSAGE_OF[problem.status]
        return answers.message_answer(request, community, name, problem.status)
    sender = services.sender_of(request)
    if not services.may_try("receipt_tries_per_hour", sender):
        answer = answers.message_answer(request, community, "wait", 429)
        answer.headers["Retry-After"] = "3600"
        return answer
    typed = one_text(sent, "receipt", LONGEST)
    try:
        submission = services.store.find_by_receipt(receipts.hash_of(typed))
        if submission is None:
            services.may_take("receipt_tries_per_hour", sender)
            return _unknown(services, request)
        return _Holder(services, request, sent, typed).take(submission, step)
    except StoreUnavailable as problem:
        log.error("a receipt could not be looked up: %s", problem.message)
        return _store_is_away(services, request, sent, typed, step)


class _Holder:
    """One request of somebody who has the right words."""

    def __init__(self, services: Services, request: Request, sent: Sent, typed: str) -> None:
        self.services = services
        self.request = request
        self.sent = sent
        self.typed = typed
        self.house = services.house.last_good
        self.lang = answers.language_for(request, self.house.community)

    def take(self, submission: Submission, step: str) -> Response:
        now = self.services.clock()
        match step:
            case "withdraw" if not submission.state.is_final:
                is_sure = one_text(self.sent, "confirm") == "yes"
                if not is_sure and not answers.wants_json(self.request):
                    return self._show(submission, confirm=True)
                submission = withdraw(self.services.store, submission, now)
            case "answer" if submission.state is State.ASKED:
                reading = self._read(ANSWER_FORM, "answer", "text")
                if not reading.is_good:
                    return self._mend(submission, reading)
                submission = answer_question(
                    self.services.store, submission, reading.values, self.house, now
                )
            case "yes" if submission.state is State.WAITING:
                return self._say_yes(submission, now)
            case "appeal" if submission.state is State.DECLINED:
                reading = self._read(APPEAL_FORM, "why")
                if not reading.is_good:
                    return self._mend(submission, reading)
                words = str(reading.values.get("why", ""))
                submission = self._appeal(submission, words, now)
        return self._show(submission)

    def _say_yes(self, submission: Submission, now: datetime) -> Response:
        """Take a yes; when it cannot count (any more), show plainly where it is now."""
        try:
            mark = one_text(self.sent, "read")
            return self._show(say_yes(self.services.store, submission, mark, now))
        except TransitionRefused:
            return self._show(self.services.store.get(submission.id) or submission, 409)

    def _appeal(self, submission: Submission, words: str, now: datetime) -> Submission:
        try:
            return appeal(self.services.store, submission, words, now)
        except TransitionRefused:
            return self.services.store.get(submission.id) or submission

    def _read(self, form: Form, *names: str) -> Reading:
        asked = {name: self.sent[name] for name in names if name in self.sent}
        return read_form(form, asked, self.house.problems, self.lang, self.house.limits)

    def _mend(self, submission: Submission, reading: Reading) -> Response:
        if answers.wants_json(self.request):
            return answers.data({"errors": dict(reading.problems)}, 422)
        return self._show(submission, 422, problems=reading.problems, typed=reading.typed)

    def _show(self, submission: Submission, code: int = 200, **more: Any) -> Response:
        decisions = self.services.store.decisions(submission.id)
        status = status_of(
            submission,
            decisions,
            self.house.community,
            self.lang,
            self.services.clock(),
            is_looked_at=self.services.store.is_hidden(submission.id),
        )
        if answers.wants_json(self.request):
            message = answers.as_plain(status.message)
            return answers.data({**status.as_data(), "message": message}, code)
        return _page(code, self.lang, status.message, self.typed, status, **more)


def _page(
    code: int,
    lang: str,
    message: Message,
    receipt: str,
    status: Status | None = None,
    *,
    confirm: bool = False,
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    return answers.page(
        "receipt-status.html",
        code,
        lang=lang,
        message=message,
        receipt=receipt,
        state=str(status.state) if status else None,
        kind=status.kind if status else None,
        question=status.question if status else None,
        note=status.note if status else "",
        reasons=status.reasons if status else (),
        address=status.address if status else None,
        can_withdraw=bool(status and status.can_withdraw),
        can_answer=bool(status and status.can_answer),
        own=status,
        confirm=confirm,
        problems=problems or {},
        typed=typed or {"answer": "", "text": status.text if status else ""},
    )


def _unknown(services: Services, request: Request) -> Response:
    """Say the same to every wrong receipt, however near it was."""
    community = services.house.last_good.community
    lang = answers.language_for(request, community)
    message = community.message("neutral-receipt", lang)
    if answers.wants_json(request):
        return answers.data({"message": answers.as_plain(message)}, 404)
    return _page(404, lang, message, "")


def _store_is_away(
    services: Services, request: Request, sent: Sent, receipt: str, step: str
) -> Response:
    """Say that it did not work just now; an answer that was typed stays in its box."""
    house = services.house.last_good
    lang = answers.language_for(request, house.community)
    if step != "answer" or answers.wants_json(request):
        answer = answers.message_answer(request, house.community, "broken", 503)
    else:
        asked = {name: sent[name] for name in ("answer", "text") if name in sent}
        typed = read_form(ANSWER_FORM, asked, house.problems, lang, house.limits).typed
        message = house.community.message("not-now", lang)
        status = Status(State.ASKED, "", message)
        answer = _page(503, lang, message, receipt, status, typed=typed)
    answer.headers["Retry-After"] = "300"
    return answer
