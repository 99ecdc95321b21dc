"""Edits at the desk: suggestions taken one by one, changes by hand shown first, and the preview."""

from __future__ import annotations

import re

import pytest

from tests.desk.a_desk import finding, words_of
from waymark.checks import Level
from waymark.states import State

TEXT = "My sister Anna rang. Call 06-12345678, she said."
NAME = finding(10, 14, suggest="[name]", policy="P2")


def test_a_suggestion_is_taken_or_refused_with_one_button_each(desk):
    """Taken out: shown struck through, cited in the log; let stay: the finding says so."""
    submission = desk.take_in(TEXT, findings=(NAME, finding(21, 25)))
    first, second = (desk.finding_key(submission, n) for n in (0, 1))

    assert desk.post(submission, "redact", {"finding": first, "rule": "P2"}).status_code == 303
    assert desk.post(submission, "keep-words", {"finding": second}).status_code == 303

    page = desk.client.get(desk.path(submission))
    assert re.search(r"<del[^>]*>.*?Anna</del><ins[^>]*>.*?\[name\]</ins>", page.text)
    assert page.text.count("data-redacted") == page.text.count("data-kept") == 1
    acts = [(act.action, act.rules) for act in desk.store.decisions(submission.id)]
    assert acts == [("redact", ("P2",)), ("keep", ("personal.name",))]
    desk.post(submission, "restore-words", {"edit": "1"})
    assert desk.again(submission).edits == ()


@pytest.mark.parametrize("form", [{"rule": "P2"}, {"finding": "nothing", "rule": "P2"}])
def test_a_suggestion_that_is_not_there_changes_nothing(desk, form):
    submission = desk.take_in(TEXT, findings=(NAME,))

    assert desk.post(submission, "redact", form).status_code == 409
    assert desk.again(submission).edits == ()


def test_a_change_by_hand_is_shown_first_and_then_kept(desk):
    """Two steps: the difference with its rule, then the change; somebody else approves it."""
    submission = desk.take_in(TEXT)
    page = desk.client.get(desk.path(submission, "edit"))
    assert "06-12345678" not in page.text
    changed = TEXT.replace("Anna", "someone").replace("06-12345678", "[phone number removed]")

    shown = desk.post(submission, "edit", {"text": changed, "rule": "P2"})
    assert shown.status_code == 200
    assert "data-difference" in shown.text
    assert "06-12345678" not in shown.text
    assert desk.again(submission).edits == ()
    kept = desk.post(submission, "edit", {"text": changed, "rule": "P2", "sure": "yes"})

    assert kept.status_code == 303
    (edit,) = desk.again(submission).edits
    assert (edit["start"], edit["end"], edit["words"], edit["rule"]) == (10, 14, "someone", "P2")
    refused = desk.post(submission, "approve", {"title": "She rang"})
    assert refused.status_code == 409
    assert "somebody else has to read and approve" in words_of(refused)
    sam = desk.another("Sam")
    assert desk.post(submission, "approve", {"title": "She rang"}, client=sam).status_code == 303


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"text": "x"}, "rule"),
        ({"text": "x", "rule": "H1"}, "rule"),
        ({"text": "", "rule": "P2"}, "text"),
    ],
)
def test_a_change_without_a_rule_or_a_text_is_asked_for_and_kept(desk, form, problem):
    """422 at the field, what was typed is still there, nothing is done."""
    submission = desk.take_in(TEXT)

    answer = desk.post(submission, "edit", form)

    assert answer.status_code == 422
    assert f'id="{problem}-error"' in answer.text
    assert form["text"] in answer.text
    assert desk.actions(submission) == []


def test_a_change_to_words_that_changed_meanwhile_is_not_kept_and_not_lost(desk):
    submission = desk.take_in(TEXT)
    opened = desk.open(submission)
    desk.writer_changes(submission, "Quite other words.")

    answer = desk.post(
        submission, "edit", {"text": "Mine.", "rule": "P2", "sure": "yes"}, opened=opened
    )

    assert answer.status_code == 409
    assert "Mine." in words_of(answer)
    assert desk.again(submission).edits == ()


