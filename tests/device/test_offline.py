"""Single pages kept for when there is no network, only when asked, and let go when taken back."""

from __future__ import annotations

import re
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.device.a_site import ABUSE, HEAVY, PLAIN, STRATEGY, take_back
from tests.theme.serving import served
from waymark.publish.offline import worker

pytestmark = pytest.mark.browser
KEEP = re.compile("^Keep this page offline")
STATIC = Path(__file__).resolve().parents[2] / "theme" / "static"
PATHS = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const keys = await (await caches.open(name)).keys();
    found[name] = keys.map((request) => new URL(request.url).pathname);
  }
  return found;
}"""
WORKERS = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"


class Network:
    """One address that can be switched off and on."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.running = ExitStack()
        self.is_on = True
        self.address = self.running.enter_context(served(site))

    def off(self) -> None:
        self.running.close()
        self.is_on = False


@pytest.fixture
def network(site, tmp_path):
    """A copy of the site of its own, that a test may change and switch off."""
    found = Network(shutil.copytree(site, tmp_path / "site"))
    yield found
    found.off()


@pytest.fixture
def context(context, network):
    """The browser itself reports each request that found no network; that is no error of ours."""
    yield context
    if not network.is_on:
        context.wrong[:] = [line for line in context.wrong if "ERR_CONNECTION_REFUSED" not in line]


@pytest.fixture
def browser_context_args(browser_context_args, network):
    return {**browser_context_args, "base_url": network.address}


def keep(page, place):
    page.goto(place)
    page.get_by_role("button", name=KEEP).click()
    expect(page.get_by_text("for when there is no network. People who share it")).to_be_visible()


def paths(page):
    return page.evaluate(PATHS)["waymark-pages"]


def test_a_kept_page_and_help_now_open_without_a_network_and_no_other_does(page, network):
    keep(page, STRATEGY)
    assert sorted(paths(page)) == ["/help-now/", STRATEGY]
    page.goto(PLAIN)
    assert sorted(paths(page)) == ["/help-now/", STRATEGY]
    network.off()
    page.goto(STRATEGY)
    expect(page.get_by_role("heading", level=1)).to_have_text("Feet on the floor")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(background) != "rgba(0, 0, 0, 0)"
    expect(page.get_by_role("button", name="Do not keep it offline any more")).to_be_visible()
    page.get_by_role("button", name="Keep this in my toolbox").click()
    expect(page.locator(".wm-keep [role=status]")).to_contain_text("It is in your toolbox")
    page.goto("/help-now/")
    expect(page.locator("a[href^='tel:']").first).to_be_visible()
    page.goto("/toolbox/")
    expect(page.locator("[data-tools] h2")).to_have_text(["Feet on the floor"])
    page.goto(PLAIN)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no network just now")
    expect(page.locator("[data-copies] a")).to_have_count(2)
    page.goto("/nl/topics/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Er is nu geen netwerk")


def test_what_was_taken_back_leaves_the_device_and_what_changed_is_renewed(page, network):
    keep(page, STRATEGY)
    keep(page, PLAIN)
    keep(page, ABUSE)
    take_back(network.site, PLAIN)
    changed = network.site / STRATEGY.strip("/") / "index.html"
    changed.write_text(
        changed.read_text("utf-8").replace("Feet on the floor", "Feet down"), "utf-8"
    )
    listed = network.site / "offline.json"
    listed.write_text(
        re.sub(rf'("{STRATEGY}": ")[0-9a-f]+', r"\g<1>0000000000", listed.read_text())
    )
    stop_worker(page)
    page.goto("/")
    expect_paths(page, ["/help-now/", ABUSE, STRATEGY])
    page.wait_for_function(
        f"caches.match('{STRATEGY}').then((copy) => copy.text())"
        ".then((text) => text.includes('Feet down'))"
    )
    network.off()
    page.goto(PLAIN)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no network just now")


def expect_paths(page, wanted):
    page.wait_for_function(
        f"""async (wanted) => {{
          const found = (await ({PATHS})())["waymark-pages"].toSorted();
          return JSON.stringify(found) === JSON.stringify(wanted);
        }}""",
        arg=sorted(wanted),
    )


def stop_worker(page):
    """End the worker, as a browser does some time after the last page is closed."""
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()


def test_a_bookmark_of_what_was_taken_back_shows_the_notice_while_there_is_a_network(page, network):
    keep(page, PLAIN)
    take_back(network.site, PLAIN)
    page.goto(PLAIN)
    expect(page.get_by_role("heading", level=1)).to_have_text("This was taken back")


def test_pages_are_let_go_one_by_one_and_with_the_last_the_worker_goes(page):
    keep(page, STRATEGY)
    page.get_by_role("button", name="Do not keep it offline any more").click()
    expect(page.get_by_text("It is no longer kept.")).to_be_visible()
    assert paths(page) == ["/help-now/"]
    page.goto("/help-now/")
    page.get_by_role("button", name="Do not keep it offline any more").click()
    expect(page.get_by_text("It is no longer kept.")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate(WORKERS) == 0


def test_this_device_shows_every_copy_and_erases_all(any_size):
    page = any_size
    keep(page, STRATEGY)
    page.goto("/device/")
    expect(page.locator(".wm-remembered")).to_have_count(2)
    expect(page.locator(".wm-remembered__about")).to_contain_text(["Feet on the floor"])
    page.get_by_role("button", name=re.compile("^Erase.*kept for when")).first.click()
    expect(page.locator(".wm-remembered")).to_have_count(1)
    page.get_by_role("button", name="Erase everything on this device").click()
    expect(page.locator("[data-nothing]")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate(WORKERS) == 0


def test_the_operators_empty_worker_erases_every_copy(page, network):
    keep(page, STRATEGY)
    (network.site / "offline-worker.js").write_text(worker(STATIC, is_on=False), "utf-8")
    page.goto("/")
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one?.update())")
    page.wait_for_function("caches.keys().then((names) => names.length === 0)")
    page.wait_for_function(f"{WORKERS}.then((count) => count === 0)")
    page.goto(STRATEGY)
    expect(page.get_by_role("heading", level=1)).to_have_text("Feet on the floor")


def test_when_it_cannot_be_kept_the_page_says_so_and_nothing_half_is_left(page, network):
    (network.site / "offline.json").write_text("not our list", "utf-8")
    page.goto(HEAVY[0])
    page.get_by_role("button", name=KEEP).click()
    expect(page.get_by_text("It could not be kept just now.")).to_be_visible()
    assert "waymark-pages" not in page.evaluate("caches.keys()")
    expect(page.get_by_role("button", name=KEEP)).to_be_visible()


def test_a_browser_that_cannot_keep_pages_says_so(page):
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    page.goto(STRATEGY)
    page.get_by_role("button", name=KEEP).click()
    expect(page.get_by_text("perhaps because the window is private")).to_be_visible()
