"""What a report does: hide first and look later, but nobody can empty the site with reports."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.a_door import ADoor
from tests.fakes import FakeForge
from tests.publish.samples import a_notice
from waymark.entry import Entry
from waymark.hiding import Hider
from waymark.notices import Notice, dump_notice, notice_path, parse_notice
from waymark.reports import Circumstances, Outcome, outcome_of
from waymark.store import Decision

ENTRY = "abcde22222"
REASONS = ("about-me", "danger", "hurt", "house-rules")
CANARY = "canaryphrase"


@pytest.mark.parametrize(
    ("reason", "around", "outcome"),
    [
        ("about-me", {}, Outcome.HIDE),
        ("danger", {}, Outcome.HIDE),
        ("hurt", {}, Outcome.LOOK),
        ("house-rules", {}, Outcome.LOOK),
        ("about-me", {"was_looked_at": True}, Outcome.LEAD),
        ("hurt", {"was_looked_at": True}, Outcome.LOOK),
        *((reason, {"is_flood": True}, Outcome.LEAD) for reason in REASONS),
        *((reason, {"is_odd": True}, Outcome.LEAD) for reason in REASONS),
    ],
)
def test_only_a_name_or_danger_takes_a_page_down_and_never_in_a_flood(reason, around, outcome):
    assert outcome_of(reason, Circumstances(**around)) is outcome


@pytest.fixture
def door(tmp_path):
    opened = ADoor(tmp_path)
    opened.services.entry_of = lambda entry_id: Entry(
        kind="story", id=entry_id, lang="nl" if entry_id == "nl" else "en", title="Rain", body="x"
    )
    yield opened
    opened.store.close()


def report(door: ADoor, reason: str = "about-me", entry: str = ENTRY, **fields: object):
    path = f"/report/{entry}/"
    token = door.fresh_token()
    return door.client.post(path, data={"reason": reason, "token": token, **fields})


def outcomes(door: ADoor) -> list[Outcome]:
    return [one.outcome for one in door.store.open_reports()]


def test_a_report_is_kept_without_an_address_and_thanked_for(door):
    answer = report(door, said=f"My street. {CANARY}")

    assert answer.status_code == 201
    assert "Thank you for telling us" in answer.text
    assert 'href="tel:' in answer.text
    assert CANARY not in answer.text
    (kept,) = door.store.open_reports()
    assert (kept.entry_id, kept.reason, kept.outcome) == (ENTRY, "about-me", Outcome.HIDE)
    assert kept.said == f"My street. {CANARY}"
    assert "127.0.0.1" not in repr(kept)
    assert [job.kind for job in door.store.open_jobs()] == ["hide"]


def test_it_speaks_the_language_of_the_page_and_json(door):
    assert "Dank je dat je het zegt" in report(door, entry="nl").text
    said = door.send_json({"reason": "hurt"}, "/report/abcde22222/")
    assert said.status_code == 201
    assert said.get_json()["message"].startswith("Thank you for telling us")
    bad = door.send_json({"said": "x", "more": 1}, "/report/abcde22222/")
    assert bad.status_code == 422
    assert set(bad.get_json()["errors"]) == {"reason", "more"}


def test_without_a_reason_everything_typed_is_kept_and_nothing_stored(door):
    answer = report(door, "", said="Kept <b>as it is</b>.")
    assert answer.status_code == 422
    assert "Kept &lt;b&gt;as it is&lt;/b&gt;." in answer.text
    assert "Please choose from the list." in answer.text
    assert door.store.open_reports() == []


def test_the_same_form_twice_is_one_report(door):
    token = door.fresh_token()
    for _ in range(2):
        data = {"reason": "hurt", "said": "x", "token": token}
        assert door.client.post(f"/report/{ENTRY}/", data=data).status_code == 201
    assert len(door.store.open_reports()) == 1


def test_one_sender_with_many_reports_hides_no_more_pages(door):
    """The first few do, on whichever pages; then a lead looks. Nobody is refused."""
    for number in range(6):
        assert report(door, entry=f"page{number}22").status_code == 201
    assert outcomes(door) == [Outcome.HIDE] * 3 + [Outcome.LEAD] * 3


def test_many_reports_at_once_from_everywhere_hide_no_more_pages(door):
    door.limit(reports_of_one_per_hour=100, reports_per_hour=4)
    for number in range(6):
        report(door, entry=f"page{number}22")
    assert outcomes(door) == [Outcome.HIDE] * 4 + [Outcome.LEAD] * 2
    door.later(hours=2)
    report(door, entry="later22")
    assert outcomes(door)[-1] is Outcome.HIDE


@pytest.mark.parametrize("odd", [{"website": "x"}, {"token": "now"}])
def test_what_looks_like_a_machine_hides_nothing(door, odd):
    if odd.get("token"):
        odd = {"token": door.client.get("/form-token").get_json()["token"]}
    door.client.post(f"/report/{ENTRY}/", data={"reason": "danger", **odd})
    assert outcomes(door) == [Outcome.LEAD]


def test_a_page_that_somebody_put_back_is_not_hidden_by_the_next_report(door):
    report(door)
    decision = Decision(ENTRY, "put-back", "Noor", door.now)
    assert door.store.close_reports(ENTRY, 99, "put-back", decision, door.now) == 1
    assert not door.store.is_hidden(ENTRY)
    report(door, said="again")
    assert outcomes(door) == [Outcome.LEAD]


def test_a_report_that_came_after_a_moderator_looked_stays_open(door):
    report(door, "hurt", said="first")
    seen = door.store.open_reports()[-1].id
    report(door, "hurt", said="second")
    decision = Decision(ENTRY, "put-back", "Noor", door.now)
    door.store.close_reports(ENTRY, seen, "put-back", decision, door.now)
    assert [one.said for one in door.store.open_reports()] == ["second"]


def test_what_was_said_is_forgotten_in_time(door):
    report(door, said=CANARY)
    decision = Decision(ENTRY, "put-back", "Noor", door.now)
    door.store.close_reports(ENTRY, 99, "put-back", decision, door.now)
    assert door.store.erase_reports(door.now - timedelta(days=1)) == 0
    assert door.store.erase_reports(door.now + timedelta(seconds=1)) == 1
    assert [one.said for one in door.store.reports_of(ENTRY)] == [""]


@pytest.mark.parametrize("entry", ["nosuch!", "..", "x" * 80])
def test_a_page_that_is_not_there_has_no_reports(door, entry):
    door.services.entry_of = lambda _: None
    assert report(door, entry=entry).status_code == 404


def test_hiding_and_showing_follow_the_store_and_may_be_repeated(door):
    forge = FakeForge()
    hider = Hider(door.store, forge)
    report(door)
    (job,) = [job for job in door.store.open_jobs() if job.kind == "hide"]
    path = notice_path(Notice(ENTRY, "story", "en", "2026-11"))

    for _ in range(2):
        hider.handle(job, door.now)
        standing = parse_notice(forge.read(path) or "", path)
        assert (standing.id, standing.is_looked_at) == (ENTRY, True)
    decision = Decision(ENTRY, "put-back", "Noor", door.now)
    door.store.close_reports(ENTRY, 99, "put-back", decision, door.now)
    for _ in range(2):
        hider.handle(job, door.now)
        assert forge.read(path) is None
    assert len(forge.log) == 3
    assert "publish" in {one.kind for one in door.store.open_jobs()}


def test_a_withdrawn_page_stays_withdrawn_whatever_is_reported(door):
    forge = FakeForge()
    gone = a_notice(ENTRY)
    forge.apply({notice_path(gone): dump_notice(gone)}, "Withdraw\n")
    report(door)
    (job,) = [job for job in door.store.open_jobs() if job.kind == "hide"]
    Hider(door.store, forge).handle(job, door.now)
    door.store.close_reports(
        ENTRY, 99, "put-back", Decision(ENTRY, "x", "Noor", door.now), door.now
    )
    Hider(door.store, forge).handle(job, door.now)
    assert forge.read(notice_path(gone)) == dump_notice(gone)
