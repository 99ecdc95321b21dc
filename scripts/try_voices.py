#!/usr/bin/env python3
"""Send every text of a folder through a running Waymark, the whole way, and print what came of it.

Each piece is a Markdown file with front matter (kind, lang, title, gist, topics). It goes through
the form over HTTP, is approved on the desk over HTTP, and is then looked for on its page and in
the search, word for word. Nothing of it is kept outside that Waymark.

The moderators share the work, as the house wants it. What the checks hold for heavy is read by the
lead first, who marks findings as wrong, since these writers are in no danger any more; then
somebody else approves it.

    make run                        # in one terminal
    scripts/try_voices.py FOLDER    # in another, on the same machine and with the same settings

Each moderator of the community folder signs in with a link that `waymark desk-link` makes.
Exit code 1 when a piece did not arrive.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import altcha
import yaml
from chromium import FLAGS, chromium
from page_words import contains, page_words, words
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright

from waymark.community import load_community
from waymark.settings import Settings

KINDS = ("story", "strategy", "response")
FOLDERS = {"story": "stories", "strategy": "strategies", "response": "responses"}
PATIENCE = 300.0
HEAVY = ("crisis", "urgent")
SEARCH = """async ([word, id]) => {
    const engine = await import("/pagefind/pagefind.js");
    await engine.init();
    const found = await engine.search(word);
    const all = await Promise.all(found.results.map((result) => result.data()));
    const one = all.find((result) => result.url.includes(`/${id}/`));
    return one?.raw_content ?? one?.content ?? "";
}"""


@dataclass
class Piece:
    """One text and what became of it. Times are seconds."""

    name: str
    kind: str
    lang: str
    title: str
    gist: str
    topics: list[str]
    body: str
    to: str = ""
    token: str = ""
    proof: str = ""
    receipt: str = ""
    id: str = ""
    level: str = ""
    findings: int = 0
    sent_at: float = 0.0
    found_after: float = 0.0
    problem: str = ""

    @property
    def arrived(self) -> bool:
        return not self.problem


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--sign-in", default="", help="a one-time link for the lead")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    options = parser.parse_args()
    pieces = [read_piece(path) for path in sorted(options.folder.glob("*.md"))]
    pieces = [piece for piece in pieces if piece is not None]
    if not pieces:
        parser.error("there are no pieces with a kind in this folder")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        desks = []
        for name in names_of_moderators():
            desk = browser.new_context().new_page()
            is_first = not desks
            sign_in(desk, (is_first and options.sign_in) or ask_for_link(name))
            desks.append(desk)
        reader = browser.new_context().new_page()
        walk(pieces, options.address, desks, reader, quiet=options.json)
        browser.close()
    print(json.dumps(as_json(pieces)) if options.json else table(pieces))
    return 0 if all(piece.arrived for piece in pieces) else 1


def read_piece(path: Path) -> Piece | None:
    """Read one file; ``None`` for a file that is no piece, such as a README."""
    text = path.read_text(encoding="utf-8")
    parts = text.split("---\n", 2)
    front = yaml.safe_load(parts[1]) if text.startswith("---\n") and len(parts) == 3 else None
    if not isinstance(front, dict) or front.get("kind") not in KINDS:
        return None
    return Piece(
        name=path.stem,
        kind=front["kind"],
        lang=front.get("lang", "en"),
        title=front.get("title", ""),
        gist=front.get("gist", ""),
        topics=[str(topic) for topic in front.get("topics", [])],
        body=parts[2].strip(),
    )


def walk(pieces: list[Piece], address: str, desks: list[Page], reader: Page, quiet: bool) -> None:
    """Send all, approve all, then look for all. The first of ``desks`` is the lead's."""
    target = first_story(address)
    for number, piece in enumerate(pieces, start=1):
        prepare(piece, address)
        progress(quiet, f"prepared {number} of {len(pieces)}")
    for number, piece in enumerate(pieces, start=1):
        try:
            piece.to = target if piece.kind == "response" else ""
            send(piece, address)
        except (urllib.error.URLError, KeyError) as problem:
            piece.problem = f"not taken: {reason(problem)}"
        progress(quiet, f"sent {number} of {len(pieces)}")
    lead, *others = desks
    for number, piece in enumerate((p for p in pieces if p.arrived), start=1):
        read_first(piece, address, lead)
        if piece.arrived:
            approve(piece, address, others[number % len(others)])
        progress(quiet, f"decided {number}")
    for number, piece in enumerate((p for p in pieces if p.arrived), start=1):
        look_for(piece, address, reader)
        progress(quiet, f"looked for {number}")
    if not quiet:
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr)


def prepare(piece: Piece, address: str) -> None:
    """Get the form's token and do its sum, as a browser does while somebody writes."""
    challenge = altcha.Challenge.from_dict(get_json(f"{address}/altcha/challenge"))
    solution = altcha.solve_challenge(challenge)
    piece.proof = altcha.Payload(challenge, solution).to_base64()
    piece.token = get_json(f"{address}/form-token")["token"]


def send(piece: Piece, address: str) -> None:
    """Send one piece through its form."""
    path = f"/respond/{piece.to}/" if piece.to else f"/share/{piece.kind}/"
    body: dict[str, Any] = {
        "text": piece.body,
        "title": piece.title,
        "gist": " ".join(piece.gist.split()[:25]),
        "topics": known_topics(piece.topics),
        "lang": piece.lang,
        "consent": True,
        "token": piece.token,
        "altcha": piece.proof,
    }
    piece.sent_at = time.monotonic()
    piece.receipt = post_json(f"{address}{path}", body)["receipt"]


