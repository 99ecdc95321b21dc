"""A page has one address in each language, and every link leads to the reader's own."""

from __future__ import annotations

import pytest

from waymark.addresses import Addresses, written_pages

WRITTEN = frozenset({"/about/", "/nl/about/", "/terms/"})
ADDRESSES = Addresses(("en", "nl"), WRITTEN)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "/nl/"),
        ("/stories/", "/nl/stories/"),
        ("/stories/k7f3q9/", "/stories/k7f3q9/"),  # an entry has one address
        ("/respond/", "/nl/respond/"),
        ("/respond/k7f3q9/", "/respond/k7f3q9/"),
        ("/topics/sleep/", "/nl/topics/sleep/"),
        ("/feeds/all.atom.xml", "/nl/feeds/all.atom.xml"),
        ("/about/", "/nl/about/"),
        ("/terms/", "/terms/"),  # the editors did not write it in Dutch
        ("/nl/stories/page/2/", "/nl/stories/page/2/"),
        ("/form-token", "/form-token"),
    ],
)
def test_a_link_on_a_dutch_page_leads_to_the_dutch_page_where_there_is_one(path, place):
    assert ADDRESSES.within(path, "nl") == place
    assert ADDRESSES.within(path, "en") == path


@pytest.mark.parametrize(
    ("path", "lang", "at_root"),
    [
        ("/nl/", "nl", "/"), ("/nl/about/", "nl", "/about/"), ("/nl", "nl", ""),
        ("/nlx/", "en", "/nlx/"), ("/en/", "en", "/en/"), ("", "en", ""),
    ],
)  # fmt: skip
def test_an_address_tells_its_language(path, lang, at_root):
    assert ADDRESSES.language_of(path) == lang
    assert ADDRESSES.at_root(path) == at_root


def test_the_first_language_of_a_site_is_at_its_root():
    dutch_first = Addresses(("nl", "en"))
    assert dutch_first.within("/stories/", "nl") == "/stories/"
    assert dutch_first.within("/stories/", "en") == "/en/stories/"


def test_twins_are_told_only_where_they_are():
    assert ADDRESSES.alternates_of_page("/nl/about/") == {"en": "/about/", "nl": "/nl/about/"}
    assert ADDRESSES.alternates_of_page("/terms/") == {}
    assert ADDRESSES.twins("en", ADDRESSES.alternates("/topics/")) == {"nl": "/nl/topics/"}
    assert ADDRESSES.twins("nl", {}) == {"en": "/"}


def test_the_editors_pages_are_found_by_their_files(tmp_path):
    (tmp_path / "pages" / "nl").mkdir(parents=True)
    (tmp_path / "pages" / "about.md").write_text("")
    (tmp_path / "pages" / "nl" / "about.md").write_text("")
    assert written_pages(tmp_path) == {"/about/", "/nl/about/"}
    assert written_pages(tmp_path / "none") == frozenset()
