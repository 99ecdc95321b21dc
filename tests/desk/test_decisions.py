"""Decisions: each is done once, is about what was read, and is told plainly when it cannot be."""

from __future__ import annotations

import threading

import pytest

from tests.desk.a_desk import ADesk, finding, words_of
from waymark.checks import Level
from waymark.entry import path_in
from waymark.forge import Status
from waymark.states import State
from waymark.store import Decision

TITLE = {"title": "The kettle, first"}
CRISIS = finding(4, 10, rule="crisis.plan.en", category="crisis_language", level=Level.CRISIS)


def withdraw_as_writer(desk: ADesk, submission) -> None:
    desk.store.change(
        submission.id,
        expected=desk.state(submission),
        after=State.WITHDRAWN,
        decision=Decision(submission.id, "withdraw", "writer", desk.now),
        now=desk.now,
    )


def together(*actions) -> list:
    """Do several things at the same moment; return what each gave."""
    start, given = threading.Barrier(len(actions)), []

    def act(action):
        start.wait()
        given.append(action())

    threads = [threading.Thread(target=act, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


# Approving


def test_one_click_approves_the_text_with_the_title_typed_beside_it(desk):
    """Title and approval go in one form; the merged file holds exactly what was read."""
    submission = desk.take_in()

    answer = desk.post(submission, "approve", TITLE)

    assert (answer.status_code, answer.location) == (303, "/desk/")
    assert "Approved." in words_of(desk.client.get("/desk/"))
    assert desk.state(submission) is State.APPROVED
    assert desk.actions(submission) == ["approve"]
    assert desk.store.decisions(submission.id)[0].by == "Noor"
    desk.work_on("merge")
    merged = desk.forge.read(path_in("submissions", "story", submission.id))
    assert "title: The kettle, first" in merged
    assert submission.fields["text"] in merged


def test_approving_needs_a_title(desk):
    """Without one nothing happens, and the page says where to write it."""
    submission = desk.take_in()

    answer = desk.post(submission, "approve", {"title": "  "})

    assert answer.status_code == 422
    assert 'href="#title"' in answer.text
    assert desk.state(submission) is State.IN_REVIEW


def test_the_writers_own_title_is_enough(desk):
    """A form that does not carry the title keeps the one that is known."""
    submission = desk.take_in(title="Mine")

    assert desk.post(submission, "approve").status_code == 303
    desk.work_on("merge")
    assert "title: Mine" in desk.forge.read(path_in("submissions", "story", submission.id))


def test_an_approval_is_bound_to_the_text_that_was_read(desk):
    """The writer changes the text after the page was opened: refused, told, typed words kept."""
    submission = desk.take_in()
    opened = desk.open(submission)
    desk.writer_changes(submission, "Quite other words than those that were read.")

    answer = desk.post(submission, "approve", TITLE, opened=opened)

    assert answer.status_code == 409
    assert "It changed while you read it" in words_of(answer)
    assert "Quite other words than those that were read." in words_of(answer)
    assert f'name="title" value="{TITLE["title"]}"' in answer.text
    assert desk.state(submission) is State.IN_REVIEW
    again = desk.post(submission, "approve", TITLE)
    assert again.status_code == 303


def test_words_that_are_stored_but_not_yet_proposed_cannot_slip_through(desk):
    """The commit's id is still the old one then: the mark of the text is what counts."""
    submission = desk.take_in()
    opened, revision = desk.open(submission), submission.revision
    desk.writer_changes(submission, "New words, no new commit yet.")
    assert desk.again(submission).revision == revision

    assert desk.post(submission, "approve", TITLE, opened=opened).status_code == 409


def test_saving_then_approving_needs_no_waiting(desk):
    """The page that follows a save can be approved at once, whatever the worker does."""
    submission = desk.take_in()
    desk.post(submission, "details", {"title": "Saved title"})
    opened, before = desk.open(submission), desk.again(submission).revision
    desk.work()
    assert desk.again(submission).revision != before

    assert desk.post(submission, "approve", opened=opened).status_code == 303
    desk.work_on("merge")
    assert "title: Saved title" in desk.forge.read(path_in("submissions", "story", submission.id))


@pytest.mark.parametrize("mark", [None, "", "0" * 64])
def test_an_approval_without_the_mark_of_what_was_read_is_refused(desk, mark):
    """No mark, no approval."""
    submission = desk.take_in()
    opened = desk.open(submission)
    opened.pop("read")
    if mark is not None:
        opened["read"] = mark

    assert desk.post(submission, "approve", TITLE, opened=opened).status_code == 409
    assert desk.state(submission) is State.IN_REVIEW


def test_a_text_at_level_crisis_is_never_approved(desk):
    """No button, and no way round it: the page says why and what can be done."""
    submission = desk.take_in(level=Level.CRISIS, findings=(CRISIS,))
    page = desk.client.get(desk.path(submission))
    assert "Approve and publish" not in page.text
    assert "A person comes before a page." in words_of(page)
    assert "Answer with the words about help" in page.text

    answer = desk.post(submission, "approve", TITLE)

    assert answer.status_code == 409
    assert desk.state(submission) is State.IN_REVIEW


def test_a_submission_without_a_proposal_waits_a_moment(desk):
    """The button is there but off, with the reason; a press all the same does nothing."""
    submission = desk.take_in(is_proposed=False)
    page = desk.client.get(desk.path(submission)).text
    assert "disabled" in page.split("Approve and publish")[0].rsplit("<button", 1)[1]

    assert desk.post(submission, "approve", TITLE).status_code == 409
    assert desk.state(submission) is State.RECEIVED


def test_two_moderators_approve_at_once_and_it_is_approved_once(desk):
    """One is told that the other was quicker."""
    submission = desk.take_in()
    sam = desk.another("Sam")
    mine, theirs = desk.open(submission), desk.open(submission, sam)

    answers = together(
        lambda: desk.post(submission, "approve", {"title": "Mine"}, opened=mine).status_code,
        lambda: (
            desk.post(
                submission, "approve", {"title": "Theirs"}, opened=theirs, client=sam
            ).status_code
        ),
    )

    assert sorted(answers) == [303, 409]
    assert desk.actions(submission) == ["approve"]
    assert len([job for job in desk.store.open_jobs(submission.id) if job.kind == "merge"]) == 1


def test_approve_and_decline_at_once_give_one_decision(desk):
    """Whoever comes second is refused, and nothing is half done."""
    submission = desk.take_in()
    sam = desk.another("Sam")
    mine, theirs = desk.open(submission), desk.open(submission, sam)

    answers = together(
        lambda: desk.post(submission, "approve", TITLE, opened=mine).status_code,
        lambda: (
            desk.post(submission, "decline", {"rule": "H1"}, opened=theirs, client=sam).status_code
        ),
    )

    assert sorted(answers) == [303, 409]
    assert len(desk.actions(submission)) == 1


@pytest.mark.parametrize(
    ("action", "form"),
    [
        ("approve", TITLE),
        ("details", TITLE),
        ("decline", {"rule": "H1", "message": "Words I wrote."}),
        ("ask", {"question": "Words I wrote."}),
        ("withdraw-finding", {}),
    ],
)
@pytest.mark.parametrize("what", ["taken back", "decided by another"])
def test_a_submission_that_went_its_way_meanwhile_is_left_alone(desk, action, form, what):
    """409, where it is now, and everything typed to be copied."""
    submission = desk.take_in(findings=(finding(0, 3),))
    opened = {**desk.open(submission), "finding": desk.finding_key(submission)}
    if what == "taken back":
        withdraw_as_writer(desk, submission)
    else:
        desk.post(submission, "decline", {"rule": "Q1"}, client=desk.another("Sam"))
    before = (desk.again(submission), desk.actions(submission))

    answer = desk.post(submission, action, form, opened=opened)

    assert answer.status_code == 409
    words = words_of(answer)
    assert ("taken back by its writer" if what == "taken back" else "declined") in words
    for typed in form.values():
        assert typed in words
    assert (desk.again(submission), desk.actions(submission)) == before


@pytest.mark.parametrize(
    ("action", "form", "codes"),
    [
        ("approve", TITLE, [303, 409]),
        ("decline", {"rule": "H1"}, [303, 409]),
        ("ask", {"question": "Which town?"}, [303, 409]),
        ("note", {"note": "I know this writer's style."}, [303, 303]),
        ("details", TITLE, [303, 409]),
    ],
)
def test_a_form_sent_twice_is_done_once(desk, action, form, codes):
    """A double click, a reload, a second try: one decision in the log."""
    submission = desk.take_in()
    opened = desk.open(submission)

    answers = [desk.post(submission, action, form, opened=opened).status_code for _ in range(2)]

    assert answers == codes
    assert desk.actions(submission) == [action]


def test_notes_at_once_are_all_kept_and_the_same_one_only_once(desk):
    """Two people write at the same moment; a double click is still one note."""
    submission = desk.take_in()
    sam = desk.another("Sam")
    mine, theirs = desk.open(submission), desk.open(submission, sam)

    together(
        lambda: desk.post(submission, "note", {"note": "From Noor"}, opened=mine),
        lambda: desk.post(submission, "note", {"note": "From Noor"}, opened=mine),
        lambda: desk.post(submission, "note", {"note": "From Sam"}, opened=theirs, client=sam),
    )

    notes = [(d.by, d.message) for d in desk.store.decisions(submission.id)]
    assert set(notes) == {("Noor", "From Noor"), ("Sam", "From Sam")}
    assert notes.count(("Sam", "From Sam")) == 1


# Declining


def test_declining_shows_first_what_the_writer_will_read(desk):
    """The rule's own words in the writer's language, to be changed; nothing happens yet."""
    submission = desk.take_in(lang="nl")
    read = desk.open(submission)["read"]

    page = desk.client.get(desk.path(submission, "decline") + f"?rule=H1&read={read}")

    assert desk.community.template("decline", desk.community.policy["H1"], "nl") in words_of(page)
    assert desk.state(submission) is State.IN_REVIEW


def test_declining_cites_a_rule_and_takes_the_proposal_away(desk):
    """Decision with rule and message, branch gone."""
    submission = desk.take_in()

    answer = desk.post(submission, "decline", {"rule": "H1", "message": "Said in my own way."})

    assert answer.status_code == 303
    decision = desk.store.decisions(submission.id)[-1]
    assert (decision.action, decision.rules) == ("decline", ("H1",))
    assert decision.message == "Said in my own way."
    desk.work()
    assert desk.forge.look(submission.id).status is not Status.OPEN


def test_an_empty_message_becomes_the_words_of_the_rule(desk):
    """Nobody is declined without a reason they can read."""
    submission = desk.take_in()

    desk.post(submission, "decline", {"rule": "L2", "message": " "})

    words = desk.community.template("decline", desk.community.policy["L2"], "en")
    assert desk.store.decisions(submission.id)[-1].message == words


@pytest.mark.parametrize("rule", [None, "", "h1", "ZZ9", "H1 ", "../H1"])
def test_declining_without_a_rule_of_the_house_is_refused(desk, rule):
    """A missing or unknown rule: asked for it, nothing done."""
    submission = desk.take_in()
    form = {"message": "No reason given."} | ({} if rule is None else {"rule": rule})

    answer = desk.post(submission, "decline", form)

    assert answer.status_code == 422
    assert "Please choose a rule" in words_of(answer)
    assert desk.state(submission) is State.IN_REVIEW
    asked = desk.client.get(desk.path(submission, "decline"), query_string={"rule": rule or ""})
    assert asked.status_code == 422


def test_a_decline_is_bound_to_the_text_that_was_read_too(desk):
    """A writer who mended their text is not declined for the old one."""
    submission = desk.take_in()
    opened = desk.open(submission)
    desk.writer_changes(submission, "Mended words.")

    answer = desk.post(
        submission, "decline", {"rule": "H1", "message": "About the old words."}, opened=opened
    )

    assert answer.status_code == 409
    assert "About the old words." in words_of(answer)
    assert desk.state(submission) is State.IN_REVIEW


def test_a_crisis_can_be_answered_with_the_words_about_help(desk):
    """Declining by C1 shows the crisis reply around the message, and the receipt uses it."""
    submission = desk.take_in(level=Level.CRISIS, findings=(CRISIS,))
    read = desk.open(submission)["read"]
    page = desk.client.get(desk.path(submission, "decline") + f"?rule=C1&read={read}")
    assert desk.community.message("crisis", "en").heading in words_of(page)

    answer = desk.post(submission, "decline", {"rule": "C1"})

    assert answer.status_code == 303
    assert desk.store.decisions(submission.id)[-1].rules == ("C1",)


@pytest.mark.parametrize("state", ["received", "in-review", "asked"])
def test_everything_that_is_open_can_be_declined(desk, state):
    """Before the proposal, during review, and while a question waits."""
    submission = desk.take_in(is_proposed=state != "received")
    if state == "asked":
        desk.post(submission, "ask", {"question": "Which?"})

    assert desk.post(submission, "decline", {"rule": "Q1"}).status_code == 303
    assert desk.state(submission) is State.DECLINED


# Asking, findings, notes


def test_a_question_goes_to_the_writer_and_can_be_taken_back(desk):
    """Asked, seen with the receipt, taken back, decided."""
    submission = desk.take_in()

    desk.post(submission, "ask", {"question": "May the town stay?\nOr shall we leave it out?"})

    asked = desk.again(submission)
    assert asked.state is State.ASKED
    assert asked.question == "May the town stay?\nOr shall we leave it out?"
    assert desk.post(submission, "approve", TITLE).status_code == 409
    assert desk.post(submission, "take-question-back").status_code == 303
    assert desk.again(submission).question is None
    assert desk.post(submission, "approve", TITLE).status_code == 303


@pytest.mark.parametrize("name", ["question", "note"])
@pytest.mark.parametrize(
    "text", ["", "   \n", "\u200b", "turned \u202e round", "a\x00b", "x" * 9000]
)
def test_words_that_cannot_be_used_are_refused_and_kept(desk, name, text):
    """Empty, invisible, turned round or far too long: 422 with one message at the box."""
    submission = desk.take_in()
    action = {"question": "ask", "note": "note"}[name]

    answer = desk.post(submission, action, {name: text})

    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert desk.actions(submission) == []


def test_a_wrong_finding_is_hidden_and_the_level_follows(desk):
    """The log names the rule and who; no words of the text."""
    wrong = finding(4, 10, rule="spam.en", level=Level.URGENT)
    submission = desk.take_in(level=Level.URGENT, findings=(wrong, finding(11, 14)))

    answer = desk.post(submission, "withdraw-finding", {"finding": desk.finding_key(submission)})

    assert answer.status_code == 303
    after = desk.again(submission)
    assert [found["rule"] for found in after.findings] == ["personal.name"]
    assert (after.level, after.score) == ("review", 1.0)
    decision = desk.store.decisions(submission.id)[-1]
    assert (decision.action, decision.rules, decision.message) == (
        "lower",
        ("spam.en",),
        "",
    )
    desk.work()
    assert desk.forge.look(submission.id).status is Status.OPEN


def test_a_finding_of_a_crisis_needs_the_whole_text_read(desk):
    """Without the tick nothing happens; with it, somebody else may approve it like any other."""
    submission = desk.take_in(level=Level.CRISIS, findings=(CRISIS,))
    form = {"finding": desk.finding_key(submission)}

    assert desk.post(submission, "withdraw-finding", form).status_code == 422
    assert desk.again(submission).level == "crisis"
    assert desk.post(submission, "withdraw-finding", {**form, "sure": "yes"}).status_code == 303
    assert desk.again(submission).level == "routine"
    assert desk.post(submission, "approve", TITLE).status_code == 409
    sam = desk.another("Sam")
    assert desk.post(submission, "approve", TITLE, client=sam).status_code == 303


def test_the_same_finding_is_withdrawn_once_by_two_moderators(desk):
    """The second is told that it is not there any more."""
    submission = desk.take_in(findings=(finding(0, 3), finding(4, 10)))
    sam, key = desk.another("Sam"), desk.finding_key(submission)
    mine, theirs = desk.open(submission), desk.open(submission, sam)

    answers = together(
        lambda: (
            desk.post(submission, "withdraw-finding", {"finding": key}, opened=mine).status_code
        ),
        lambda: (
            desk.post(
                submission, "withdraw-finding", {"finding": key}, opened=theirs, client=sam
            ).status_code
        ),
    )

    assert sorted(answers) == [303, 409]
    assert len(desk.again(submission).findings) == 1
    assert desk.actions(submission) == ["wrong-finding"]


@pytest.mark.parametrize("key", ["", "nothing", "0" * 16])
def test_a_finding_that_is_not_there_changes_nothing(desk, key):
    """An unknown key: told plainly."""
    submission = desk.take_in(findings=(finding(0, 3),))

    assert desk.post(submission, "withdraw-finding", {"finding": key}).status_code == 409
    assert len(desk.again(submission).findings) == 1


def test_a_note_is_for_moderators_and_stands_in_the_history(desk):
    """It changes no state and goes to nobody else."""
    submission = desk.take_in()

    desk.post(submission, "note", {"note": "Noor's second look, please."})

    assert desk.state(submission) is State.IN_REVIEW
    page = words_of(desk.client.get(desk.path(submission)))
    assert "You left a note. Noor's second look, please." in page
    assert "Noor left a note" in words_of(desk.another("Sam").get(desk.path(submission)))


@pytest.mark.parametrize("action", ["approve", "decline", "ask", "note", "details"])
def test_a_submission_nobody_knows_is_not_there(desk, action):
    """404 in plain words."""
    form = desk.open(desk.take_in())

    answer = desk.client.post(f"/desk/submissions/nnnnnnnnnn/{action}/", data=form)

    assert answer.status_code == 404
    assert "There is no such submission" in words_of(answer)
