"""One page shows everything this device remembers, and erases it one by one and at once."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.device.a_site import HEAVY, STRATEGY
from tests.device.conftest import kept

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def remember_everything(page):
    page.goto(HEAVY[0])
    page.goto(STRATEGY)
    page.get_by_role("button", name="Keep this in my toolbox").click()
    expect(page.locator(".wm-keep [role=status]")).to_contain_text("It is in your toolbox")
    page.goto("/device/")
    page.get_by_label("mentions self-harm").check()
    page.get_by_label("Low-energy view").check()
    page.get_by_label("Offer me a pause").uncheck()
    page.get_by_label("on every page").check()
    page.evaluate("sessionStorage.setItem('waymark:draft:story', '{}')")
    page.reload()


def rows(page):
    return page.locator(".wm-remembered").evaluate_all(
        "all => all.map(row => [...row.querySelectorAll('p')].map(p => p.textContent))"
    )


def test_everything_is_shown_and_can_be_erased_one_by_one(any_size):
    page = any_size
    remember_everything(page)
    assert rows(page) == [
        ["What you would rather not meet", "mentions self-harm"],
        ["Low-energy view", "on"],
        ["Offer me a pause", "off"],
        ["Leaving quickly", "on every page"],
        ["My toolbox", "1 kept"],
        ["Words you began to write", "A draft of a form"],
        ["Heavy entries in this tab", "1 so far; forgotten when you close it"],
    ]
    for left in range(6, -1, -1):
        page.get_by_role("button", name=re.compile("^Erase(?! everything)")).first.press("Enter")
        expect(page.locator(".wm-remembered")).to_have_count(left)
        expect(page.locator("#remembered-said")).to_have_text("Erased.")
        expect(page.locator("#remembered")).to_be_focused()
    assert kept(page) == {}
    expect(page.locator("[data-nothing]")).to_be_visible()
    expect(page.locator("html")).not_to_have_attribute("data-calm", "")
    expect(page.get_by_label("Offer me a pause")).to_be_checked()


def test_everything_is_erased_at_once_and_another_tab_forgets_too(context, page):
    remember_everything(page)
    other = context.new_page()
    other.goto("/device/")
    expect(other.get_by_label("mentions self-harm")).to_be_checked()
    page.evaluate("localStorage.setItem('of-another-program', 'stays')")
    page.get_by_role("button", name="Erase everything on this device").press("Enter")
    expect(page.locator("#remembered-said")).to_contain_text("is erased")
    assert kept(page) == {"of-another-program": "stays"}
    expect(other.get_by_label("mentions self-harm")).not_to_be_checked()
    page.evaluate("localStorage.clear()")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_and_nothing_is_too_wide(page, colours):
    page.emulate_media(color_scheme=colours)

    def look(state):
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        seen = [(rule["id"], rule["nodes"][0]["target"]) for rule in found.response["violations"]]
        assert seen == [], state
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth <= 320"), state
        page.set_viewport_size(size)

    for place in ("/device/", "/toolbox/", "/offline/", "/404.html", "/nl/device/"):
        page.goto(place)
        look(place)
    page.goto(STRATEGY)
    page.get_by_role("button", name="Try it now").click()
    look("try it")
    page.goto(f"{HEAVY[0]}?calm=1")
    look("low-energy view")
    for place in HEAVY[1:4]:
        page.goto(place)
    expect(page.locator("[data-pause-card]")).to_be_visible()
    look("pause card")
    remember_everything(page)
    look("everything remembered")
    page.goto("/toolbox/")
    page.get_by_role("button", name="Empty my toolbox").click()
    look("toolbox")
    page.goto("/topics/loneliness/")
    expect(page.locator(".wm-covered").first).to_be_visible()
    look("hidden entries")
    page.goto(HEAVY[0])
    look("a hidden entry by its address")