def sign_in(desk: Page, link: str) -> None:
    desk.goto(link)
    desk.get_by_role("button", name="Sign in").click()
    desk.wait_for_url("**/desk/")


def read_first(piece: Piece, address: str, lead: Page) -> None:
    """Find the piece on the desk by its title, and note level and findings.

    A heavy one is lowered: each finding that makes it heavy is marked as wrong.
    """
    link = find(piece, address, lead)
    if not link:
        piece.problem = "it did not come to the desk"
        return
    piece.id = link.rstrip("/").rsplit("/", 1)[-1]
    piece.level = level_of(lead)
    piece.findings = lead.locator("[data-finding]").count()
    for _ in range(piece.findings):
        if level_of(lead) not in HEAVY:
            break
        heavy = lead.locator(", ".join(f".wm-desk-finding--{level}" for level in HEAVY)).first
        heavy.locator("summary").click()
        if (sure := heavy.locator("[name=sure]")).count():
            sure.check()
        heavy.get_by_role("button", name=re.compile("^Hide this finding")).click()


def approve(piece: Piece, address: str, desk: Page) -> None:
    """Approve a piece as it is, once its proposal is ready."""
    button = desk.get_by_role("button", name=re.compile("^Approve"))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        desk.goto(f"{address}/desk/submissions/{piece.id}/")
        if button.count() == 0:
            piece.problem = f"the desk does not let it be approved (level {level_of(desk)})"
            return
        if button.is_enabled():
            button.click()
            return
        time.sleep(0.5)
    piece.problem = "its proposal did not become ready"


def find(piece: Piece, address: str, desk: Page) -> str:
    """Return the address of the piece on the desk, leaving ``desk`` there; ``""`` if it is not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        desk.goto(f"{address}/desk/")
        links = desk.locator("a[href*='/desk/submissions/']").evaluate_all(
            "all => [...new Set(all.map(a => a.href))]"
        )
        for link in links:
            desk.goto(link)
            title = desk.locator("[name=title]")
            if title.count() and title.input_value() == piece.title:
                return str(link)
        time.sleep(0.5)
    return ""


def level_of(desk: Page) -> str:
    return desk.locator("[data-level]").first.get_attribute("data-level") or ""


def look_for(piece: Piece, address: str, reader: Page) -> None:
    """Wait for the page, then compare the words on it and in the search with what was sent."""
    page = f"{address}/{FOLDERS[piece.kind]}/{piece.id}/"
    wanted = words(piece.body)
    piece.problem = "its page does not hold its text unchanged"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if contains(page_words(page), wanted):
            piece.problem = "the search does not hold its text unchanged"
            if contains(search(reader, address, piece), wanted):
                piece.problem = ""
                piece.found_after = time.monotonic() - piece.sent_at
                return
        time.sleep(0.5)


def search(reader: Page, address: str, piece: Piece) -> list[str]:
    """Ask the site's own search for a long word of the piece; return the words it has of it."""
    rare = max(re.findall(r"[^\W\d_]{4,}", piece.body), key=len)
    first = load_community(Settings.from_environment().community).site.languages[0]
    own = "" if piece.lang == first else f"/{piece.lang}"
    reader.goto(f"{address}{own}/search/")  # each language has an index of its own
    try:
        return words(reader.evaluate(SEARCH, [rare, piece.id]))
    except PlaywrightError:
        return []  # the site was swapped while its index was being read


def first_story(address: str) -> str:
    """Return an entry that responses can answer."""
    with urllib.request.urlopen(f"{address}/respond/", timeout=20) as answer:
        found = re.findall(r"/respond/([a-z0-9-]+)/", answer.read().decode())
    return found[0]


def known_topics(topics: list[str]) -> list[str]:
    """Keep the topics that this community's form offers."""
    root = Path(__file__).resolve().parent.parent
    known = yaml.safe_load((root / "community" / "vocabulary.yaml").read_text())["topics"]
    return [topic for topic in topics if topic in known][:3]


def get_json(address: str) -> dict[str, Any]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return dict(json.load(answer))


def post_json(address: str, body: dict[str, Any]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return dict(json.load(answer))


def names_of_moderators() -> list[str]:
    """Return a lead's name, then everybody else's."""
    people = load_community(Settings.from_environment().community).moderators
    lead = people.first_lead.name
    return [lead, *(name for name in people.by_name if name != lead)]


def ask_for_link(name: str) -> str:
    command = [sys.executable, "-m", "waymark", "desk-link", "--name", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip().split()[-1]


def reason(problem: Exception) -> str:
    if isinstance(problem, urllib.error.HTTPError):
        fields = json.load(problem).get("errors", {}) if problem.code == 422 else {}
        return f"{problem.code} {', '.join(fields)}".strip()
    return type(problem).__name__


def progress(quiet: bool, text: str) -> None:
    if not quiet:
        print(f"\r{text:<40}", end="", file=sys.stderr, flush=True)


def table(pieces: list[Piece]) -> str:
    lines = [f"{'piece':<48} {'level':<8} {'findings':>8} {'found after':>12}"]
    for piece in pieces:
        after = f"{piece.found_after:.1f} s" if piece.arrived else piece.problem
        lines.append(f"{piece.name:<48} {piece.level:<8} {piece.findings:>8} {after:>12}")
    arrived = sum(piece.arrived for piece in pieces)
    return "\n".join([*lines, f"{arrived} of {len(pieces)} arrived"])


def as_json(pieces: list[Piece]) -> dict[str, Any]:
    keys = ("name", "kind", "level", "findings", "found_after", "problem")
    return {
        "arrived": sum(piece.arrived for piece in pieces),
        "pieces": [{key: getattr(piece, key) for key in keys} for piece in pieces],
    }


if __name__ == "__main__":
    sys.exit(main())
