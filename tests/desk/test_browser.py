"""The desk in a real browser: no barrier that axe can find, light and dark, small and wide."""

from __future__ import annotations

import shutil
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from tests.desk.a_desk import ADesk, finding
from waymark import receipts
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


def come_in(page: Page, desk: ADesk, address: str, name: str = "Noor") -> None:
    page.goto(address + desk.new_link(name))
    page.get_by_role("button", name="Sign in").press("Enter")
    expect(page).to_have_url(f"{address}/desk/")


def ask_receipt(page: Page, address: str, words: str) -> None:
    """Send the seven words, as the form on the static site does (these tests have no such site)."""
    page.goto(f"{address}/receipt/")
    box = f'<input name="receipt" value="{words}"><button>Look</button>'
    page.set_content(f'<form method="post" action="{address}/receipt/">{box}</form>')
    page.get_by_role("button", name="Look").click()


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
    places.append(f"/desk/submissions/{review}/edit/")
    places.append(f"/desk/submissions/{review}/preview/")

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

    expect(page.locator(".wm-desk-done")).to_contain_text("Approved.")
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

    expect(page.locator(".wm-desk-done")).to_contain_text("Saved.")
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


@pytest.mark.browser
@pytest.mark.browser_context_args(java_script_enabled=False)
def test_two_people_walk_a_heavy_text_from_the_queue_to_its_writers_yes(served, browser):
    """Order, claim, redaction, an edit with its difference, two people, seven days, the yes."""
    desk, address = served
    text = "I wanted it to be over. My sister Anna sat with me until it was light."
    words = desk.door.receipt(text=text, title="Until it was light")
    urgent = desk.store.find_by_receipt(receipts.hash_of(words))
    name = text.index("Anna")
    desk.work()
    desk.store.change(
        urgent.id, expected=State.IN_REVIEW, after=State.IN_REVIEW, level="urgent", now=desk.now,
        findings=[finding(name, name + 4, level=Level.URGENT, suggest="[name]",
                          policy="P2").as_dict()],
    )  # fmt: skip
    noor, sam, writer = (browser.new_context().new_page() for _ in range(3))
    come_in(noor, desk, address)
    levels = noor.locator("[data-row]").evaluate_all("all => all.map(one => one.dataset.level)")
    assert levels == sorted(levels, key=lambda level: -Level(level).rank)
    here = f"{address}/desk/submissions/{urgent.id}/"

    noor.goto(here)
    noor.get_by_role("button", name="I am reading this").press("Enter")
    come_in(sam, desk, address, "Sam")
    expect(sam.locator(f"[data-row='{urgent.id}']")).to_contain_text("Noor is reading it")
    noor.get_by_role("button", name="Take these words out").press("Enter")
    noor.get_by_role("link", name="Change the words by hand").press("Enter")
    noor.get_by_label("Rule of the house").select_option("P4")
    noor.get_by_label("The text").fill(noor.get_by_label("The text").input_value().replace(
        "until it was light", "for a night"
    ))  # fmt: skip
    noor.get_by_role("button", name="Show the difference").press("Enter")
    expect(noor.locator("[data-difference] ins").last).to_contain_text("for a night")
    noor.get_by_role("button", name="Keep this change").press("Enter")
    expect(noor.locator("#why-not")).to_contain_text("You changed its words last")
    noor.get_by_role("button", name="Leave it for somebody else").press("Enter")

    robin = browser.new_context().new_page()
    come_in(robin, desk, address, "Robin")
    for page in (sam, robin):
        page.goto(here)
        page.get_by_role("button", name="Approve", exact=True).press("Enter")
        expect(page.locator(".wm-desk-done")).to_contain_text("Approved")
    assert desk.store.get(urgent.id).state is State.WAITING
    expect(robin.locator(f"[data-cooling='{urgent.id}']")).to_be_visible()

    ask_receipt(writer, address, words)
    expect(writer.get_by_text("You can say yes from:")).to_be_visible()
    desk.door.later(days=8)
    ask_receipt(writer, address, words)
    expect(writer.locator("ins").first).to_contain_text("[name]")
    writer.get_by_role("button", name="Yes, publish it").press("Enter")
    expect(writer.locator("[data-state]")).to_have_attribute("data-state", "approved")
    assert desk.store.get(urgent.id).state is State.APPROVED


@pytest.mark.browser
def test_what_was_declined_comes_back_once_for_somebody_else(served, browser):
    """Declined with words that begin from the rule's own; the writer appeals; another decides."""
    desk, address = served
    words = desk.door.receipt(text="I was angry at everybody, and I still am.", title="Angry")
    declined = desk.store.find_by_receipt(receipts.hash_of(words))
    desk.work()
    noor, sam, writer = (browser.new_context().new_page() for _ in range(3))
    come_in(noor, desk, address)
    here = f"{address}/desk/submissions/{declined.id}/"
    noor.goto(here)
    noor.keyboard.press("d")
    noor.get_by_label("Rule of the house", exact=True).select_option("H1")
    noor.get_by_role("button", name="Go on to the words").click()
    noor.get_by_role("button", name="Decline it").click()

    ask_receipt(writer, address, words)
    assert barriers(writer) == []
    writer.get_by_text("Do you see it differently?").click()
    writer.get_by_label("Why somebody else should look").fill("It is about myself.")
    writer.get_by_role("button", name="Ask somebody else to look").click()
    expect(writer.get_by_role("heading", level=1)).to_have_text("Somebody else will read it again")
    desk.work()

    noor.goto(here)
    expect(noor.locator("#why-not")).to_contain_text("You declined it before")
    come_in(sam, desk, address, "Sam")
    expect(sam.locator(f"[data-row='{declined.id}']")).to_contain_text("asked for another look")
    sam.goto(here)
    sam.get_by_role("button", name="Approve and publish").click()
    expect(sam.locator(".wm-desk-done")).to_contain_text("Approved.")


@pytest.mark.browser
def test_single_keys_move_and_open_and_never_decide_and_can_be_switched_off(served, page):
    """While a field has focus they are letters; switched off they are nothing."""
    desk, address = served
    review = desk.store.read_note("plain")
    come_in(page, desk, address)
    page.keyboard.press("j")
    first = page.locator("[data-row] a").first
    expect(first).to_be_focused()
    page.goto(f"{address}/desk/submissions/{review}/")

    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Approve and publish")).to_be_focused()
    assert desk.store.get(review).state is State.IN_REVIEW
    page.keyboard.press("n")
    note = page.get_by_label("Note for other moderators")
    expect(note).to_be_focused()
    page.keyboard.type("dance")
    expect(note).to_have_value("dance")
    page.get_by_text("Keys", exact=True).click()
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("u")
    assert page.url.endswith(f"{review}/")
    page.reload()
    page.keyboard.press("u")
    assert page.url.endswith(f"{review}/")
