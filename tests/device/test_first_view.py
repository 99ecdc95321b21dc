"""Before a reader chooses anything nothing is kept, and a page stays small."""

from __future__ import annotations

import gzip

import pytest

from tests.device.a_site import ABUSE, HEAVY, PLAIN, STRATEGY
from tests.device.conftest import kept

pytestmark = pytest.mark.browser
PLACES = ["/", "/stories/", STRATEGY, PLAIN, HEAVY[0], ABUSE, "/share/story/", "/help-now/",
          "/toolbox/", "/device/", "/offline/", "/search/", "/404.html"]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_kept_by_looking(page, place):
    """No cookie, no storage, no cache, no worker on the first view of any page."""
    page.goto(place)
    assert kept(page) == {}
    assert page.context.cookies() == []
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


@pytest.mark.parametrize("place", [STRATEGY, PLAIN, HEAVY[0], ABUSE])
def test_an_entry_is_four_small_requests(page, site, place):
    asked = []
    page.on("request", lambda request: asked.append(request.url.partition("?")[0]))
    page.goto(place, wait_until="networkidle")
    origin = page.url.removesuffix(place)
    fetched = {url.removeprefix(origin) for url in asked} | {"/favicon.svg"}
    assert fetched == {place, "/theme/css/site.css", "/theme/js/site.js", "/favicon.svg"}
    files = [
        site / (url.strip("/") + ("/index.html" if url.endswith("/") else "")) for url in fetched
    ]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 15_000


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_no_control_is_there_and_a_line_says_how_to_print(page):
    page.goto(STRATEGY)
    for words in (
        "Keep this in my toolbox",
        "Keep this page offline",
        "Try it now",
        "Low-energy view",
    ):
        assert page.get_by_role("button", name=words).count() == 0
    assert page.locator(".wm-keep").is_hidden()
    page.get_by_text("Take this to someone").click()
    assert page.get_by_text("Print this page, or save it as a PDF").is_visible()
    page.goto("/toolbox/")
    assert page.locator("noscript p").first.is_visible()
    assert page.locator("[data-toolbox]").is_hidden()
    page.goto("/device/")
    assert page.locator("noscript p").first.is_visible()
    page.goto("/stories/")
    assert page.locator(".wm-card__notes").first.is_visible()
