#!/usr/bin/env python3
"""Take the pictures in docs/screens from a running Waymark: phone and desktop, light and dark.

    make run                     # in one terminal
    scripts/take_screens.py      # in another; --address when it does not run on port 8000

The pages are those of the demonstration content that comes with Waymark, never of members.
With --only one page, with --whole all of a page instead of its first view.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from chromium import FLAGS, chromium
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screens"
WIDTHS = {"phone": (390, 844), "desktop": (1280, 860)}
SCHEMES = ("light", "dark")
QUALITY = 82
"""Of JPEG, in per cent: letters stay clear, and a picture stays below 100 KB."""


@dataclass(frozen=True)
class Screen:
    """One page, and what is done on it before the picture is taken."""

    name: str
    path: str
    type_into: str = ""
    words: str = ""
    press: str = ""
    wait_for: str = ""
    keep: tuple[str, ...] = ()
    """Strategies put into the toolbox first."""


SCREENS = (
    Screen("home", "/"),
    Screen("entry", "/stories/example-story-slow-way-up/"),
    Screen("strategy", "/strategies/one-small-thing/"),
    Screen("topic", "/topics/mornings/"),
    Screen("search", "/search/", "input[type=search]", "morning",
           wait_for="main article, main ol a"),
    Screen("find-one", "/find/sleep/#low-bed"),
    Screen("nl", "/nl/"),
    Screen("toolbox", "/toolbox/", wait_for=".wm-tool",
           keep=("/strategies/one-small-thing/", "/strategies/feet-on-the-floor/")),
    Screen("device", "/device/"),
    Screen("help-now", "/help-now/"),
    Screen("form", "/share/story/"),
    Screen("form-errors", "/share/story/", press="main form button[value=send]",
           wait_for=".wm-problems"),
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--into", type=Path, default=FOLDER)
    parser.add_argument("--only", choices=[screen.name for screen in SCREENS])
    parser.add_argument("--whole", action="store_true", help="the whole page, not its first view")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    chosen = [screen for screen in SCREENS if options.only in (None, screen.name)]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        for screen in chosen:
            for path in pictures(browser, screen, options.address, options.into, options.whole):
                print(path)
        browser.close()
    return 0


def pictures(browser: Browser, screen: Screen, address: str, into: Path, whole: bool) -> list[Path]:
    """Take one page at every width and in both schemes; return the files."""
    taken = []
    for size, (width, height) in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
            )
            page = context.new_page()
            prepare(page, screen, address)
            path = into / f"{screen.name}-{size}-{scheme}.jpg"
            page.screenshot(path=path, full_page=whole, type="jpeg", quality=QUALITY)
            taken.append(path)
            context.close()
    return taken


def prepare(page: Page, screen: Screen, address: str) -> None:
    for strategy in screen.keep:
        page.goto(address + strategy)
        page.locator("[data-act=keep]").click()
        page.locator(".wm-keep [role=status]:not(:empty)").wait_for()
    page.goto(address + screen.path)
    if screen.type_into:
        page.locator(screen.type_into).first.fill(screen.words)
    if screen.press:
        page.locator(screen.press).click()
    if screen.wait_for:
        page.locator(screen.wait_for).first.wait_for()


if __name__ == "__main__":
    sys.exit(main())
