"""What a reader is promised, looked at on whole built sites."""

from __future__ import annotations

import re

import pytest

from tests.plugins.built_site import cards, links, main_of
from waymark.entry_fields import FOLDERS

ENTRY = tuple(f"/{folder}/" for folder in FOLDERS.values())
FURTHER_ON = ("living-well", "making-progress")


def entry_pages(site):
    return {entry.url: site.pages[entry.url] for entry in site.entries.values()}


def test_no_page_of_a_heavy_entry_links_to_another_heavy_one(site):
    """E6, seen as a reader would: every link between the head and the foot of the page."""
    assert site.heavy
    for url in site.heavy:
        leading = set(links(main_of(site.pages[url]))) & site.heavy
        assert leading - {url} == set(), url


def test_every_entry_ends_with_three_ways_on_and_stops(site):
    """E5: one strategy, one gentler entry, enough for now. Nothing comes by itself."""
    for url, html in entry_pages(site).items():
        ways = html[html.index('class="wm-exits"') :]
        ways = links(ways[: ways.index("</section>")])
        assert ways[-1] in ("/enough/", "/nl/enough/")
        assert len(ways) <= 3
        assert not {way for way in ways[:-1] if way in site.heavy}, url
        assert url not in ways


def test_every_entry_can_be_reached_from_another(site):
    """E22: full coverage."""
    reached = {
        link for url, html in entry_pages(site).items() for link in links(main_of(html))
        if link != url
    }  # fmt: skip
    assert {entry.url for entry in site.entries.values()} - reached == set()


def test_a_list_has_at_most_ten_entries_and_real_links_to_the_others(site):
    lists = site.below(*ENTRY, "/topics/", "/tags/", "/respond/", "/nl/")
    lists = {u: h for u, h in lists.items() if "wm-cards" in h and "/find/" not in u}
    assert len(lists) > 40
    for url, html in lists.items():
        assert html.count("<article") - html.count("data-pagefind-body") <= 11, url
        assert len(cards(html)) <= 10, url
    if len(site.entries) > 60:
        assert any("wm-pager__older" in html for html in lists.values())


@pytest.mark.parametrize("place", ["/respond/", "/nl/respond/"])
def test_who_got_the_fewest_answers_comes_first(site, place):
    """E1: with how much effort a response takes, and a link to its form."""
    html = site.pages[place]
    numbers = [int(number) for number in re.findall(r'data-responses="(\d+)"', html)]
    assert numbers
    assert numbers == sorted(numbers)
    assert html.count("wm-card__effort") == len(numbers)
    for entry_id in cards(html):
        assert f"/respond/{entry_id}/" in links(html)
        assert site.has(f"/respond/{entry_id}/")


def test_what_is_shown_unasked_leans_to_people_further_on(made_up):
    """E8: seven in ten of the stories on the home page, and first where there are enough."""
    shown = [
        standing_of(made_up, one) for url in ("/", "/nl/") for one in cards(made_up.pages[url])
    ]
    for url, html in made_up.below("/find/", "/nl/find/").items():
        topic, lang = url.split("/")[-2], "nl" if url.startswith("/nl/") else "en"
        enough = (
            [
                entry
                for entry in made_up.entries.values()
                if topic in entry.topics
                and entry.lang == lang
                and entry.url not in made_up.heavy
                and entry.get("standing", "") in FURTHER_ON
            ]
            if topic != "find"
            else []
        )
        if len(enough) >= 2:
            shown += [standing_of(made_up, one) for one in first_answers(html)]
    stories = [standing for standing in shown if standing]
    assert len(stories) > 20
    assert sum(standing in FURTHER_ON for standing in stories) / len(stories) >= 0.7
    assert "surviving-day-to-day" not in stories


def test_nothing_heavy_is_shown_unasked(site):
    """Not on the home page, and never as the one thing that was found (E19)."""
    for url, html in site.pages.items():
        if url in ("/", "/nl/") or "/find/" in url:
            assert {site.entries[one].url for one in cards(html)} & site.heavy == set(), url


def test_every_standing_has_a_page_in_every_language(site):
    for value in site.community.vocabulary.facet("standing"):
        assert site.has(f"/tags/standing/{value}/")
        assert site.has(f"/nl/tags/standing/{value}/")


def test_a_value_that_tells_of_writers_has_a_page_only_when_five_share_it(site):
    """E9: in the pages, and on the pages of entries."""
    k = site.community.site.narrators_at_least
    assert k == 5
    found = 0
    for facet in ("narrator_type", "age_band", "region"):
        for value, term in site.community.vocabulary.facet(facet).items():
            for prefix, lang in (("", "en"), ("/nl", "nl")):
                label = term.label.get(lang)
                telling = [
                    url for url, html in entry_pages(site).items()
                    if f'<html lang="{lang}">' in html
                    and f'<span class="wm-entry__writer">{label}</span>' in html
                ]  # fmt: skip
                assert not telling or len(telling) >= k, (facet, value, lang)
                assert site.has(f"{prefix}/tags/{facet}/{value}/") == bool(telling)
                found += bool(telling)
    assert found or len(site.entries) < 40


def test_an_editors_topic_page_has_a_summary_a_date_and_a_link_in_every_paragraph(demonstration):
    """E10: what it says can be followed to an entry or a source."""
    written = [url for url, html in demonstration.below("/topics/", "/nl/topics/").items()
               if "wm-reviewed" in html]  # fmt: skip
    assert len(written) >= 16
    for url in written:
        html = demonstration.pages[url]
        body = html[html.index("wm-text--page") : html.index("wm-reviewed")]
        said = re.split(r"<h2[^>]*>(?:Sources|Bronnen)", body)[0]
        paragraphs = re.findall(r"<p>(.*?)</p>", said, re.DOTALL)
        linked = [
            bool(links(paragraph))
            for paragraph in paragraphs[1:]
            if not paragraph.startswith("<em>")  # a word about the page itself
        ]
        assert len(paragraphs) >= 3, url
        assert all(linked) or sum(linked) >= len(linked) - 1, url
        to_entries = [link for link in links(said) if link.startswith(ENTRY)]
        assert len(to_entries) >= 2, url
        assert 'name="description"' in html


def standing_of(site, entry_id):
    entry = site.entries[entry_id]
    return entry.get("standing") if entry.kind == "story" else None


def first_answers(html):
    """Return the entries that find-one offers first, one for each set of three taps."""
    found = re.findall(r'<section class="wm-found.*?</section>', html, re.DOTALL)
    return [
        one
        for part in found
        if not re.match(r'.*? id="[a-z0-9-]+-[23]"', part)
        for one in cards(part)
    ]
