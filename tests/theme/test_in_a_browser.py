"""The theme in a real browser: seen by axe, by keyboard, without JavaScript, at night, small."""

from __future__ import annotations

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.theme.samples import ROOT, Theme, cases
from tests.theme.serving import served
from tests.theme.test_components import COMPONENTS
from waymark.publish.building import build
from waymark.settings import Settings

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "home": "/",
    "story": "/stories/example-story-winter-again/",
    "strategy": "/strategies/feet-on-the-floor/",
    "list": "/strategies/",
    "topic": "/topics/sleep/",
    "search": "/search/",
    "form": "/share/story/",
    "form with problems": "/sample/form-problems.html",
    "help now": "/help-now/",
    "toolbox": "/toolbox/",
    "this device": "/device/",
    "no network": "/offline/",
    "receipt": "/sample/sent.html",
    "answer": "/sample/receipt-asked.html",
    "find": "/find/",
    "found": "/find/sleep/#low-bed",
    "tags": "/tags/",
    "feeds": "/feeds/",
    "dutch": "/nl/",
    "dutch help": "/nl/help-now/",
    "dutch list": "/nl/stories/",
}
MODES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active", "color_scheme": "dark"},
}
OF_A_PAGE = {"landmark-unique", "heading-order"}
"""What only a whole page keeps: examples show a part twice, or begin with a lower heading."""
COMPONENT = """{% extends "base.html" %}
{% block head %}{% for name in ("asking", "device") %}
<link rel="stylesheet" href="{{ asset('css/' ~ name ~ '.css') }}">{% endfor %}{% endblock %}
{% block main %}<h1>{{ name }}</h1><h2>Examples</h2>
{% include "components/" ~ name ~ "/examples.html" %}{% endblock %}"""


@pytest.fixture(scope="session")
def base_url(tmp_path_factory):
    """Build the demonstration site, with the pages that only a server makes beside it."""
    folder = tmp_path_factory.mktemp("theme")
    site = folder / "site"
    settings = Settings.from_environment({"WAYMARK_HOME": str(folder / "var")})
    build(settings, site, settings.conf)
    theme = Theme()
    (site / "sample").mkdir()
    for name, (template, values) in cases(theme).items():
        (site / "sample" / f"{name}.html").write_text(theme.render(template, **values), "utf-8")
    for name in COMPONENTS:
        template = theme.environment.from_string(COMPONENT)
        html = template.render(name=name, sample=theme.sample())
        (site / "sample" / f"component-{name}.html").write_text(html, "utf-8")
    with served(site) as address:
        yield address
    shutil.rmtree(site)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, base_url):
    """Addresses are relative to this site, also when another test opened a browser first."""
    return {**browser_context_args, "base_url": base_url}


@pytest.fixture
def page(page, base_url):
    """A page on which every error in the console and every foreign request is remembered."""
    page.wrong = []
    page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda problem: page.wrong.append(str(problem)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(base_url) else page.wrong.append(asked.url),
    )
    return page


def open_page(page, name):
    page.goto(PAGES[name])
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    if name == "search":
        page.locator("#q").fill("sleep")
        expect(page.locator("[data-search-results] a").first).to_be_visible()


@pytest.mark.parametrize(
    ("mode", "width"), [("light", 390), ("dark", 390), ("forced colours", 390), ("light", 1280)]
)
def test_axe_finds_nothing_and_the_console_is_silent(page, mode, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(**MODES[mode])
    for name in PAGES:
        open_page(page, name)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        seen = [(rule["id"], rule["nodes"][0]["target"]) for rule in found.response["violations"]]
        assert seen == [], f"{name} in {mode}"
    assert page.wrong == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_in_any_example_of_a_component(page, mode):
    """Each on a page of its own, so that none leans on what stands around it."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(**MODES[mode])
    for name in COMPONENTS:
        page.goto(f"/sample/component-{name}.html")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        seen = [
            (rule["id"], rule["nodes"][0]["target"])
            for rule in found.response["violations"]
            if rule["id"] not in OF_A_PAGE
        ]
        assert seen == [], f"{name} in {mode}"
    assert page.wrong == []


def test_nothing_is_wider_than_a_small_phone_even_with_large_text(page):
    page.set_viewport_size({"width": 320, "height": 640})
    too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    for name in PAGES:
        open_page(page, name)
        assert not page.evaluate(too_wide), name
    page.set_viewport_size({"width": 390, "height": 844})
    for name in PAGES:
        open_page(page, name)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not page.evaluate(too_wide), f"{name} with large text"


def test_what_can_be_pressed_is_large_enough(page):
    """Links that stand alone, buttons and boxes are at least 44 px high."""
    page.set_viewport_size({"width": 390, "height": 844})
    wanted = (
        ".wm-header a, .wm-footer a, .wm-button, .wm-help__number, a.wm-tag, .wm-pager a, "
        "summary, .wm-check, select, input[type=text], input[type=search]"
    )
    for name in PAGES:
        open_page(page, name)
        heights = page.locator(wanted).evaluate_all(
            "all => all.filter(e => e.checkVisibility() && !e.closest('.wm-away'))"
            ".map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 80)])"
        )
        assert [one for one in heights if one[0] < 43.5] == [], name


def test_the_first_stop_leads_past_the_menu(page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the text")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_forms_are_whole(page):
    page.goto("/share/story/")
    expect(page.get_by_role("button", name="Send for review")).to_be_visible()
    page.get_by_text("Help others find it").click()
    expect(page.get_by_label("A title")).to_be_visible()


def test_problems_take_focus_and_lead_to_their_questions(page):
    page.goto("/sample/form-problems.html")
    expect(page.locator(".wm-problems")).to_be_focused()
    page.locator(".wm-problems a[href='#topics']").click()
    expect(page.locator("#topics")).to_be_focused()


def test_somebody_who_is_not_safe_sees_help_at_once_and_keeps_their_words(page):
    page.goto("/share/story/")
    page.locator("[name=text]").fill("A line.")
    expect(page.locator("#not-safe")).to_be_hidden()
    page.locator("[name=how_now]").select_option("not-safe")
    expect(page.locator("#not-safe a[href^='tel:']").first).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value("A line.")
    page.locator("[name=how_now]").select_option("ok")
    expect(page.locator("#not-safe")).to_be_hidden()


def test_a_form_is_sent_once_and_also_when_nobody_sets_a_sum(page):
    """Nothing answers /altcha/challenge here: the form goes all the same, and only once."""
    sent = []

    def take(route):
        if route.request.method == "POST":
            sent.append(route.request.post_data)
            route.fulfill(
                status=200, body="<title>Thanks</title><p>Thanks</p>", content_type="text/html"
            )
        else:
            route.continue_()

    page.route("**/share/story/", take)
    page.goto("/share/story/")
    page.locator("[name=text]").fill("A line.")
    page.get_by_role("button", name="Send for review").dblclick()
    expect(page.get_by_text("Thanks")).to_be_visible()
    assert len(sent) == 1
    assert "action=send" in sent[0]
    assert "text=A+line." in sent[0]


def test_print_leaves_only_what_is_to_be_read(page):
    page.goto(PAGES["strategy"])
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    for gone in (".wm-header__nav", ".wm-footer", ".wm-exits", ".wm-button"):
        expect(page.locator(gone).first).to_be_hidden()


def test_the_theme_folder_is_the_one_that_was_built(base_url, page):
    """Guards the tests above: they look at this checkout's stylesheet."""
    css = (ROOT / "theme" / "static" / "css" / "site.css").read_text(encoding="utf-8")
    assert page.request.get(f"{base_url}/theme/css/site.css").text() == css
