"""When something is broken: nothing half-done, the words still in the box, help still shown."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa

from tests.a_door import STORY, typed_text


def lock_away(door):
    """Make the store read-only, as a full disk or lost rights would."""

    @sa.event.listens_for(door.store.engine, "before_cursor_execute")
    def refuse(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("BEGIN IMMEDIATE", "INSERT", "UPDATE")):
            raise sqlite3.OperationalError("database or disk is full")

    return lambda: sa.event.remove(door.store.engine, "before_cursor_execute", refuse)


def test_a_full_disk_stores_nothing_and_loses_nothing(door):
    """503 with "not just now" and every word in the box; the same form goes through later."""
    token = door.fresh_token()
    mend = lock_away(door)

    page = door.send(token=token, title="A title", consent="yes")
    data = door.send_json({"text": STORY, "consent": True, "token": token})

    assert page.status_code == data.status_code == 503
    assert page.headers["Retry-After"]
    assert "We could not take this just now" in page.text
    assert "We could not take this just now" in data.get_json()["message"]
    assert typed_text(page.text) == STORY
    assert 'value="A title"' in page.text
    assert f'value="{token}"' in page.text
    assert "112" in page.text

    mend()
    assert door.stored() == []
    assert door.send(token=token, title="A title").status_code == 201


def test_a_database_that_is_gone_is_said_calmly(door):
    """The file is replaced by rubbish: forms and receipts answer 503, health too."""
    door.store.close()
    database = door.settings.home / "waymark.sqlite3"
    for path in door.settings.home.glob("waymark.sqlite3*"):
        path.unlink()
    database.write_bytes(b"not a database at all" * 1000)

    assert door.send().status_code == 503
    assert typed_text(door.send().text) == STORY
    assert door.client.post("/receipt/", data={"receipt": "a b"}).status_code == 503
    assert door.client.get("/healthz").status_code == 503
    answer = door.client.post("/receipt/answer", data={"receipt": "a b", "answer": "Rye."})
    assert answer.status_code == 503
    assert typed_text(answer.text, "answer") == "Rye."


BREAKS = [
    ("vocabulary.yaml", "{"),
    ("helplines.yaml", "[]"),
    ("forms/story.yaml", "kind: nonsense"),
    ("forms/problems.yaml", None),
    ("rules/policy.yaml", "- id: X"),
    ("messages/received.en.md", None),
    ("site.yaml", "name: \xff"),
]


@pytest.mark.parametrize(("name", "content"), BREAKS)
def test_a_broken_community_closes_the_form_but_not_the_help(door, name, content, caplog):
    """503 "closed" with the words kept and the help lines; open again once it is mended."""
    path = door.community / name
    before = path.read_bytes()
    if content is None:
        path.unlink()
    else:
        path.write_text(content, encoding="latin-1")

    page, data = door.send(), door.send_json({"text": STORY, "consent": True})

    assert page.status_code == data.status_code == 503
    assert "The form is resting" in page.text
    assert "The form is resting" in data.get_json()["message"]
    assert typed_text(page.text) == STORY
    assert "112" in page.text
    assert "/help-now/" in page.text
    assert door.stored() == []
    assert "the door is closed" in caplog.text

    path.write_bytes(before)
    assert door.send().status_code == 201


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rules/sources.yaml", None),
        ("rules/spam.en.yaml", "- id: x"),
        ("rules/levels.yaml", "a: b"),
    ],
)
def test_with_broken_rules_the_last_good_ones_go_on(door, name, content):
    """Rules only order a queue: the door stays open, and who looks after the site is told."""
    path = door.community / name
    before, house = path.read_bytes(), door.services.house
    version = house.last_good.rules.version
    if content is None:
        path.unlink()
    else:
        path.write_text(content)

    door.receipt(text=f"{STORY} I want to die.")

    assert [(s.level, s.rules_version) for s in door.stored()] == [("crisis", version)]
    assert name in str(house.rules_problem)

    path.write_bytes(before)
    house.current()
    assert house.rules_problem is None


def test_a_change_of_the_community_is_seen_at_once(door):
    """A number edited in site.yaml counts from the next form on."""
    door.limit(text_bytes=100)

    assert door.send(text="a" * 101).status_code == 422
    assert door.send(text="a" * 100).status_code == 201
