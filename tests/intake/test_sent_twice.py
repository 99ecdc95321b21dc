"""The same form sent twice is one submission with one receipt."""

from __future__ import annotations

import threading

import altcha
import pytest

from tests.a_door import STORY


@pytest.mark.parametrize("times", [2, 5])
def test_a_retry_gets_the_same_receipt(door, times):
    """Double click, reload or retry: one submission, the same answer, also a day later."""
    token = door.fresh_token()
    answers = []
    for _ in range(times):
        answers.append(door.send_json({"text": STORY, "consent": True, "token": token}))
        door.later(hours=20)

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.get_json()["receipt"] for answer in answers}) == 1
    assert len(door.stored()) == 1


def test_two_clicks_at_once_give_one_submission(door):
    """Eight requests of one form at the same moment, one proof of work among them."""
    token = door.fresh_token()
    solved = solve(door)
    body = {"text": STORY, "consent": True, "token": token, "altcha": solved}
    ready = threading.Barrier(8)
    receipts = []

    def click():
        ready.wait()
        answer = door.app.test_client().post("/share/story/", json=body)
        receipts.append((answer.status_code, answer.get_json().get("receipt")))

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(receipts) == 8
    assert len(set(receipts)) == 1
    assert receipts[0][0] == 201
    (stored,) = door.stored()
    assert stored.proof == "proven"


def test_a_page_and_a_program_that_send_the_same_form_share_its_receipt(door):
    """The answers count, not how they were wrapped."""
    token = door.fresh_token()
    page = door.send(text=f"{STORY}\r\nmore", token=token)
    program = door.send_json({"text": f"{STORY}\nmore", "consent": True, "token": token})

    assert page.status_code == 201
    assert program.get_json()["receipt"] in page.text
    assert len(door.stored()) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"token": "same"}, {"text": "Other words, from the same form."}),
        ({"token": "same"}, {"token": "another"}),
        ({"token": "made-up"}, {"token": "made-up"}),
        ({}, {}),
    ],
)
def test_other_words_or_another_form_are_another_submission(door, first, second):
    """Nobody ever gets somebody else's receipt, not even with the same made-up token and words."""
    tokens = {"same": door.fresh_token(), "another": door.fresh_token(), "made-up": "0." * 30}

    def fields(given):
        body = {"text": STORY, "consent": True, **given}
        return {**body, "token": tokens[body["token"]]} if "token" in body else body

    one = door.receipt(**fields(first))
    two = door.receipt(**fields({**first, **second}))

    assert one != two
    assert len(door.stored()) == 2


def test_a_retry_is_answered_even_when_the_sender_must_wait(door):
    """A person whose text we have is never told that nothing was stored."""
    door.limit(unproven_per_hour=1)
    token = door.fresh_token()
    first = door.receipt(token=token)

    assert door.receipt(token=token) == first
    assert door.send_json({"text": STORY, "consent": True}).status_code == 429


def test_another_secret_gives_another_receipt(door, tmp_path_factory):
    """The words cannot be worked out from the form alone."""
    from tests.a_door import ADoor

    other = ADoor(tmp_path_factory.mktemp("other"))
    token = door.fresh_token()

    assert door.receipt(token=token) != other.receipt(token=token)


def solve(door) -> str:
    """Solve a challenge as the browser's worker does."""
    challenge = altcha.Challenge.from_dict(door.client.get("/altcha/challenge").get_json())
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return str(altcha.Payload(challenge, solution).to_base64())
