"""Seven words show where a text is, answer a moderator and take it back - and nothing else does."""

from __future__ import annotations

import functools
import re
from datetime import timedelta

import pytest

from tests.a_door import STORY, typed_text
from waymark import receipts
from waymark.bot import Bot
from waymark.moderation import mark_of
from waymark.privacy import AllowList
from waymark.states import State
from waymark.store import Decision

WAY = {
    State.RECEIVED: (),
    State.IN_REVIEW: (State.IN_REVIEW,),
    State.ASKED: (State.IN_REVIEW, State.ASKED),
    State.WAITING: (State.IN_REVIEW, State.WAITING),
    State.APPROVED: (State.IN_REVIEW, State.APPROVED),
    State.PUBLISHED: (State.IN_REVIEW, State.APPROVED, State.PUBLISHED),
    State.DECLINED: (State.IN_REVIEW, State.DECLINED),
    State.WITHDRAWN: (State.WITHDRAWN,),
}
QUESTION = "Could you say a little more about the bread?"


def bring_to(door, state, **decision):
    """Send a story and move it to a state as moderators and the bot would."""
    words = door.receipt(text=f"{STORY} {state}")
    found = door.store.find_by_receipt(receipts.hash_of(words))
    at = found.state
    for step in WAY[state]:
        columns = {"question": QUESTION} if step is State.ASKED else {}
        if step is State.PUBLISHED:
            columns = {"published_path": f"content/stories/{found.id[:2]}/{found.id}.md"}
        actions = {State.DECLINED: "decline", State.ASKED: "ask"}
        made = Decision(found.id, actions.get(step, "note"), "robin", door.now, **decision)
        door.store.change(found.id, expected=at, after=step, decision=made, now=door.now, **columns)
        at = step
    return words, found.id


def ask(door, words, step="", **fields):
    return door.client.post(f"/receipt/{step}", data={"receipt": words, **fields})


def ask_json(door, words, step="", **fields):
    return door.client.post(f"/receipt/{step}", json={"receipt": words, **fields})


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_said_in_plain_words(door, state):
    """The page names the state for machines and says it for people; it is kept in no cache."""
    words, _ = bring_to(door, state)

    page = ask(door, words)

    assert page.status_code == 200
    assert f'data-state="{state}"' in page.text
    heading = door.services.house.last_good.community.message(str(state), "en").heading
    assert heading in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "/help-now/" in page.text
    data = ask_json(door, words)
    assert data.get_json()["state"] == str(state)
    assert heading in data.get_json()["message"]


@pytest.mark.parametrize(
    "change", [str.upper, lambda w: w.replace(" ", ", "), lambda w: f" {w}.\n"]
)
def test_capitals_and_commas_do_no_harm(door, change):
    """The words are found however they were copied."""
    words, _ = bring_to(door, State.RECEIVED)

    assert ask(door, change(words)).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "one",
        "one two three four five six seven",
        "x" * 100_000,
        "' OR 1=1 --",
        "\x00\x01",
        "日本",
        "\u202e",
        "a " * 400,
    ],
)
def test_every_wrong_receipt_gets_the_same_answer(door, typed):
    """Short, long, made up or nonsense: one neutral page, the same to the last letter."""
    bring_to(door, State.RECEIVED)
    usual = ask(door, "wrong words")
    usual_data = ask_json(door, "wrong words")
    for step in ("", "withdraw", "answer"):
        page = ask(door, typed, step, confirm="yes", answer="x")
        assert (page.status_code, page.text) == (usual.status_code, usual.text)
        data = ask_json(door, typed, step)
        assert (data.status_code, data.get_json()) == (404, usual_data.get_json())
    assert "data-state" not in usual.text


@pytest.mark.parametrize(
    "body",
    [{}, {"receipt": None}, {"receipt": ["a", "b"]}, {"receipt": {"a": 1}}, {"receipt": 7}],
)
def test_a_receipt_that_is_no_text_is_simply_unknown(door, body):
    """Odd shapes are unknown words, not an error."""
    assert door.client.post("/receipt/", json=body).status_code == 404


def test_every_wrong_receipt_costs_the_same_work(door, monkeypatch):
    """Six right words, none, or far too many: one hash, one look-up, no short way out."""
    words, _ = bring_to(door, State.RECEIVED)
    asked = []
    look_up = door.store.find_by_receipt

    def watched(receipt_hash):
        asked.append(receipt_hash)
        return look_up(receipt_hash)

    monkeypatch.setattr(door.store, "find_by_receipt", watched)
    wrong = [" ".join([*words.split()[:6], "zebra"]), "one two", "", "x" * 100_000, "\x00"]
    for typed in wrong:
        assert ask_json(door, typed).status_code == 404

    assert [len(found) for found in asked] == [64] * len(wrong)


