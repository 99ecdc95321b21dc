"""Search by keyboard and by ear, on its page and over any other; and when something is missing."""

from __future__ import annotations

import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.search.searching import DESKTOP, PHONE, field, found, meant, search_for, titles
from tests.theme.serving import served
from waymark.publish.building import BUNDLE, index
from waymark.publish.word_list import write_word_lists

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STRATEGY = "/strategies/feet-on-the-floor/"


def dialog(page):
    return page.locator("dialog.wm-search-dialog")


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
@pytest.mark.parametrize("place", [STRATEGY, "/", "/nl/"])
def test_a_key_opens_search_over_any_page_and_escape_gives_the_page_back(page, place, key):
    page.goto(place)
    link = page.locator("main a").first
    link.focus()
    assert not any("pagefind" in url or "search-open" in url for url in page.asked)

    page.keyboard.press(key)

    expect(field(page)).to_be_focused()
    expect(dialog(page)).to_have_accessible_name("Zoeken" if place == "/nl/" else "Search")
    search_for(page, "brief" if place == "/nl/" else "slepe")
    assert titles(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(link).to_be_focused()
    assert page.url.endswith(place)

    page.keyboard.press(key)
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()


def test_keys_typed_into_a_field_are_left_alone(page):
    page.goto("/share/story/")
    page.locator("[name=text]").focus()
    page.keyboard.type("a/b")
    page.keyboard.press("Control+k")
    expect(page.locator("[name=text]")).to_have_value("a/b")
    expect(dialog(page)).to_have_count(0)


def test_on_the_search_page_a_key_leads_to_the_field(page):
    page.goto("/search/")
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    expect(dialog(page)).to_have_count(0)


def test_arrows_walk_through_the_results_and_back(page):
    page.goto("/search/")
    search_for(page, "sleep")
    field(page).focus()
    links = page.locator("[data-search-results] a")
    for key, at in (("ArrowDown", 0), ("ArrowDown", 1), ("End", -1), ("Home", 0)):
        page.keyboard.press(key)
        expect(links.nth(at)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(links.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/topics/sleep/$"))


def test_what_was_found_is_said_once_and_politely(page):
    """The number and what was looked for, not the whole list, and not with every letter."""
    page.goto("/search/")
    said = page.locator("[data-search-said]")
    expect(said).to_have_attribute("role", "status")
    said.evaluate(
        "said => { window.heard = []; new MutationObserver(() => heard.push(said.textContent))"
        ".observe(said, { childList: true }) }"
    )
    field(page).evaluate(
        "field => { for (const typed of ['s', 'sl', 'sle', 'slep', 'slepe']) {"
        " field.value = typed; field.dispatchEvent(new Event('input', { bubbles: true })); } }"
    )
    expect(said).to_have_text(re.compile(r"Showing results for sleep \d+ found\."))
    assert len(page.evaluate("heard")) == 1


@pytest.mark.parametrize("place", ["/search/", STRATEGY])
def test_what_is_typed_is_in_no_request_no_address_and_no_storage(page, place):
    page.goto(place)
    page.keyboard.press("/")
    search_for(page, "quillwort")
    search_for(page, "sleep")
    assert not any("quillwort" in url or "=sleep" in url for url in page.asked)
    assert page.url.endswith(place)
    assert page.evaluate("localStorage.length + sessionStorage.length + history.length") <= 2


def test_a_link_to_a_search_is_made_only_when_asked_and_keeps_it_behind_the_hash(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/search/")
    search_for(page, "can't get up & out")
    page.get_by_role("button", name="Copy a link").click()
    expect(page.locator("[data-search-status]")).to_contain_text("Copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"/search/#q=can", link)
    assert "?" not in link

    page.goto("about:blank")
    page.goto(link)
    expect(field(page)).to_have_value("can't get up & out")
    expect(page.locator(".wm-search__title").first).to_be_visible()
    assert page.url.endswith("/search/")


def test_without_a_clipboard_the_link_is_shown(page):
    page.goto("/search/")
    search_for(page, "sleep")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy a link").click()
    link = page.locator("[data-search-status] a")
    expect(link).to_have_attribute("href", re.compile(r"/search/#q=sleep$"))


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_search_with_results_and_choices_open(page, size, colours):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=colours)
    for place in ("/search/", STRATEGY):
        page.goto(place)
        page.keyboard.press("/")
        search_for(page, "can't slepe")
        page.locator("summary", has_text="Narrow it down").click()
        found_by_axe = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        seen = [(r["id"], r["nodes"][0]["target"]) for r in found_by_axe.response["violations"]]
        assert seen == [], place
        assert not page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )


@pytest.mark.parametrize(
    ("place", "said"), [("/search/", "needs JavaScript"), ("/nl/search/", "JavaScript nodig")]
)
@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_search_says_so_and_offers_other_ways(page, place, said):
    page.goto(place)
    expect(page.locator("noscript p")).to_contain_text(said)
    expect(page.locator("#q")).to_be_hidden()
    for way in ("topics/", "a-z/", "tags/"):
        expect(page.locator(f"main a[href$='/{way}']").first).to_be_visible()


def test_search_that_cannot_be_loaded_says_so_and_recovers(page):
    page.may_complain = True
    page.route("**/pagefind/*", lambda route: route.abort())
    page.goto("/search/")
    field(page).fill("sleep")
    expect(page.locator("[data-search-status]")).to_contain_text("could not be loaded")
    expect(page.get_by_role("link", name="A to Z").first).to_be_visible()
    page.unroute("**/pagefind/*")
    assert "Sleep" in search_for(page, "sleepy")


def test_script_that_never_comes_is_told_as_well(page):
    page.may_complain = True
    page.route("**/search.js*", lambda route: route.abort())
    page.goto("/search/")
    expect(page.locator("[data-search-unstarted]")).to_be_visible()
    field(page).fill("sleep")
    page.keyboard.press("Enter")
    assert page.url.endswith("/search/")


def test_nothing_moves_while_the_page_comes_to_life(page):
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "one => { moved += one.value })).observe({ type: 'layout-shift', buffered: true })"
    )
    page.set_viewport_size(PHONE)
    page.goto("/search/", wait_until="networkidle")
    expect(page.locator("[data-search-unstarted]")).to_have_count(0)
    assert page.evaluate("moved") == 0


def test_without_a_word_list_search_still_finds_words_and_stems(page):
    page.may_complain = True
    page.route("**/words.*", lambda route: route.fulfill(status=404))
    page.goto("/search/")
    assert "Sleep" in search_for(page, "sleeping")
    assert meant(page) == ""


def test_a_network_that_went_away_does_not_turn_nothing_into_a_failure(page):
    page.may_complain = True
    page.goto("/search/")
    search_for(page, "sleep")
    page.route("**/pagefind-entry.json*", lambda route: route.abort())
    search_for(page, "zzzz qqqq")
    expect(page.locator("[data-search-status]")).to_contain_text("Nothing found")


def test_a_key_leads_to_the_search_page_when_the_dialog_cannot_be_made(page):
    page.may_complain = True
    page.route("**/search-open.js", lambda route: route.abort())
    page.goto(STRATEGY)
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile(r"/search/$"))


def test_a_site_published_under_an_open_page_does_not_stop_search(page, site, tmp_path):
    """The index has other names then; a word that is only in the new site is found as well."""
    page.may_complain = True
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    with served(copy) as address:
        page.goto(f"{address}/search/")
        search_for(page, "morning")
        shutil.rmtree(copy / BUNDLE)
        entry = copy / STRATEGY.strip("/") / "index.html"
        html = entry.read_text("utf-8").replace("This is for the", "Quillwort. This is for the")
        entry.write_text(html, "utf-8")
        index(copy)
        write_word_lists(copy / BUNDLE, {})
        assert search_for(page, "quillwort") == ["Feet on the floor"]
        assert found(page) == 1
