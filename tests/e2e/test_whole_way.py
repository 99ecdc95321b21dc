"""One text walks the whole way: form, receipt, desk, page, search; and can be taken back."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.running import RunningWaymark, wait_for

WORD = "quillwort"
PARAGRAPH = (
    "Every morning that winter I put my hand on the window and counted to ten. "
    "It was not a cure, and some days I only got to four, but it was a thing with an end. "
    f"My neighbour keeps {WORD} in a jar by her door, and she let me water it on Tuesdays. "
)
STORY = "\n\n".join(PARAGRAPH for _ in range(8))
TITLE = "Watering something small"
RECEIPT = re.compile(r"(?:[a-z-]+ ){6}[a-z-]+")


def get(address: str) -> tuple[int, str]:
    """Fetch a page as a reader without a browser would."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read().decode()


def fill_and_send(page: Page, waymark: RunningWaymark) -> str:
    """Fill in the story form, send it, and return the receipt it shows."""
    page.goto(f"{waymark.address}/share/story/")
    page.locator("[name=text]").fill(STORY)
    page.locator("[name=consent]").check()
    page.get_by_role("button", name=re.compile("^Send")).click()
    receipt = page.locator("[data-receipt]")
    expect(receipt).to_be_visible()
    words = " ".join(receipt.inner_text().split())
    assert RECEIPT.fullmatch(words), "a receipt is seven words"
    assert words.replace(" ", "") not in page.url.replace("-", "")
    return words


def ask_receipt(page: Page, waymark: RunningWaymark, words: str) -> None:
    page.goto(f"{waymark.address}/receipt/")
    page.locator("[name=receipt]").fill(words)
    page.locator("main form button").first.click()


def sign_in(page: Page, waymark: RunningWaymark) -> None:
    page.goto(waymark.sign_in_link())
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{waymark.address}/desk/")


def approve_the_only_one(page: Page, waymark: RunningWaymark) -> str:
    """Open the one submission on the desk, give it a title, approve it; return its id."""
    link = page.locator("a[href*='/desk/submissions/']").first

    def offered() -> bool:
        page.goto(f"{waymark.address}/desk/")
        return link.count() > 0

    wait_for(offered, "the submission to be on the desk")
    link.click()
    submission_id = page.url.rstrip("/").rsplit("/", 1)[-1]

    def ready() -> bool:
        page.reload()
        return page.get_by_role("button", name=re.compile("^Approve")).is_enabled()

    wait_for(ready, "the proposal to be open")
    page.locator("[name=title]").fill(TITLE)
    page.get_by_role("button", name=re.compile("^Approve")).click()
    return submission_id


def search(page: Page, waymark: RunningWaymark, word: str) -> list[str]:
    """Type a word into the search page and return the addresses it offers."""
    page.goto(f"{waymark.address}/search/")
    page.locator("input[type=search]").fill(word)
    expect(page.locator("[data-search-status]")).not_to_be_empty()
    page.wait_for_timeout(500)
    return page.locator("[data-search-results] a").evaluate_all("all => all.map(a => a.pathname)")


@pytest.mark.browser
def test_a_story_walks_from_the_form_to_a_page_that_search_finds_and_back(waymark, page):
    """Sent, approved, published, found by a word of its body, withdrawn, gone."""
    visitor = page
    words = fill_and_send(visitor, waymark)

    desk = page.context.browser.new_context().new_page()
    sign_in(desk, waymark)
    story_id = approve_the_only_one(desk, waymark)

    address = f"{waymark.address}/stories/{story_id}/"
    wait_for(lambda: get(address)[0] == 200, "the page to appear")
    _, html = get(address)
    assert TITLE in html
    assert html.count(WORD) >= 8
    assert search(visitor, waymark, WORD) == [f"/stories/{story_id}/"]
    assert WORD not in visitor.url
    assert story_id in get(f"{waymark.address}/feeds/all.atom.xml")[1]

    def is_published() -> bool:
        ask_receipt(visitor, waymark, words)
        return visitor.locator("[data-state]").get_attribute("data-state") == "published"

    wait_for(is_published, "the receipt to say so, which it does a moment after the page is there")

    visitor.get_by_role("button", name=re.compile("[Tt]ake it back|[Ww]ithdraw")).first.click()
    confirm = visitor.get_by_role("button", name=re.compile("^Yes"))
    if confirm.count():
        confirm.click()
    expect(visitor.locator("[data-state]")).to_have_attribute("data-state", "withdrawn")

    wait_for(lambda: WORD not in get(address)[1], "the page to be gone")
    status, notice = get(address)
    assert status == 200
    assert TITLE not in notice
    assert "noindex" in notice
    assert search(visitor, waymark, WORD) == []
    for place in ("/feeds/all.atom.xml", "/feeds/stories.atom.xml", "/stories/", "/sitemaps/"):
        assert story_id not in get(f"{waymark.address}{place}")[1]

    log = waymark.log.read_text()
    assert log.count(f"propose {story_id}") == 1, "each line stands in the log once"
    assert WORD not in log
    assert TITLE not in log


@pytest.mark.browser
@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_a_story_arrives_and_its_receipt_can_be_asked(waymark, page):
    """With scripts off the form still takes the text and the receipt page still answers."""
    words = fill_and_send(page, waymark)

    ask_receipt(page, waymark, words)

    state = page.locator("[data-state]").get_attribute("data-state")
    assert state in ("received", "in-review")


def test_a_client_that_speaks_json_gets_a_receipt_or_the_fields_to_mend(waymark):
    """201 with the receipt, or 422 with one message per field."""

    def post(body: dict[str, object]) -> tuple[int, dict[str, object]]:
        request = urllib.request.Request(
            f"{waymark.address}/share/story/",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as problem:
            return problem.code, json.load(problem)

    status, good = post({"text": STORY, "consent": True})
    assert (status, good["state"]) == (201, "received")
    assert RECEIPT.fullmatch(str(good["receipt"]))

    status, bad = post({"text": "", "surprise": {"a": 1}})
    assert status == 422
    assert set(bad["errors"]) == {"text", "consent", "surprise"}
