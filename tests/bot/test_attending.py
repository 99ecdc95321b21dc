"""Moderating on the forge itself, told as moderators live it."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from tests.bot.conversation import TEXT
from tests.bot.on_github import OnGitHub
from waymark.states import State
from waymark.store import NewJob


@pytest.fixture
def talk(store, tmp_path) -> OnGitHub:
    return OnGitHub(store, tmp_path / "site")


def test_an_approving_review_and_publish_bring_it_to_the_site(talk):
    name = talk.proposed()

    talk.reviews("Noor-B", name)
    assert talk.state(name) is State.IN_REVIEW, "a review alone publishes nothing"
    answer = talk.comments("Noor-B", name, "Thank you for this.\n\n/publish")

    assert answer.startswith("Done, `/publish`: approved.")
    assert talk.state(name) is State.PUBLISHED
    assert TEXT in next(iter(talk.site.values()))
    assert ("approve", "Noor") in talk.actions(name)


def test_the_command_may_stand_in_the_review_itself(talk):
    name = talk.proposed()

    assert "Done" in talk.reviews("noor-b", name, "approved", "Good.\n\n/publish")
    assert talk.state(name) is State.PUBLISHED


@pytest.mark.parametrize("state", ["", "commented", "changes_requested", "dismissed"])
def test_publish_needs_an_approving_review(talk, state):
    """A plain comment leaves an approval standing; taking it back does not."""
    name = talk.proposed()
    if state:
        talk.reviews("noor-b", name, state)

    answer = talk.comments("noor-b", name, "/publish")

    assert answer.startswith("Not done, `/publish`: it needs your approving review")
    assert talk.state(name) is State.IN_REVIEW


def test_somebody_elses_review_is_not_mine(talk):
    name = talk.proposed()
    talk.reviews("ada", name)

    assert "needs your approving review" in talk.comments("noor-b", name, "/publish")


def test_a_comment_after_an_approval_does_not_take_it_back(talk):
    name = talk.proposed()
    talk.reviews("noor-b", name)
    talk.reviews("noor-b", name, "commented", "One more thought.")

    assert "Done" in talk.comments("noor-b", name, "/publish")


def test_an_approval_counts_for_the_revision_that_was_read(talk):
    """The writer changed the text after the review: it is read once more."""
    name = talk.proposed()
    talk.reviews("noor-b", name)
    talk.ask(name)
    talk.answer(name, "It rained on the river.")
    talk.work()

    assert "needs your approving review" in talk.comments("noor-b", name, "/publish")
    assert talk.state(name) is State.IN_REVIEW


def test_nothing_is_approved_while_the_proposal_is_behind(talk):
    name = talk.proposed()
    talk.reviews("noor-b", name)
    talk.ask(name)
    talk.answer(name, "It rained on the river.")  # and the worker has not come round yet
    talk.forge.commented_by("noor-b", talk.pull_of(name), "/publish")
    talk.attending.attend(_look(talk, name), talk.now)

    assert "has changed since" in talk.answer_to("comment-1", name)
    assert talk.state(name) is State.IN_REVIEW


def test_a_heavy_text_needs_two_people(talk):
    name = talk.proposed(level="urgent")

    first = talk.reviews("noor-b", name, "approved", "/publish")
    again = talk.reviews("noor-b", name, "approved", "/publish")
    second = talk.reviews("ada", name, "approved", "/publish")

    assert "A second person has to approve it too." in first
    assert again.startswith("Not done")
    assert "Its writer is asked for a yes." in second
    assert talk.state(name) is State.WAITING
    assert talk.site == {}


def test_a_text_in_crisis_is_never_published(talk):
    name = talk.proposed(level="crisis")

    assert talk.reviews("ada", name, "approved", "/publish").startswith("Not done")
    assert talk.state(name) is State.IN_REVIEW


def test_what_has_no_title_is_not_published(talk):
    name = talk.proposed(title="")

    assert "It has no title yet." in talk.reviews("noor-b", name, "approved", "/publish")


@pytest.mark.parametrize("comment", ["/decline L2", "/decline l2 Thank you for trusting us."])
def test_a_decline_names_a_rule(talk, comment):
    name = talk.proposed()

    assert talk.comments("noor-b", name, comment).startswith(
        "Done, `/decline`: declined by rule `L2`"
    )

    assert talk.state(name) is State.DECLINED
    assert not talk.forge.find(name).is_open
    assert talk.forge.branches == {}
    decision = talk.store.decisions(name)[-1]
    assert (decision.action, decision.rules) == ("decline", ("L2",))


@pytest.mark.parametrize(
    ("lang", "comment", "reads"),
    [
        ("en", "/decline L2 Thank you for trusting us.", "Thank you for trusting us."),
        ("en", "/decline L2", ("decline", "L2")),
        ("nl", "/decline L2", ("decline", "L2")),
        ("nl", "/decline S4", "S4"),
    ],
)
def test_a_declined_writer_reads_the_words_behind_it_else_those_of_the_community(
    talk, lang, comment, reads
):
    """The same as on the desk: a template where there is one, else the rule's plain reason."""
    words = {
        **{key: text[lang] for key, text in talk.community.templates.items()},
        **{rule.id: rule.public_reason.get(lang) for rule in talk.community.policy.values()},
    }
    name = talk.proposed(lang=lang)

    talk.comments("noor-b", name, comment)

    assert talk.store.decisions(name)[-1].message == words.get(reads, reads)


