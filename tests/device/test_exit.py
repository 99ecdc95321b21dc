"""The quiet exit: where it belongs, at once, and honest about what stays."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.device.a_site import ABUSE, EXIT_TO, HEAVY, PLAIN, STRATEGY

pytestmark = pytest.mark.browser
FORM = "/share/story/"
AWAY = re.compile(f"{EXIT_TO}$")


def button(page):
    return page.get_by_role("link", name=re.compile("^Leave quickly"))


@pytest.mark.parametrize("place", [ABUSE, FORM, "/help-now/", "/nl/help-now/"])
def test_it_stands_where_somebody_may_be_at_risk(any_size, place):
    page = any_size
    page.goto(place)
    exit_ = page.locator("[data-leave]")
    expect(exit_).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(exit_).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(AWAY)


@pytest.mark.parametrize("place", ["/", "/stories/", PLAIN, HEAVY[0], STRATEGY, "/search/"])
def test_it_stands_nowhere_else(page, place):
    page.goto(place)
    expect(page.locator("[data-exit]")).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_url(re.compile(f"{place}$"))


@pytest.mark.parametrize(
    ("choice", "place", "is_seen"),
    [
        ("on every page", PLAIN, True),
        ("on every page", ABUSE, True),
        ("nowhere", ABUSE, False),
        ("nowhere", FORM, False),
    ],
)
def test_a_reader_shows_it_everywhere_or_nowhere(page, choice, place, is_seen):
    page.goto("/device/")
    page.get_by_label(choice).check()
    page.goto(place)
    expect(page.locator("[data-exit]")).to_be_visible(visible=is_seen)
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_url(AWAY if is_seen else re.compile(f"{place}$"))


def test_it_empties_the_form_drops_what_this_tab_keeps_and_is_not_behind_back(page):
    page.goto(PLAIN)
    page.goto(FORM)
    page.locator("[name=text]").fill("Words nobody is to find.")
    page.evaluate(
        """() => {
          sessionStorage.setItem("waymark:draft", "Words nobody is to find.");
          sessionStorage.setItem("else", "not ours");
          addEventListener("waymark:leaving", () => { localStorage.setItem("heard", "yes"); });
        }"""
    )
    button(page).click()
    expect(page).to_have_url(AWAY)
    assert page.evaluate("({ ...sessionStorage })") == {"else": "not ours"}
    assert page.evaluate("localStorage.getItem('heard')") == "yes"
    page.go_back()
    expect(page).to_have_url(re.compile(f"{PLAIN}$"))
    page.goto(FORM)
    expect(page.locator("[name=text]")).to_have_value("")


def test_shift_pressed_three_times_leaves_and_says_how_far_it_is(page):
    page.goto(FORM)
    said = page.locator("[data-exit] [role=status]")
    page.keyboard.press("Shift")
    expect(said).to_have_text("Shift. Press it 2 more times to leave.")
    page.keyboard.press("Shift")
    expect(said).to_have_text("Shift. Press it 1 more time to leave.")
    page.keyboard.press("Shift")
    expect(page).to_have_url(AWAY)


def test_writing_in_capitals_is_not_leaving(page):
    page.goto(FORM)
    page.locator("[name=text]").focus()
    for letter in "ABCDEF":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")
    page.keyboard.press("x")
    page.keyboard.press("Shift")
    page.keyboard.press("y")
    page.keyboard.press("Shift")
    expect(page.locator("[name=text]")).to_have_value("ABCDEFxy")
    expect(page).to_have_url(re.compile(f"{FORM}$"))


def test_after_five_seconds_it_counts_anew(page):
    page.clock.install()
    page.goto(FORM)
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.clock.run_for(5100)
    expect(page.locator("[data-exit] [role=status]")).to_have_text("You stay on this page.")
    page.keyboard.press("Shift")
    expect(page.locator("[data-exit] [role=status]")).to_contain_text("2 more")
    expect(page).to_have_url(re.compile(f"{FORM}$"))


def test_it_is_honest_about_what_stays(page):
    page.goto(FORM)
    page.get_by_role("link", name="What leaving quickly does not erase").click()
    expect(page).to_have_url(re.compile("/device/#leaving$"))
    expect(page.get_by_text("It does not erase your history.")).to_be_in_viewport()


def test_nothing_of_it_is_printed(page):
    page.goto(ABUSE)
    page.emulate_media(media="print")
    expect(page.locator("[data-exit]")).to_be_hidden()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_it_is_a_plain_link(page):
    page.goto(ABUSE)
    page.locator("[data-leave]").click()
    assert AWAY.search(page.url)
