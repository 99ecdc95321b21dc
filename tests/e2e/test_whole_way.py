"""One text arrives through the form, with and without JavaScript, and its receipt answers."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.running import RunningWaymark

PARAGRAPH = (
    "Every morning that winter I put my hand on the window and counted to ten. "
    "It was not a cure, and some days I only got to four, but it was a thing with an end. "
    "My neighbour keeps quillwort in a jar by her door, and she let me water it on Tuesdays. "
)
STORY = "\n\n".join(PARAGRAPH for _ in range(8))
RECEIPT = re.compile(r"(?:[a-z-]+ ){6}[a-z-]+")


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