def test_the_preview_is_the_sites_own_page_and_holds_no_way_to_reach_anybody(desk):
    """Title, text, edits in place; a text that was taken back has none."""
    submission = desk.take_in(TEXT, title="She rang", findings=(NAME,))
    desk.post(submission, "redact", {"finding": desk.finding_key(submission), "rule": "P2"})

    page = desk.client.get(desk.path(submission, "preview"))

    assert '<article class="wm-entry wm-entry--story"' in page.text
    assert "She rang" in words_of(page)
    assert "My sister [name] rang. Call [phone number removed], she said." in words_of(page)
    assert page.headers["Cache-Control"] == "no-store"
    desk.store.change(submission.id, expected=State.IN_REVIEW, after=State.WITHDRAWN, now=desk.now)
    assert desk.client.get(desk.path(submission, "preview")).status_code == 404


def test_whose_turn_it_is_stands_on_the_page_and_in_the_queue(desk):
    """Claimed by one, seen by the other; passed on without a reason; left to somebody by name."""
    submission, sam = desk.take_in(TEXT), desk.another("Sam")
    desk.post(submission, "take")

    assert "Noor is reading it until" in words_of(sam.get(desk.path(submission)))
    assert 'data-read-by="Noor"' in sam.get("/desk/").text
    taken = desk.post(submission, "take", client=sam)
    assert taken.status_code == 409
    assert "Noor is reading it until" in words_of(taken)
    desk.post(submission, "pass")
    assert 'data-read-by="Noor"' not in sam.get("/desk/").text
    desk.post(submission, "hand-over", {"to": "Sam"})
    assert "for you" in words_of(sam.get("/desk/"))


def test_two_people_a_day_and_a_yes_are_told_as_they_come(desk):
    """After one approval the page says what is still needed; after two it waits in its own list."""
    submission = desk.take_in(TEXT, level=Level.URGENT, title="She rang")
    desk.post(submission, "approve", {"title": "She rang"})
    words = words_of(desk.client.get(desk.path(submission)))
    assert "Approved exactly as it is now by Noor. Still needed: a second person, the day" in words

    desk.post(submission, "approve", {"title": "She rang"}, client=desk.another("Sam"))

    assert desk.state(submission) is State.WAITING
    assert f'data-cooling="{submission.id}"' in desk.client.get("/desk/").text


def test_what_is_too_much_today_is_left_to_others(desk):
    """For this moderator and this day only; nobody else's queue is shorter."""
    heavy = desk.take_in(TEXT, notes=["suicide-loss"])
    light, sam = desk.take_in(TEXT), desk.another("Sam")
    token = desk.open(light)

    desk.client.post("/desk/not-today/", data={**token, "notes": ["suicide-loss", "no-such-note"]})

    mine = desk.client.get("/desk/").text
    assert f'data-row="{heavy.id}"' not in mine
    assert f'data-row="{light.id}"' in mine
    assert 'data-left="1"' in mine
    assert f'data-row="{heavy.id}"' in sam.get("/desk/").text
    desk.door.later(days=1)
    desk.sign_in()
    assert f'data-row="{heavy.id}"' in desk.client.get("/desk/").text


@pytest.mark.parametrize(
    ("action", "form"),
    [("escalate", {"rule": "nope"}), ("wait", {"until": "soon"}), ("hand-over", {"to": "Nobody"})],
)
def test_a_choice_that_is_missing_is_asked_for(desk, action, form):
    submission = desk.take_in(TEXT)

    answer = desk.post(submission, action, form)

    assert answer.status_code == 422
    assert "There is something to mend" in words_of(answer)
    assert desk.actions(submission) == []


def test_escalating_and_waiting_stand_in_the_history(desk):
    submission, other = desk.take_in(TEXT), desk.take_in(TEXT)
    day = (desk.now.date().replace(day=1)).replace(year=desk.now.year + 1)

    desk.post(submission, "escalate", {"rule": "C1"})
    desk.post(other, "wait", {"until": day.isoformat()})

    assert (desk.again(submission).level, desk.again(submission).for_whom) == ("crisis", "lead")
    assert desk.state(other) is State.WAITING
    assert "let it wait" in words_of(desk.client.get(desk.path(other)))


def test_a_broken_community_file_is_named_on_the_desk(desk):
    """The last good one stays in use, and moderators know."""
    (desk.door.community / "rules" / "policy.yaml").write_text(": : :")

    page = desk.client.get("/desk/")

    assert 'data-community="broken"' in page.text
    assert "rules/policy.yaml" in words_of(page)
