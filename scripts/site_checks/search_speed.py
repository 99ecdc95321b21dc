"""Search: bytes to the first result, and milliseconds from a keystroke, beside Pagefind's own UI.

Both are measured in one run of one browser, on the same pages, served in the same way. A keystroke
is a change of the whole field at once; what it leads to is awaited in the page itself.
"""

from __future__ import annotations

import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pagefind.service import get_executable
from playwright.sync_api import Browser, Page

from .network import watch
from .rows import Row

MOST_BYTES, MOST_MS = 99_000, 60
PLAIN = ("sleep", "morning", "tired", "doctor", "walk", "help", "friends", "outside")
"""Words that any search finds as they are."""
MEANT = ("slepe", "jounral", "sleeping", "can't get up", "anxeity", "nobdy cares", "exausted")
"""Slips, stems and sayings, which Pagefind's own UI does not find; measured on ours alone."""
ROUNDS = 3
COLD = "sleep"
RIVAL = """<!doctype html><html lang="en"><title>Search</title><link rel="stylesheet"
 href="/pagefind/pagefind-ui.css"><script src="/pagefind/pagefind-ui.js"></script>
<div id="search"></div><script type="module" src="/start.js"></script></html>"""
START = 'new PagefindUI({ element: "#search" });'
# Empties the field, waits until the results are gone, types, and waits until the first is there.
KEYSTROKE = """async ([field, result, words]) => {
  const input = document.querySelector(field);
  const type = (text) => {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const until = (isSo) => new Promise((done) => {
    const look = () => { if (isSo()) { watcher.disconnect(); done(); } };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { childList: true, subtree: true });
    look();
  });
  type("");
  await until(() => !document.querySelector(result));
  await new Promise((done) => setTimeout(done, 400));
  const start = performance.now();
  type(words);
  await Promise.race([
    until(() => document.querySelector(result)),
    new Promise((_, give) => setTimeout(() => give(new Error("nothing found")), 5000)),
  ]);
  return performance.now() - start;
}"""


@dataclass(frozen=True)
class Search:
    """One search: its page, its field and what a result looks like."""

    url: str
    field: str
    result: str


def our_search(address: str) -> Search:
    return Search(f"{address}/search/", "input[type=search]", "[data-search-results] a")


def rival_search(address: str) -> Search:
    return Search(f"{address}/", ".pagefind-ui__search-input", ".pagefind-ui__result-link")


def make_rival(folder: Path) -> None:
    """Make of a folder of pages a site whose front page is Pagefind's default UI."""
    subprocess.run([str(get_executable()), "--site", str(folder), "--silent"], check=True)
    (folder / "index.html").write_text(RIVAL, encoding="utf-8")
    (folder / "start.js").write_text(START, encoding="utf-8")


def check_search(browser: Browser, ours: Search, rival: Search) -> list[Row]:
    cold, rival_cold = _cold(browser, ours), _cold(browser, rival)
    plain, rival_plain = _warm(browser, ours, PLAIN), _warm(browser, rival, PLAIN)
    meant = _warm(browser, ours, MEANT)
    return [
        Row(
            "search to first result, cold",
            f"{_told(cold)}; Pagefind's UI {_told(rival_cold)}",
            f"<= {MOST_BYTES / 1000:.0f} KB",
            cold["bytes"] <= MOST_BYTES,
            {"ours": cold, "pagefind_ui": rival_cold},
        ),
        Row(
            "search, keystroke to results, warm (median)",
            f"{plain:.0f} ms for plain words, {meant:.0f} ms for slips, stems and sayings; "
            f"Pagefind's UI {rival_plain:.0f} ms for plain words",
            f"<= {MOST_MS} ms both",
            max(plain, meant) <= MOST_MS,
            {"plain_ms": plain, "meant_ms": meant, "pagefind_ui_plain_ms": rival_plain},
        ),
    ]


def _told(cold: dict[str, float]) -> str:
    kilo = {name: value / 1000 for name, value in cold.items()}
    return (
        f"{kilo['bytes']:.1f} KB ({kilo['headers']:.1f} KB of headers beside), "
        f"{cold['ms']:.0f} ms, after a page of {kilo['page_bytes']:.1f} KB"
    )


def _cold(browser: Browser, search: Search) -> dict[str, float]:
    """Return bytes of the page, then bytes and milliseconds from the first word to a result."""
    times: list[float] = []
    sizes, headers, page_sizes = [], [], []
    for _ in range(ROUNDS):
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        traffic = watch(page)
        page.goto(search.url, wait_until="networkidle")
        page_sizes.append(traffic.bodies)
        traffic.forget()
        page.locator(search.field).focus()
        times.append(_keystroke(page, search, COLD))
        # All that was under way by then counts, also what came after the first result.
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1000)
        sizes.append(traffic.bodies)
        headers.append(traffic.headers)
        context.close()
    return {
        "bytes": statistics.median(sizes), "headers": statistics.median(headers),
        "ms": statistics.median(times), "page_bytes": statistics.median(page_sizes),
    }  # fmt: skip


def _warm(browser: Browser, search: Search, words: tuple[str, ...]) -> float:
    """Return the median of milliseconds, after every word was looked for once."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(search.url, wait_until="networkidle")
    for word in words:
        _keystroke(page, search, word)
    times = [_keystroke(page, search, word) for _ in range(ROUNDS) for word in words]
    page.context.close()
    return statistics.median(times)


def _keystroke(page: Page, search: Search, words: str) -> float:
    return page.evaluate(KEYSTROKE, [search.field, search.result, words])
