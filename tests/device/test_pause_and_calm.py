"""The pause card after four heavy entries, the low-energy view, and trying something."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.device.a_site import ABUSE, HEAVY, PLAIN, STRATEGY
from tests.device.conftest import kept

pytestmark = pytest.mark.browser
CARD = "[data-pause-card]"


def read(page, places):
    for place in places:
        page.goto(place)
        page.wait_for_load_state("networkidle")


def test_the_fourth_heavy_entry_in_a_tab_brings_a_card_that_takes_no_focus(any_size):
    page = any_size
    read(page, HEAVY[:3])
    expect(page.locator(CARD)).to_have_count(0)
    page.goto(PLAIN)
    page.goto(ABUSE)
    expect(page.locator(CARD)).to_be_in_viewport()
    assert page.evaluate("document.activeElement === document.body")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Go on reading").click()
    expect(page.locator(CARD)).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    read(page, HEAVY[:3])
    expect(page.locator(CARD)).to_have_count(0)
    page.goto(HEAVY[3])
    expect(page.locator(CARD)).to_have_count(1)
    page.locator(CARD).get_by_role("link").click()
    expect(page).to_have_url(re.compile("/enough/$"))


def test_a_reload_and_the_back_button_do_not_count(page):
    read(page, HEAVY[:2])
    for _ in range(4):
        page.reload()
    page.goto(PLAIN)
    page.go_back()
    page.goto(HEAVY[2])
    expect(page.locator(CARD)).to_have_count(0)
    assert kept(page) == {"waymark:heavy": "2"}


def test_another_tab_counts_for_itself(context, page):
    read(page, HEAVY[:3])
    other = context.new_page()
    other.goto(HEAVY[3])
    other.wait_for_load_state("networkidle")
    expect(other.locator(CARD)).to_have_count(0)


def test_it_is_switched_off_on_the_card_and_on_again_on_the_device_page(page):
    read(page, HEAVY[:4])
    page.get_by_role("button", name="Do not offer me a pause again").click()
    expect(page.locator(CARD)).to_have_count(0)
    assert json.loads(kept(page)["waymark:choices"]) == {"pause": False}
    read(page, HEAVY)
    expect(page.locator(CARD)).to_have_count(0)
    page.goto("/device/")
    page.get_by_label("Offer me a pause").check()
    assert "waymark:choices" not in kept(page)
    read(page, HEAVY[:4])
    expect(page.locator(CARD)).to_have_count(1)


def visible_in_main(page):
    return page.locator("main").evaluate(
        """main => [...main.querySelectorAll("h1, h2, h3, p, ol, ul, dl, button, section")]
          .filter((e) => e.checkVisibility()).map((e) => e.className || e.localName)"""
    )


def test_the_low_energy_view_is_the_heart_of_an_entry_read_on_and_help(any_size):
    page = any_size
    page.goto(f"{HEAVY[0]}?calm=1")
    shown = set(visible_in_main(page))
    assert shown == {
        "wm-notice__title", "p", "h1", "wm-entry__gist", "wm-entry__notes", "wm-entry__calm",
        "wm-entry__rest", "wm-textlike", "wm-button",
    }  # fmt: skip
    expect(page.locator(".wm-header__nav")).to_be_hidden()
    expect(page.get_by_role("link", name="Need help now?")).to_be_in_viewport()
    assert kept(page) == {}
    page.get_by_role("button", name="Read on").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It rained.")).to_be_visible()
    expect(page.locator(".wm-exits")).to_be_visible()
    expect(page.get_by_role("button", name="Read on")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_low_energy_view_stays_on_this_device_until_it_is_switched_off(page):
    page.goto(PLAIN)
    size = "parseFloat(getComputedStyle(document.querySelector('.wm-entry__gist')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="Low-energy view").click()
    expect(page.get_by_role("button", name="Low-energy view")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert page.evaluate(size) > before
    page.goto(STRATEGY)
    expect(page.get_by_role("button", name="Read on")).to_be_visible()
    expect(page.locator(".wm-steps").first).to_be_hidden()
    page.get_by_role("button", name="Low-energy view").click()
    expect(page.locator(".wm-steps").first).to_be_visible()
    assert kept(page) == {}


def test_trying_something_keeps_and_sends_no_number(page):
    page.goto(STRATEGY, wait_until="networkidle")
    page.get_by_role("button", name="Try it now").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    said = page.locator(".wm-try__said")
    for before, after, words in (
        ("3", "5", "3 before and 5 after. A little is something."),
        ("5", "5", "No change is no failure."),
        ("6", "0", "You did nothing wrong."),
    ):
        page.get_by_label("How are you now?").select_option(before)
        page.get_by_label("And now?").select_option(after)
        expect(said).to_contain_text(words)
    page.get_by_label("And now?").select_option("")
    expect(said).to_be_empty()
    assert asked == []
    assert kept(page) == {}
    assert page.locator(".wm-try [name]").count() == 0
    page.get_by_label("And now?").select_option("9")
    page.reload()
    page.get_by_role("button", name="Try it now").click()
    expect(page.get_by_label("And now?")).to_have_value("")
