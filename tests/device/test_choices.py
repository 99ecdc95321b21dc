"""What a reader would rather not meet is hidden everywhere, said so, and one press away."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.device.a_site import ABUSE, HEAVY, PLAIN
from tests.device.conftest import kept

pytestmark = pytest.mark.browser
LIST = "/topics/loneliness/"
NOTED = "[data-notes~=self-harm]:not(template *)"


def hide(page, *labels: str):
    page.goto("/device/")
    for label in labels:
        page.get_by_label(label).check()
    expect(page.locator("#hide-said")).to_have_text("Kept on this device.")


def seen(page):
    return page.locator(NOTED).evaluate_all("all => all.filter(e => e.checkVisibility()).length")


def test_hidden_in_lists_with_a_line_that_says_so_and_after_a_reload(any_size):
    page = any_size
    page.goto(LIST)
    assert seen(page) == len(HEAVY)
    hide(page, "mentions self-harm")
    assert json.loads(kept(page)["waymark:choices"]) == {"hide": ["self-harm"]}
    for _ in range(2):
        page.goto(LIST)
        expect(page.locator(".wm-covered")).to_have_count(len(HEAVY))
        assert seen(page) == 0
        expect(page.locator(".wm-covered").first).to_contain_text("This mentions self-harm.")
    expect(page.locator(f".wm-card a[href='{ABUSE}']")).to_be_visible()


@pytest.mark.parametrize(
    "place", ["/stories/", "/a-z/a/", "/archive/2026-11/", "/tags/notes/self-harm/"]
)
def test_hidden_wherever_entries_are_listed(page, place):
    hide(page, "mentions self-harm")
    page.goto(place)
    expect(page.locator(".wm-covered").first).to_be_visible()
    links = ", ".join(f"main a[href='{url}']" for url in HEAVY)
    assert page.locator(links).count() > 0
    assert page.locator(links).evaluate_all("all => all.every(e => !e.checkVisibility())")


def test_hidden_in_what_search_finds(page):
    hide(page, "mentions self-harm")
    page.goto("/search/")
    page.locator("input[type=search]").fill("example number")
    expect(page.locator("[data-search-results] .wm-covered").first).to_be_visible()
    assert seen(page) == 0
    page.get_by_role("button", name="Show anyway").first.click()
    assert seen(page) == 1


def test_one_is_shown_anyway_by_keyboard_and_the_others_stay_hidden(page):
    hide(page, "mentions self-harm")
    page.goto(LIST)
    page.get_by_role("button", name="Show anyway").first.focus()
    page.keyboard.press("Enter")
    assert seen(page) == 1
    expect(page.locator(":focus")).to_have_attribute("href", HEAVY[4])
    expect(page.locator(".wm-covered")).to_have_count(len(HEAVY) - 1)
    page.reload()
    expect(page.locator(".wm-covered")).to_have_count(len(HEAVY))


def test_an_entry_opened_by_its_address_says_what_it_is_first(page):
    hide(page, "mentions self-harm")
    page.goto(HEAVY[0])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hidden, as you asked.")
    assert seen(page) == 0
    expect(page.locator(".wm-responses")).to_be_hidden()
    expect(page.locator(".wm-exits")).to_be_visible()
    page.get_by_role("button", name="Show anyway").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("An example, number 900")
    expect(page.locator(".wm-responses")).to_be_visible()


def test_hidden_beside_other_entries_and_among_responses(page):
    """Whatever carries `data-notes`: a way on, a response, a result that search adds later."""
    hide(page, "mentions self-harm")
    page.goto(PLAIN)
    page.evaluate(
        """async () => {
          const way = document.querySelector(".wm-exits__way");
          const response = document.querySelector(".wm-response");
          for (const one of [way, response]) one.dataset.notes = "self-harm religion";
          const { cover } = await import("/theme/js/hiding.js");
          cover();
        }"""
    )
    expect(page.locator(".wm-exits__way[data-notes]").first).to_be_hidden()
    expect(page.locator(".wm-response").first).to_be_hidden()
    expect(page.locator("li.wm-covered")).to_have_count(1)
    expect(page.locator("div.wm-covered")).to_have_count(1)


def test_others_can_ask_whether_an_entry_is_hidden(page):
    hide(page, "mentions self-harm", "mentions religion")
    ask = "async (n) => (await import('/theme/js/choices.js')).isHidden(n)"
    assert page.evaluate(ask, "self-harm anger") is True
    assert page.evaluate(ask, ["religion"]) is True
    assert page.evaluate(ask, "") is False
    assert page.evaluate(ask, []) is False
    assert page.evaluate(ask, "self-harmless") is False


def test_another_tab_follows_at_once_in_both_directions(context, page):
    page.goto(LIST)
    other = context.new_page()
    hide(other, "mentions self-harm")
    expect(page.locator(".wm-covered")).to_have_count(len(HEAVY))
    other.get_by_label("mentions self-harm").uncheck()
    expect(page.locator(".wm-covered")).to_have_count(0)
    assert seen(page) == len(HEAVY)
    assert kept(page) == {}


def test_nothing_hidden_flashes_by_on_a_slow_network(page):
    """The first paint waits for the script that hides, so that nothing is seen for a moment."""
    page.route("**/js/site.js*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    hide(page, "mentions self-harm")
    page.goto(LIST)
    expect(page.locator(".wm-covered")).to_have_count(len(HEAVY))
    page.wait_for_function("performance.getEntriesByType('paint').length > 0")
    painted, loaded = page.evaluate(
        """() => {
          const script = performance.getEntriesByType("resource")
            .find(({ name }) => name.includes("site.js"));
          return [performance.getEntriesByType("paint")[0].startTime, script.responseEnd];
        }"""
    )
    assert painted >= loaded


def test_a_page_the_back_button_brings_back_follows_too(page):
    """A page that the browser had put aside hears nothing meanwhile: it looks when it is back."""
    page.goto(LIST)
    page.evaluate(
        """() => {
          localStorage.setItem("waymark:choices", '{"hide": ["self-harm"]}');
          dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        }"""
    )
    expect(page.locator(".wm-covered")).to_have_count(len(HEAVY))


@pytest.mark.parametrize(
    "text",
    ["{broken", "null", "[]", "7", '{"hide": 7}', '{"hide": [null, {}, "]"]}', '{"exit": "up"}',
     '{"hide": "self-harm", "calm": "yes", "pause": 0}', "x" * 600_000],
)  # fmt: skip
def test_tampered_choices_count_as_none_and_can_be_erased(page, text):
    page.goto(LIST)
    page.evaluate("text => localStorage.setItem('waymark:choices', text)", text)
    page.reload()
    assert seen(page) == len(HEAVY)
    expect(page.locator("html")).not_to_have_attribute("data-calm", "")
    page.goto("/device/")
    page.get_by_role("button", name="Erase everything on this device").click()
    expect(page.locator("[data-nothing]")).to_be_visible()
    assert kept(page) == {}


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_the_notes_stay_visible(any_size):
    page = any_size
    page.goto(LIST)
    assert page.locator(f"{NOTED} .wm-card__notes").count() == len(HEAVY)
    assert page.locator(f"{NOTED} .wm-card__notes").first.is_visible()
    page.goto(HEAVY[0])
    assert page.locator(".wm-entry__notes").is_visible()
