"""axe finds nothing: by day and night, in forced colours, at 320 px, with everything open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page

from .rows import Row

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "320 px": {"viewport": {"width": 320, "height": 640}},
}
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


def search_page(page: Page, address: str) -> None:
    page.goto(address + "/search/")
    page.locator("input[type=search]").fill("can't slepe")
    page.locator("[data-search-results] a").first.wait_for()


def search_dialog(page: Page, address: str) -> None:
    page.goto(address + "/")
    page.keyboard.press("/")
    page.locator("dialog input[type=search]").fill("can't slepe")
    page.locator("dialog [data-search-results] a").first.wait_for()


def nothing_found(page: Page, address: str) -> None:
    page.goto(address + "/search/")
    page.locator("input[type=search]").fill("zzzz qqqq")
    page.locator("[data-search-results]:not([aria-busy])").wait_for(state="attached")


def _sent(
    path: str, fill: Callable[[Page], None], shown: str = ".wm-problems"
) -> Callable[[Page, str], None]:
    """Return how a form is sent and comes back; ``shown`` is what then must be seen."""

    def prepare(page: Page, address: str) -> None:
        page.goto(address + path)
        page.evaluate(OPEN_ALL)
        fill(page)
        page.locator("main form").first.evaluate("form => { form.noValidate = true }")
        with page.expect_navigation(wait_until="networkidle"):
            page.locator("main form [type=submit], main form button:not([type])").first.click()
        page.locator(shown).first.wait_for(timeout=5000)

    return prepare


def _nothing(page: Page) -> None:
    """Leave every field empty."""


def _no_consent(page: Page) -> None:
    page.locator("[name=text]").fill("A line of text, long enough to be read by somebody.")


def _too_much(page: Page) -> None:
    _no_consent(page)
    for box in page.locator("input[type=checkbox]").all():
        box.check(force=True)


def _wrong_receipt(page: Page) -> None:
    page.locator("[name=receipt]").fill("these are not seven words of ours at all")


def error_states(forms: Mapping[str, str]) -> Iterator[tuple[str, Callable[[Page, str], None]]]:
    """Yield every way in which a form comes back with problems."""
    for name, path in forms.items():
        yield f"{name}, empty", _sent(path, _nothing)
        yield f"{name}, without consent", _sent(path, _no_consent)
        yield f"{name}, too much chosen", _sent(path, _too_much)
    yield "receipt, empty", _sent("/receipt/", _nothing, "main")
    yield "receipt, unknown", _sent("/receipt/", _wrong_receipt, "main")


def check_accessibility(
    browser: Browser, address: str, pages: Mapping[str, str], forms: Mapping[str, str]
) -> list[Row]:
    """Return a row for each look: all pages and states in it."""
    opened = [(name, _opened(path)) for name, path in pages.items()]
    states = [
        *opened, ("search with results", search_page), ("search over a page", search_dialog),
        ("nothing found", nothing_found), *error_states(forms),
    ]  # fmt: skip
    rows = []
    for look, options in LOOKS.items():
        problems = []
        for name, prepare in states:
            problems += [
                f"{name}: {line}" for line in _violations(browser, options, prepare, address)
            ]
        rows.append(
            Row(
                f"axe, {look}: {len(states)} pages and states, all menus open",
                f"{len(problems)} violations",
                "0",
                not problems,
                {"states": len(states), "violations": len(problems)},
                tuple(problems),
            )
        )
    return rows


def _opened(path: str) -> Callable[[Page, str], None]:
    return lambda page, address: page.goto(address + path) and None


def _violations(
    browser: Browser, options: Mapping, prepare: Callable[[Page, str], None], address: str
) -> list[str]:
    context = browser.new_context(reduced_motion="reduce", **options)
    page = context.new_page()
    try:
        prepare(page, address)
        page.evaluate(OPEN_ALL)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        return [
            f"{rule['id']} at {rule['nodes'][0]['target']}" for rule in found.response["violations"]
        ]
    except Error as problem:
        return [f"this state could not be reached: {str(problem).splitlines()[0]}"]
    finally:
        context.close()
