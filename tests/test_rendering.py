"""Whatever a writer types becomes harmless HTML that still says what was typed."""

from __future__ import annotations

import time

import html5lib
import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.rendering import ATTRIBUTES, TAGS, plain_text, render_entry

XHTML = "{http://www.w3.org/1999/xhtml}"


def elements(markup):
    """Yield (tag, attributes) for each element a browser would make."""
    tree = html5lib.parseFragment(str(markup), container="main")
    for element in tree.iter():
        if element.tag != "DOCUMENT_FRAGMENT":
            tag = element.tag.removeprefix(XHTML) if isinstance(element.tag, str) else "#comment"
            yield tag, dict(element.attrib)


def seen(markup):
    """Return the text a reader sees."""
    return "".join(html5lib.parseFragment(str(markup), container="main").itertext())


def outside_the_list(markup):
    """Return what a browser would find that no entry may hold."""
    found = []
    for tag, attributes in elements(markup):
        allowed = ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        if tag not in TAGS or not set(attributes) <= allowed:
            found.append((tag, attributes))
        href = attributes.get("href", "https://")
        if not href.lower().startswith(("http://", "https://", "tel:", "/")) or (
            href.replace("\\", "/").startswith("//")
        ):
            found.append((tag, href))
    return found


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "before <b onclick=alert(1)>bold</b> after",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<style>body{display:none}</style>",
        "<form action=https://evil.example><input name=a></form>",
        "<meta http-equiv=refresh content=0>",
        "<base href=https://evil.example>",
        "<!-- a comment -->",
        "<?php echo 1 ?>",
        "<!DOCTYPE html>",
        "<![CDATA[x]]>",
        "</main></body></html>",
        "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
        "<details open ontoggle=alert(1)>",
        "`<script>` in code",
        "I feel <this much> and x<y",
    ],
)
def test_raw_html_is_shown_as_it_was_typed(typed):
    """A reader sees the characters, a browser makes no element of them."""
    rendered = render_entry(typed)

    assert seen(rendered).strip() == typed.replace("`", "")
    assert {tag for tag, _ in elements(rendered)} <= {"p", "code"}


@pytest.mark.parametrize(
    "typed",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](&#x6A;avascript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](java&Tab;script:alert(1))",
        "[x](\x01javascript:alert(1))",
        "[x](%6aavascript:alert(1))",
        "[x]( javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](data:image/png;base64,AAAA)",
        "[x](vbscript:msgbox)",
        "[x](file:///etc/passwd)",
        "[x](blob:https://here/x)",
        "[x](view-source:x)",
        "[x](mailto:a@example.org)",
        "[x](//evil.example)",
        "[x](page.html)",
        "[x](../up)",
        "[x](?q=1)",
        "[x](#top)",
        "[x]({filename}/pages/about.md)",
        "[x]({static}/x.js)",
        "[x]()",
        "[x][1]\n\n[1]: javascript:alert(1)",
    ],
)
def test_a_link_to_anywhere_but_the_web_or_this_site_keeps_only_its_words(typed):
    """No scheme that runs something, no address that means another place than it says."""
    rendered = render_entry(typed)

    assert seen(rendered).strip() == "x"
    assert [tag for tag, _ in elements(rendered)] == ["p"]


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("[x](https://example.org/a?b=c&d=e)", "https://example.org/a?b=c&d=e"),
        ("[x](HTTP://EXAMPLE.ORG)", "HTTP://EXAMPLE.ORG"),
        ("[x](https://example.org 'a title')", "https://example.org"),
        ("see https://example.org/x.", "https://example.org/x"),
        ("www.example.org", "http://www.example.org"),
        ("[x](/help-now/)", "/help-now/"),
        ("[x](tel:112)", "tel:112"),
        ("[x](/\\evil.example)", "/%5Cevil.example"),
        ("[x](/&#9;/evil.example)", "/%09/evil.example"),
    ],
)
def test_a_link_to_the_web_or_this_site_stays_and_recommends_nothing(typed, href):
    """Links carry no title, name the page they come from to nobody, and lend no rank."""
    [(tag, attributes)] = [(t, a) for t, a in elements(render_entry(typed)) if t != "p"]

    assert tag == "a"
    assert attributes == {"href": href, "rel": "nofollow noopener noreferrer"}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("![a grey morning](https://evil.example/pixel.gif)", "a grey morning"),
        ("![](https://evil.example/pixel.gif)", ""),
        ("![x\" onerror=\"alert(1)](a.png)", "x\" onerror=\"alert(1)"),
        ("![<script>alert(1)</script>](a.png)", "<script>alert(1)</script>"),
        ("![a](data:image/svg+xml;base64,AAAA)", "a"),
        ("[![a](b.png)](javascript:alert(1))", "a"),
        ("![a][1]\n\n[1]: https://evil.example/x.png 'title'", "a"),
    ],
)  # fmt: skip
def test_an_image_becomes_its_description(typed, text):
    """Nothing is fetched from elsewhere by reading."""
    rendered = render_entry(typed)

    assert seen(rendered).strip() == text
    assert {tag for tag, _ in elements(rendered)} <= {"p"}


