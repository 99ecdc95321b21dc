"""The page of one submission: all one needs to decide, and nothing that hurts the reader."""

from __future__ import annotations

import re

import html5lib
import pytest

from tests.a_door import HERE
from tests.desk.a_desk import finding, words_of
from waymark.checks import Level
from waymark.entry import Entry, dump
from waymark.states import State
from waymark.store import Decision

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</textarea></details></main><h1>Owned</h1>",
    "[a link](javascript:alert(1))",
    "![a picture](https://elsewhere.example/x.png)",
    "{{ 1337*7331 }} {% raw %} {filename}/x.md",
    "@everyone <!-- hidden --> &lt;b&gt; &amp;",
    "---\nSave_as: index.html\n---",
    "turned \u202eround\u202c and back",
]
ALLOWED = {"img": 0, "iframe": 0, "object": 0, "style": 0}


def parsed(answer):
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(desk, words):
    """In the text, in every answer and in marked passages: shown, never run."""
    marks = (finding(0, len(words)), finding(2, 5))
    submission = desk.take_in(
        words + "\n\nmore", findings=marks, title=words, gist=words, pen_name=words,
        what_helped=[words, words],
    )  # fmt: skip
    clean = desk.client.get(desk.path(desk.take_in("plain", findings=marks[:1], title="t")))

    answer = desk.client.get(desk.path(submission))

    page = parsed(answer)
    for tag, number in ALLOWED.items():
        assert len(page.findall(f".//{tag}")) == number, tag
    scripts = [script.get("src") for script in page.findall(".//script")]
    assert scripts == [script.get("src") for script in parsed(clean).findall(".//script")]
    assert all(src.startswith("/theme/js/") for src in scripts)
    assert len(page.findall(".//h1")) == 1
    assert len(page.findall(".//main")) == 1
    assert len(page.findall(".//form")) == len(parsed(clean).findall(".//form")) + 3, (
        "one more finding"
    )
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert not value.strip().lower().startswith("javascript:"), name
            if name in ("src", "href"):
                assert "elsewhere.example" not in value
    assert "9801547" not in words_of(answer)


def test_the_page_of_a_story_has_all_that_is_needed(desk):
    """Text, marked words with reasons, the other answers, details, decisions, history."""
    submission = desk.take_in(
        "I met Anna on the stairs.",
        findings=(finding(6, 10, suggest="[name]", context=("it stands in quotation marks",)),),
        how_now="struggling",
        what_helped=["The stairs", "A cup of tea"],
        topics=["mornings"],
    )

    answer = desk.client.get(desk.path(submission))
    words = words_of(answer)

    assert 'data-level="routine"' in answer.text
    assert 'data-state="in-review"' in answer.text
    for expected in (
        "I met Anna on the stairs.", "This looks like a name.", "Suggestion: [name]",
        "Read as less urgent, because it stands in quotation marks.", "The stairs", "A cup of tea",
        "Mornings", "Approve and publish", "Ask the writer something", "Decline it",
        "Leave a note for other moderators", "History", "How are you as you write?",
    ):  # fmt: skip
        assert expected in words, expected
    assert re.search(r'<mark[^>]*id="passage-1"[^>]*>Anna<a', answer.text)
    assert 'id="finding-1"' in answer.text
    assert answer.text.count("data-finding=") == 1


def test_ways_to_reach_somebody_are_replaced_everywhere(desk):
    """In the text, the passages, the answers and the suggestion: only the marker."""
    number, mail = "06-12345678", "someone@home.example"
    submission = desk.take_in(
        f"Call {number} or write {mail}.", what_helped=[f"Calling {number}"], gist=f"Mail {mail}",
        findings=(finding(5, 16, rule="contact.phone"),),
    )  # fmt: skip
    desk.post(submission, "ask", {"question": "May we leave it out?"})
    desk.store.change(
        submission.id,
        expected=State.ASKED,
        after=State.IN_REVIEW,
        decision=Decision(submission.id, "answer", "writer", desk.now, message=f"Or {number}?"),
        now=desk.now,
    )

    page = desk.client.get(desk.path(submission)).text.split("<main", 1)[1].split("</main>")[0]

    assert number not in page
    assert mail not in page
    assert page.count("[phone number removed]") >= 4


