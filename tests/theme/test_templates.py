"""Every page of the theme: sound, quiet, with help in the same place."""

from __future__ import annotations

import itertools
import re

import pytest

from tests.theme.promises import broken_promises
from tests.theme.reading import all_of, read, read_part, text_of
from tests.theme.samples import RECEIPT, TEMPLATES, Theme, cases

CASES = cases(Theme())


@pytest.fixture(params=sorted(CASES))
def page(request, theme):
    """Every page there is, read strictly."""
    template, values = CASES[request.param]
    return read(theme.render(template, **values))


def test_every_template_is_shown_by_a_sample():
    """A new template needs a sample, so that the tests below see it."""
    own = {path.name for path in TEMPLATES.glob("*.html")} - {"base.html"}
    assert own == {template for template, _ in CASES.values()}


def test_a_page_is_sound_and_loads_nothing_inline_or_from_elsewhere(page):
    assert list(broken_promises(page)) == []


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_page_is_sound_in_dutch_too(name, theme):
    """Its links lead to Dutch pages where there are any, and help stands in the same place."""
    template, values = CASES[name]
    page = read(theme.render(template, **{**values, "lang": "nl"}))
    assert list(broken_promises(page)) == []
    links = [element.get("href") for _, element in all_of(page, "a")]
    assert "/nl/help-now/" in links or page.get("lang") == "en"
    assert "/help-now/" not in links or page.get("lang") == "en"


def test_a_page_has_one_main_heading_a_title_and_a_language(page):
    names = [name for name, _ in all_of(page)]
    assert names.count("h1") == 1
    assert names.count("main") == 1
    assert page.get("lang") == "en"
    title = next(text_of(element) for _, element in all_of(page, "title"))
    assert title.endswith("Waymark") or title.startswith("Waymark")


def test_headings_go_down_one_step_at_a_time(page):
    levels = [int(name[1]) for name, _ in all_of(page, "h1", "h2", "h3", "h4")]
    first = levels.index(1)
    after = levels[first:]
    assert all(later <= now + 1 for now, later in itertools.pairwise(after))


def test_help_stands_before_the_menu_and_again_at_the_foot(page, theme):
    header = next(element for _, element in all_of(page, "header"))
    links = [element.get("href") for _, element in all_of(header, "a")]
    assert links[:2] == ["/", "/help-now/"]
    assert links[2:] == ["/stories/", "/share/", "/respond/", "/topics/", "/search/"]
    footer = list(all_of(page, "footer"))[-1][1]
    numbers = [a.get("href") for _, a in all_of(footer, "a") if a.get("href").startswith("tel:")]
    first = next(line for line in theme.community.helplines if not line.is_emergency)
    assert numbers == [f"tel:{theme.community.site.emergency_number}", f"tel:{first.phone[0].dial}"]


def test_the_foot_leads_to_every_promise(page):
    footer = list(all_of(page, "footer"))[-1][1]
    links = {element.get("href") for _, element in all_of(footer, "a")}
    assert {
        "/help-now/", "/about/", "/about/moderation/", "/privacy/", "/terms/", "/receipt/",
        "/feeds/", "/source/",
    } <= links  # fmt: skip


def test_every_number_is_dialled_as_it_is_stored(page, theme):
    """`tel:` and `sms:` carry the digits of helplines.yaml and nothing else."""
    known = {f"tel:{theme.community.site.emergency_number}"}
    for line in theme.community.helplines:
        known |= {f"tel:{number.dial}" for number in line.phone}
        known |= {f"sms:{number.dial}" for number in line.text}
    found = [a.get("href", "") for _, a in all_of(page, "a")]
    assert {href for href in found if href.startswith(("tel:", "sms:"))} <= known


