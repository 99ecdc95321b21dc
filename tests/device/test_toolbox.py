"""My toolbox: kept on the device, in one's own order, with one's own notes, and never lost."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.device.a_site import OTHER_STRATEGY, STRATEGY
from tests.device.conftest import kept

pytestmark = pytest.mark.browser
FIRST, SECOND = "Feet on the floor", "One small thing with an end"
TOOL = {"id": "feet-on-the-floor", "path": STRATEGY, "title": FIRST, "small": "", "lang": "en"}
FULL = """() => {
  let size = 4_000_000;
  for (let i = 0; size > 0; ) {
    try { localStorage.setItem(`filler${i}`, "x".repeat(size)); i += 1; } catch { size >>= 1; }
  }
}"""
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); },
})"""


def keep(page, place):
    page.goto(place)
    page.get_by_role("button", name="Keep this in my toolbox").click()
    expect(page.locator(".wm-keep [role=status]")).to_contain_text("It is in your toolbox")


def titles(page):
    return page.locator("[data-tools] h2").all_inner_texts()


def said(page):
    return page.locator("[data-said]")


def import_file(page, content: object, name: str = "a.json"):
    text = content if isinstance(content, str) else json.dumps(content)
    page.locator("[data-import]").set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    )


def test_two_kept_things_are_there_after_a_reload_with_order_and_notes(any_size):
    page = any_size
    keep(page, STRATEGY)
    assert list(kept(page)) == ["waymark:toolbox"]
    keep(page, OTHER_STRATEGY)
    page.goto("/toolbox/")
    assert titles(page) == [FIRST, SECOND]
    page.get_by_label("My own note").nth(1).fill("On Tuesdays.\nSlowly.")
    page.get_by_role("button", name=re.compile(f"Down.*{FIRST}")).click()
    page.reload()
    assert titles(page) == [SECOND, FIRST]
    expect(page.get_by_label("My own note").first).to_have_value("On Tuesdays.\nSlowly.")
    page.get_by_role("link", name=FIRST).click()
    expect(page).to_have_url(re.compile(STRATEGY))
    expect(page.locator(".wm-keep [role=status]")).to_have_text("It is in your toolbox.")


def test_it_says_that_people_who_share_the_device_can_see_it(page):
    keep(page, STRATEGY)
    expect(page.locator(".wm-keep [role=status]")).to_contain_text("People who share it can see it")
    page.goto("/toolbox/")
    expect(page.locator(".wm-lead")).to_contain_text("people who share it can see them")


def test_everything_is_done_with_the_keyboard(any_size):
    page = any_size
    keep(page, OTHER_STRATEGY)
    page.goto(STRATEGY)
    page.get_by_role("button", name="Keep this in my toolbox").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".wm-keep [role=status]")).to_contain_text("It is in your toolbox")
    page.goto("/toolbox/")
    up = page.get_by_role("button", name=re.compile(f"Up.*{FIRST}"))
    up.focus()
    page.keyboard.press("Enter")
    assert titles(page) == [FIRST, SECOND]
    expect(up).to_be_focused()
    expect(said(page)).to_have_text(f"{FIRST} is number 1 now.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=re.compile(f"Take out.*{FIRST}"))).to_be_focused()
    page.keyboard.press("Enter")
    assert titles(page) == [SECOND]
    expect(page.get_by_role("button", name="Put it back")).to_be_focused()
    page.keyboard.press("Enter")
    assert titles(page) == [FIRST, SECOND]
    expect(page.get_by_role("link", name=FIRST)).to_be_focused()
    page.get_by_role("button", name="Empty my toolbox").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="No, keep it")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Your toolbox is empty")
    assert kept(page) == {}


def test_tabs_agree_and_never_undo_each_other(context, page):
    keep(page, STRATEGY)
    page.goto("/toolbox/")
    other = context.new_page()
    keep(other, OTHER_STRATEGY)
    expect(page.locator("[data-tools] h2")).to_have_count(2)
    other.goto("/toolbox/")
    other.get_by_label("My own note").nth(1).fill("From the other tab.")
    page.get_by_label("My own note").first.fill("From this tab.")
    expect(other.get_by_label("My own note").first).to_have_value("From this tab.")
    expect(page.get_by_label("My own note").nth(1)).to_have_value("From the other tab.")
    other.goto("/device/")
    other.get_by_role("button", name="Erase everything on this device").click()
    expect(page.locator("[data-empty]")).to_be_visible()