@pytest.mark.parametrize("level", [Level.URGENT, Level.CRISIS])
def test_heavy_words_stay_folded_until_opened(desk, level):
    """Everything the writer wrote stands inside one closed fold; nothing is quoted outside."""
    secret = "heavy words of a writer"
    submission = desk.take_in(
        f"These are {secret}. More.", level=level, findings=(finding(0, 5, level=level),),
        what_helped=[secret],
    )  # fmt: skip

    page = parsed(desk.client.get(desk.path(submission)))

    fold = next(d for d in page.iter("details") if d.get("class") == "wm-desk-heavy")
    assert "open" not in fold.attrib
    everything, inside = "".join(page.itertext()), "".join(fold.itertext())
    assert inside.count(secret) == everything.count(secret) >= 3


def test_a_text_that_was_taken_back_is_not_shown_any_more(desk):
    """State and history stay; the words are gone from the desk, and no button is left."""
    submission = desk.take_in("Words that are mine again.", title="Mine again")
    desk.store.change(
        submission.id, expected=State.IN_REVIEW, after=State.WITHDRAWN,
        decision=Decision(submission.id, "withdraw", "writer", desk.now), now=desk.now,
    )  # fmt: skip

    answer = desk.client.get(desk.path(submission))

    assert "mine again" not in answer.text.lower().split("<main")[1]
    assert "Its writer took it back." in words_of(answer)
    assert "The writer took it back" in words_of(answer)
    assert "<textarea" not in answer.text


@pytest.mark.parametrize("is_there", [True, False])
def test_a_response_is_read_beside_what_it_answers(desk, is_there):
    """The entry stands above it; when it is gone the page says so."""
    if is_there:
        entry = Entry(
            kind="story", id=HERE, lang="en", title="The slow kettle",
            body="It took **me** a year.", facts={},
        )  # fmt: skip
        path = desk.settings.published / "stories" / HERE[:2] / f"{HERE}.md"
        path.parent.mkdir(parents=True)
        path.write_text(dump(entry))
    submission = desk.take_in(kind="response", to=HERE, hear="Mornings are hard for you.")

    words = words_of(desk.client.get(desk.path(submission)))

    assert ("It took me a year." in words) is is_there
    assert ("An entry that is not there any more" in words) is not is_there
    assert "Mornings are hard for you." in words


@pytest.mark.parametrize("to", ["../../etc/passwd", "..", "UPPER", "a" * 60])
def test_what_a_response_answers_is_never_a_path(desk, to):
    """An id that is no id is looked up nowhere."""
    submission = desk.take_in(kind="response", to=HERE)
    from dataclasses import replace

    from waymark.desk.answered import answered_entry

    wrong = replace(submission, to=to)
    assert answered_entry(desk.settings, desk.community.vocabulary, wrong.to) is None


def test_enter_in_a_field_saves_and_never_approves(desk):
    """The first button of the form is the one the Enter key presses."""
    page = parsed(desk.client.get(desk.path(desk.take_in())))
    form = next(f for f in page.iter("form") if f.get("action", "").endswith("/details/"))

    buttons = list(form.iter("button"))

    assert "formaction" not in buttons[0].attrib
    assert buttons[1].get("formaction", "").endswith("/approve/")


@pytest.mark.parametrize("path", ["nothing", "bbbbbbbbbb", "x" * 500, "%00", "..%2f"])
def test_an_id_that_is_not_there_is_a_plain_page(desk, path):
    """404, never an error."""
    assert desk.client.get(f"/desk/submissions/{path}/").status_code == 404


def test_no_words_of_a_writer_reach_a_log(desk, caplog):
    """Reading, deciding and failing leave only ids in the logs."""
    canary = "canaryquillwort"
    caplog.set_level("DEBUG")
    submission = desk.take_in(f"{canary} text", title=canary, findings=(finding(0, 5),))
    opened = desk.open(submission)
    desk.post(submission, "note", {"note": canary}, opened=opened)
    desk.post(submission, "ask", {"question": canary, "csrf_token": "bad"}, opened=opened)
    desk.writer_changes(submission, f"{canary} changed")
    desk.post(submission, "approve", {"title": canary}, opened=opened)
    desk.post(submission, "decline", {"rule": canary, "message": canary})

    assert canary not in caplog.text
