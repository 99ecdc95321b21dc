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
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import SubprocessError

from chromium import FLAGS, chromium
from playwright.sync_api import Browser, Error, sync_playwright
from site_checks.accessibility import check_accessibility
from site_checks.crawling import Answer, crawl, save_pages
from site_checks.feeds import check_feeds
from site_checks.first_view import check_first_view
from site_checks.lighthouse import check_lighthouse
from site_checks.links import check_links
from site_checks.rows import Row, all_passed, as_json, not_measured, table
from site_checks.search_speed import check_search, make_rival, our_search, rival_search
from site_checks.serving import served
from site_checks.vnu import check_html

ENTRY = b'class="wm-entry '
FORMS = {"story form": "/share/story/", "strategy form": "/share/strategy/"}


@dataclass(frozen=True)
class Site:
    """A site that is being served, with everything that its own links lead to."""

    address: str
    answers: dict[str, Answer]
    browser: Browser

    @property
    def entries(self) -> list[str]:
        found = self.answers.items()
        return sorted(path for path, one in found if one.is_page and ENTRY in one.body)

    @property
    def pages(self) -> dict[str, str]:
        """Return one page of each kind, by name: an entry that search engines may read."""
        entries = [p for p in self.entries if b'content="noindex' not in self.answers[p].body]
        topics = sorted(p for p in self.answers if p.startswith("/topics/") and p.count("/") == 3)
        return {
            "home": "/", "entry": (entries or self.entries)[0], "topic": topics[0],
            "search": "/search/", "form": "/share/story/",
        }  # fmt: skip


def view(site: Site) -> list[Row]:
    return [check_first_view(site.browser, site.address, site.entries)]


def lighthouse(site: Site) -> list[Row]:
    return check_lighthouse(site.address, site.pages, chromium(), FLAGS)


def axe(site: Site) -> list[Row]:
    answered = site.entries[0].removeprefix("/").partition("/")[2]
    forms = {**FORMS, "response form": f"/respond/{answered}"}
    return check_accessibility(site.browser, site.address, site.pages, forms)


def vnu(site: Site) -> list[Row]:
    return [check_html(site.address, site.answers)]


def search(site: Site) -> list[Row]:
    """Compare with Pagefind's default UI on the same pages, served in the same way."""
    with tempfile.TemporaryDirectory() as folder:
        save_pages(site.answers, Path(folder))
        make_rival(Path(folder))
        with served(Path(folder)) as rival:
            return check_search(site.browser, our_search(site.address), rival_search(rival))


def links(site: Site) -> list[Row]:
    return [check_links(site.answers), check_feeds(site.answers)]


CHECKS: dict[str, Callable[[Site], list[Row]]] = {
    "view": view, "lighthouse": lighthouse, "axe": axe, "vnu": vnu, "search": search,
    "links": links,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", help="a built site's folder, or an address")
    parser.add_argument("--json", action="store_true", help="the same figures as one object")
    parser.add_argument("--only", default=",".join(CHECKS), help=f"some of {','.join(CHECKS)}")
    options = parser.parse_args()
    chosen = options.only.split(",")
    if not set(chosen) <= set(CHECKS):
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


def measure(address: str, chosen: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of the chosen checks, in the order of the table."""
    _say("Reading every page ...")
    answers = crawl(address)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        site = Site(address, answers, browser)
        for name in (name for name in CHECKS if name in chosen):
            _say(f"Checking: {name} ...")
            try:
                yield from CHECKS[name](site)
            except (Error, OSError, SubprocessError) as problem:
                yield not_measured(name, "", str(problem).splitlines()[0][:100])
        browser.close()


@contextmanager
def _address_of(site: str | None) -> Iterator[str]:
    if site and _is_address(site):
        yield site.rstrip("/")
        return
    if site is None:
        _say("Building the demonstration site ...")
    with served(Path(site) if site else None) as address:
        yield address


def _is_address(site: str) -> bool:
    return site.startswith(("http://", "https://"))


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
