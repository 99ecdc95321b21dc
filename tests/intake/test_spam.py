"""Signs of spam are noted for moderators; they refuse nobody."""

from __future__ import annotations

import pytest

from tests.a_door import STORY
from tests.intake.test_sent_twice import solve
from waymark.intake.form_tokens import EXPIRES_AFTER


def findings(door) -> dict[str, str]:
    (stored,) = door.stored()
    return {f["rule"]: f["level"] for f in stored.findings if f["category"] == "spam"}


def test_a_browser_that_did_the_sum_is_proven(door):
    """Token, time and sum in order: no finding of spam, proof noted."""
    answer = door.send(token=door.fresh_token(), altcha=solve(door), website="")

    assert answer.status_code == 201
    assert findings(door) == {}
    assert door.stored()[0].proof == "proven"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"token": "good", "altcha": ""}, {"spam.sum-none": "routine"}),
        ({"token": "good"}, {"spam.sum-none": "routine"}),
        ({"token": "good", "altcha": "rubbish"}, {"spam.sum-wrong": "routine"}),
        ({"token": "good", "altcha": "e30="}, {"spam.sum-wrong": "routine"}),
        ({"token": "good", "altcha": "ünïcode"}, {"spam.sum-wrong": "routine"}),
        ({"token": "good", "altcha": "A" * 200_000}, {"spam.sum-wrong": "routine"}),
        ({"altcha": "good"}, {"spam.token": "routine"}),
        ({"token": "x", "altcha": "good"}, {"spam.token": "routine"}),
        ({"token": "quick", "altcha": "good"}, {"spam.quick": "review"}),
        ({"token": "old", "altcha": "good"}, {"spam.old": "routine"}),
        (
            {"token": "good", "altcha": "good", "website": "http://buy.example"},
            {"spam.honeypot": "review"},
        ),
    ],
)
def test_each_sign_is_a_finding_and_never_a_refusal(door, fields, expected):
    """The text arrives all the same, marked unproven, at the level of what was seen."""
    if fields.get("token") == "good":
        fields = {**fields, "token": door.fresh_token()}
    if fields.get("token") == "old":
        fields = {**fields, "token": door.fresh_token()}
        door.later(days=EXPIRES_AFTER.days + 1)
    if fields.get("token") == "quick":
        fields = {**fields, "token": door.client.get("/form-token").get_json()["token"]}
        door.later(seconds=2)
    if fields.get("altcha") == "good":
        fields = {**fields, "altcha": solve(door)}

    assert door.send(**fields).status_code == 201

    assert findings(door) == expected
    assert door.stored()[0].proof == "unproven"
    assert door.stored()[0].level == max(expected.values(), key=["routine", "review"].index)


def test_a_sum_counts_once(door):
    """The same solution under another text is taken, but no longer as proof."""
    solved = solve(door)
    door.send(token=door.fresh_token(), altcha=solved)
    again = door.send(text="Other words.", token=door.fresh_token(), altcha=solved)

    assert again.status_code == 201
    assert sorted(found.proof for found in door.stored()) == ["proven", "unproven"]
    rules = [finding["rule"] for found in door.stored() for finding in found.findings]
    assert "spam.sum-spent" in rules


def test_a_sum_of_another_server_or_an_altered_one_is_none(door):
    """Only challenges that we signed count, and only as they were signed."""
    import base64
    import json

    payload = json.loads(base64.b64decode(solve(door)))
    payload["challenge"]["parameters"]["expiresAt"] += 10_000
    forged = base64.b64encode(json.dumps(payload).encode()).decode()

    door.send(token=door.fresh_token(), altcha=forged)

    assert findings(door) == {"spam.sum-wrong": "routine"}


def test_a_challenge_is_small_work_and_lasts_long_enough_to_write(door):
    """PBKDF2 at cost 5000, valid for an hour or more, kept in no cache."""
    answer = door.client.get("/altcha/challenge")
    parameters = answer.get_json()["parameters"]

    assert (parameters["algorithm"], parameters["cost"]) == ("PBKDF2/SHA-256", 5000)
    assert parameters["expiresAt"] - door.now.timestamp() >= 3600
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json()["signature"]


def test_tokens_differ_and_cannot_be_altered(door):
    """Each form gets a number of its own; a token with another time is not ours."""
    first, second = (door.client.get("/form-token").get_json()["token"] for _ in range(2))
    assert first != second

    time, nonce, signature = first.split(".")
    door.send_json({"text": STORY, "consent": True, "token": f"1{time[1:]}.{nonce}.{signature}"})

    assert "spam.token" in findings(door)