def test_guessing_is_limited_and_knowing_is_not(door):
    """After so many wrong words a sender waits; right words are never counted."""
    door.limit(receipt_tries_per_hour=3)
    words, _ = bring_to(door, State.RECEIVED)
    assert [ask(door, words).status_code for _ in range(6)] == [200] * 6

    assert [ask(door, "wrong").status_code for _ in range(5)] == [404, 404, 404, 429, 429]
    page = ask(door, "wrong")
    assert page.headers["Retry-After"]
    assert "112" in page.text
    assert ask_json(door, "wrong").get_json()["message"]


OPEN = [state for state in State if not state.is_final]


@pytest.mark.parametrize("state", OPEN)
def test_everything_can_be_taken_back_after_one_question(door, state):
    """From each state: a page asks once, then it is withdrawn, with a job and a decision."""
    words, found_id = bring_to(door, state)

    sure = ask(door, words, "withdraw")
    assert "Yes, take it back" in sure.text
    assert door.store.get(found_id).state is state

    done = ask(door, words, "withdraw", confirm="yes")

    assert done.status_code == 200
    assert 'data-state="withdrawn"' in done.text
    assert door.store.get(found_id).state is State.WITHDRAWN
    last = door.store.decisions(found_id)[-1]
    assert (last.action, last.by) == ("withdraw", "writer")
    jobs = []
    while job := door.store.claim("w", door.now, timedelta(minutes=1)):
        jobs.append(job.kind)
        door.store.finish(job, "w", door.now)
    assert "withdraw" in jobs


def waiting(door, *, edits=(), level="urgent", days=8, **fields):
    """A heavy text that two people approved, so many days ago."""
    words = door.receipt(text=f"{STORY} {days}", **fields)
    found = door.store.find_by_receipt(receipts.hash_of(words))
    change = functools.partial(door.store.change, found.id, now=door.now)
    change(expected=found.state, after=State.IN_REVIEW, level=level, edits=list(edits))
    for name, after in (("noor", State.IN_REVIEW), ("sam", State.WAITING)):
        made = Decision(found.id, "approve", name, door.now, mark=mark_of(door.store.get(found.id)))
        change(expected=State.IN_REVIEW, after=after, decision=made)
    door.later(days=days)
    return words, found.id


def test_a_heavy_text_waits_for_its_writer_until_the_day_that_is_named(door):
    """Before seven days: the day stands there, no button, and a yes all the same does nothing."""
    words, found_id = waiting(door, days=6)

    page = ask(door, words)
    assert "You can say yes from:" in page.text
    assert "/receipt/yes" not in page.text
    mark = mark_of(door.store.get(found_id))

    assert ask(door, words, "yes", read=mark).status_code == 409
    assert door.store.get(found_id).state is State.WAITING


def test_with_the_writers_yes_it_goes_on_its_way_once(door):
    """From the day on: what it will be, one button, one job; a second press changes nothing."""
    cut = {"start": 4, "end": 11, "words": "[place]", "rule": "P2"}
    words, found_id = waiting(door, edits=[cut])
    page = ask(door, words).text
    assert "Is this still what you want?" in page
    assert re.search(r"<del[^>]*>.*?kitchen</del><ins[^>]*>.*?\[place\]</ins>", page)
    mark = re.search(r'name="read" value="(\w{64})"', page)[1]

    codes = [ask(door, words, "yes", read=mark).status_code for _ in range(2)]

    assert codes == [200, 200]
    assert door.store.get(found_id).state is State.APPROVED
    acts = [(act.action, act.by) for act in door.store.decisions(found_id)]
    assert acts[-1] == ("yes", "writer")
    assert acts.count(("yes", "writer")) == 1
    assert [job.kind for job in door.store.open_jobs(found_id)].count("merge") == 1


@pytest.mark.parametrize("mark", ["", "0" * 64, None])
def test_a_yes_is_about_what_was_read_and_nothing_else(door, mark):
    """Edited after the page was opened, or no mark at all: not counted, shown as it is now."""
    words, found_id = waiting(door)
    if mark is None:
        mark = mark_of(door.store.get(found_id))
        door.store.change(
            found_id, expected=State.WAITING, after=State.WAITING, now=door.now,
            edits=[{"start": 0, "end": 3, "words": "A", "rule": "P2"}],
        )  # fmt: skip

    assert ask(door, words, "yes", read=mark).status_code == 409
    assert door.store.get(found_id).state is State.WAITING


