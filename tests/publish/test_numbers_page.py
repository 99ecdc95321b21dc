"""The page of numbers shows what was counted at the last publication, in both languages."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

from tests.a_community import REAL
from tests.store.samples import NOON, a_story
from waymark.community import load_community
from waymark.forge.local import LocalForge
from waymark.publish import Publisher
from waymark.publish.building import build
from waymark.settings import Settings
from waymark.states import State
from waymark.store import Decision, Store

PAGE = "about/moderation/numbers/index.html"


def test_the_page_equals_the_log_and_without_a_store_says_that_there_are_none(tmp_path: Path):
    """Seven declined by one rule and two by another: seven is shown, two is not."""
    settings = Settings.from_environment({"WAYMARK_HOME": str(tmp_path / "var")})
    build(settings, tmp_path / "plain", "pelicanconf.py")
    assert "There are no figures yet." in (tmp_path / "plain" / PAGE).read_text()
    assert "Er zijn nog geen cijfers." in (tmp_path / "plain" / "nl" / PAGE).read_text()

    store = Store.open(settings.database_url)
    for number in range(1, 10):
        name = store.accept(a_story(number), NOON)[0].id
        rule = "L2" if number <= 7 else "H1"
        at = NOON + timedelta(days=number)
        store.change(
            name, expected=State.RECEIVED, after=State.DECLINED, now=at,
            decision=Decision(name, "decline", "Noor", at, rules=(rule,)),
        )  # fmt: skip
    log = store.decisions_since(NOON)
    forge = LocalForge(settings.forge_folder)
    Publisher(settings, store, forge, load_community(REAL)).publish(NOON)
    store.close()

    html = (settings.current_site / PAGE).read_text()
    rows = dict(re.findall(r'<th scope="row">([^<]*)</th><td>([^<]*)</td>', html))
    assert rows["Not published"] == str(len(log)) == "9"
    assert rows["L2"] == str(sum("L2" in decision.rules for decision in log)) == "7"
    assert "H1" not in rows
    assert rows["Published"] == "fewer than 5"
    assert rows["Half of all writers: at most so many days"] == "5"
    assert rows["Nine of ten writers: at most so many days"] == "9"
    assert json.loads(settings.numbers.read_text())["outcomes"]["decline"] == 9
    assert "minder dan 5" in (settings.current_site / "nl" / PAGE).read_text()
