"""What every template may use gives the right words, addresses and months."""

from __future__ import annotations

import os
from datetime import date

import jinja2
import pytest

from tests.a_community import REAL
from waymark.community import load_community
from waymark.theming import template_filters, template_globals
from waymark.words import Words

COMMUNITY = load_community(REAL)


@pytest.fixture
def checkout(tmp_path):
    css = tmp_path / "theme" / "static" / "css" / "site.css"
    css.parent.mkdir(parents=True)
    css.write_text("body {}")
    return tmp_path


def show(checkout, template, base_path="", **values):
    environment = jinja2.Environment(autoescape=True)
    environment.globals.update(template_globals(COMMUNITY, checkout, base_path))
    environment.filters.update(template_filters())
    return environment.from_string(template).render(**values)


@pytest.mark.parametrize(
    ("value", "lang", "shown"),
    [
        (Words({"en": "Sleep", "nl": "Slaap"}), "nl", "Slaap"),
        (Words({"en": "Sleep"}), "nl", "Sleep"),
        (Words({"nl": "Slaap"}), "en", "Slaap"),
        (Words(), "en", ""),
        ({"en": "Sleep", "nl": "Slaap"}, "nl", "Slaap"),
        ("Sleep", "nl", "Sleep"),
        ("<b>", "en", "&lt;b&gt;"),
    ],
)
def test_words_are_shown_in_the_language_of_the_page(checkout, value, lang, shown):
    """Else in English, else in any; and never as markup."""
    assert show(checkout, "{{ value|words }}", value=value, lang=lang) == shown


@pytest.mark.parametrize(
    ("value", "lang", "shown"),
    [
        ("2026-11", "en", "November 2026"),
        ("2026-03", "nl", "maart 2026"),
        ("", "en", ""),
    ],
)
def test_a_month_is_shown_in_words(checkout, value, lang, shown):
    """Entries tell the month and never the day."""
    assert show(checkout, "{{ value|month }}", value=value, lang=lang) == shown


@pytest.mark.parametrize(
    ("lang", "shown"), [("en", "24 November 2026"), ("nl", "24 november 2026")]
)
def test_a_day_is_shown_in_words(checkout, lang, shown):
    """For the day on which a help line was checked."""
    assert show(checkout, "{{ value|day }}", value=date(2026, 11, 24), lang=lang) == shown


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<a href="/help-now/">x</a>', '<a href="/way/nl/help-now/">x</a>'),
        ('<a href="/stories/k7f3q9/">x</a>', '<a href="/way/stories/k7f3q9/">x</a>'),
        ('<a href="https://example.org/help-now/">x</a>', None),
        ('<a href="//example.org/">x</a>', None),
        ('<a href="/search/?a=1&amp;b=2">x</a>', '<a href="/way/search/?a=1&amp;b=2">x</a>'),
        ('<p>href=/help-now/</p>', None),
    ],
)  # fmt: skip
def test_links_in_what_editors_wrote_lead_to_the_language_of_the_page(checkout, html, shown):
    found = show(checkout, "{{ html|links }}", "/way", html=html, lang="nl")
    assert found == (shown or html)


@pytest.mark.parametrize(
    ("base_path", "path", "address"),
    [
        ("", "/help-now/", "/help-now/"),
        ("/way", "/help-now/", "/way/help-now/"),
        ("/way", "https://example.org/", "https://example.org/"),
        ("/way", "#top", "#top"),
    ],
)
def test_an_address_on_this_site_knows_the_path_below_which_it_lives(
    checkout, base_path, path, address
):
    """A site may stand below a folder of another one; links elsewhere stay as they are."""
    assert show(checkout, "{{ url(path) }}", base_path, path=path) == address


def test_the_address_of_a_theme_file_changes_with_its_content(checkout):
    """Browsers may keep a file for ever and still get the new one at once."""
    css = checkout / "theme" / "static" / "css" / "site.css"
    asset = template_globals(COMMUNITY, checkout, "/way")["asset"]

    before = asset("css/site.css")
    again = asset("css/site.css")
    css.write_text("body { color: red }")
    os.utime(css, ns=(1, 1))

    assert before.startswith("/way/theme/css/site.css?v=")
    assert before == again
    assert asset("css/site.css") != before


def test_labels_and_messages_are_at_hand_in_every_template(checkout):
    """The same names in the static site, the form and the desk."""
    template = "{{ label('topics', 'sleep', 'nl') }}|{{ message('received', 'nl').heading }}"

    assert show(checkout, template) == "Slaap|We hebben je woorden"


@pytest.mark.parametrize(("number", "shown"), [(0, "signs"), (1, "sign"), (2, "signs")])
def test_counted_words_follow_the_number(checkout, number, shown):
    """One sign, two signs."""
    assert show(checkout, "{{ ngettext('sign', 'signs', n) }}", n=number) == shown


@pytest.mark.parametrize(
    ("code", "lang", "said"),
    [("nl", "en", "Dutch"), ("nl", "nl", "Nederlands"), ("zz9", "en", "zz9")],
)
def test_languages_are_named_in_the_language_of_the_page(code, lang, said):
    """A code that nobody knows is shown as it is."""
    environment = jinja2.Environment()
    environment.filters.update(template_filters())
    assert environment.from_string("{{ code|language }}").render(code=code, lang=lang) == said