def test_what_was_edited_stands_on_the_receipt_with_its_reason(door):
    """Each place, struck through and replaced, and why; a program gets the reasons too."""
    cut = {"start": 4, "end": 11, "words": "[place]", "rule": "P2"}
    words, _ = waiting(door, edits=[cut], days=1)
    reason = door.services.house.last_good.community.policy["P2"].public_reason.get("en")

    assert reason in ask(door, words).text.replace("&#39;", "'").replace("’", "’")
    assert ask_json(door, words).get_json()["edit_reasons"] == [reason]


def test_a_decline_can_be_looked_at_again_once(door):
    """The writer says why or not; then another moderator has it. A second time is not offered."""
    words, found_id = bring_to(door, State.DECLINED, rules=("H1",))
    assert "/receipt/appeal" in ask(door, words).text

    page = ask(door, words, "appeal", why="It was about myself.")

    assert "Somebody else will read it again" in page.text
    found = door.store.get(found_id)
    assert found.state is State.RECEIVED
    last = door.store.decisions(found_id)[-1]
    assert (last.action, last.by, last.message) == ("appeal", "writer", "It was about myself.")
    assert "propose" in [job.kind for job in door.store.open_jobs(found_id)]
    made = Decision(found_id, "decline", "sam", door.now, rules=("H1",))
    door.store.change(
        found_id, expected=State.RECEIVED, after=State.DECLINED, decision=made, now=door.now
    )
    assert "/receipt/appeal" not in ask(door, words).text
    ask(door, words, "appeal", why="Once more.")
    assert door.store.get(found_id).state is State.DECLINED


def test_a_changed_text_drops_the_edits_of_the_old_one(door):
    """Places in the old text would cut anywhere in the new one."""
    words, found_id = bring_to(door, State.ASKED)
    door.store.change(
        found_id, expected=State.ASKED, after=State.ASKED, now=door.now,
        edits=[{"start": 0, "end": 3, "words": "A", "rule": "P2"}], kept=["x"],
    )  # fmt: skip
    ask(door, words, "answer", answer="Only an answer.", text="")
    assert len(door.store.get(found_id).edits) == 1
    door.store.change(
        found_id, expected=State.IN_REVIEW, after=State.ASKED, question="?", now=door.now
    )

    ask(door, words, "answer", answer="Another text.", text="Other words altogether.")

    assert (door.store.get(found_id).edits, door.store.get(found_id).kept) == ((), ())


@pytest.mark.parametrize("state", OPEN)
def test_a_program_takes_back_in_one_step(door, state):
    """JSON needs no confirmation: the address itself says what is wanted."""
    words, found_id = bring_to(door, state)

    assert ask_json(door, words, "withdraw").get_json()["state"] == "withdrawn"
    assert door.store.get(found_id).state is State.WITHDRAWN


def test_taking_back_twice_is_fine(door):
    """The second time says the same and adds nothing."""
    words, found_id = bring_to(door, State.IN_REVIEW)
    for _ in range(3):
        page = ask(door, words, "withdraw", confirm="yes")
        assert 'data-state="withdrawn"' in page.text

    actions = [made.action for made in door.store.decisions(found_id)]
    assert actions.count("withdraw") == 1


def test_what_was_taken_back_stays_so(door):
    """A final state cannot be left; the page simply shows it, whatever is asked."""
    words, found_id = bring_to(door, State.WITHDRAWN)

    for step in ("", "withdraw", "answer", "yes", "appeal"):
        page = ask(door, words, step, confirm="yes", answer="x", read="x")
        assert 'data-state="withdrawn"' in page.text, step
    assert door.store.get(found_id).state is State.WITHDRAWN


def test_a_decline_comes_with_its_reason_and_the_moderator_s_words(door):
    """The writer sees the rule's public reason, not its number, and what was written to them."""
    words, _ = bring_to(
        door, State.DECLINED, rules=("P5", "no-such-rule"), message="Thank you for trusting us."
    )
    reason = door.services.house.last_good.community.policy["P5"].public_reason.get("en")

    page = ask(door, words)
    data = ask_json(door, words).get_json()

    assert reason in page.text.replace("&#39;", "'")
    assert "Thank you for trusting us." in page.text
    assert "P5" not in page.text
    assert data["reasons"] == [reason]
    assert data["note"] == "Thank you for trusting us."


def test_a_text_that_was_escalated_gets_the_words_about_help(door):
    """Who may be in danger reads that we are sorry and where help is, not a refusal."""
    words, _ = bring_to(door, State.DECLINED, rules=("C1",))
    crisis = door.services.house.last_good.community.message("crisis", "en")

    assert crisis.heading in ask(door, words).text


