"""What moderators do, as the store tells it afterwards: done once, or refused in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.moderation.samples import PEOPLE, POLICY, TEXT, VOCABULARY, finding
from waymark.bot import entry_from
from waymark.checks import Level
from waymark.edits import read_edits
from waymark.errors import ChangedMeanwhile, NotAllowed, TransitionRefused
from waymark.moderation import Moderator, mark_of, rule_for
from waymark.moderation.flags import key_of
from waymark.moderation.writing import appeal, say_yes
from waymark.privacy import AllowList
from waymark.publish.promoting import promote
from waymark.states import State

DAY = timedelta(days=1)
NAME = TEXT.index("Anna")


def a_name(level: Level = Level.REVIEW):
    return finding(level, NAME, NAME + 4)


# Two people, a day, and a yes


def test_a_heavy_text_needs_two_people_and_its_writer_in_this_order(house):
    """One approval leaves it in review, the second lets it wait, the yes sends it on its way."""
    submission = house.take_in(Level.URGENT)

    house.approve(submission, "Noor")
    assert house.again(submission).state is State.IN_REVIEW
    house.approve(submission, "Sam")
    assert house.again(submission).state is State.WAITING
    house.now += 7 * DAY
    seen = house.again(submission)
    say_yes(house.store, seen, mark_of(seen), house.now)

    assert house.again(submission).state is State.APPROVED
    assert house.acts(submission) == ["Noor approve", "Sam approve", "writer yes"]


@pytest.mark.parametrize("name", ["Noor", "Sam"])
def test_one_person_is_not_two(house, name):
    """A second approval by the same person is refused, and says what it needs."""
    submission = house.take_in(Level.URGENT)
    house.approve(submission, name)

    with pytest.raises(NotAllowed, match="You approved exactly this already"):
        house.approve(submission, name)

    assert house.acts(submission) == [f"{name} approve"]


def test_two_people_approve_in_the_same_instant_and_both_count(house):
    """Each saw the text without the other's approval; none is lost, none counts for two."""
    submission = house.take_in(Level.URGENT)
    seen = house.again(submission)
    noor, sam = house.be("Noor"), house.be("Sam")

    noor.approve(seen, mark_of(seen), {"title": "Rain"})
    again = house.again(submission)
    stale = replace(again, details={})
    with pytest.raises(ChangedMeanwhile):
        sam.approve(stale, mark_of(stale), {"title": "Rain"})
    sam.approve(again, mark_of(again), {"title": "Rain"})

    assert house.again(submission).state is State.WAITING


def test_a_cooling_off_is_chosen_and_ended(house):
    """Until its day a yes is refused; taken back, it is an ordinary text again."""
    submission = house.take_in()
    house.be("Noor").wait(submission, house.now + 3 * DAY, ("S10",))
    house.approve(submission, "Sam")
    waiting = house.again(submission)
    assert (waiting.state, waiting.wait_until) == (State.WAITING, house.now + 3 * DAY)
    with pytest.raises(NotAllowed, match="still cooling off"):
        say_yes(house.store, waiting, mark_of(waiting), house.now)

    house.be("Noor").stop_waiting(waiting)

    assert house.again(submission).wait_until is None
    house.approve(submission, "Sam")
    assert house.again(submission).state is State.APPROVED


@pytest.mark.parametrize("days", [-1, 0, 500])
def test_a_day_that_makes_no_sense_is_refused(house, days):
    """Past, now, or far away."""
    with pytest.raises(NotAllowed, match="The day should lie ahead"):
        house.be("Noor").wait(house.take_in(), house.now + days * DAY)


# Words


def test_a_suggestion_is_taken_and_put_back(house):
    """The marker stands in the entry and cites its rule; the original is untouched all along."""
    submission = house.take_in(Level.REVIEW, findings=(a_name(),))
    key = key_of(submission.findings[0])

    house.be("Noor").redact(submission, key, POLICY["P2"])

    edited = house.again(submission)
    entry = entry_from(edited, AllowList())
    assert "and [name] rang" in entry.body
    assert entry.facts["edits"] == ({"rule": "P2", "span_class": "words"},)
    assert edited.fields["text"] == TEXT
    house.be("Sam").restore_words(edited, 1)
    assert entry_from(house.again(submission), AllowList()).body == TEXT
    assert house.acts(submission) == ["Noor redact", "Sam restore"]


