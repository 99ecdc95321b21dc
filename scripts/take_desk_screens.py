#!/usr/bin/env python3
"""Take the pictures of the desk in docs/screens, on a desk of its own with example texts.

    .venv/bin/python -m scripts.take_desk_screens

Nothing that anybody sent is in them: the texts are written for the purpose and say so. With
--all every page is taken at both widths and in both schemes, to look at.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from scripts.chromium import FLAGS, chromium
from tests.desk.a_desk import ADesk, finding
from waymark.checks import Level
from waymark.settings import ROOT

FOLDER = ROOT / "docs" / "screens"
WIDTHS = {"phone": 390, "desktop": 1280}
SCHEMES = ("light", "dark")
HANDBOOK = ("desk-queue", "desk-text", "desk-edited", "desk-decide", "desk-urgent")
"""The pictures of docs/moderators.md."""
QUALITY = 80
EXAMPLE = (
    "This is an example, written to show the desk. For most of that winter I did not open the "
    "curtains. My sister Anna rang every evening, and mostly I let it ring.\n\nThen I began to put "
    "the phone on the window sill. I can not say why that was different. Some evenings I picked "
    "it up."
)
NAME = EXAMPLE.index("Anna")


@dataclass(frozen=True)
class Screen:
    """One page of the desk; ``opens`` is a fold that is opened first, ``shows`` what is taken."""

    name: str
    path: str
    opens: str = ""
    shows: str = ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--into", type=Path, default=FOLDER)
    parser.add_argument("--all", action="store_true", help="every page, both widths and schemes")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    with desk_at_work() as (desk, address, screens), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        for path in pictures(browser, desk, address, screens, options.into, options.all):
            print(path)
        browser.close()
    return 0


@contextmanager
def desk_at_work() -> Iterator[tuple[ADesk, str, list[Screen]]]:
    """Serve a desk with something of everything on it."""
    with tempfile.TemporaryDirectory() as folder:
        desk = ADesk(Path(folder))
        shutil.copytree(
            ROOT / "theme/static", desk.settings.current_site / "theme", dirs_exist_ok=True
        )
        screens = filled(desk)
        server = make_server("127.0.0.1", 0, desk.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield desk, f"http://127.0.0.1:{server.server_port}", screens
        finally:
            server.shutdown()
            thread.join()
            desk.close()


def filled(desk: ADesk) -> list[Screen]:
    """Put examples on the desk and return the pages to take."""
    crisis = desk.take_in(
        "This is an example. EXAMPLE-WORDS", level=Level.CRISIS, how_now="not-safe",
        findings=(finding(20, 33, rule="crisis.example", category="crisis_language",
                          level=Level.CRISIS, explanation="An example of a finding of a crisis.",
                          policy="C1"),),
    )  # fmt: skip
    urgent = desk.take_in(EXAMPLE, level=Level.URGENT, title="The window sill",
                          notes=["suicidal-thoughts"])  # fmt: skip
    desk.door.later(days=3)
    story = desk.take_in(
        EXAMPLE, level=Level.REVIEW, topics=["friends-and-isolation"],
        findings=(finding(NAME, NAME + 4, suggest="[name]", rule="person.name.en", policy="P2"),),
    )  # fmt: skip
    desk.take_in("This is an example. Fill the kettle the night before.", kind="strategy")
    desk.take_in("Dit is een voorbeeld. Ik las het en dacht: ja.", lang="nl")
    desk.sign_in("Noor")
    desk.post(urgent, "approve", {"title": "The window sill"})
    sam = desk.another("Sam")
    desk.post(crisis, "take", client=sam)
    edited = desk.take_in(EXAMPLE, title="Some evenings", findings=story_findings())
    desk.post(edited, "redact", {"finding": desk.finding_key(edited), "rule": "P2"})
    here = f"/desk/submissions/{story.id}/"
    return [
        Screen("desk-queue", "/desk/"),
        Screen("desk-text", here),
        Screen("desk-decide", here, opens="[data-key=d]"),
        Screen("desk-decline", f"{here}decline/?rule=H1&read=x"),
        Screen("desk-edited", desk.path(edited), shows="[data-edits]"),
        Screen("desk-edit", f"{here}edit/"),
        Screen("desk-preview", f"{desk.path(edited)}preview/"),
        Screen("desk-urgent", desk.path(urgent), shows=".wm-desk-turn"),
        Screen("desk-crisis", desk.path(crisis)),
    ]


def story_findings():
    return (finding(NAME, NAME + 4, suggest="[name]", rule="person.name.en", policy="P2"),)


def pictures(
    browser: Browser, desk: ADesk, address: str, screens: list[Screen], into: Path, every: bool
) -> Iterator[Path]:
    """Take each page: as a picture of the handbook, or in every shape there is."""
    shapes = [(size, scheme) for size in WIDTHS for scheme in SCHEMES]
    for size, scheme in shapes if every else [("desktop", "light")]:
        context = browser.new_context(
            viewport={"width": WIDTHS[size], "height": 860}, color_scheme=scheme
        )
        page = context.new_page()
        page.goto(address + desk.new_link("Noor"))
        page.get_by_role("button", name="Sign in").click()
        for screen in screens:
            if not every and screen.name not in HANDBOOK:
                continue
            name = f"{screen.name}-{size}-{scheme}" if every else screen.name
            yield take(page, screen, address, into / f"{name}.{'png' if every else 'jpg'}")
        context.close()


def take(page: Page, screen: Screen, address: str, path: Path) -> Path:
    """Take a page, or the part of it that the handbook shows; a PNG is always of the whole."""
    how = {} if path.suffix == ".png" else {"type": "jpeg", "quality": QUALITY}
    page.goto(address + screen.path)
    if screen.opens:
        fold = page.locator(screen.opens).first
        fold.locator("summary").first.click()
        fold.scroll_into_view_if_needed()
    if screen.shows and how:
        page.locator(screen.shows).first.screenshot(path=path, **how)
    else:
        page.screenshot(path=path, full_page=not how, **how)
    return path


if __name__ == "__main__":
    sys.exit(main())
