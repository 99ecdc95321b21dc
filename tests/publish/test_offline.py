"""What is published so that readers can keep single pages, and so that it ends everywhere."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from waymark.addresses import Addresses
from waymark.publish.offline import offline_list, worker

STATIC = Path(__file__).resolve().parents[2] / "theme" / "static"
ADDRESSES = Addresses(("en", "nl"))


def test_the_list_names_each_page_with_the_beginning_of_its_hash():
    pages = {"/stories/b/": b"two", "/stories/a/": b"one"}
    listed = json.loads(offline_list(pages, ADDRESSES, STATIC))
    assert listed["pages"] == {
        url: hashlib.sha256(content).hexdigest()[:10] for url, content in pages.items()
    }
    assert list(listed["pages"]) == sorted(pages)


def test_the_same_pages_give_the_same_list_and_a_change_shows():
    one = offline_list({"/stories/a/": b"one"}, ADDRESSES, STATIC)
    assert one == offline_list({"/stories/a/": b"one"}, ADDRESSES, STATIC)
    assert one != offline_list({"/stories/a/": b"one."}, ADDRESSES, STATIC)


def test_every_part_of_the_theme_is_there_and_the_pages_for_no_network_in_every_language():
    parts = json.loads(offline_list({}, ADDRESSES, STATIC))["parts"]
    assert {"offline/", "nl/offline/", "toolbox/", "nl/device/", "favicon.svg"} <= set(parts)
    theme = [part.removeprefix("theme/") for part in parts if part.startswith("theme/")]
    assert {f"js/{path.name}" for path in (STATIC / "js").glob("*.js")} <= set(theme)
    assert all((STATIC / part).is_file() for part in theme)
    assert not any(part.startswith("/") for part in parts), "relative to where the site lives"


def test_the_switch_publishes_a_worker_that_answers_nothing_and_erases_all():
    assert '"fetch"' in worker(STATIC, is_on=True)
    end = worker(STATIC, is_on=False)
    assert '"fetch"' not in end
    assert "caches.delete" in end
    assert "unregister" in end
