"""The stylesheet: readable colours by day and night, nothing from elsewhere, few bytes."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.theme.samples import ROOT

STATIC = ROOT / "theme" / "static"
CSS = (STATIC / "css" / "site.css").read_text(encoding="utf-8")
TEXT, DRAWING = 4.5, 3.0
PAIRS = [
    (ink, ground, TEXT)
    for ink in ("ink", "leaf", "clay")
    for ground in ("paper", "sheet", "leaf-pale", "clay-pale")
] + [
    ("soft", "paper", TEXT), ("soft", "sheet", TEXT), ("on-leaf", "leaf", TEXT),
    ("ink", "near", TEXT), ("paint", "paper", DRAWING), ("paint", "sheet", DRAWING),
]  # fmt: skip
MOST_BYTES = 15_000


def tokens(which: int) -> dict[str, str]:
    """Return the colours of the first (day) or second (night) `:root` block."""
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", blocks[which]))


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("first", "second", "least"), PAIRS)
@pytest.mark.parametrize("which", [0, 1], ids=["day", "night"])
def test_colours_that_meet_are_told_apart(first, second, least, which):
    colours = tokens(which)
    assert contrast(colours[first], colours[second]) >= least


def test_day_and_night_name_the_same_colours():
    assert set(tokens(0)) == set(tokens(1))


def test_nothing_is_loaded_and_motion_asks_first():
    for path in (STATIC / "css").glob("*.css"):
        css = path.read_text(encoding="utf-8")
        assert "@import" not in css
        assert "@font-face" not in css
    assert all(address.startswith('"data:') for address in re.findall(r"url\((.{6})", CSS))
    moving = CSS.split("@media (prefers-reduced-motion: no-preference)")
    assert len(moving) == 2
    assert "transition" not in moving[0]
    assert "animation" not in moving[0]


def test_an_entry_and_all_it_loads_stay_small(theme):
    """A first view is four requests: a page, a stylesheet, an icon and one script."""
    script = (STATIC / "js" / "site.js").read_text(encoding="utf-8")
    assert not re.search(r"^import\b", script, re.MULTILINE), "a script loads no other at once"
    rest = [CSS.encode(), script.encode(), (STATIC / "favicon.svg").read_bytes()]
    for page in theme.pages:
        html = theme.render("entry.html", entry=page)
        assert re.findall(r'<script [^>]*src="([^?]*)', html) == ["/theme/js/site.js"]
        assert html.count("<script") == 1
        assert sum(len(gzip.compress(part)) for part in (html.encode(), *rest)) <= MOST_BYTES