@pytest.mark.parametrize("comment", ["/decline", "/decline because", "/decline X9", "/decline M3"])
def test_without_a_rule_for_it_nothing_is_declined(talk, comment):
    name = talk.proposed()

    answer = talk.comments("noor-b", name, comment)

    assert answer.startswith("Not done, `/decline`: a decline names a rule of the house")
    assert "`L2`" in answer
    assert "because" not in answer
    assert talk.state(name) is State.IN_REVIEW


def test_a_question_reaches_the_writer(talk):
    name = talk.proposed()

    talk.comments("noor-b", name, "/ask Which canal was it?\nAnd may we say so?\n\nNote to us.")

    assert talk.state(name) is State.ASKED
    assert talk.see(name).question == "Which canal was it?\nAnd may we say so?"
    assert talk.comments("noor-b", name, "/ask And when?").startswith("Not done")
    assert talk.comments("noor-b", name, "/ask").startswith("Not done")
    assert "too long" in talk.comments("noor-b", name, "/ask " + "x" * 9000)


def test_a_content_note_is_one_of_the_vocabulary(talk):
    name = talk.proposed()

    assert "`self-harm`" in talk.comments("noor-b", name, "/note unknown")
    assert "Done" in talk.comments("noor-b", name, "/note Self-Harm")
    assert "already" in talk.comments("ada", name, "/note self-harm")

    assert talk.see(name).details["notes"] == ["self-harm"]
    assert talk.file_of(name).notes == ("self-harm",)


def test_a_suggestion_is_taken_by_its_number(talk):
    name = talk.proposed()

    for odd in ("/redact", "/redact 0", "/redact 2", "/redact two"):
        assert talk.comments("noor-b", name, odd).startswith("Not done")
    answer = talk.comments("noor-b", name, "/redact 1")

    assert answer.startswith("Done, `/redact`: the words of finding 1")
    assert talk.file_of(name).body != TEXT
    assert talk.see(name).fields["text"] == TEXT


def test_it_can_be_left_to_a_lead_or_raised_by_a_rule(talk):
    name = talk.proposed()

    assert "a lead will look" in talk.comments("noor-b", name, "/escalate")
    assert talk.see(name).for_whom == "lead"
    assert talk.comments("noor-b", name, "/escalate L2").startswith("Not done")
    assert "Done" in talk.comments("noor-b", name, "/escalate C1")
    assert talk.see(name).level == "crisis"


def test_it_can_rest_for_a_week(talk):
    name = talk.proposed()

    assert "rests until 2026-12-01" in talk.comments("noor-b", name, "/wait")
    assert talk.state(name) is State.WAITING


def test_help_lists_every_command(talk):
    answer = talk.comments("noor-b", talk.proposed(), "/help")

    for name in ("publish", "decline", "ask", "note", "redact", "escalate", "wait", "help"):
        assert f"`/{name}`" in answer


