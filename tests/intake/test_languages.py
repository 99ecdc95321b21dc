"""The door speaks the language of the page a form stands on."""

from __future__ import annotations

import pytest

from tests.a_door import HERE


@pytest.mark.parametrize(
    ("path", "lang"),
    [("/share/story/", "en"), ("/nl/share/story/", "nl"), (f"/respond/{HERE}/", "en")],
)
def test_a_form_is_answered_in_its_own_language_and_leads_back_to_itself(door, path, lang):
    """Also when something is to be mended; what was typed is kept."""
    answer = door.client.post(path, data={"title": "Eén regel", "action": "send"})

    assert answer.status_code == 422
    assert f'<html lang="{lang}">' in answer.text
    assert f'action="{path}"' in answer.text
    assert "Eén regel" in answer.text or "/respond/" in path
    assert ("There is something to mend" in answer.text) == (lang == "en")
    assert ("Er is nog iets te verbeteren" in answer.text) == (lang == "nl")


@pytest.mark.parametrize(("path", "words"), [("/receipt/", "words"), ("/nl/receipt/", "woorden")])
def test_a_receipt_is_looked_up_in_the_language_of_the_page(door, path, words):
    answer = door.client.post(path, data={"receipt": "seven words that nobody was ever given"})

    assert answer.status_code == 404
    assert f'action="{path}"' in answer.text
    assert words in answer.text


def test_an_address_that_is_not_there_answers_in_its_language(door):
    (door.settings.current_site / "nl").mkdir()
    (door.settings.current_site / "nl" / "404.html").write_text("<h1>hier is niets</h1>")

    assert "hier is niets" in door.client.get("/nl/nergens/").text
    assert "nothing here" in door.client.get("/nowhere/").text
