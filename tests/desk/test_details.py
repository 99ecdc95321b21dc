"""What a moderator fills in: only what readers find an entry by, never a writer's experience."""

from __future__ import annotations

import pytest

from tests.desk.a_desk import words_of
from waymark.bot import entry_from
from waymark.desk.details import details_form, suggestions
from waymark.entry_fields import BY_NAME, KINDS
from waymark.privacy import AllowList
from waymark.settings import ROOT
from waymark.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary(ROOT / "community/vocabulary.yaml", "vocabulary.yaml")


@pytest.mark.parametrize("kind", KINDS)
def test_the_details_are_keys_of_that_kind_and_choices_of_the_vocabulary(kind):
    """Nothing the entry could not hold, nothing that only its writer can say."""
    form = details_form(kind, VOCABULARY)
    names = [question.name for question in form.fields]

    assert names[:4] == ["title", "gist", "topics", "notes"]
    assert all(kind in BY_NAME[name].kinds for name in names)
    assert not {"text", "helped_author", "outcome", "steps", "pen_name", "consent"} & set(names)
    for question in form.fields[2:]:
        assert question.options, question.name


@pytest.mark.parametrize(
    ("text", "title", "gist"),
    [
        ("Short one. And more.", "Short one", "Short one."),
        ("no full stop", "no full stop", "no full stop"),
        (
            "one two three four five six seven eight nine ten. More",
            "one two three four five six seven eight nine …",
            "one two three four five six seven eight nine ten.",
        ),
        ("# A **bold** heading\n\nText", "A bold heading Text", "A bold heading Text"),
        ("Mail me@home.example today. x", "Mail [e-mail address removed] today",
         "Mail [e-mail address removed] today."),
        ("<b>hm</b> yes.", "<b>hm</b> yes", "<b>hm</b> yes."),
    ],
)  # fmt: skip
def test_suggestions_are_the_first_words_without_contact_details(desk, text, title, gist):
    """Plain words, no marks, at most nine for a title and twenty-five for a gist."""
    submission = desk.take_in(text)

    assert suggestions(submission, AllowList()) == {"title": title, "gist": gist}


def test_suggestions_are_marked_and_what_the_writer_gave_stands(desk):
    """A suggestion says that it is one; the writer's own title is shown as it is."""
    plain, titled = desk.take_in("First words here. Then more."), desk.take_in(title="My own title")

    assert "Suggestion from the writer’s first words." in words_of(
        desk.client.get(desk.path(plain))
    )
    page = desk.client.get(desk.path(titled)).text
    assert 'name="title" value="My own title"' in page


@pytest.mark.parametrize("level", ["urgent", "crisis"])
def test_nothing_is_suggested_from_a_heavy_text(desk, level):
    """Its words stay folded: none of them stands in a field."""
    submission = desk.take_in("Heavy first words. Then more.", level=desk_level(level))
    page = desk.client.get(desk.path(submission)).text

    assert 'value="Heavy first words' not in page
    before_text = page.split('<details class="wm-desk-heavy"')[0]
    assert "Heavy first words" not in before_text
    assert "Heavy first words" in page


def desk_level(name: str):
    from waymark.checks import Level

    return Level(name)


def test_saved_details_reach_the_proposal(desk):
    """What is saved stands on the page again and in the file that is proposed."""
    submission = desk.take_in()
    form = {"title": "The kettle", "gist": "One thing each morning.", "topics": ["", "mornings"],
            "notes": [""], "tone": "", "standing": "", "lang": "en"}  # fmt: skip

    answer = desk.post(submission, "details", form)

    assert answer.status_code == 303
    assert "Saved" in words_of(desk.client.get(answer.location))
    saved = desk.again(submission)
    assert saved.details == {
        "title": "The kettle", "gist": "One thing each morning.", "topics": ["mornings"],
    }  # fmt: skip
    before = saved.revision
    desk.work()
    after = desk.again(submission).revision
    assert after != before
    entry = entry_from(desk.again(submission), AllowList())
    assert (entry.title, entry.topics) == ("The kettle", ("mornings",))


def test_what_is_not_sent_stays_and_what_is_emptied_goes(desk):
    """A group without a tick is emptied; a field the form did not carry is left alone."""
    submission = desk.take_in(topics=["sleep", "mornings"], tone="plain", title="Mine")

    desk.post(submission, "details", {"title": "Mine", "topics": [""]})

    assert desk.again(submission).details == {"topics": []}
    assert entry_from(desk.again(submission), AllowList()).topics == ()


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"title": "word " * 31}, "title"),
        ({"gist": "word " * 26}, "gist"),
        ({"title": "turned \u202e around"}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": ["one", "two"]}, "title"),
        ({"topics": ["sleep", "mornings", "work-and-study", "evenings"]}, "topics"),
        ({"topics": ["no-such-topic"]}, "topics"),
        ({"tone": "no-such-tone"}, "tone"),
        ({"lang": "tlh"}, "lang"),
    ],
)
@pytest.mark.parametrize("action", ["details", "approve"])
def test_details_that_cannot_be_used_are_named_and_kept(desk, form, field, action):
    """One plain message at the field, the rest still there, nothing stored."""
    submission = desk.take_in()
    form = {"gist": "A gist to keep.", "title": "A title to keep", **form}

    answer = desk.post(submission, action, form)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text
    for name, text in (("gist", "A gist to keep."), ("title", "A title to keep")):
        if name != field:
            assert f'name="{name}" value="{text}"' in answer.text
    assert desk.again(submission).details == {}
    assert desk.actions(submission) == []
