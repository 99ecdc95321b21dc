"""The theme speaks every language of a site, out of catalogues that are whole."""

from __future__ import annotations

import jinja2
import pytest

from scripts.collect_words import bring_up_to_date, catalogues, collected, problems
from tests.a_community import REAL
from tests.running import ROOT
from waymark.catalogues import catalogue_file, read_catalogue
from waymark.community import load_community
from waymark.theming import template_globals

HEAD = 'msgid ""\nmsgstr ""\n"Language: nl\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
WORDS = '{{ _("Read") }} {% trans n=2 %}one sign{% pluralize %}{{ n }} signs{% endtrans %}'


@pytest.fixture
def checkout(tmp_path):
    """A theme with one template, and a catalogue that knows one of its words and one too many."""
    (tmp_path / "theme" / "templates").mkdir(parents=True)
    (tmp_path / "theme" / "templates" / "home.html").write_text(WORDS)
    path = catalogue_file(tmp_path / "theme" / "locales", "nl")
    path.parent.mkdir(parents=True)
    path.write_text(f'{HEAD}\nmsgid "Read"\nmsgstr "Lezen"\n\nmsgid "Gone"\nmsgstr "Weg"\n')
    return tmp_path


def test_what_is_missing_unsure_or_no_longer_used_is_named(checkout):
    path = catalogue_file(checkout / "theme" / "locales", "nl")
    path.write_text(path.read_text().replace('msgid "Read"', '#, fuzzy\nmsgid "Read"'))

    assert list(problems(path, collected(checkout))) == [
        "not translated: ('one sign', '%(n)s signs')",
        "marked as fuzzy: 'Read'",
        "used nowhere: 'Gone'",
    ]


def test_new_words_come_in_empty_and_old_ones_go(checkout):
    path = catalogue_file(checkout / "theme" / "locales", "nl")

    bring_up_to_date(path, collected(checkout))
    once = path.read_text()
    bring_up_to_date(path, collected(checkout))

    assert path.read_text() == once
    assert once.startswith(HEAD)
    assert "Lezen" in once
    assert "Gone" not in once
    assert list(problems(path, collected(checkout))) == [
        "not translated: ('one sign', '%(n)s signs')"
    ]


def test_words_are_shown_in_the_language_of_the_page_else_as_written(checkout):
    path = catalogue_file(checkout / "theme" / "locales", "nl")
    path.write_text(
        f'{HEAD}\nmsgid "Read"\nmsgstr "Lezen"\n\nmsgid "one sign"\nmsgid_plural "%(n)s signs"\n'
        'msgstr[0] "één teken"\nmsgstr[1] "%(n)s tekens"\n\n#, fuzzy\nmsgid "Share"\nmsgstr "?"\n'
    )
    environment = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.globals.update(template_globals(load_community(REAL), checkout))
    template = environment.from_string(WORDS + ' {{ _("Share") }}')

    assert template.render(lang="nl") == "Lezen 2 tekens Share"
    assert template.render(lang="en") == "Read 2 signs Share"


def test_a_language_without_a_catalogue_speaks_english(tmp_path):
    assert read_catalogue(tmp_path / "none.po") == {}


def test_the_dutch_catalogue_is_read():
    assert read_catalogue(catalogue_file(ROOT / "theme" / "locales", "nl"))["Read"] == ("Lezen",)


@pytest.mark.parametrize("path", catalogues(ROOT), ids=lambda path: path.parts[-3])
def test_a_catalogue_is_whole(path):
    """Nothing missing, unsure or no longer used: `make words` brings in what is new."""
    assert list(problems(path, collected(ROOT))) == []


def test_every_language_of_the_site_but_english_has_a_catalogue():
    languages = {path.parts[-3] for path in catalogues(ROOT)}
    assert languages == set(load_community(REAL).site.languages) - {"en"}