def test_a_file_goes_to_another_device_and_is_added_to_what_is_there(page, browser, base_url):
    keep(page, STRATEGY)
    keep(page, OTHER_STRATEGY)
    page.goto("/toolbox/")
    page.get_by_label("My own note").first.fill("From the first device.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "waymark-toolbox.json"
    saved = download.value.path().read_text("utf-8")
    assert json.loads(saved)["format"] == "waymark-toolbox"

    second = browser.new_context(base_url=base_url)
    there = second.new_page()
    keep(there, STRATEGY)
    there.goto("/toolbox/")
    there.get_by_label("My own note").fill("From the second device.")
    for words in ("1 added, 1 were here already", "0 added, 2 were here already"):
        import_file(there, saved)
        expect(said(there)).to_contain_text(words)
    assert titles(there) == [FIRST, SECOND]
    expect(there.get_by_label("My own note").first).to_have_value(
        "From the second device.\n\nFrom the first device."
    )
    second.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("no JSON at all", "not a toolbox from here"),
        ("", "not a toolbox from here"),
        ("[]", "not a toolbox from here"),
        ("null", "not a toolbox from here"),
        ({"format": "something-else", "version": 1, "items": []}, "not a toolbox from here"),
        ({"format": "waymark-toolbox", "version": 1, "items": "x"}, "not a toolbox from here"),
        ({"format": "waymark-toolbox", "version": 1, "items": [{"id": 1}]}, "not a toolbox"),
        (
            {"format": "waymark-toolbox", "version": 1,
             "items": [{**TOOL, "path": "javascript:alert(1)"}]},
            "not a toolbox from here",
        ),
        ({"format": "waymark-toolbox", "version": 2, "items": []}, "newer version"),
        ("x" * 400_001, "too big"),
        (
            {"format": "waymark-toolbox", "version": 1, "items": [
                {**TOOL, "id": f"a{n}", "path": f"/strategies/a{n}/"} for n in range(100)]},
            "holds 100 things",
        ),
        (
            {"format": "waymark-toolbox", "version": 1, "items": [{**TOOL, "note": "y" * 9_999}]},
            "too long together",
        ),
    ],
)  # fmt: skip
def test_a_file_that_does_not_fit_is_refused_in_words_and_changes_nothing(page, content, words):
    keep(page, STRATEGY)
    page.goto("/toolbox/")
    page.get_by_label("My own note").fill("Mine.")
    before = kept(page)
    import_file(page, content)
    expect(said(page)).to_contain_text(words)
    expect(said(page)).to_contain_text("Nothing was changed")
    assert kept(page) == before


GOOD = {"version": 1, "items": [{**TOOL, "note": "Mine."}]}


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("{broken", []),
        ('"a word"', []),
        ("null", []),
        ("12", []),
        ("x" * 500_001, []),
        (json.dumps({"version": 7, "items": []}), []),
        (json.dumps({"version": 1, "items": {}}), []),
        (json.dumps({"version": 1, "items": [None, GOOD["items"][0], {"id": "x"}]}), [FIRST]),
        (json.dumps({"version": 1, "items": GOOD["items"] * 2}), [FIRST]),
    ],
)
def test_what_was_tampered_with_is_said_and_nothing_is_lost_unasked(page, text, readable):
    """It can be saved as it is; only then, and when asked, it is replaced by the readable part."""
    page.goto("/toolbox/")
    page.evaluate("text => localStorage.setItem('waymark:toolbox', text)", text)
    page.goto(OTHER_STRATEGY)
    page.get_by_role("button", name="Keep this in my toolbox").click()
    expect(page.locator(".wm-keep [role=status]")).to_contain_text("Nothing was added")
    page.goto("/toolbox/")
    expect(page.get_by_text("Something here cannot be read any more")).to_be_visible()
    assert titles(page) == readable
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it as it is").click()
    assert download.value.path().read_text("utf-8") == text
    assert page.evaluate("localStorage.getItem('waymark:toolbox')") == text
    page.get_by_role("button", name="Go on with what can be read").click()
    expect(page.get_by_text("Something here cannot be read any more")).to_be_hidden()
    assert titles(page) == readable
    assert ("waymark:toolbox" in kept(page)) == bool(readable)


