"""Find me one thing: three taps, one result, from plain files, with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.theme.serving import served

pytestmark = pytest.mark.browser
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
WITHOUT = pytest.mark.browser_context_args(java_script_enabled=False)


@pytest.fixture(scope="session")
def base_url(demonstration):
    with served(demonstration.folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, base_url):
    return {**browser_context_args, "base_url": base_url}


@pytest.fixture
def page(page, base_url):
    """Any error in the console and any request to elsewhere fails the test."""
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith(base_url) else wrong.append(r.url))
    yield page
    assert wrong == []


def one_thing(page):
    """Return the one card that is shown."""
    shown = page.locator("article:visible")
    expect(shown).to_have_count(1)
    return shown


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    ("start", "taps", "another"),
    [
        ("/find/", ("Sleep", "Little energy", "In bed"), "Another one"),
        ("/find/", ("I do not know", "A lot of energy", "Outside"), "Another one"),
        ("/nl/find/", ("Slaap", "Weinig energie", "In bed"), "Nog een"),
    ],
)
def test_three_taps_lead_to_one_thing_and_another(page, size, start, taps, another):
    page.set_viewport_size(size)
    three_taps(page, start, taps, another)


@WITHOUT
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_works_without_javascript(page, size):
    page.set_viewport_size(size)
    three_taps(page, "/find/", ("Mornings", "Can be done lying down", "At home"), "Another one")


def three_taps(page, start, taps, another):
    page.goto(start)
    for tap in taps:
        expect(page.locator("article:visible")).to_have_count(0)
        page.get_by_role("link", name=tap, exact=True).click()
    first = one_thing(page).get_attribute("data-entry")
    page.get_by_role("link", name=another, exact=True).locator("visible=true").click()
    assert one_thing(page).get_attribute("data-entry") != first
    page.go_back()
    assert one_thing(page).get_attribute("data-entry") == first


@WITHOUT
def test_every_set_of_taps_gives_one_thing_or_says_that_it_is_the_nearest(page, demonstration):
    """E7: for every topic, energy and place there is."""
    for url in ("/find/sleep/", "/find/anything/", "/nl/find/anger/"):
        page.goto(url)
        ids = page.locator(".wm-found").evaluate_all("all => all.map(one => one.id)")
        assert len(ids) >= 16
        for one in ids:
            page.goto(f"{url}#{one}")
            shown = one_thing(page)
            entry = demonstration.entries[shown.get_attribute("data-entry")]
            near = page.locator(".wm-found__near:visible").count()
            assert near or fits(entry, one), (url, one)


def fits(entry, tapped):
    """Say whether a strategy may be done in the place that was tapped; reading may anywhere."""
    if entry.kind != "strategy":
        return True
    return any(f"-{place}" in tapped for place in entry.get("setting"))


def test_all_of_it_can_be_done_with_the_keyboard(page):
    page.goto("/find/sleep/")
    page.locator("#energy a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".wm-step:target")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    one_thing(page)
    expect(page.locator(".wm-found:target")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("article.wm-entry")).to_be_visible()


@WITHOUT
def test_an_entry_can_be_taken_to_somebody_on_paper(page):
    """E18: no menu, no ways on, but room to write."""
    page.goto("/stories/example-story-slow-way-up/")
    expect(page.locator(".wm-paper")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".wm-paper")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    for gone in (".wm-header__nav", ".wm-footer", ".wm-exits", ".wm-responses", ".wm-related",
                 ".wm-take", ".wm-crumbs", ".wm-keep"):  # fmt: skip
        expect(page.locator(gone).first).to_be_hidden()


def test_what_is_related_is_folded_so_that_the_end_is_an_end(page):
    page.goto("/stories/example-story-winter-again/")
    expect(page.locator(".wm-related__list")).to_be_hidden()
    page.get_by_text("If you want to read on about this").click()
    expect(page.locator(".wm-related__list a").first).to_be_visible()
    assert page.locator(".wm-related__list [data-heavy]").count() == 0