@pytest.mark.parametrize(
    "typed",
    [
        "{{ 7 * 7 }}",
        "{{ config.items() }}",
        "{% include 'site.yaml' %}",
        "{# gone? #}",
        "{% raw %}{{ x }}{% endraw %}",
        "{{ site.baseurl | escape }} {% for x in y %}",
        "{filename}/pages/about.md |filename|x {static}/a {attach}b {author}c {index}",
        "Save_as: index.html",
    ],
)
def test_braces_of_template_languages_stay_text(typed):
    """Jinja, Liquid and Pelican's own marks are words like any other, in a page too."""
    page = jinja2.Environment(autoescape=True).from_string("<main>{{ body }}</main>")

    assert typed in seen(page.render(body=render_entry(typed)))


def test_a_poem_keeps_its_lines():
    """What is typed on separate lines stays on separate lines; a blank line parts the verses."""
    poem = "The kettle first,\nthen the window,\nthen me.\n\nIt is enough\nfor today."

    rendered = render_entry(poem)

    assert str(rendered).count("<p>") == 2
    assert str(rendered).count("<br") == 3
    assert plain_text(poem) == poem


def test_markdown_that_writers_use_becomes_its_html():
    """Headings stand below the page's own; lists, quotes, tables and rules are kept."""
    rendered = str(
        render_entry(
            "# One\n\n###### Six\n\n- a\n- b\n\n3. c\n4. d\n\n> quote\n\n*so* **very** ~~not~~"
            "\n\n---\n\n| day | hour |\n|:----|-----:|\n| Monday | 7 |\n"
        )
    )

    for part in (
        "<h3>One</h3>", "<h6>Six</h6>", "<li>b</li>", '<ol start="3">', "<blockquote>",
        "<em>so</em>", "<strong>very</strong>", "<del>not</del>", "<hr>",
        '<th align="left">day</th>', '<td align="right">7</td>',
    ):  # fmt: skip
        assert part in rendered
    assert "<h1" not in rendered
    assert "<h2" not in rendered


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("**It** is [fine](https://example.org) & well", "It is fine & well"),
        ("a < b > c &amp; d &lt;b&gt;", "a < b > c & d <b>"),
        ("- one\n- two", "one\n\ntwo"),
        ("# Head\n\nBody", "Head\n\nBody"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("", ""),
    ],
)
def test_plain_text_has_the_words_without_the_marks(typed, text):
    """Search, feeds and word counts see what a reader sees."""
    assert plain_text(typed) == text


@pytest.mark.parametrize(
    "typed",
    [
        ">" * 20_000 + " a",
        "[" * 20_000 + "a",
        "![" * 20_000 + "a",
        "*a_" * 20_000,
        "<a " * 20_000,
        "`" * 20_000 + "a",
        "- " * 5_000 + "a",
        "| a " * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "| b " * 5_000,
        "https://" * 8_000,
        "a\n" * 20_000,
        "&" * 60_000,
        "\ue000" * 20_000,
        "[a](<b" * 10_000,
    ],
    ids=lambda typed: f"{typed[:6]!r}",
)
def test_endless_marks_are_rendered_in_a_moment(typed):
    """No text within the limit of the form keeps a page, or the service, busy."""
    started = time.monotonic()

    rendered = render_entry(typed[:65_536])

    assert time.monotonic() - started < 5
    assert len(rendered) < 100 * len(typed)


@pytest.mark.parametrize(
    "typed", ["\x00", "a\x00<b>\x00", "\ud800", "\u202e\u2066", "\ufeff", "\r"]
)
def test_odd_characters_do_no_harm(typed):
    """NUL, halves of characters and marks of direction are no reason to fail."""
    assert outside_the_list(render_entry(typed)) == []


PIECES = st.sampled_from(
    ["<", ">", "</", "<!--", "-->", "<script>", "<img src=x onerror=alert(1)>", "<a href=", "'",
     '"', "&lt;", "&#60;", "&quot;", "&colon;", "javascript:", "data:text/html,",
     "https://a.example/", "//b.example", "/c/", "tel:1", "[", "]", "](", ")", "![", "`", "```\n",
     "~~", "*", "_", "#",
     "# ", "> ", "- ", "1. ", "|", "\n|-|-|\n", "\n", "\n\n", "    ", "\\", "\t", " ", "=", "onx=1",
     "\ue000", "%EE%80%80", "\x00", "{{", "}}", "{%", "[^1]", "[1]: ", "<p ", "<svg>", "<math>",
     "<style>", "<textarea>", "</p>", "www.d.example", "a@e.example", "x", "\u2028", "é"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=300))
def test_no_text_ever_makes_a_tag_or_attribute_that_is_not_on_the_list(typed):
    """Whatever is typed, a browser finds only the few elements an entry may have."""
    assert outside_the_list(render_entry(typed)) == []


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=300))
def test_plain_text_of_any_text_is_made(typed):
    """Whatever is typed, its words can be taken for search and feeds, twice the same."""
    assert plain_text(typed) == plain_text(typed)
    assert "\ue000" not in plain_text(typed)
