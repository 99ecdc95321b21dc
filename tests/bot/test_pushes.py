"""What a moderator changes in the file of a proposal is read back, checked, and shown."""

from __future__ import annotations

import pytest

from tests.bot.conversation import TEXT
from tests.bot.on_github import TITLE, OnGitHub
from waymark.entry import dump
from waymark.states import State

OTHER = "It rained on the water. I went out all the same."


@pytest.fixture
def talk(store, tmp_path) -> OnGitHub:
    return OnGitHub(store, tmp_path / "site")


def test_words_are_taken_over_under_the_rule_that_the_message_names(talk):
    """The text as it was sent stays; what is proposed differs where the edit is."""
    name = talk.proposed()

    assert "taken over" in talk.pushes("noor-b", name, "P2: no place", body=OTHER)

    seen = talk.see(name)
    assert seen.fields["text"] == TEXT
    assert [(edit["words"], edit["rule"]) for edit in seen.edits] == [("water", "P2")]
    assert talk.file_of(name).body == OTHER
    assert seen.revision == talk.forge.find(name).head
    assert ("edit", "Noor") in talk.actions(name)


def test_who_edited_does_not_approve_it_and_somebody_else_may(talk):
    name = talk.proposed()
    talk.pushes("noor-b", name, "P2", body=OTHER)

    assert talk.reviews("noor-b", name, "approved", "/publish").startswith("Not done")
    assert talk.reviews("ada", name, "approved", "/publish").startswith("Done")
    assert OTHER in next(iter(talk.site.values()))


def test_details_need_no_rule(talk):
    name = talk.proposed()

    answer = talk.pushes("noor-b", name, "", title="Rain", notes=("self-harm",), topics=("sleep",))

    assert answer.startswith("This change was taken over")
    assert talk.see(name).details == {"title": "Rain", "notes": ["self-harm"], "topics": ["sleep"]}
    assert talk.file_of(name).title == "Rain"
    assert talk.see(name).edits == ()


def test_words_and_details_may_come_together(talk):
    name = talk.proposed()

    talk.pushes("noor-b", name, "P2", body=OTHER, title="Rain")

    assert (talk.file_of(name).title, talk.file_of(name).body) == ("Rain", OTHER)


@pytest.mark.parametrize("message", ["", "Update file", "Rule Z9", "see p.2"])
def test_words_without_a_rule_are_not_taken_over(talk, message):
    name = talk.proposed()

    assert "rule of the house" in talk.pushes("noor-b", name, message, body=OTHER)
    assert talk.see(name).edits == ()
    assert talk.reviews("noor-b", name, "approved", "/publish").startswith("Not done")


def test_a_text_that_is_to_stay_as_it_is_stays(talk):
    name = talk.proposed(edit_permission="as-is")

    assert "not taken over" in talk.pushes("noor-b", name, "P2", body=OTHER)
    assert talk.see(name).edits == ()


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({"published": "2026-11"}, "published"),
        ({"sequence": 7}, "sequence"),
        ({"pen_name": "Somebody"}, "pen_name"),
        ({"editorial": True}, "editorial"),
        ({"consent": {"version": 9}}, "consent"),
    ],
)
def test_what_is_the_services_or_the_writers_own_cannot_be_changed(talk, facts, key):
    name = talk.proposed()

    assert f"`{key}` cannot be changed here" in talk.pushes("noor-b", name, "P2", **facts)
    assert talk.see(name).details == {"title": TITLE}


@pytest.mark.parametrize(
    "text", ["", "no front matter", "---\nkind: story\n", "---\nSave_as: index.html\n---\n\nx\n"]
)
def test_a_file_that_is_no_entry_is_answered_with_its_line(talk, text):
    name = talk.proposed()

    assert talk.pushes_text("noor-b", name, "P2", text).startswith("This change was not taken over")
    assert talk.see(name).edits == ()


def test_a_change_by_somebody_else_is_put_back(talk):
    name = talk.proposed()

    assert "only moderators" in talk.pushes("somebody", name, "P2", body=OTHER)

    assert talk.see(name).edits == ()
    assert talk.file_of(name).body == TEXT
    assert talk.reviews("noor-b", name, "approved", "/publish").startswith("Done")


def test_a_change_with_other_files_is_not_taken_over(talk, monkeypatch):
    name = talk.proposed()
    path = talk.forge.paths(talk.pull_of(name))
    monkeypatch.setattr(talk.forge, "paths", lambda _: (*path, "community/moderators.yaml"))

    assert "no other" in talk.pushes("noor-b", name, "P2", body=OTHER)
    assert talk.see(name).edits == ()


def test_what_the_new_words_bring_is_checked(talk):
    """The level goes up, never down, and the finding is about the whole."""
    name = talk.proposed(level="routine")

    answer = talk.pushes("noor-b", name, "P2", body="I want to end my life tonight.")

    new = [finding for finding in talk.see(name).findings if finding["rule"] != "links"]
    assert "found something new" in answer
    assert talk.see(name).level == "crisis"
    assert {(finding["start"], finding["end"]) for finding in new} == {(0, 0)}


def test_each_change_is_answered_once(talk):
    name = talk.proposed()
    talk.pushes("noor-b", name, "", body=OTHER)
    said = dict(talk.forge.said)
    talk.forge.said.clear()

    talk.look(name)

    assert said
    assert talk.forge.said == {}


def test_our_own_proposal_is_no_change(talk):
    """Looked at between its commit and the moment the store knows it."""
    name = talk.submit()
    talk.work()
    talk.store.change(
        name, expected=State.IN_REVIEW, after=State.IN_REVIEW, revision="old", now=talk.now
    )
    talk.look(name)

    assert talk.forge.said == {}
    assert talk.see(name).revision == talk.forge.find(name).head


def test_the_same_file_pushed_again_changes_nothing(talk):
    name = talk.proposed()
    before = talk.see(name)

    talk.pushes_text("noor-b", name, "again", dump(talk.file_of(name)))

    assert talk.see(name).details == before.details
    assert talk.actions(name) == []
