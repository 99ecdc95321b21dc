"""What somebody sees who is not safe while they write: help at once, and nothing in their way."""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.test_whole_way import sign_in
from tests.running import ROOT, RunningWaymark, wait_for
from waymark.checks import Level, Rule, load_rules
from waymark.checks.matching import near_to
from waymark.checks.normalising import normalise
from waymark.publish.on_device import HOUSE_RULES, on_device
from waymark.states import State
from waymark.store import Store

pytestmark = pytest.mark.browser
RULES = [
    rule
    for rule in load_rules(ROOT / "community" / "rules").rules
    if rule.level is Level.CRISIS and rule.policy in HOUSE_RULES
]
ODD = [
    "I am GOING to do it “tonight”",
    "i’m   going to\tdo it tonight",
    "I am goiiiiing to do it toniiiight",
    "I am go\u200bing to do it tonight",
    "Ｉ am going to do it tonight",
    "Ik wil écht dood",
    "I **want** to d1e",
    "I wаnt to die",
    "I want    to\ndie",
    "two * three * want to die",
    "x" * 30_000 + " I am going to do it tonight",
    "",
]
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="module")
def waymark(tmp_path_factory):
    """One Waymark for all of these: none changes what another sees."""
    running = RunningWaymark(tmp_path_factory.mktemp("not-safe") / "var")
    running.start()
    yield running
    running.kill()


def open_form(page: Page, waymark: RunningWaymark, path: str = "/share/story/") -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{waymark.address}{path}")
    page.wait_for_load_state("networkidle")


def test_words_of_not_wanting_to_live_bring_help_within_a_second(page, waymark):
    """The block appears beside the text; focus, words and the way to send stay as they were."""
    asked: list[str] = []
    open_form(page, waymark)
    page.on("request", lambda request: asked.append(request.url))
    help_here = page.locator("#not-safe")
    box = page.locator("[name=text]")
    expect(help_here).to_be_hidden()

    box.press_sequentially("I am going to do it tonight")

    expect(help_here).to_be_visible(timeout=1000)
    expect(box).to_be_focused()
    expect(box).to_have_value("I am going to do it tonight")
    expect(help_here.locator("a[href^='tel:']").first).to_be_visible()
    expect(page.locator("[role=status]").filter(has=help_here)).to_have_count(1)
    expect(page.locator("[data-not-safe-below]")).to_be_visible()
    expect(page.locator("[role=dialog], dialog")).to_have_count(0)
    assert "flag" not in help_here.inner_text().lower()
    assert asked == [], "nothing leaves the device while somebody writes"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert Axe().run(page, options=AXE).response["violations"] == []

    page.locator("[name=consent]").check()
    page.get_by_role("button", name=re.compile("^Send")).click()
    expect(page.locator("[data-receipt]")).to_be_visible()
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()


@pytest.mark.parametrize("words", ["I think the death penalty is wrong", "That cake is to die for"])
def test_words_that_only_sound_like_it_bring_nothing(page, waymark, words):
    open_form(page, waymark)
    page.locator("[name=text]").press_sequentially(words)
    page.wait_for_timeout(1000)
    expect(page.locator("#not-safe")).to_be_hidden()


