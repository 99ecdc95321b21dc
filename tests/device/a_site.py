"""A site with a few heavy examples beside the demonstration content, built once and served."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.publish.samples import an_entry
from waymark.entry import dump
from waymark.publish.building import build
from waymark.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
STRATEGY = "/strategies/feet-on-the-floor/"
OTHER_STRATEGY = "/strategies/one-small-thing/"
HEAVY = [f"/stories/example-heavy-{letter}/" for letter in "abcde"]
ABUSE = "/stories/example-abuse/"
PLAIN = "/stories/example-story-slow-way-up/"
EXIT_TO = "/elsewhere/"


def build_site(folder: Path) -> Path:
    """Build the site below ``folder`` and return where it is. Its exit leads to ``EXIT_TO``."""
    content = shutil.copytree(ROOT / "content", folder / "content")
    community = shutil.copytree(ROOT / "community", folder / "community")
    notes = dict.fromkeys(HEAVY, ("self-harm",)) | {ABUSE: ("abuse-or-violence",)}
    for number, (url, noted) in enumerate(notes.items(), start=900):
        entry = an_entry(
            url.split("/")[2], f"An example, number {number}", sequence=number, notes=noted,
            gist="Words to fill a page of a test.", topics=("loneliness",), example=True,
        )  # fmt: skip
        (content / "stories" / f"{entry.id}.md").write_text(dump(entry), "utf-8")
    settings = community / "site.yaml"
    lines = settings.read_text("utf-8").splitlines()
    exits = [f"quick_exit_url: {EXIT_TO}" if x.startswith("quick_exit_url") else x for x in lines]
    settings.write_text("\n".join(exits) + "\n", "utf-8")
    site = folder / "site"
    built = Settings.from_environment({
        "WAYMARK_HOME": str(folder / "var"),
        "WAYMARK_CONTENT": str(content),
        "WAYMARK_COMMUNITY": str(community),
    })  # fmt: skip
    build(built, site, built.conf)
    elsewhere = site / EXIT_TO.strip("/")
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text(
        "<!doctype html><link rel=icon href=data:,><title>Weather</title><p>Sun.", "utf-8"
    )
    return site


def take_back(site: Path, url: str) -> None:
    """Do to a built site what a withdrawal does: a notice in place of the page, out of the list."""
    head = "<!doctype html><link rel=icon href=data:,><title>Taken back</title>"
    notice = f"{head}<h1>This was taken back</h1>"
    (site / url.strip("/") / "index.html").write_text(notice, "utf-8")
    path = site / "offline.json"
    listed = json.loads(path.read_text("utf-8"))
    del listed["pages"][url]
    path.write_text(json.dumps(listed), "utf-8")