def test_a_suggestion_is_refused_once_and_its_level_holds(house):
    submission = house.take_in(Level.REVIEW, findings=(a_name(),))
    key = key_of(submission.findings[0])

    house.be("Noor").keep_words(submission, key)

    assert (house.again(submission).kept, house.again(submission).level) == ((key,), "review")
    with pytest.raises(TransitionRefused):
        house.be("Sam").keep_words(house.again(submission), key)


def test_who_changed_words_by_hand_does_not_approve_them(house):
    """Somebody else does; and a suggestion that was only taken is no change by hand."""
    submission = house.take_in()
    house.be("Noor").edit(
        submission, mark_of(submission), TEXT.replace("Anna", "she"), POLICY["P2"]
    )

    with pytest.raises(NotAllowed, match="somebody else has to read and approve"):
        house.approve(submission, "Noor")

    house.approve(submission, "Sam")
    assert house.again(submission).state is State.APPROVED


@pytest.mark.parametrize(
    ("permission", "text", "rule", "says"),
    [
        ("as-is", "Other.", "P2", "as it is, or not at all"),
        ("safety-only", "Other.", "H1", "none to edit by"),
        ("safety-only", TEXT, "P2", "Nothing in the text is different"),
        ("safety-only", " \n", "P2", "Nothing would be left"),
    ],
)
def test_an_edit_that_may_not_be_is_refused_in_plain_words(house, permission, text, rule, says):
    submission = house.take_in(edit_permission=permission)

    with pytest.raises(NotAllowed, match=says):
        house.be("Noor").edit(submission, mark_of(submission), text, POLICY[rule])

    assert house.acts(submission) == []


def test_a_writer_who_wants_to_see_each_change_first_says_yes_before_anything_is_published(house):
    """With no edit nobody is asked; with one it waits for them."""
    for is_edited in (False, True):
        submission = house.take_in(
            Level.REVIEW, findings=(a_name(),), edit_permission="propose-and-wait"
        )
        if is_edited:
            house.be("Noor").redact(submission, key_of(submission.findings[0]), POLICY["P2"])
        house.approve(submission, "Noor")
        expected = State.WAITING if is_edited else State.APPROVED
        assert house.again(submission).state is expected


@pytest.mark.parametrize(
    ("category", "rule"), [("method_detail", "S1"), ("personal_data", "P2"), ("surprise", "P2")]
)
def test_a_finding_falls_under_a_rule_of_the_house(category, rule):
    """Its own rule says which; else its category does."""
    assert rule_for({"category": category}) == rule
    assert rule_for({"category": category, "policy": "D1"}) == "D1"


# Levels


def test_escalating_raises_the_level_and_only_a_lead_takes_it_back(house):
    """A rule no edit can meet means danger now: a crisis, for a lead."""
    submission = house.take_in()
    house.be("Sam").escalate(submission, POLICY["C1"])
    seen = house.again(submission)
    assert (seen.level, seen.for_whom) == ("crisis", "lead")
    key = key_of(seen.findings[-1])

    for refused in (
        lambda: house.be("Sam").withdraw_finding(seen, key),
        lambda: house.be("Sam").decline(seen, mark_of(seen), "C1", "x"),
        lambda: house.approve(seen, "Sam"),
    ):
        with pytest.raises(NotAllowed, match="crisis"):
            refused()
    house.be("Noor").withdraw_finding(seen, key)

    assert house.again(submission).level == "routine"
    with pytest.raises(NotAllowed, match="You lowered its level"):
        house.approve(submission, "Noor")


def test_a_rule_that_an_edit_can_meet_escalates_to_urgent(house):
    submission = house.take_in()
    house.be("Sam").escalate(submission, POLICY["S1"])
    assert house.again(submission).level == "urgent"
    with pytest.raises(NotAllowed, match="none to escalate by"):
        house.be("Sam").escalate(house.again(submission), POLICY["P2"])


# Whose turn it is


def test_a_claim_keeps_others_away_until_it_lapses(house):
    """They are told who reads it and until when; half an hour later it is theirs."""
    submission = house.take_in()
    house.be("Noor").take(submission)

    for refused in (
        lambda: house.be("Sam").take(submission),
        lambda: house.approve(submission, "Sam"),
        lambda: house.be("Sam").ask(submission, "?"),
        lambda: house.be("Sam").decline(submission, mark_of(submission), "H1", "x"),
    ):
        with pytest.raises(NotAllowed, match="Noor is reading it until 12:30 UTC"):
            refused()
    house.now += timedelta(minutes=30)

    house.be("Sam").take(submission)
    house.approve(submission, "Sam")


