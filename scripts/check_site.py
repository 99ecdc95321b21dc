#!/usr/bin/env python3
"""Measure a built site against the bars that docs/site-checks.md names, and print the table.

    scripts/check_site.py                    # builds the demonstration site and serves it
    scripts/check_site.py output             # serves a site that is built already
    scripts/check_site.py https://...        # looks at one that runs
    scripts/check_site.py --only search,vnu

Exit code 1 when a bar is missed, or when something could not be measured. Lighthouse and the HTML
checker come from npm, by name, into a cache outside the repository; the latter needs Java.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chromium import FLAGS, chromium
from playwright.sync_api import sync_playwright
from site_checks.accessibility import check_accessibility
from site_checks.crawling import Answer, crawl, save_pages
from site_checks.feeds import check_feeds
from site_checks.first_view import check_first_view
from site_checks.lighthouse import check_lighthouse
from site_checks.links import check_links
from site_checks.rows import Row, all_passed, as_json, table
from site_checks.search_speed import check_search, make_rival, our_search, rival_search
from site_checks.serving import served
from site_checks.vnu import check_html

CHECKS = ("links", "feeds", "vnu", "view", "search", "axe", "lighthouse")
ENTRY = b'class="wm-entry '
FORMS = {"story form": "/share/story/", "strategy form": "/share/strategy/"}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", help="a built site's folder, or an address")
    parser.add_argument("--json", action="store_true", help="the same figures as one object")
    parser.add_argument("--only", default=",".join(CHECKS), help=f"some of {','.join(CHECKS)}")
    options = parser.parse_args()
    chosen = set(options.only.split(","))
    if not chosen <= set(CHECKS):
        parser.error(f"--only takes some of {','.join(CHECKS)}")
    folder = Path(options.site) if options.site and not _is_address(options.site) else None
    if folder and not (folder / "index.html").is_file():
        parser.error(f"there is no built site in {folder}")
    with _address_of(options.site) as address:
        rows = list(measure(address, chosen))
    print(as_json(rows) if options.json else table(rows))
    if not options.json:
        for row in rows:
            for problem in row.problems:
                print(f"{row.what}: {problem}", file=sys.stderr)
    return 0 if all_passed(rows) else 1


def measure(address: str, chosen: set[str]) -> Iterator[Row]:
    """Yield the rows of the chosen checks, in the order of the table."""
    _say("Reading every page ...")
    answers = crawl(address)
    pages, entries = kinds_of_pages(answers)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        if "view" in chosen:
            _say("Opening every entry ...")
            yield check_first_view(browser, address, entries)
        if "lighthouse" in chosen:
            _say("Running Lighthouse, about twenty seconds a page ...")
            yield from check_lighthouse(address, pages, chromium(), FLAGS)
        if "axe" in chosen:
            _say("Running axe ...")
            forms = {
                **FORMS,
                "response form": next(
                    p for p in answers if p.startswith("/respond/") and p != "/respond/"
                ),
            }
            yield from check_accessibility(browser, address, pages, forms)
        if "vnu" in chosen:
            _say("Checking the HTML of every page ...")
            yield check_html(address, answers)
        if "search" in chosen:
            _say("Searching, cold and warm ...")
            with _rival(answers) as rival:
                yield from check_search(browser, our_search(address), rival_search(rival))
        browser.close()
    if "links" in chosen:
        yield check_links(answers)
    if "feeds" in chosen:
        yield check_feeds(answers)


def kinds_of_pages(answers: dict[str, Answer]) -> tuple[dict[str, str], list[str]]:
    """Return one page of each kind by name, and every entry."""
    entries = sorted(path for path, one in answers.items() if one.is_page and ENTRY in one.body)
    open_ones = [path for path in entries if b'content="noindex' not in answers[path].body]
    topics = sorted(p for p in answers if p.startswith("/topics/") and p.count("/") == 3)
    return {
        "home": "/",
        "entry": (open_ones or entries)[0],
        "topic": topics[0],
        "search": "/search/",
        "form": "/share/story/",
    }, entries


@contextmanager
def _address_of(site: str | None) -> Iterator[str]:
    if site and _is_address(site):
        yield site.rstrip("/")
        return
    if site is None:
        _say("Building the demonstration site ...")
    with served(Path(site) if site else None) as address:
        yield address


@contextmanager
def _rival(answers: dict[str, Answer]) -> Iterator[str]:
    """Serve the same pages with Pagefind's default UI."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        save_pages(answers, folder)
        make_rival(folder)
        yield stack.enter_context(served(folder))


def _is_address(site: str) -> bool:
    return site.startswith(("http://", "https://"))


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
