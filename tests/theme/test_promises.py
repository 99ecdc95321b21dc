"""The tests of the theme see what they are there to see."""

from __future__ import annotations

import pytest

from tests.theme.promises import broken_promises
from tests.theme.reading import read_part


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ('<p style="color:red">a</p>', "inline style on <p>"),
        ('<p onclick="x()">a</p>', "inline onclick on <p>"),
        ("<script>x()</script>", "inline <script>"),
        ("<div><style>p{}</style></div>", "inline <style>"),
        ('<img src="https://elsewhere.example/a.png" alt="">', "<img> loads https://elsewhere"),
        ('<p id="a">a</p><p id="a">b</p>', "id a stands here twice"),
        ('<a href="#gone">a</a>', "#gone leads nowhere"),
        ('<p aria-describedby="gone">a</p>', "nothing has the id gone"),
        ('<textarea name="text"></textarea>', "<textarea name=text> has no label"),
        ('<a href="/x/"> </a>', "<a> says nothing"),
    ],
)
def test_a_broken_promise_is_seen(html, problem):
    assert [line[: len(problem)] for line in broken_promises(read_part(html))] == [problem]


def test_good_markup_has_nothing_to_say():
    html = '<form><label>Text <input name="a"></label><input type="hidden" name="b"></form>'
    assert list(broken_promises(read_part(html))) == []
