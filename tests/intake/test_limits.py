"""One sender can only send so much in an hour, and nobody's address is kept to know that."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tests.a_door import STORY, ADoor, typed_text
from waymark.intake.limits import Limits, address_of

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("depth", "peer", "forwarded", "expected"),
    [
        (0, "10.0.0.1", [], "10.0.0.1"),
        (0, "10.0.0.1", ["1.2.3.4"], "10.0.0.1"),
        (1, "10.0.0.1", ["1.2.3.4"], "1.2.3.4"),
        (1, "10.0.0.1", ["6.6.6.6, 1.2.3.4"], "1.2.3.4"),
        (1, "10.0.0.1", ["6.6.6.6", "1.2.3.4"], "1.2.3.4"),
        (2, "10.0.0.1", ["6.6.6.6, 1.2.3.4, 10.0.0.2"], "1.2.3.4"),
        (2, "10.0.0.1", ["1.2.3.4"], "10.0.0.1"),
        (1, "10.0.0.1", [], "10.0.0.1"),
        (1, "10.0.0.1", [""], "10.0.0.1"),
    ],
)
def test_a_forwarded_address_is_believed_only_as_far_as_our_proxies_go(
    depth, peer, forwarded, expected
):
    """Whatever a visitor writes into the header themselves changes nothing."""
    headers = [("X-Forwarded-For", value) for value in forwarded]
    environ = EnvironBuilder(headers=headers, environ_base={"REMOTE_ADDR": peer}).get_environ()

    assert address_of(Request(environ), depth) == expected


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("1.2.3.4", "1.2.3.4", True),
        ("1.2.3.4", "1.2.3.5", False),
        ("::ffff:1.2.3.4", "1.2.3.4", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("rubbish", "other rubbish", True),
        ("", "rubbish", True),
    ],
)
def test_senders_are_told_apart_by_network(one, other, is_same):
    """An IPv6 home is one sender, however many addresses it makes up."""
    limits = Limits()

    assert (limits.sender(one, NOON) == limits.sender(other, NOON)) is is_same


def test_a_sender_has_another_name_tomorrow():
    """The salt changes with the day and with the process: no trace leads back."""
    limits = Limits()
    today = limits.sender("1.2.3.4", NOON)

    assert limits.sender("1.2.3.4", NOON.replace(hour=23)) == today
    assert limits.sender("1.2.3.4", NOON.replace(day=25)) != today
    assert Limits().sender("1.2.3.4", NOON) != today
    assert "1.2.3.4" not in today


@pytest.mark.parametrize("name", ["unproven_per_hour", "attempts_per_hour"])
def test_too_many_is_said_with_the_words_still_in_the_box(door, name):
    """429 as a page keeps the text; as JSON it has a message; the community's number counts."""
    door.limit(**{name: 2})
    assert [door.send(text=f"{STORY} {i}").status_code for i in range(3)] == [201, 201, 429]

    page = door.send(text=f"{STORY} kept")
    assert typed_text(page.text) == f"{STORY} kept"
    assert page.headers["Retry-After"]
    data = door.send_json({"text": STORY, "consent": True})
    assert data.status_code == 429
    assert "Nothing was stored" in data.get_json()["message"]
    assert len(door.stored()) == 2


def test_one_sender_does_not_use_up_another_s_hour(tmp_path):
    """Behind a proxy of ours, each visitor is counted alone."""
    door = ADoor(tmp_path, proxy_depth=1)
    door.limit(unproven_per_hour=1)

    def send(address, text):
        return door.client.post(
            "/share/story/",
            json={"text": text, "consent": True},
            headers={"X-Forwarded-For": f"9.9.9.9, {address}"},
        ).status_code

    assert [send("1.2.3.4", "a"), send("1.2.3.4", "b"), send("1.2.3.5", "c")] == [201, 429, 201]
