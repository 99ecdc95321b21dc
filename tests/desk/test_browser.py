"""The desk in a real browser: no barrier that axe can find, light and dark, small and wide."""

from __future__ import annotations

import shutil
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from tests.desk.a_desk import ADesk, finding
from waymark.checks import Level
from waymark.settings import ROOT
from waymark.states import State
from waymark.store import NewJob

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TEXT = (
    "For most of that winter I did not open the curtains. My sister Anna rang every evening, and\n"
    "mostly I let it ring.\n\nThen I began to put the phone on the **window sill**. I can not say "
    "why that was different.\n\nSome evenings I picked it up."
)


@pytest.fixture
def served(tmp_path):
    """Serve a desk with something of everything on it; give it and its address."""
    desk = ADesk(tmp_path)
    shutil.copytree(ROOT / "theme/static", desk.settings.current_site / "theme", dirs_exist_ok=True)
    fill(desk)
    server = make_server("127.0.0.1", 0, desk.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield desk, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    desk.close()


def fill(desk: ADesk) -> None:
    """Put four levels, a question, a job that is stuck and a late one on the desk."""
    desk.take_in(
        "I do not know how to go on.", level=Level.CRISIS, title="", how_now="not-safe",
        findings=(
            finding(0, 27, rule="crisis.cannot_go_on.en", level=Level.CRISIS,
                    explanation="The writer says that they cannot go on."),
        ),
    )  # fmt: skip
    desk.take_in(TEXT, level=Level.URGENT, findings=(finding(71, 75, level=Level.URGENT),))
    desk.door.later(days=9)
    plain = desk.take_in(
        TEXT, level=Level.REVIEW, what_helped=["The window sill", "Her patience"],
        topics=["friends-and-isolation"], how_now="ok",
        findings=(
            finding(71, 75, suggest="[name]", rule="personal.name.en"),
            finding(60, 80, context=("it speaks of the past",)),
            finding(0, 0, rule="spam.quick", category="spam",
                    explanation="The form came back within a few seconds."),
        ),
    )  # fmt: skip
    desk.store.note("plain", plain.id)
    asked = desk.take_in("Ik zet koffie en dan zie ik wel.", lang="nl", proof="unproven")
    desk.store.change(
        asked.id, expected=State.IN_REVIEW, after=State.ASKED, question="Mag dit?", now=desk.now
    )
    desk.take_in("Fill the kettle the night before.", kind="strategy", is_proposed=False)
    desk.store.add_job(NewJob("publish"), desk.now)
    job = desk.store.claim("w", desk.now, desk.worker.lease, ["publish"])
    desk.store.fail(job, "w", desk.now, "The site could not be written (No space left).", None)


def come_in(page: Page, desk: ADesk, address: str) -> None:
    page.goto(address + desk.new_link("Noor"))
    page.get_by_role("button", name="Sign in").press("Enter")
    expect(page).to_have_url(f"{address}/desk/")


def barriers(page: Page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def is_wider_than_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_desk_has_no_barriers(served, page, scheme, width):
    """Queue, every kind of submission page with all folds open, errors, declining, signing in."""
    desk, address = served
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/desk/")
    assert barriers(page) == [], "how to sign in"
    page.goto(address + desk.new_link())
    assert barriers(page) == [], "the sign-in button"
    come_in(page, desk, address)
    places = ["/desk/"] + [desk.path(s) for s in desk.store.queue(desk.now)]
    review = desk.store.read_note("plain")
    places.append(f"/desk/submissions/{review}/decline/?rule=H1&read=x")
    places.append(f"/desk/submissions/{review}/decline/?rule=none")

    for place in places:
        page.goto(address + place)
        assert barriers(page) == [], place
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert barriers(page) == [], f"{place}, opened"
        assert not is_wider_than_the_window(page), place


@pytest.mark.browser
@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_moderator_reads_and_approves_with_the_keyboard_alone(served, page):
    """From the queue to the approval without a mouse and without JavaScript."""
    desk, address = served
    review = desk.store.read_note("plain")
    come_in(page, desk, address)

    page.locator(f"a[href$='{review}/']").first.press("Enter")
    page.locator("#finding-1 blockquote a").press("Enter")
    assert page.url.endswith("#passage-1")
    page.get_by_label("Title").fill("The window sill")
    page.get_by_role("button", name="Approve and publish").press("Enter")

    expect(page.locator("[role=status]")).to_contain_text("Approved.")
    assert desk.store.get(review).details["title"] == "The window sill"
    assert desk.store.get(review).state is State.APPROVED


@pytest.mark.browser
def test_enter_in_the_title_saves_it_for_later(served, page):
    """The key that slips most easily is the one that does no harm."""
    desk, address = served
    review = desk.store.read_note("plain")
    come_in(page, desk, address)
    page.goto(f"{address}/desk/submissions/{review}/")

    page.get_by_label("Title").fill("Half a thought")
    page.get_by_label("Title").press("Enter")

    expect(page.locator("[role=status]")).to_contain_text("Saved.")
    assert desk.store.get(review).state is State.IN_REVIEW


@pytest.mark.browser
def test_a_link_to_a_passage_opens_the_fold_it_lies_in(served, page):
    """Heavy words are opened on purpose, by the summary or by the link of a finding."""
    desk, address = served
    urgent = next(s for s in desk.store.queue(desk.now) if s.level == "urgent")
    come_in(page, desk, address)
    page.goto(address + desk.path(urgent))
    expect(page.locator("[data-rendered]")).to_be_hidden()

    page.get_by_role("link", name="Go to the words in the text").press("Enter")

    expect(page.locator("#passage-1")).to_be_visible()
