"""A whole door for tests: real store, real community, real theme, a small site and a slow clock."""

from __future__ import annotations

import dataclasses
import re
import shutil
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient

from waymark.serving import create_app, make_services
from waymark.settings import ROOT, Settings
from waymark.states import State
from waymark.store import Store, Submission

HERE = "morning-light"
"""The one published entry of the small site."""
FORM = '<form method="post"><input type="hidden" name="token" value=""><p>page</p></form>'
PAGES = {
    "index.html": "<h1>home</h1>",
    "404.html": "<h1>nothing here, and help</h1>",
    "share/story/index.html": FORM,
    "share/strategy/index.html": '<input value="old" class=x name=token type=hidden />',
    "receipt/index.html": "<h1>receipt</h1>",
    f"respond/{HERE}/index.html": FORM,
    f"stories/{HERE}/index.html": "<h1>a story</h1>",
    "feeds/all.atom.xml": "<feed/>",
    "theme/css/site.css": "body{}",
}
STORY = "The kitchen light stayed off that winter, and I counted the tiles instead of sleeping."


class ADoor:
    """Starts the real application in the test's own folder; `client` is a visitor."""

    def __init__(self, folder: Path, proxy_depth: int = 0) -> None:
        self.folder = folder
        self.community = folder / "community"
        shutil.copytree(ROOT / "community", self.community)
        self.settings = Settings.from_environment(
            {
                "WAYMARK_HOME": str(folder / "var"),
                "WAYMARK_COMMUNITY": str(self.community),
                "WAYMARK_PROXY_DEPTH": str(proxy_depth),
            }
        )
        self.now = datetime.now(UTC)
        self.store = Store.open(self.settings.database_url)
        self._build()
        self.services = dataclasses.replace(
            make_services(self.settings, self.store), clock=lambda: self.now
        )
        self.app = create_app(self.settings, self.store, services=self.services)
        self.client: FlaskClient = self.app.test_client()

    def _build(self) -> None:
        built = self.settings.sites / "1"
        for name, text in PAGES.items():
            path = built / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.settings.current_site.symlink_to(built)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def limit(self, **numbers: int) -> None:
        """Choose other numbers for an hour, as a community may."""
        path = self.community / "site.yaml"
        text = path.read_text()
        for name, number in numbers.items():
            text = re.sub(rf"{name}: \d+", f"{name}: {number}", text)
        path.write_text(text)
        self.services.house.current()

    def fresh_token(self) -> str:
        """Open a form and let a minute pass, as a person does."""
        token = self.client.get("/form-token").get_json()["token"]
        self.later(minutes=1)
        return str(token)

    def send(self, path: str = "/share/story/", **fields: object):
        """Send a form as a browser does."""
        return self.client.post(path, data={"text": STORY, "consent": "yes", **fields})

    def send_json(self, body: object, path: str = "/share/story/"):
        """Send JSON as a program does."""
        return self.client.post(path, json=body, headers={"Accept": "application/json"})

    def receipt(self, **fields: object) -> str:
        """Send a good story and return its receipt."""
        answer = self.send_json({"text": STORY, "consent": True, **fields})
        assert answer.status_code == 201, answer.get_json()
        return str(answer.get_json()["receipt"])

    def stored(self) -> list[Submission]:
        return sorted(self.store.in_states(*State), key=lambda found: found.received_at)


def typed_text(html: str, name: str = "text") -> str:
    """Return what stands in a box of a page, as a browser would show it."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)
    assert found, f"no box named {name}"
    return unescape(found[1])
