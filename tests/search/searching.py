"""How the tests search, and what they read."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def search_for(page: Page, words: str) -> list[str]:
    """Type into the field, wait until it was answered, and return the titles found."""
    field(page).fill(words)
    answered(page)
    return titles(page)


def answered(page: Page) -> None:
    """Wait until search has nothing more to do."""
    expect(page.locator("[data-search-results]:not([aria-busy])")).to_have_count(1)


def titles(page: Page) -> list[str]:
    return page.locator(".wm-search__title").all_inner_texts()


def field(page: Page) -> Locator:
    return page.locator("[data-search] input[type=search]")


def meant(page: Page) -> str:
    """Return what the page says it looked for."""
    return " ".join(page.locator("[data-search-meant]").inner_text().split())


def found(page: Page) -> int:
    """Return the number that the page says it found."""
    number = re.match(r"\d+", page.locator("[data-search-status]").inner_text())
    return int(number[0]) if number else 0
