"""The desk's list of reports: what readers said about pages, and what a moderator makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from waymark import privacy
from waymark.desk.answers import done, kept_page, page
from waymark.desk.services import Desk
from waymark.entry_fields import FOLDERS
from waymark.moderators import Person
from waymark.privacy import AllowList
from waymark.reports import Outcome
from waymark.states import State
from waymark.store import Decision, NewJob, Report

PUT_BACK, TAKE_DOWN = "put-back", "take-down"


@dataclass(frozen=True)
class Told:
    """Everything that was said about one page and not looked at."""

    entry_id: str
    url: str
    reports: tuple[Report, ...]
    is_hidden: bool
    is_for_lead: bool
    is_of_a_member: bool
    """False for an editor's page: that is a file, and is mended there."""

    @property
    def last(self) -> int:
        return self.reports[-1].id


def add_report_pages(pages: Blueprint, desk: Desk) -> None:
    """Add the list, and the two things one can do with what was said about a page."""

    @pages.get("/reports/")
    def reports() -> Response:
        return _list(desk)

    @pages.post("/reports/<entry_id>/put-back/")
    def put_back(entry_id: str) -> AnyResponse:
        return _settle(desk, entry_id, PUT_BACK)

    @pages.post("/reports/<entry_id>/take-down/")
    def take_down(entry_id: str) -> AnyResponse:
        if request.form.get("rule", "") not in desk.community.policy:
            return _list(desk, 422, missing=entry_id)
        return _settle(desk, entry_id, TAKE_DOWN)


def _list(desk: Desk, status: int = 200, missing: str = "") -> Response:
    told = sorted(_told(desk), key=lambda one: (not one.is_hidden, one.reports[0].at))
    return page(
        "reports.html",
        status,
        told=told,
        may_lead=_person(desk).is_lead,
        missing=missing,
        policy=desk.community.policy,
    )


def _told(desk: Desk) -> Iterator[Told]:
    reports = sorted(desk.store.open_reports(), key=lambda report: (report.entry_id, report.id))
    for entry_id, group in groupby(reports, key=lambda report: report.entry_id):
        about = tuple(_without_details(group, desk.allow))
        submission = desk.store.get(entry_id)
        yield Told(
            entry_id=entry_id,
            url=f"/{FOLDERS[about[0].kind]}/{entry_id}/",
            reports=about,
            is_hidden=any(report.outcome is Outcome.HIDE for report in about),
            is_for_lead=any(report.outcome is Outcome.LEAD for report in about),
            is_of_a_member=submission is not None and submission.state is State.PUBLISHED,
        )


def _without_details(reports: Iterable[Report], allow: AllowList) -> Iterator[Report]:
    """Yield the reports to show; somebody may have written how to reach them."""
    for report in reports:
        said = privacy.replace(report.said, report.lang, allow).text
        yield Report(**{**vars(report), "said": said})


def _settle(desk: Desk, entry_id: str, ending: str) -> AnyResponse:
    """Close what was seen; nothing is done twice, and newer reports stay open."""
    person, now = _person(desk), desk.clock()
    raw = request.form.get("last", "")
    told = next((one for one in _told(desk) if one.entry_id == entry_id), None)
    if told is None or not raw.isdecimal() or (told.is_for_lead and not person.is_lead):
        return kept_page("not-possible", 409)
    rules = (request.form["rule"],) if ending == TAKE_DOWN else ()
    decision = Decision(entry_id, ending, person.name, now, rules=rules)
    if ending == TAKE_DOWN:
        desk.store.change(
            entry_id,
            expected=State.PUBLISHED,
            after=State.WITHDRAWN,
            decision=decision,
            jobs=[NewJob("withdraw", entry_id), NewJob("erase")],
            now=now,
        )
    desk.store.close_reports(entry_id, int(raw[:9]), ending, decision, now)
    return done(ending, "reports", entry_id)


def _person(desk: Desk) -> Person:
    found: Person = desk.community.moderators.by_name[g.moderator]
    return found