def test_help_now_shows_every_line_and_says_which_nobody_has_checked(theme):
    html = theme.render("help-now.html")
    for line in theme.community.helplines:
        assert str(line.name) in text_of(read(html))
    unchecked = [line for line in theme.community.helplines if not line.verified_at]
    assert html.count("Nobody here has checked this number yet.") == len(unchecked)
    assert "<form" not in html


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("entry-")])
def test_an_entry_ends_with_a_way_to_stop_and_says_what_it_is(name, theme):
    template, values = CASES[name]
    html = theme.render(template, **values)
    entry = values["entry"].entry
    exits = html[html.index('class="wm-exits"') :]
    assert '"/enough/"' in exits
    assert html.index("<h1") < html.index('class="wm-entry__gist"')
    assert "data-pagefind-body" in html
    assert 'data-pagefind-filter="kind[data-kind]"' in html
    marks = [("notes", note) for note in entry.notes]
    for facet, value in marks + [("topic", topic) for topic in entry.topics]:
        assert f'data-pagefind-filter="{facet}:{value}"' in html
    assert ("Written by the editors" in html) == entry.is_editorial
    if entry.is_example:
        assert 'name="robots" content="noindex"' in html
        said = theme.community.message("example-notice", entry.lang).heading
        assert html.index(said) < html.index(f">{entry.title}</h1>")
    for note in entry.notes:
        assert theme.community.vocabulary.label("notes", note) in html
    if any(note.startswith("suicid") for note in entry.notes):
        text = html.index(str(values["entry"].html)[:60])
        assert html.index("wm-help__title") < text < html.index("There is someone you can call.")


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("form")])
def test_a_form_sends_every_field_and_the_three_hidden_ones(name, theme):
    template, values = CASES[name]
    html = theme.render(template, **values)
    form = next(element for _, element in all_of(read(html), "form"))
    names = [c.get("name") for _, c in all_of(form, "input", "textarea", "select")]
    assert {field.name for field in values["form"].fields} <= set(names)
    for hidden in ("token", "altcha", "website"):
        assert names.count(hidden) == 1
    assert len(re.findall(r'<input[^>]*name="token"', html)) == 1
    buttons = [(b.get("name"), b.get("value")) for _, b in all_of(form, "button")]
    assert buttons == [("action", "send"), ("action", "preview")]
    assert html.index("not watched live") < html.index('name="text"')
    assert "*" not in text_of(form)


def test_a_form_with_problems_says_each_twice_and_keeps_what_was_typed(theme):
    template, values = CASES["form-problems"]
    html = theme.render(template, **values)
    page = read(html)
    assert next(text_of(e) for _, e in all_of(page, "title")).startswith("Error:")
    summary = next(e for _, e in all_of(page) if e.get("class") == "wm-problems")
    links = {a.get("href") for _, a in all_of(summary, "a")}
    assert links == {"#text", "#topics", "#consent"}
    for field, problem in values["problems"].items():
        assert text_of(page).count(problem) == (1 if field == "surprise" else 2)
    area = next(e for _, e in all_of(page, "textarea") if e.get("name") == "text")
    assert area.text == values["typed"]["text"]
    assert area.get("aria-invalid") == "true"
    ticked = {e.get("value") for _, e in all_of(page, "input") if e.get("checked") is not None}
    assert ticked == {"sleep", "money", "yes"}


def test_folded_questions_are_open_only_when_there_is_something_in_them(theme):
    closed = show(theme, "form")
    opened = show(theme, "form-problems")
    assert '<details class="wm-form__section" open>' not in closed
    assert opened.count('<details class="wm-form__section" open>') == 1


def test_the_receipt_is_shown_as_plain_words_and_never_in_an_address(theme):
    for name in ("sent", "receipt-asked", "receipt-published", "receipt-confirm"):
        page = read(show(theme, name))
        for _, element in all_of(page, "a", "form"):
            address = element.get("href", "") + element.get("action", "")
            assert "seven" not in address
    assert f"data-receipt>{RECEIPT}<" in show(theme, "sent")


def test_words_in_another_language_say_so(theme):
    dutch = theme.page(lang="nl", kind="story")
    html = theme.render("entry.html", entry=dutch)
    assert (
        f'<h1 lang="nl" data-pagefind-meta="title" itemprop="headline">{dutch.entry.title}' in html
    )
    assert '<html lang="en">' in html


def show(theme: Theme, name: str) -> str:
    template, values = CASES[name]
    return theme.render(template, **values)


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("entry-")])
def test_an_entry_says_what_it_is_to_whatever_runs_on_the_device(name, theme):
    """The hide filter, the pause card and the toolbox go by these marks."""
    template, values = CASES[name]
    entry = values["entry"].entry
    cards = theme.environment.from_string(
        '{% from "components/entry-card/entry-card.html" import entry_card with context %}'
        "{{ entry_card(page) }}"
    ).render(page=values["entry"])
    for html in (theme.render(template, **values), cards):
        article = next(
            element
            for _, element in all_of(
                read(html) if html.lstrip().startswith("<!doctype") else read_part(html), "article"
            )
        )
        assert article.get("data-entry") == entry.id
        assert article.get("data-kind") == entry.kind
        assert article.get("data-notes") == " ".join(entry.notes)
        assert (article.get("data-heavy") is not None) == values["entry"].is_heavy