def test_on_a_full_device_words_stay_in_their_field_and_the_page_says_so(page):
    keep(page, STRATEGY)
    page.goto("/toolbox/")
    page.evaluate(FULL)
    page.get_by_label("My own note").fill("Words that find no room. " * 40)
    expect(said(page)).to_contain_text("no room left")
    expect(page.get_by_label("My own note")).to_have_value("Words that find no room. " * 40)
    page.goto(OTHER_STRATEGY)
    page.get_by_role("button", name="Keep this in my toolbox").click()
    expect(page.locator(".wm-keep [role=status]")).to_contain_text("no room left")
    page.goto("/toolbox/")
    assert titles(page) == [FIRST]


def test_where_storage_is_forbidden_pages_work_and_say_what_can_be_done(page):
    page.add_init_script(FORBIDDEN)
    page.goto(STRATEGY)
    page.get_by_role("button", name="Keep this in my toolbox").click()
    expect(page.locator(".wm-keep [role=status]")).to_contain_text("You can print this page")
    page.goto("/toolbox/")
    expect(page.locator("[data-empty]")).to_be_visible()
    import_file(page, {"format": "waymark-toolbox", **GOOD})
    expect(said(page)).to_contain_text("Your browser keeps nothing")
    page.goto("/device/")
    page.get_by_label("mentions self-harm").click()
    expect(page.locator("#hide-said")).to_contain_text("Reading works as always")
    expect(page.get_by_label("mentions self-harm")).not_to_be_checked()


@pytest.mark.parametrize(
    "words", ["Keep this in my toolbox", "Keep this page offline", "Try it now"]
)
def test_what_could_not_be_loaded_says_so_where_it_was_pressed(context, page, words):
    page.goto(STRATEGY)
    context.route("**/theme/js/*", lambda route: route.abort())
    button = page.get_by_role("button", name=words)
    button.click()
    expect(button.locator("+ [role=status]")).to_contain_text("Load the page anew")
    # The browser itself reports what it could not fetch.
    context.wrong[:] = [line for line in context.wrong if "ERR_FAILED" not in line]


def test_what_its_writer_took_back_is_not_shown_on_but_ones_own_note_is(page):
    keep(page, STRATEGY)
    keep(page, OTHER_STRATEGY)
    page.route("**/offline.json", lambda route: route.fulfill(
        json={"parts": [], "pages": {OTHER_STRATEGY: "0"}}))  # fmt: skip
    page.goto("/toolbox/")
    expect(page.locator("[data-gone]:visible")).to_have_count(1)
    assert titles(page) == ["Something you kept", SECOND]
    page.get_by_label("My own note").first.fill("Mine.")
    page.reload()
    expect(page.get_by_label("My own note").first).to_have_value("Mine.")


def test_it_prints_as_a_card_with_a_number_to_call_and_as_a_page(page):
    keep(page, STRATEGY)
    page.goto("/toolbox/")
    page.get_by_label("My own note").fill("On the bathroom mat.")
    page.evaluate(
        "window.print = () => { window.printed = document.documentElement.dataset.print }"
    )
    for name, how in (("Print as a wallet card", "card"), ("Print as a page", "page")):
        page.emulate_media(media="screen")
        page.get_by_role("button", name=name).click()
        assert page.evaluate("window.printed") == how
        page.emulate_media(media="print")
        expect(page.get_by_text("On the bathroom mat.").last).to_be_visible()
        expect(page.locator("[data-tools] h2")).to_be_visible()
        assert page.locator(".wm-wallet").is_visible() == (how == "card")
        for gone in (".wm-header__nav", "[data-tools] textarea", "[data-import]", ".wm-footer"):
            expect(page.locator(gone).first).to_be_hidden()
    box = page.locator(".wm-tool").bounding_box()
    page.evaluate("document.documentElement.dataset.print = 'card'")
    card = page.locator(".wm-tool").bounding_box()
    assert card["width"] < box["width"]
    assert card["width"] / card["height"] == pytest.approx(85 / 54, rel=0.02)
