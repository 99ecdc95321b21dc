"""The door takes what people send, once, and answers with a receipt."""

from __future__ import annotations

import re

import pytest

from tests.a_door import HERE, STORY, typed_text
from waymark import receipts
from waymark.states import State

SEVEN = re.compile(r"(?:[a-z-]+ ){6}[a-z-]+")


def receipt_in(html: str) -> str:
    found = re.search(r"data-receipt>([^<]+)<", html)
    assert found, "no receipt on the page"
    return found[1]


@pytest.mark.parametrize(
    ("path", "kind", "to"),
    [
        ("/share/story/", "story", None),
        ("/share/strategy/", "strategy", None),
        (f"/respond/{HERE}/", "response", HERE),
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_text_and_consent_are_enough(door, path, kind, to, as_json):
    """A form with only the two required answers is stored, with its job, and gets a receipt."""
    if as_json:
        answer = door.send_json({"text": STORY, "consent": True}, path)
        assert answer.get_json()["state"] == "received"
        receipt = answer.get_json()["receipt"]
    else:
        answer = door.send(path)
        receipt = receipt_in(answer.text)

    assert answer.status_code == 201
    assert SEVEN.fullmatch(receipt)
    (stored,) = door.stored()
    assert (stored.kind, stored.to, stored.state) == (kind, to, State.RECEIVED)
    assert stored.fields["text"] == STORY
    assert door.store.find_by_receipt(receipts.hash_of(receipt)).id == stored.id
    assert door.store.claim("w", door.now, __import__("datetime").timedelta(1)).kind == "propose"
    assert answer.headers["Cache-Control"] == "no-store"


def test_multipart_is_taken_like_any_form(door):
    """A browser that sends multipart, an empty file box included, is understood."""
    answer = door.client.post(
        "/share/story/",
        data={"text": STORY, "consent": "yes", "topics": ["sleep"]},
        content_type="multipart/form-data",
    )

    assert answer.status_code in (201, 422)
    assert "/share/story/" not in answer.headers.get("Location", "")


def test_everything_a_person_may_fill_in_is_kept(door):
    """Lists, choices and lines arrive as plain values; the agreement says how it may be edited."""
    answer = door.send(
        title="  A  title ",
        what_helped="a bath\r\nbread\r\n\r\n",
        pen_name="Someone",
        lang="nl",
        how_now="struggling",
    )

    assert answer.status_code == 201
    (stored,) = door.stored()
    assert stored.lang == "nl"
    assert stored.fields == {
        "text": STORY,
        "consent": True,
        "title": "A title",
        "what_helped": ["a bath", "bread"],
        "pen_name": "Someone",
        "lang": "nl",
        "how_now": "struggling",
        "edit_permission": "safety-only",
    }


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("I was not sure that it would pass, and my sister was with me in the end.", "en"),
        ("Ik wist niet dat het over zou gaan, en mijn zus was er ook bij met de hond.", "nl"),
        ("???", "en"),
    ],
)
def test_the_language_is_guessed_when_nobody_says_it(door, text, lang):
    """A Dutch text is kept as Dutch, so that a page says so to screen readers."""
    door.send(text=text)

    assert door.stored()[0].lang == lang


@pytest.mark.parametrize("entry_id", ["nobody-here", "A", "x", "a" * 60, "%00", "..", "%2e%2e"])
def test_a_response_needs_a_published_entry(door, entry_id):
    """What is answered must be on the site; a made-up address is a calm 404 that stores nothing."""
    answer = door.send(f"/respond/{entry_id}/")

    assert answer.status_code == 404
    assert door.stored() == []


def test_contact_details_are_shown_before_sending_and_kept_as_typed(door):
    """The first send shows what will be replaced; the second, of the very same words, is stored."""
    words = STORY + " Write to jo@example.com or 06 12345678."
    first = door.send(text=words, token=door.fresh_token(), action="send")

    assert first.status_code == 200
    assert "[e-mail address removed]" in first.text
    assert "[phone number removed]" in first.text
    assert door.stored() == []

    second = door.client.post("/share/story/", data={**hidden_in(first.text), "action": "send"})

    assert second.status_code == 201
    assert door.stored()[0].fields["text"] == words


