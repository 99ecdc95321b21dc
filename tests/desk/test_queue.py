"""The queue: the right order, waiting beside the promise, and none of a writer's words."""

from __future__ import annotations

import json
import re

import pytest

from tests.desk.a_desk import words_of
from waymark.checks import Level
from waymark.publish import LAST_FAILURE, LAST_PUBLISH
from waymark.states import State

SECRET = "the green bicycle by the canal"


@pytest.mark.parametrize(
    ("arrivals", "order"),
    [
        ([], []),
        (["routine", "routine"], [0, 1]),
        (["routine", "crisis"], [1, 0]),
        (["crisis", "routine"], [0, 1]),
        (["routine", "review", "urgent", "crisis"], [3, 2, 1, 0]),
        (["crisis", "urgent", "review", "routine"], [0, 1, 2, 3]),
        (["review", "urgent", "review", "urgent"], [1, 3, 0, 2]),
    ],
)
def test_the_queue_goes_by_level_then_by_age(desk, arrivals, order):
    """Whatever the order of arrival, a higher level comes first, and the older of two."""
    ids = []
    for level in arrivals:
        ids.append(desk.take_in(level=Level(level)).id)
        desk.door.later(hours=1)
    desk.sign_in()

    shown = re.findall(r'data-row="([^"]+)"', desk.client.get("/desk/").text)

    assert shown == [ids[number] for number in order]


def test_the_queue_holds_no_words_of_a_writer(desk):
    """Not the text, not the title, not the gist, not the pen name: only kind and id."""
    for level in Level:
        desk.take_in(
            SECRET, level=level, title=SECRET, gist=SECRET, pen_name=SECRET, what_helped=[SECRET]
        )

    assert SECRET not in desk.client.get("/desk/").text


@pytest.mark.parametrize(
    ("level", "hours", "words"),
    [
        (Level.ROUTINE, 0, "Waiting less than a minute, to be read within 14 days"),
        (Level.CRISIS, 5, "Waiting 5 hours, to be read within 1 day"),
        (Level.CRISIS, 30, "Waiting 30 hours, late by 6 hours"),
        (Level.URGENT, 48 + 72, "Waiting 5 days, late by 3 days"),
        (Level.REVIEW, 24 * 7, "Waiting 7 days, to be read within 7 days"),
    ],
)
def test_waiting_stands_beside_the_promise(desk, level, hours, words):
    """How long, and how soon it should be read; late ones say by how much."""
    desk.take_in(level=level)
    desk.door.later(hours=hours)
    desk.sign_in()

    assert words in words_of(desk.client.get("/desk/"))


def test_rows_say_language_state_and_whether_the_sum_was_done(desk):
    """What a moderator needs to choose, in plain words."""
    asked = desk.take_in(lang="nl", proof="unproven")
    desk.post(asked, "ask", {"question": "Mag de naam weg?"})
    desk.take_in(is_proposed=False)

    words = words_of(desk.client.get("/desk/"))

    assert "Dutch · Waiting less than a minute a question waits for the writer unproven" in words
    assert "received, its proposal is being made" in words


def test_an_answer_of_the_writer_shows_in_the_queue(desk):
    """Who asked sees that there is an answer to read."""
    submission = desk.take_in()
    desk.post(submission, "ask", {"question": "Which one?"})
    from waymark.store import Decision

    desk.store.change(
        submission.id,
        expected=State.ASKED,
        after=State.IN_REVIEW,
        decision=Decision(submission.id, "answer", "writer", desk.now, message=SECRET),
        now=desk.now,
    )

    page = desk.client.get("/desk/")

    assert "the writer answered" in words_of(page)
    assert SECRET not in page.text
    assert SECRET in words_of(desk.client.get(desk.path(submission)))


def test_the_desk_tells_how_publishing_goes(desk):
    """The last success, and the last failure with its reason, in plain words."""
    desk.store.note(LAST_PUBLISH, desk.now.isoformat())
    desk.store.note(
        LAST_FAILURE, json.dumps({"at": desk.now.isoformat(), "why": "No space is left."})
    )
    desk.door.later(minutes=5)

    words = words_of(desk.client.get("/desk/"))

    assert "Last published 5 minutes ago" in words
    assert "The site could not be published. The old pages are still there for readers." in words
    assert "No space is left." in words


def test_an_empty_desk_says_so(desk):
    """Nothing waits, nothing is stuck, nothing was published yet."""
    words = words_of(desk.client.get("/desk/"))

    for line in ("Nothing waits.", "Nothing is stuck.", "Nothing was published from here yet."):
        assert line in words