def test_passing_needs_no_reason_and_leaves_no_trace(house):
    submission = house.take_in()
    house.be("Noor").take(submission)
    house.be("Noor").pass_on(submission)

    house.be("Sam").take(submission)
    assert house.acts(submission) == []


def test_enough_is_enough_for_one_day(house):
    """Over the number, nothing new but a crisis; what was begun today may be finished."""
    few = replace(PEOPLE["Noor"], daily_cap=1)
    first, second, crisis = house.take_in(), house.take_in(), house.take_in(Level.CRISIS)
    noor = Moderator(house.store, few, house.now)
    noor.ask(first, "Which rain?")

    with pytest.raises(NotAllowed, match="That is enough for one day"):
        noor.take(second)
    noor.take(crisis)
    noor.take_question_back(house.again(first))
    noor.ask(house.again(first), "And which Anna?")
    tomorrow = Moderator(house.store, few, house.now + DAY)
    tomorrow.take(second)


def test_handing_over_and_a_second_opinion(house):
    """It is named for somebody; and then two people have to approve it."""
    submission = house.take_in()
    house.be("Noor").take(submission)
    house.be("Noor").hand_over(submission, "Sam")
    assert house.again(submission).for_whom == "Sam"
    house.be("Sam").second_opinion(house.again(submission))

    house.approve(submission, "Sam")
    assert house.again(submission).state is State.IN_REVIEW
    house.approve(submission, "Robin")
    assert house.again(submission).state is State.APPROVED
    with pytest.raises(NotAllowed, match="yours again"):
        house.be("Noor").hand_over(house.take_in(), "Noor")


# Another look


def test_an_appeal_is_decided_by_somebody_else(house):
    """Who declined may do neither; another approves, and it is an ordinary text again."""
    submission = house.take_in()
    house.be("Noor").decline(submission, mark_of(submission), "H1", "No.")
    house.work()
    appeal(house.store, house.again(submission), "Please.", house.now)
    house.work()
    seen = house.again(submission)
    assert (seen.state, bool(seen.revision)) == (State.IN_REVIEW, True)

    with pytest.raises(NotAllowed, match="You declined it before"):
        house.approve(submission, "Noor")
    with pytest.raises(NotAllowed, match="You declined it before"):
        house.be("Noor").decline(seen, mark_of(seen), "H1", "No.")

    house.approve(submission, "Sam")
    assert house.again(submission).state is State.APPROVED


# The gate


def test_a_file_that_somebody_merged_by_hand_is_held_with_its_reasons(house):
    """Even one whose submission is approved, when the file says something else."""
    submission = house.take_in(Level.URGENT)
    house.approve(submission, "Noor")
    path = f"submissions/stories/{submission.id[:2]}/{submission.id}.md"
    ours = house.forge.branches[f"submission/{submission.id}"][1].content

    house.forge.apply({path: ours}, "By hand\n")
    held = promote(house.store, house.forge, VOCABULARY, AllowList(), 0, house.now).held
    assert "nobody approved it here" in held[0]

    plain = house.take_in()
    house.approve(plain, "Noor")
    house.work()
    path = f"submissions/stories/{plain.id[:2]}/{plain.id}.md"
    merged = house.forge.read(path)
    for other, reason in (
        (merged.replace("It was rain", "It was snow"), "in 1 places that no edit covers"),
        (merged.replace("title: Rain", "title: Snow"), "what stands above its text differs"),
    ):
        house.forge.apply({path: other}, "By hand\n")
        promotion = promote(house.store, house.forge, VOCABULARY, AllowList(), 0, house.now)
        assert promotion.moved == ()
        assert any(reason in line for line in promotion.held), promotion.held
    house.forge.apply({path: merged}, "As it was\n")
    promotion = promote(house.store, house.forge, VOCABULARY, AllowList(), 0, house.now)
    assert promotion.moved == (plain.id,)


def test_edits_are_read_back_as_they_were_stored(house):
    submission = house.take_in(Level.REVIEW, findings=(a_name(),))
    house.be("Noor").redact(submission, key_of(submission.findings[0]), POLICY["P2"])

    (edit,) = read_edits(house.again(submission).edits)
    assert (edit.start, edit.end, edit.words, edit.rule) == (NAME, NAME + 4, "[name]", "P2")
