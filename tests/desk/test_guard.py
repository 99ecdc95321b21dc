"""Nobody acts without a session and a form of the desk's own; looking changes nothing."""

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.desk.a_desk import finding, words_of
from waymark.states import State
from waymark.store import NewJob

ACTIONS = [
    "approve", "details", "decline", "ask", "take-question-back", "withdraw-finding", "note",
    "escalate", "wait", "stop-waiting", "hand-over", "second-opinion", "take", "pass", "redact",
    "keep-words", "restore-words", "edit",
]  # fmt: skip
QUESTION = "Would you like the name of the town to stay?"


def everything_in(desk) -> dict[str, list[tuple]]:
    """Return every row of every table."""
    with sqlite3.connect(desk.settings.home / "waymark.sqlite3") as database:
        names = database.execute("select name from sqlite_master where type = 'table'").fetchall()
        return {name: database.execute(f"select * from {name}").fetchall() for (name,) in names}


def routes(desk, method: str) -> list[str]:
    """Return the paths of the desk's routes that take a method, filled in."""
    return [
        rule.rule for rule in desk.app.url_map.iter_rules()
        if rule.endpoint.startswith("desk.") and method in rule.methods
    ]  # fmt: skip


def filled(path: str, submission, job: int = 1, token: str = "t" * 43) -> str:
    for name, value in (
        ("<submission_id>", submission.id), ("<int:job_id>", job), ("<token>", token)
    ):  # fmt: skip
        path = path.replace(name, str(value))
    return path


def test_every_action_is_a_post(desk):
    """The routes that change something take nothing but POST."""
    posts = {path.rstrip("/").rsplit("/", 1)[-1] for path in routes(desk, "POST")}

    assert posts == {*ACTIONS, "retry", "sign-out", "not-today", "take-down", "put-back", "<token>"}


def test_getting_every_address_changes_nothing(desk):
    """A sweep over all addresses, those of actions too: not one row is different."""
    submission = desk.take_in(findings=(finding(0, 3),))
    desk.take_in(is_proposed=False)
    link = desk.new_link()
    before = everything_in(desk)

    for path in {*routes(desk, "GET"), *routes(desk, "POST")}:
        for query in ("", "?rule=H1&read=x", "?title=x&finding=y&sure=yes"):
            answer = desk.client.get(filled(path, submission, token=link.rsplit("/", 1)[1]) + query)
            assert answer.status_code in (200, 303, 404, 405, 422), path
            assert desk.client.head(filled(path, submission)).status_code < 500

    assert everything_in(desk) == before


def test_without_a_session_every_page_leads_to_how_to_sign_in(desk):
    """No page of the desk shows anything to a stranger."""
    submission, stranger = desk.take_in(), desk.app.test_client()
    pages = [path for path in routes(desk, "GET") if "sign-in" not in path]
    assert len(pages) >= 3

    for path in pages:
        answer = stranger.get(filled(path, submission))
        assert (answer.status_code, answer.location) == (303, "/desk/sign-in/"), path

    assert "waymark desk-link" in words_of(stranger.get("/desk/sign-in/"))


@pytest.mark.parametrize("action", ACTIONS)
def test_a_post_without_a_session_does_nothing_and_keeps_what_was_typed(desk, action):
    """A session that ended while writing loses nobody a word."""
    submission = desk.take_in()
    form = {**desk.open(submission), "question": QUESTION, "title": "A title I thought of"}
    before = everything_in(desk)

    answer = desk.app.test_client().post(desk.path(submission, action), data=form)

    assert answer.status_code == 403
    assert "You are signed out" in words_of(answer)
    assert QUESTION in words_of(answer)
    assert "A title I thought of" in words_of(answer)
    assert form["csrf_token"] not in answer.text
    assert everything_in(desk) == before


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_a_form_from_elsewhere_does_nothing_and_keeps_what_was_typed(desk, action, token):
    """A missing or wrong token: a plain page, the words in it, nothing done."""
    submission = desk.take_in()
    form = {**desk.open(submission), "question": QUESTION}
    form.pop("csrf_token")
    if token is not None:
        form["csrf_token"] = token
    before = everything_in(desk)

    answer = desk.client.post(desk.path(submission, action), data=form)

    assert answer.status_code == 400
    assert "This form could not be used" in words_of(answer)
    assert QUESTION in words_of(answer)
    assert everything_in(desk) == before


def test_a_token_of_somebody_else_is_no_token(desk):
    """Tokens belong to one session."""
    submission, other = desk.take_in(), desk.another("Sam")
    theirs = desk.open(submission, other)["csrf_token"]

    answer = desk.post(submission, "note", {"note": "x", "csrf_token": theirs})

    assert answer.status_code == 400
    assert desk.actions(submission) == []


def test_reading_for_hours_does_not_make_a_form_too_old(desk):
    """A form that was opened hours ago is as good as the session."""
    submission = desk.take_in()
    opened = desk.open(submission)
    for _ in range(4):
        desk.door.later(hours=1, minutes=45)
        desk.client.get("/desk/")

    assert desk.post(submission, "note", {"note": "Read slowly."}, opened=opened).status_code == 303


def test_the_public_forms_do_not_need_the_desks_token(desk):
    """The door has its own proof: the desk's guard does not stand before it."""
    desk.door.receipt()

    assert desk.store.counts()[State.RECEIVED] == 1


def test_pages_of_the_desk_are_kept_nowhere_and_found_by_no_search_engine(desk):
    """No cache, no index."""
    submission = desk.take_in()
    for path in ("/desk/", "/desk/sign-in/", desk.path(submission)):
        answer = desk.client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert 'content="noindex' in answer.text
        for script in re.findall(r"<script[^>]*>.*?</script>", answer.text, re.DOTALL):
            assert re.fullmatch(r'<script[^>]* src="/theme/js/[^"]+"[^>]*></script>', script)
        assert " style=" not in answer.text


def test_a_store_that_is_away_is_said_plainly_and_the_words_are_kept(desk, monkeypatch):
    """503, nothing done, everything typed still there."""
    from waymark.errors import StoreUnavailable
    from waymark.store import Store

    submission = desk.take_in()
    opened = desk.open(submission)

    def away(*_, **__):
        raise StoreUnavailable("The store cannot be used just now.")

    monkeypatch.setattr(Store, "change", away)
    answer = desk.post(submission, "ask", {"question": QUESTION}, opened=opened)

    assert answer.status_code == 503
    assert QUESTION in words_of(answer)


def test_stuck_work_can_be_tried_again_once(desk):
    """A dead job is made ready by its button; a second press says that it is not stuck."""
    desk.store.add_job(NewJob("publish"), desk.now)
    job = desk.store.claim("w", desk.now, desk.worker.lease)
    desk.store.fail(job, "w", desk.now, "The site could not be written (disk full).", None)
    page = desk.client.get("/desk/")
    assert "disk full" in words_of(page)
    assert "Publishing the site" in words_of(page)
    opened = desk.open(desk.take_in())

    first = desk.client.post(f"/desk/jobs/{job.id}/retry/", data=opened)
    second = desk.client.post(f"/desk/jobs/{job.id}/retry/", data=opened)

    assert (first.status_code, second.status_code) == (303, 409)
    assert [found.id for found in desk.store.open_jobs() if found.kind == "publish"] == [job.id]
    assert "Nothing is stuck" in words_of(desk.client.get("/desk/"))
