"""Reports: anybody may say that something is wrong with a page; no account, no address."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Request, Response

from waymark.entry import Entry
from waymark.errors import StoreUnavailable
from waymark.form_reading import Reading, read_form
from waymark.forms import REPORT
from waymark.intake import answers
from waymark.intake.bodies import Sent, UnreadableBody, one_text, read_body
from waymark.intake.form_tokens import FormToken, issue_token, key_of, read_token
from waymark.intake.house import House
from waymark.intake.services import Services
from waymark.messages import Message
from waymark.reports import Circumstances, outcome_of
from waymark.store import NewReport

BESIDE = ("token", "altcha", "website", "action")
HOUR = timedelta(hours=1)
MESSAGE_OF = {400: "not-understood", 413: "too-large", 415: "not-understood"}
WAIT_SECONDS = {429: 3600, 503: 300}
log = logging.getLogger("waymark.intake")


def take_report(services: Services, request: Request, entry: Entry) -> Response:
    """Answer one posted report about a published entry."""
    house = services.house.last_good
    try:
        sent = read_body(request)
    except UnreadableBody as problem:
        name = MESSAGE_OF[problem.status]
        return answers.message_answer(request, house.community, name, problem.status)
    visit = _Report(services, request, house, entry, sent)
    sender = services.sender_of(request)
    if not services.may_take("attempts_per_hour", sender):
        return visit.not_now(429)
    if not visit.reading.is_good:
        return visit.to_mend()
    try:
        return visit.accept(sender)
    except StoreUnavailable as problem:
        log.error("a report was not stored: %s", problem.message)
        return visit.not_now(503)


class _Report:
    """One report that was posted."""

    def __init__(
        self, services: Services, request: Request, house: House, entry: Entry, sent: Sent
    ) -> None:
        self.services = services
        self.request = request
        self.house = house
        self.entry = entry
        self.form = house.forms[REPORT]
        self.lang = entry.lang
        if answers.wants_json(request):
            self.lang = answers.language_for(request, house.community)
        asked = {name: values for name, values in sent.items() if name not in BESIDE}
        self.reading: Reading = read_form(self.form, asked, house.problems, self.lang, house.limits)
        self.is_trap_sprung = any(sent.get("website", []))
        self.token: FormToken = read_token(services.key("form"), one_text(sent, "token"))

    def accept(self, sender: str) -> Response:
        """Keep the report; what it does is decided by `waymark.reports`."""
        services, now = self.services, self.services.clock()
        values = self.reading.values
        new = NewReport(
            key=self._key(),
            entry_id=self.entry.id,
            kind=self.entry.kind,
            lang=self.entry.lang,
            reason=str(values["reason"]),
            said=str(values.get("said", "")),
            outcome=outcome_of(str(values["reason"]), self._around(sender)),
        )
        services.store.add_report(new, now)
        message = self.house.community.message("reported", self.lang)
        if answers.wants_json(self.request):
            return answers.data({"message": answers.as_plain(message)}, 201)
        return answers.page("message.html", 201, message=message, lang=self.lang)

    def to_mend(self) -> Response:
        problems = dict(self.reading.problems)
        if "reason" in problems:
            problems["reason"] = self.house.problems["bad_choice"].get(self.lang)
        if answers.wants_json(self.request):
            return answers.data({"errors": problems}, 422)
        return self._page(422, problems=problems)

    def not_now(self, status: int) -> Response:
        message = self.house.community.message("not-now", self.lang)
        if answers.wants_json(self.request):
            answer = answers.data({"message": answers.as_plain(message)}, status)
        else:
            answer = self._page(status, notice=message)
        answer.headers["Retry-After"] = str(WAIT_SECONDS[status])
        return answer

    def _around(self, sender: str) -> Circumstances:
        services, now = self.services, self.services.clock()
        numbers = self.house.community.site.limits
        is_flood = not services.may_take("reports_of_one_per_hour", sender)
        many = services.store.count_reports(now - HOUR) >= numbers["reports_per_hour"]
        known = services.store.reports_of(self.entry.id)
        return Circumstances(
            is_flood=is_flood or many,
            is_odd=self.is_trap_sprung or self.token.is_too_quick(now),
            was_looked_at=any(report.ending == "put-back" for report in known),
        )

    def _key(self) -> str:
        values = self.reading.values
        key = key_of(self.services.key("report"), self.token.nonce, REPORT, self.entry.id, values)
        return hashlib.sha256(key.encode()).hexdigest()

    def _page(
        self,
        status: int,
        problems: Mapping[str, Any] | None = None,
        notice: Message | None = None,
    ) -> Response:
        return answers.page(
            "report.html",
            status,
            form=self.form,
            entry=self.entry,
            action=f"/report/{self.entry.id}/",
            token=issue_token(self.services.key("form"), self.services.clock()),
            typed=self.reading.typed,
            problems=problems or {},
            notice=notice,
            lang=self.lang,
        )
