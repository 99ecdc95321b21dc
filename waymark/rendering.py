"""Turn an entry's Markdown into safe HTML, with GitHub's own renderer.

Two locks: cmark leaves raw HTML and dangerous link schemes out, and nh3 then lets only a short
list of tags through. What is typed on separate lines stays on separate lines.
"""

from __future__ import annotations

import re

import cmarkgfm
import nh3
from cmarkgfm.cmark import Options
from markupsafe import Markup

TAGS = {
    "p", "br", "em", "strong", "del", "blockquote", "ul", "ol", "li", "hr", "a",
    "h3", "h4", "h5", "h6", "code", "pre", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}
OPTIONS = Options.CMARK_OPT_HARDBREAKS | Options.CMARK_OPT_VALIDATE_UTF8

EXTENSIONS = ["table", "autolink", "strikethrough"]

_HEADING = re.compile(r"(</?h)([1-6])")
_IMAGE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')
_LINK = re.compile(r"https?://|tel:|/(?!/)", re.IGNORECASE)
_DEAD_LINK = re.compile(r'<a(?: href="")?(?: rel="[^"]*")?>(.*?)</a>', re.DOTALL)
# Stands for a `<` that would begin raw HTML while cmark works, so that what was typed stays
# readable. A private-use character: a visitor's own one is dropped first.
_LESS_THAN = "\ue000"


def render_entry(markdown: str) -> Markup:
    """Return the body of an entry as HTML that is safe to place in any page.

    Headings begin at level 3, below the page's own. An image becomes its description. Raw HTML
    is escaped, so that a reader sees what was typed and a browser runs none of it.
    """
    whole = markdown.encode("utf-8", "replace").decode("utf-8")  # no halves of characters
    safe = re.sub(r"<(?=[A-Za-z/!?])", _LESS_THAN, whole.replace(_LESS_THAN, ""))
    html = cmarkgfm.markdown_to_html_with_extensions(safe, OPTIONS, EXTENSIONS)
    html = _HEADING.sub(lambda m: f"{m[1]}{min(int(m[2]) + 2, 6)}", html)
    html = _IMAGE.sub(r"\1", html).replace(_LESS_THAN, "&lt;").replace("%EE%80%80", "%3C")
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_keep,
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(_DEAD_LINK.sub(r"\1", clean))  # noqa: S704  (nh3 has just cleaned it)


def _keep(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute only where it is listed, and a link only to the web or to this site."""
    if name == "rel":  # nh3 sets it itself
        return value
    if name not in ATTRIBUTES.get(tag, set()):
        return None
    if name == "href" and not _LINK.match(value):
        return None
    return value


def plain_text(markdown: str) -> str:
    """Return the words of an entry without its marks, paragraphs joined by blank lines."""
    html = re.sub(r"</(p|li|h\d|blockquote|tr|pre)>", "\n\n", str(render_entry(markdown)))
    html = re.sub(r"<br ?/?>\n?", "\n", html)
    text = str(Markup(nh3.clean(html, tags=set()))).strip()  # noqa: S704
    return re.sub(r"\n{3,}", "\n\n", Markup(text).unescape())  # noqa: S704
