"""No word of a visitor reaches a log, an error or an address, whatever goes wrong."""

from __future__ import annotations

import logging
import sys

import pytest

from tests.a_door import HERE, ADoor
from tests.intake.test_trouble import lock_away

CANARY = "quetzalfeather"
EVERYWHERE = (
    *("/share/story/", "/share/strategy/", f"/respond/{HERE}/"),
    *("/receipt/", "/receipt/withdraw", "/receipt/answer", "/stories/", "/nowhere/"),
)
"""A word that stands nowhere in our own texts."""
ADDRESS = "203.0.113.77"


@pytest.fixture
def watched(tmp_path, caplog, capfd):
    """Return a door all of whose logging, printing and answers are kept."""
    caplog.set_level(logging.DEBUG)
    door = ADoor(tmp_path)
    door.client.environ_base["REMOTE_ADDR"] = ADDRESS
    yield door
    door.store.close()


def everything_said(caplog, capfd) -> str:
    captured = capfd.readouterr()
    formatter = logging.Formatter("%(message)s %(exc_text)s %(pathname)s")
    records = "\n".join(formatter.format(record) for record in caplog.records)
    return captured.out + captured.err + records + caplog.text


def paths(door, words):
    """Go every way through the door with the canary in every field."""
    body = {"text": words, "consent": "yes", "title": CANARY, "token": CANARY, "altcha": CANARY,
            "website": CANARY, "action": CANARY}  # fmt: skip
    yield from (door.client.post(path, data=body) for path in EVERYWHERE)
    yield door.client.post("/share/story/", json={**body, CANARY: CANARY})
    yield door.client.post("/share/story/", data=f'{{"{CANARY}', content_type="application/json")
    yield door.client.post("/share/story/", data=CANARY, content_type="text/plain")
    yield door.client.post("/receipt/", data={"receipt": CANARY})
    yield door.client.post("/receipt/answer", json={"receipt": CANARY, "answer": CANARY})
    yield door.client.post("/receipt/yes", json={"receipt": CANARY, "read": CANARY})
    yield door.client.post("/receipt/appeal", json={"receipt": CANARY, "why": CANARY})
    yield door.client.post(
        "/share/story/",
        data=f"text={CANARY}",
        content_type=f"multipart/form-data; boundary={CANARY}",
    )


def test_nothing_is_said_about_what_was_sent(watched, caplog, capfd):
    """Good, bad, refused and unreadable forms: the logs know nothing of their words."""
    for words in (f"{CANARY} and more.", f"{CANARY}\x00", f"{CANARY} x@{CANARY}.com", ""):
        for answer in paths(watched, words):
            assert answer.status_code < 500
            assert CANARY not in answer.headers.get("Location", "")

    said = everything_said(caplog, capfd)
    assert CANARY not in said
    assert ADDRESS not in said


@pytest.mark.parametrize("broken", ["store", "theme", "checks", "receipts", "rendering"])
def test_nothing_is_said_when_a_part_breaks(watched, broken, caplog, capfd, monkeypatch):
    """An error that quotes the text is told by its type and place only."""

    def fails(*arguments, **_named):
        raise RuntimeError(f"cannot work on {CANARY} and {arguments!r}")

    match broken:
        case "store":
            lock_away(watched)
        case "theme":
            watched.app.jinja_env.filters["words"] = fails
            watched.app.jinja_env.cache.clear()
        case "checks":
            monkeypatch.setattr("waymark.checks.run", fails)
        case "receipts":
            monkeypatch.setattr("waymark.receipts.words_from", fails)
        case "rendering":
            monkeypatch.setattr("waymark.intake.previews.render_entry", fails)
    for answer in paths(watched, f"{CANARY} and more."):
        assert "Traceback" not in answer.text
        assert "RuntimeError" not in answer.text
        if answer.status_code >= 500 and answer.mimetype == "text/html":
            assert "112" in answer.text

    said = everything_said(caplog, capfd)
    assert CANARY not in said
    assert ADDRESS not in said


def test_an_unhandled_error_of_the_server_is_told_without_its_words(caplog, capfd):
    """What a web server logs by itself passes the same filter."""
    from waymark.serving.quiet_logs import keep_logs_quiet

    keep_logs_quiet()
    for name in ("waitress", "waymark.serving", "waymark.desk"):
        try:
            raise ValueError(f"bad: {CANARY}")
        except ValueError:
            logging.getLogger(name).exception("Exception while serving %s", "/x")
            logging.getLogger(name).error("again", exc_info=sys.exc_info())

    said = everything_said(caplog, capfd)
    assert CANARY not in said
    assert "ValueError at test_no_words_leak.py" in said


def test_nothing_but_the_store_holds_the_words(watched):
    """Neither the text nor the sender's address is in any file but the store's own."""
    watched.send(text=f"{CANARY} and more.")

    holding = [
        path.name
        for path in watched.folder.rglob("*")
        if path.is_file() and CANARY.encode() in path.read_bytes()
    ]
    assert holding
    assert all(name.startswith("waymark.sqlite3") for name in holding)
    everywhere = [p.read_bytes() for p in watched.settings.home.rglob("*") if p.is_file()]
    assert not any(ADDRESS.encode() in content for content in everywhere)