def test_other_contact_details_than_those_that_were_shown_are_shown_again(door):
    """The mark of the check page is for exactly the words that it showed."""
    first = door.send(text="Mail jo@example.com about it.", token=door.fresh_token())
    changed = {**hidden_in(first.text), "text": "Mail al@example.org about it."}

    second = door.client.post("/share/story/", data={**changed, "action": "send"})

    assert second.status_code == 200
    assert door.stored() == []


def test_change_goes_back_to_the_form_filled_in(door):
    """Whoever looked it over and wants to change something finds every answer in its place."""
    check = door.send(title="A title", what_helped="a bath\nbread", action="preview")
    assert check.status_code == 200

    form = door.client.post("/share/story/", data={**hidden_in(check.text), "action": "change"})

    assert form.status_code == 200
    assert typed_text(form.text) == STORY
    assert typed_text(form.text, "what_helped") == "a bath\nbread"
    assert 'value="A title"' in form.text
    assert door.stored() == []


def test_a_program_is_not_asked_to_confirm(door):
    """JSON with contact details is stored at once; they are replaced before anyone else sees it."""
    answer = door.send_json({"text": "Mail jo@example.com", "consent": True})

    assert answer.status_code == 201
    (stored,) = door.stored()
    assert [finding["rule"] for finding in stored.findings if "contact" in finding["rule"]] == [
        "contact.email"
    ]


def test_a_program_may_look_first_too(door):
    """JSON with action=preview says what would be replaced and stores nothing."""
    answer = door.send_json({"text": "Mail jo@example.com", "consent": True, "action": "preview"})

    assert answer.status_code == 200
    assert answer.get_json()["replaced"] == [{"field": "text", "what": "an e-mail address"}]
    assert door.stored() == []


def test_not_safe_is_read_soon(door):
    """Somebody who says they are not safe is put before others, whatever the text says."""
    door.send(how_now="not-safe")

    (stored,) = door.stored()
    assert stored.level == "urgent"
    assert stored.score >= 2
    assert "form.not_safe" in [finding["rule"] for finding in stored.findings]


def test_a_broken_check_is_a_finding_and_not_a_lost_text(door, monkeypatch):
    """When the checks themselves fail, the text arrives at level review with a note."""

    def fails(*_args):
        raise RuntimeError("boom")

    monkeypatch.setattr("waymark.checks.run", fails)

    assert door.send().status_code == 201
    (stored,) = door.stored()
    assert stored.level == "review"
    assert "checks.failed" in [finding["rule"] for finding in stored.findings]


def test_the_answer_after_the_commit_survives_a_broken_theme(door):
    """Once it is stored, a page that cannot be made is no reason to hide the receipt."""
    door.app.jinja_env.loader = None
    door.app.jinja_env.cache.clear()

    answer = door.send()

    assert answer.status_code == 201
    assert SEVEN.fullmatch(receipt_in(answer.text))
    assert "112" in answer.text


def test_help_stands_on_every_page_of_the_door(door):
    """The form with problems, the check and the receipt all show where help is."""
    pages = [door.send(text=""), door.send(action="preview"), door.send()]

    assert [page.status_code for page in pages] == [422, 200, 201]
    assert all("/help-now/" in page.text and "112" in page.text for page in pages)


def hidden_in(html: str) -> dict[str, list[str]]:
    """Return what the check page sends along, as a browser reads it."""
    from html import unescape

    found: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<textarea hidden name="([^"]+)">\n?(.*?)</textarea>', html, re.DOTALL
    ):
        found.setdefault(name, []).append(unescape(value))
    assert "text" in found
    return found
