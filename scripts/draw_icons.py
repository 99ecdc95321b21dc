#!/usr/bin/env python3
"""Draw the icons and the picture that other sites show beside a link, from the mark of the house.

    scripts/draw_icons.py        # after changing the mark, the name or the tagline

Writes favicon.ico, apple-touch-icon.png and social.png beside favicon.svg in theme/static/. The
picture says the name and the tagline of community/site.yaml, never a word of a member.
"""

from __future__ import annotations

import argparse
import re
import struct
import sys

from chromium import FLAGS, chromium
from markupsafe import escape
from playwright.sync_api import Browser, sync_playwright

from waymark.community import load_community
from waymark.settings import ROOT, Settings

STATIC = ROOT / "theme" / "static"
MARK = ROOT / "theme" / "templates" / "components" / "mark" / "mark.html"
SHEET, LEAF, PAINT, INK, SOFT = "#fcf9f2", "#1b5a55", "#c4652e", "#1f2c2c", "#505d5b"
FAR, NEAR = "#dde0cd", "#c2d0bd"
FAR_HILLS = "M0 500C110 470 210 446 320 474s160 40 270 10 180-52 290-24 210 62 320 42v128H0Z"
NEAR_HILLS = "M0 562c150-30 290 6 420-8s220-36 360-24 260 50 420 28v72H0Z"
ICO, TOUCH, SOCIAL = 32, 180, (1200, 630)
FONT = "Charter, 'Bitstream Charter', 'Noto Serif', 'DejaVu Serif', Georgia, serif"


def main() -> int:
    argparse.ArgumentParser(description=__doc__.split("\n\n")[0]).parse_args()
    site = load_community(Settings.from_environment().community).site
    icon = (STATIC / "favicon.svg").read_text(encoding="utf-8")
    picture = social(site.name, site.tagline.get(site.languages[0]))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        files = {
            "favicon.ico": as_ico(draw(browser, icon, ICO, ICO)),
            "apple-touch-icon.png": draw(browser, icon.replace('rx="7"', ""), TOUCH, TOUCH),
            "social.png": draw(browser, picture, *SOCIAL),
        }
        browser.close()
    for name, content in files.items():
        (STATIC / name).write_bytes(content)
        print(f"{name}\t{len(content)} bytes")
    return 0


def social(name: str, tagline: str) -> str:
    """Return the picture as SVG: hills, the mark, a name and a tagline on two lines."""
    words = tagline.split()
    middle = (len(words) + 1) // 2
    lines = [" ".join(words[:middle]), " ".join(words[middle:])]
    said = "".join(
        f'<text x="430" y="{350 + 56 * number}" font-size="42" fill="{SOFT}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    stones = "".join(re.findall(r"<path[^>]*/>", MARK.read_text(encoding="utf-8")))
    stones = stones.replace('class="wm-mark__paint"', f'fill="{PAINT}"')
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" font-family="{FONT}">
<rect width="1200" height="630" fill="{SHEET}"/>
<path fill="{FAR}" d="{FAR_HILLS}"/>
<path fill="{NEAR}" d="{NEAR_HILLS}"/>
<g transform="translate(130 190) scale(8)" fill="{LEAF}">{stones}</g>
<text x="430" y="270" font-size="96" font-weight="600" fill="{INK}">{escape(name)}</text>
{said}</svg>"""


def draw(browser: Browser, svg: str, width: int, height: int) -> bytes:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{width}px}}</style>{svg}")
    picture = page.screenshot(omit_background=True)
    page.close()
    return picture


def as_ico(png: bytes) -> bytes:
    """Wrap one PNG of 32 by 32 as an icon file."""
    head = struct.pack("<HHH", 0, 1, 1)
    return head + struct.pack("<BBBBHHII", ICO, ICO, 0, 0, 1, 32, len(png), 22) + png


if __name__ == "__main__":
    sys.exit(main())
