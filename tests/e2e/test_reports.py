"""A reader says that a page is about them: it is gone until somebody has looked."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.test_erasure import post, publish
from tests.e2e.test_whole_way import get, search, sign_in
from tests.running import wait_for

CANARY = "quorfeather"
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
LISTS = ("/stories/", "/feeds/all.atom.xml", "/sitemaps/", "/")


@pytest.mark.parametrize("waymark", ["local"], indirect=True)
@pytest.mark.browser
@pytest.mark.browser_context_args(viewport={"width": 390, "height": 844})
def test_a_report_takes_a_page_down_until_a_moderator_has_looked(waymark, page):
    """Hidden by a form that needs no script; put back; reported again; taken down by a rule."""
    desk = page
    sign_in(desk, waymark)
    story_id, receipt = publish(desk, waymark, CANARY)
    address = f"{waymark.address}/stories/{story_id}/"

    reader = desk.context.browser.new_context(java_script_enabled=False).new_page()
    reader.goto(address)
    reader.get_by_role("link", name="Is something wrong with this page?").click()
    reader.locator("[name=reason]").select_option("about-me")
    reader.locator("[name=said]").fill("My street is in it. Mail me at reader@home.example")
    reader.wait_for_timeout(3100)  # A person takes a moment; quicker forms hide nothing.
    reader.get_by_role("button", name="Tell a moderator").click()
    expect(reader.locator("h1")).to_have_text("Thank you for telling us")

    wait_for(lambda: CANARY not in get(address)[1], "the page to be hidden")
    status, html = get(address)
    assert status == 200
    assert "being looked at" in html
    for place in LISTS:
        assert story_id not in get(f"{waymark.address}{place}")[1], place
    assert search(desk, waymark, CANARY) == []
    assert post(waymark, "/receipt/", {"receipt": receipt})["message"].startswith(
        "Your page is being looked at"
    )

    desk.goto(f"{waymark.address}/desk/reports/")
    told = desk.locator(f"[data-told='{story_id}']")
    expect(told).to_contain_text("My street is in it.")
    expect(told).not_to_contain_text("reader@home.example")
    assert Axe().run(desk, options=AXE).response["violations"] == []
    told.get_by_role("button", name="put it back").click()
    expect(desk.locator(".wm-desk-done")).to_contain_text("comes back")
    wait_for(lambda: CANARY in get(address)[1], "the page to be back")
    assert f"/stories/{story_id}/" in search(desk, waymark, CANARY)

    assert "message" in post(waymark, f"/report/{story_id}/", {"reason": "house-rules"})
    desk.goto(f"{waymark.address}/desk/reports/")
    desk.get_by_role("button", name="Take the page down").click()
    expect(desk.locator(".wm-field__problem")).to_contain_text("choose a rule")
    desk.locator(f"#rule-{story_id}").select_option("L2")
    desk.get_by_role("button", name="Take the page down").click()
    expect(desk.locator("main")).to_contain_text("Nobody said anything that waits.")
    wait_for(lambda: CANARY not in get(address)[1], "the page to be taken down")
    said = post(waymark, "/receipt/", {"receipt": receipt})
    assert str(said["message"]).startswith("We took your page down")
    assert said["reasons"]