@pytest.mark.parametrize(
    ("who", "is_bot"), [("somebody", False), ("", False), ("Quiet", False), ("noor-b", True)]
)
def test_others_may_write_and_nothing_happens(talk, caplog, who, is_bot):
    """Whatever the forge would allow: outsiders, bots, and names that are no accounts."""
    caplog.set_level(logging.DEBUG)
    name = talk.proposed()
    talk.reviews(who, name)

    assert talk.comments(who, name, "/decline L2 a secret remark", is_bot=is_bot) == ""

    assert talk.state(name) is State.IN_REVIEW
    assert talk.forge.said == {}
    assert "secret" not in caplog.text


def test_quoted_or_in_code_it_is_only_talked_about(talk):
    name = talk.proposed()

    for body in ("> /decline L2", "`/decline L2`", "```\n/decline L2\n```", "one may /decline L2"):
        assert talk.comments("noor-b", name, body) == ""
    assert talk.state(name) is State.IN_REVIEW


def test_an_unknown_command_is_not_repeated(talk):
    answer = talk.comments("noor-b", talk.proposed(), "/secretword and more")

    assert "no such command" in answer
    assert "secretword" not in answer


def test_several_commands_are_done_in_their_order(talk):
    name = talk.proposed()

    answer = talk.comments("noor-b", name, "/note grief\n/note self-harm\n/ask Which canal?")

    assert [line.split(":")[0] for line in answer.split("\n\n")] == [
        "Not done, `/note`", "Done, `/note`", "Done, `/ask`",
    ]  # fmt: skip
    assert talk.state(name) is State.ASKED


def test_a_flood_of_commands_is_cut(talk):
    answer = talk.comments("noor-b", talk.proposed(), "/help\n" * 500)

    assert "many commands at once" in answer
    assert len(answer) < 60_000


def test_a_comment_is_heard_once_however_often_it_is_told(talk):
    """Delivered twice, polled, and looked at by two workers."""
    name = talk.proposed()
    talk.comments("noor-b", name, "/wait")
    before = talk.actions(name)

    for _ in range(3):
        talk.look(name)
    talk.comments("ada", name, "Thank you.")

    assert talk.actions(name) == before


def test_an_edited_comment_is_not_heard_again(talk):
    """Who may write may edit another's comment: what was first written counts."""
    name = talk.proposed()
    talk.comments("noor-b", name, "Lovely.")
    _edit(talk, 0, "/decline L2")
    talk.look(name)
    assert talk.state(name) is State.IN_REVIEW

    talk.forge.commented_by("noor-b", talk.pull_of(name), "Lovely.")
    _edit(talk, 1, "/decline L2")
    talk.look(name)
    assert talk.state(name) is State.IN_REVIEW
    assert "write the command in a new one" in talk.answer_to("comment-2", name)


def test_killed_after_deciding_it_answers_all_the_same_and_decides_once(talk, monkeypatch):
    name = talk.proposed()
    talk.forge.commented_by("noor-b", talk.pull_of(name), "/wait")
    monkeypatch.setattr(talk.store, "keep_answer", _killed)
    with pytest.raises(KeyboardInterrupt):
        talk.attending.attend(_look(talk, name), talk.now)
    monkeypatch.undo()
    assert talk.state(name) is State.WAITING
    before = talk.actions(name)

    talk.look(name)

    assert talk.actions(name) == before or talk.actions(name)[-1] == before[-1]
    assert talk.answer_to("comment-1", name).startswith("Done, `/wait`")


def test_a_plain_close_is_opened_again_and_explained(talk):
    name = talk.proposed()

    talk.forge.closed_by("noor-b", talk.pull_of(name))
    talk.look(name)

    assert talk.forge.find(name).is_open
    assert "/decline RULE" in talk.forge.said[talk.pull_of(name), "closed"]
    assert talk.state(name) is State.IN_REVIEW