def test_a_published_text_is_one_step_away(door):
    """The status links to the page, and can still be taken back."""
    words, found_id = bring_to(door, State.PUBLISHED)

    assert f"/stories/{found_id}/" in ask(door, words).text
    assert ask_json(door, words).get_json()["address"] == f"/stories/{found_id}/"


def test_a_question_can_be_answered_and_the_text_changed(door):
    """The answer reaches the moderators, the new text is checked anew, the proposal is revised."""
    words, found_id = bring_to(door, State.ASKED)
    page = ask(door, words)
    assert QUESTION in page.text
    assert typed_text(page.text).startswith(STORY)

    done = ask(door, words, "answer", answer="It was rye.", text="New words, with jo@example.com.")

    assert 'data-state="in-review"' in done.text
    found = door.store.get(found_id)
    assert found.fields["text"] == "New words, with jo@example.com."
    assert found.question is None
    assert "contact.email" in [finding["rule"] for finding in found.findings]
    assert "spam.sum-none" in [finding["rule"] for finding in found.findings]
    last = door.store.decisions(found_id)[-1]
    assert (last.action, last.by, last.message) == ("answer", "writer", "It was rye.")
    kinds = {"propose", "revise"}
    assert {door.store.claim("w", door.now, timedelta(1)).kind for _ in kinds} == kinds


def test_an_answer_alone_leaves_the_text_as_it_was(door):
    """An empty or absent text box changes nothing."""
    for given in ({}, {"text": ""}):
        words, found_id = bring_to(door, State.ASKED)
        before = door.store.get(found_id)

        assert ask_json(door, words, "answer", answer="Yes.", **given).status_code == 200

        after = door.store.get(found_id)
        assert after.fields == before.fields
        assert after.state is State.IN_REVIEW
        withdraw = ask_json(door, words, "withdraw")
        assert withdraw.get_json()["state"] == "withdrawn"


def test_an_answer_that_needs_help_is_read_soon(door):
    """What is written in an answer is checked like everything else."""
    words, found_id = bring_to(door, State.ASKED)

    ask(door, words, "answer", answer="I want to die tonight and I am going to do it.")

    found = door.store.get(found_id)
    assert found.level in ("urgent", "crisis")
    assert any("answer" in finding["explanation"] for finding in found.findings)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"answer": ""}, "answer"),
        ({"answer": "a" * 65537}, "answer"),
        ({"answer": "x\x00"}, "answer"),
        ({"answer": "fine", "text": "bad \u202e"}, "text"),
        ({}, "answer"),
    ],
)
def test_an_answer_we_cannot_take_stays_in_its_box(door, fields, wrong):
    """422 with one line, everything kept, still asked."""
    words, found_id = bring_to(door, State.ASKED)

    page = ask(door, words, "answer", **fields)
    data = ask_json(door, words, "answer", **fields)

    assert page.status_code == data.status_code == 422
    assert set(data.get_json()["errors"]) == {wrong}
    assert data.get_json()["errors"][wrong] in page.text
    assert door.store.get(found_id).state is State.ASKED


def test_answering_twice_is_fine(door):
    """A double click gives one answer."""
    words, found_id = bring_to(door, State.ASKED)
    for _ in range(2):
        assert 'data-state="in-review"' in ask(door, words, "answer", answer="Rye.").text

    assert [made.action for made in door.store.decisions(found_id)].count("answer") == 1


def test_the_words_never_stand_in_an_address(door):
    """Every form of the page posts them in a hidden field; no link holds them."""
    words, _ = bring_to(door, State.ASKED)
    html = ask(door, words).text + ask(door, words, "withdraw").text

    assert words in html
    for address in re.findall(r'(?:href|action|src)="([^"]*)"', html):
        assert not any(word in address.replace("-", " ").split() for word in words.split())
    assert door.client.get(f"/receipt/{words}").status_code == 404


def test_a_broken_community_folder_does_not_stop_taking_back(door):
    """When the form is closed, what was given can still be withdrawn."""
    words, found_id = bring_to(door, State.IN_REVIEW)
    (door.community / "vocabulary.yaml").write_text(": : :")

    assert door.send().status_code == 503
    assert ask_json(door, words, "withdraw").status_code == 200
    assert door.store.get(found_id).state is State.WITHDRAWN


def test_the_bot_knows_every_job_of_the_writer():
    """A rename on one side would lose every withdrawal."""
    handlers = Bot(None, None, AllowList()).handlers()

    assert {"propose", "revise", "withdraw"} <= set(handlers)
