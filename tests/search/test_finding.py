"""Search understands people: stems, slips of the finger and everyday words, in two languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.search.searching import DESKTOP, PHONE, field, found, meant, search_for, titles

pytestmark = pytest.mark.browser


ENGLISH = [
    ("sleep", "Sleep", ""),
    ("sleeping", "Sleep", ""),  # a stem
    ("slepe", "Sleep", "Showing results for sleep."),  # a slip
    ("SLEPE", "Sleep", "Showing results for sleep."),
    ("sleepign", "Sleep", "Showing results for sleeping."),  # both
    ("jounral", "Loneliness", "Showing results for journal."),
    ("can't get up", "Mornings", "Also looked for: getting up, Mornings."),  # a saying
    ("i just cant ever get up", "Mornings", "Also looked for: getting up, Mornings."),
    ("anxeity", "Feet on the floor", "Showing results for anxiety."),  # a slip in a saying
    ("can't slepe", "Sleep", "Showing results for can't sleep."),
    ("exausted", "Getting through the day", "Also looked for: Getting through the day."),
    ("nobdy cares", "Loneliness", "Showing results for nobody cares."),
    ("how do I get through evenings when I cannot sleep", "Sleep", "Also looked for: Evenings"),
    ('"two kind lines"', "Two kind lines to somebody else", ""),
]
DUTCH = [
    ("plekken", "Over deze plek", ""),
    ("wegaan", "Voorbeeld: weggaan en ergens aankomen", "Dit zijn de resultaten voor weggaan."),
    ("vluchteling", "Voorbeeld: weggaan en ergens aankomen", "gezocht naar: Identiteit en cultuur"),
    ("vlucteling", "Voorbeeld: weggaan en ergens aankomen", "Dit zijn de resultaten voor"),
    ("Kan ik niet eens opstaan", "Voorbeeld: een ochtend", "Ook gezocht naar: Ochtenden."),
    ("kan niet opstan", "Voorbeeld: een ochtend", "Ook gezocht naar: Ochtenden."),
]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(("place", "cases"), [("/search/", ENGLISH), ("/nl/search/", DUTCH)])
def test_what_people_type_leads_to_what_they_mean(page, size, place, cases):
    page.set_viewport_size(size)
    page.goto(place)
    for typed, title, said in cases:
        assert title in search_for(page, typed), typed
        assert said in meant(page), typed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("🙂🙂", "There is no word in this"),
        ("%", "There is no word in this"),
        ('""', "There is no word in this"),
        ("שלום עולם", "Nothing found"),
        ("\u202eשלום", "Nothing found"),
        ("<img src=x onerror=alert()>", "Nothing found"),
        ("100% \"'`", "Nothing found"),
        ("x" * 10_000, "Nothing found"),
        ("zzzz qqqq", "Nothing found"),
    ],
    ids=lambda value: value[:12],
)
def test_whatever_is_typed_is_answered_in_plain_words_and_kept(page, typed, said):
    page.goto("/search/")
    assert search_for(page, typed) == []
    expect(page.locator("[data-search-status]")).to_contain_text(said)
    expect(field(page)).to_have_value(typed)
    expect(page.get_by_role("link", name="A to Z").first).to_be_visible()


def test_of_very_many_words_the_first_are_looked_for_and_that_is_said(page):
    page.goto("/search/")
    assert "Sleep" in search_for(page, "sleep " * 2000)
    assert "Only the first 12 words were looked for." in meant(page)


def test_a_mended_word_can_be_looked_for_as_it_was_typed(page):
    page.goto("/search/")
    search_for(page, "slepe")
    page.get_by_role("button", name="Look for “slepe” instead").click()
    expect(page.locator("[data-search-meant]")).to_be_empty()
    expect(field(page)).to_be_focused()
    search_for(page, "jounral")
    assert "Showing results for journal." in meant(page)


def test_passages_of_a_page_are_offered_and_lead_to_their_place(page):
    page.goto("/search/")
    search_for(page, "press your heels")
    section = page.locator(".wm-search__sections a").first
    address = section.get_attribute("href")
    assert re.fullmatch(r"/strategies/[a-z-]+/#[a-z-]+", address)
    section.click()
    expect(page.locator(f"[id='{address.partition('#')[2]}']")).to_be_visible()


def test_an_entry_with_a_content_note_says_so_and_shows_no_passage_of_it(page):
    page.goto("/search/")
    search_for(page, "winter")
    entry = page.locator("[data-entry='example-story-winter-again']")
    expect(entry).to_have_attribute("data-notes", re.compile("suicidal-thoughts"))
    expect(entry.locator(".wm-card__notes")).to_contain_text("mentions thoughts of suicide")
    expect(entry.locator("mark")).to_have_count(0)


def test_choices_say_how_much_they_would_show_and_narrow_it_down(page):
    page.goto("/search/")
    search_for(page, "sleep")
    everything = found(page)
    choice = page.locator("label", has_text="Things that help")
    expect(choice.locator("[data-count]")).to_have_text(re.compile(r"[1-9]"))
    number = int(choice.locator("[data-count]").inner_text())
    choice.click()
    expect(page.locator("[data-search-status]")).to_contain_text(f"{number} found.")
    assert number < everything
    assert set(page.locator(".wm-search__kind").all_inner_texts()) <= {
        "Something that helps", "Something that helps · example",
    }  # fmt: skip

    page.locator("summary", has_text="Narrow it down").click()
    energy = page.locator("[data-facet=energy] label").filter(visible=True).first
    fewer = int(energy.locator("[data-count]").inner_text())
    energy.click()
    expect(page.locator(".wm-search__title")).to_have_count(fewer)
    page.get_by_role("button", name="Show everything again").click()
    expect(page.locator("[data-search-status]")).to_contain_text(f"{everything} found.")


def test_what_mentions_something_can_be_left_out(page):
    page.goto("/search/")
    assert any("winter" in title or "came back" in title for title in search_for(page, "winter"))
    page.locator("summary", has_text="Narrow it down").click()
    note = page.locator("[data-facet=notes] label", has_text="mentions thoughts of suicide")
    expect(note.locator("[data-count]")).to_have_text("1")
    note.click()
    expect(page.locator("[data-entry='example-story-winter-again']")).to_have_count(0)


def test_another_language_is_searched_with_its_own_words(page):
    page.goto("/nl/search/")
    assert "Sleep" not in search_for(page, "sleeping")
    page.locator("summary").first.click()
    page.get_by_label("English").check()
    expect(page.locator(".wm-search__title", has_text="Sleep").first).to_be_visible()
    expect(page.locator(".wm-search__title").first).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_a_list_of_results_has_an_end(page):
    page.goto("/search/")
    search_for(page, "depression")
    assert len(titles(page)) == 10
    expect(page.locator("[data-search-status]")).to_contain_text("These are the nearest 10.")
    total = found(page)
    page.get_by_role("button", name="Show ten more").click()
    expect(page.locator(".wm-search__title")).to_have_count(min(20, total))
    expect(page.locator(".wm-search__title").nth(10)).to_be_focused()


def test_what_the_reader_hides_on_this_device_is_hidden_here_too_and_can_be_shown(page):
    page.goto("/search/")
    page.evaluate(
        "localStorage.setItem('waymark:choices', JSON.stringify({ hide: ['suicidal-thoughts'] }))"
    )
    page.reload()
    search_for(page, "winter")
    entry = page.locator("[data-entry='example-story-winter-again']")
    expect(entry).to_be_hidden()
    line = page.locator("[data-search-results] [data-line]")
    expect(line).to_contain_text("mentions thoughts of suicide")
    line.get_by_role("button").click()
    expect(entry).to_be_visible()
    field(page).fill("")
    expect(page.locator("[data-search-results] > *")).to_have_count(0)


def test_a_search_fetches_only_its_own_pieces_of_the_index(page, site):
    """Also with choices counted: with a thousand entries the whole index would be a megabyte."""
    page.goto("/search/")
    search_for(page, "sleep")
    expect(page.locator("[data-facet=kind] [data-count]").first).not_to_be_empty()
    fetched = {url for url in page.asked if url.endswith(".pf_index")}
    assert len(fetched) <= 2 < len(list((site / "pagefind" / "index").glob("en_*")))