def test_closed_once_more_it_waits_on_the_desk(talk):
    name = talk.proposed()
    for _ in range(2):
        talk.forge.closed_by("noor-b", talk.pull_of(name))
        talk.look(name)

    assert not talk.forge.find(name).is_open
    assert "waits on the desk" in talk.forge.said[talk.pull_of(name), "closed"]
    assert talk.actions(name) == [
        ("opened-again", "waymark"), ("closed-without-reason", "waymark")
    ]  # fmt: skip
    assert talk.state(name) is State.IN_REVIEW
    talk.forge.reopen(talk.pull_of(name))
    talk.look(name)
    assert talk.actions(name)[-1] == ("opened-again", "waymark")


def test_closed_together_with_its_branch_it_is_proposed_anew(talk):
    name = talk.proposed()
    number = talk.pull_of(name)
    talk.forge.closed_by("noor-b", number)
    talk.forge.delete_branch(name)
    talk.look(name)

    assert talk.forge.find(name).is_open
    assert talk.forge.find(name).number != number


def test_closing_with_a_rule_is_a_decline(talk):
    """`Close with comment` on the forge: a comment, then the closing."""
    name = talk.proposed()
    talk.forge.commented_by("noor-b", talk.pull_of(name), "/decline L2")
    talk.forge.closed_by("noor-b", talk.pull_of(name))
    talk.look(name)

    assert talk.state(name) is State.DECLINED
    assert not talk.forge.find(name).is_open
    assert (talk.pull_of(name), "closed") not in talk.forge.said


def test_a_merge_by_hand_is_noticed_and_held_at_the_gate(talk):
    name = talk.proposed()
    talk.forge.merged_by("somebody", talk.pull_of(name))
    talk.look(name)
    talk.store.add_job(NewJob("publish"), talk.now)
    talk.work()

    assert "merged by hand" in talk.forge.said[talk.pull_of(name), "merged"]
    assert talk.actions(name) == [("merged-by-hand", "waymark")]
    assert talk.state(name) is State.IN_REVIEW
    assert talk.site == {}


def test_what_was_merged_by_hand_is_published_once_it_is_approved(talk):
    """As it was approved: what somebody merged may be another text."""
    name = talk.proposed()
    talk.forge.pushed_by("somebody", talk.pull_of(name), "---\nnot what anybody read", "")
    talk.forge.merged_by("somebody", talk.pull_of(name))
    talk.look(name)

    talk.approve(name, title="Rain")

    talk.work()
    assert talk.state(name) is State.PUBLISHED
    (page,) = talk.site.values()
    assert TEXT in page
    assert "title: Rain" in page
    assert "anybody read" not in page


def test_a_pull_request_that_nobody_knows_is_left_alone(talk, caplog):
    caplog.set_level(logging.INFO)
    name = talk.proposed()
    for number, submission_id in ((1, ""), (1, "bcdfghjkmn")):
        talk.forge._change(number, submission_id=submission_id)
        talk.forge.commented_by("noor-b", 1, "/decline L2")
        talk.store.add_job(NewJob("attend", payload={"number": 1}, key="1"), talk.now)
        talk.store.add_job(NewJob("attend", payload={"number": 99}, key="99"), talk.now)
        talk.work()

    assert talk.state(name) is State.IN_REVIEW
    assert talk.forge.said == {}
    assert "pull request 99 carries no submission" in caplog.text


def test_a_withdrawn_one_is_closed_and_hears_nothing(talk):
    name = talk.proposed()
    talk.forge.commented_by("noor-b", talk.pull_of(name), "/publish")
    talk.withdraw(name)
    talk.look(name)

    assert talk.state(name) is State.WITHDRAWN
    assert not talk.forge.find(name).is_open
    assert talk.forge.branches == {}


def _look(talk: OnGitHub, name: str):
    number = talk.pull_of(name)
    talk.store.add_job(NewJob("attend", payload={"number": number}, key="by hand"), talk.now)
    return talk.store.claim("w", talk.now, talk.worker().lease, ["attend"])


def _edit(talk: OnGitHub, place: int, body: str) -> None:
    comment = talk.forge._comments[place]
    talk.forge._comments[place] = replace(comment, body=body, updated_at=talk.forge._tick())


def _killed(*_: object) -> None:
    raise KeyboardInterrupt