def test_words_can_be_saved_to_the_device_without_the_network(page, waymark):
    open_form(page, waymark, "/share/strategy/")
    page.locator("[name=text]").fill("A line.\nAnd another.")
    page.locator("[name=how_now]").select_option("not-safe")
    page.context.set_offline(True)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my words").click()
    page.context.set_offline(False)

    assert saved.value.suggested_filename == "my-words.txt"
    assert saved.value.path().read_text() == "A line.\nAnd another.\n"
    expect(page.locator("[data-save-words]")).to_contain_text("on this device only")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_the_answer_brings_help_on_the_form_and_before_sending(page, waymark):
    open_form(page, waymark)
    expect(page.locator("#not-safe")).to_be_hidden()
    page.locator("[name=how_now]").select_option("not-safe")
    expect(page.locator("#not-safe")).to_be_visible()

    page.locator("[name=text]").fill("A line.")
    page.get_by_role("button", name=re.compile("^Send")).click()
    expect(page.locator(".wm-problems")).to_be_visible()
    expect(page.locator("#not-safe")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value("A line.")

    page.locator("[name=consent]").check()
    page.get_by_role("button", name="Read it over first").click()
    expect(page.locator("h1")).to_have_text("Before you send")
    expect(page.locator("#not-safe a[href^='tel:']").first).to_be_visible()
    page.get_by_role("button", name=re.compile("^Send")).click()
    expect(page.locator("[data-receipt]")).to_be_visible()


def test_the_browser_reads_words_as_the_checks_do(page, waymark):
    """Each example of each rule, and odd spellings: found in both places or in neither."""
    examples = [text for rule in RULES for text in (*rule.match, *rule.no_match)] + ODD
    open_form(page, waymark)
    found = page.evaluate(
        "async ([address, texts]) => {"
        " const { crisisWords } = await import(address);"
        " const list = await (await fetch('/form-help.json')).json();"
        " const isSaidIn = crisisWords(list);"
        " return texts.map((text) => isSaidIn(text)); }",
        ["/theme/js/crisis.js", examples],
    )
    here = [any(_is_in(rule, text) for rule in RULES) for text in examples]

    assert [pair for pair in zip(examples, found, here, strict=True) if pair[1] != pair[2]] == []
    assert here.count(True) >= len(RULES)


@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844})
def test_somebody_in_danger_finds_the_reply_on_the_receipt(waymark, page):
    """Sent, seen by a person and escalated: the receipt says who can be there now."""
    open_form(page, waymark)
    page.locator("[name=how_now]").select_option("not-safe")
    page.locator("[name=text]").fill("I am going to do it tonight. Goodbye everyone.")
    page.locator("[name=consent]").check()
    page.get_by_role("button", name=re.compile("^Send")).click()
    receipt = page.locator("[data-receipt]").inner_text()

    desk = page.context.browser.new_context().new_page()
    sign_in(desk, waymark)
    store = Store.open(f"sqlite:///{waymark.home / 'waymark.sqlite3'}")
    name = store.in_states(*State)[-1].id
    store.close()
    row = desk.locator(f"[data-level=crisis][data-row='{name}'] a").first

    def offered() -> bool:
        desk.goto(f"{waymark.address}/desk/")
        return row.count() > 0

    wait_for(offered, "it to be on the desk, at level crisis")
    row.click()
    desk.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    desk.locator("#escalate-rule").select_option("C1")
    desk.get_by_role("button", name="Escalate", exact=True).click()
    expect(desk.locator(".wm-desk-done")).to_be_visible()

    page.goto(f"{waymark.address}/receipt/")
    page.locator("[name=receipt]").fill(receipt)
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_have_text("We are sorry it is this bad")
    said = page.locator("main")
    for words in ("A person has read your words", "We cannot reach you",
                  "Your words were not published", "send them again later"):  # fmt: skip
        expect(said).to_contain_text(words)
    expect(said.locator("a[href='/help-now/']").first).to_be_visible()
    expect(said.locator("a[href^='tel:']").first).to_be_visible()
    assert Axe().run(page, options=AXE).response["violations"] == []


def test_the_file_for_browsers_holds_these_rules_and_nothing_else(waymark, page):
    said = json.loads(page.request.get(f"{waymark.address}/form-help.json").text())
    assert set(said) == {"rules"}
    assert said == json.loads(on_device(load_rules(ROOT / "community" / "rules")))


def _is_in(rule: Rule, words: str) -> bool:
    text = normalise(words).text
    for pattern in rule.patterns:
        for match in pattern.regex.finditer(text):
            near = near_to(text, *match.span())
            if not any(other.regex.search(near) for other in rule.unless):
                return True
    return False
