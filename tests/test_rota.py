"""The forms say when reading takes longer, and rest when nobody is there; the file is checked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.a_community import replace_once
from tests.a_door import STORY, ADoor, typed_text
from waymark import strict_yaml
from waymark.errors import BadCommunity
from waymark.rota import Reading, read_rota

MONDAY = date(2026, 11, 23)
GOOD = """reads_a_week: 10
duty:
  - {name: Noor, days: [mon, tue]}
  - {name: Sam, days: [fri], from: 2026-11-01, until: 2026-11-30}
closed:
  - {from: 2026-12-24, until: 2027-01-02}
"""


def rota(text: str = GOOD):
    return read_rota(strict_yaml.load(text, "rota.yaml", BadCommunity), {"Noor", "Sam"})


def test_a_team_that_has_not_divided_its_days_is_anyone():
    anyone = rota("reads_a_week: 10\nduty:\n  - {name: anyone, days: [sun]}\n")
    assert anyone.on_duty(MONDAY - timedelta(days=1)) == ("anyone",)


@pytest.mark.parametrize(
    ("day", "who"),
    [
        (MONDAY, ("Noor",)),
        (MONDAY + timedelta(days=2), ()),
        (MONDAY + timedelta(days=4), ("Sam",)),
        (MONDAY + timedelta(days=11), ()),
    ],
)
def test_who_is_on_duty_follows_the_day_and_the_dates(day, who):
    assert rota().on_duty(day) == who


@pytest.mark.parametrize(
    ("waiting", "day", "reading"),
    [
        (0, MONDAY, Reading.USUAL),
        (20, MONDAY, Reading.USUAL),
        (21, MONDAY, Reading.SLOW),
        (0, MONDAY + timedelta(days=2), Reading.USUAL),
        (0, date(2026, 12, 23), Reading.USUAL),
        (0, date(2026, 12, 24), Reading.CLOSED),
        (99, date(2027, 1, 2), Reading.CLOSED),
        (0, date(2027, 1, 3), Reading.USUAL),
    ],
)
def test_forms_are_slow_with_two_weeks_worth_and_rest_on_closed_days(waiting, day, reading):
    assert rota().reading(waiting, day) is reading


def test_forms_rest_when_nobody_comes_for_a_week():
    """A free weekend closes nothing; an empty list, or duties that are over, do."""
    nobody = rota("reads_a_week: 10\nduty: []\n")
    over = rota("reads_a_week: 10\nduty:\n  - {name: Noor, days: [mon], until: 2026-11-22}\n")
    for empty in (nobody, over):
        assert empty.reading(0, MONDAY) is Reading.CLOSED
    assert over.reading(0, MONDAY - timedelta(days=7)) is Reading.USUAL


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("reads_a_week: 10\n", "", 1, "`reads_a_week` is missing"),
        ("10", "0", 1, "from 1 to"),
        ("10", "many", 1, "whole number"),
        ("Noor", "Nobody", 3, "moderators.yaml"),
        ("[mon, tue]", "[monday]", 3, "should name days"),
        ("[mon, tue]", "[]", 3, "should name days"),
        ("2026-11-01", "2026-13-01", 4, "should be a date"),
        ("2026-11-30", "2026-10-30", 4, "before `from`"),
        ("from: 2026-12-24, ", "", 6, "no `from`"),
        ("closed:", "shut:", 5, "does not know"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line_and_what_to_do(old, new, line, says):
    with pytest.raises(BadCommunity, match=says) as problem:
        rota(GOOD.replace(old, new, 1))
    assert problem.value.where == f"rota.yaml:{line}"
    assert problem.value.remedy


@pytest.fixture
def door(tmp_path):
    opened = ADoor(tmp_path)
    page = opened.settings.current_site / "share/story/index.html"
    page.write_text(f"{page.read_text()}<div data-reading hidden></div>")
    yield opened
    opened.store.close()


def test_a_form_that_rests_says_so_keeps_the_words_and_shows_help(door):
    replace_once(
        door.community / "rota.yaml",
        "closed: []",
        "closed:\n  - {from: 2020-01-01, until: 2999-01-01}",
    )
    door.services.house.current()

    assert "The form is resting" in door.client.get("/share/story/").text
    answer = door.send()
    assert answer.status_code == 503
    assert typed_text(answer.text) == STORY
    assert "The form is resting" in answer.text
    assert 'href="tel:' in answer.text
    said = door.send_json({"text": STORY, "consent": True})
    assert said.status_code == 503
    assert said.get_json()["message"].startswith("The form is resting")
    assert said.headers["Retry-After"]
    assert door.stored() == []


def test_a_form_says_that_reading_takes_longer_and_takes_the_words(door):
    replace_once(door.community / "rota.yaml", "reads_a_week: 60", "reads_a_week: 1")
    door.services.house.current()
    assert "takes longer" not in door.client.get("/share/story/").text
    for number in range(3):
        door.receipt(text=f"{STORY} {number}")

    assert "Reading takes longer just now" in door.client.get("/share/story/").text
    assert door.send(text="One more.").status_code == 201
    assert len(door.stored()) == 4
