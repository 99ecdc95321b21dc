"""The notice in the place of a withdrawn entry: small, exact, and silent about what it held."""

from __future__ import annotations

import pytest

from waymark.errors import BadEntry
from waymark.notices import Notice, dump_notice, notice_path, parse_notice

NOTICE = Notice(id="k7f3q9", was="story", lang="nl", withdrawn="2026-11")
SOURCE = "content/notices/k7/k7f3q9.yaml"


@pytest.mark.parametrize(
    "notice",
    [
        NOTICE,
        Notice(id="12", was="strategy", lang="en", withdrawn="2026-01"),
        Notice(id="no", was="response", lang="en", withdrawn="2099-12"),
        Notice(id="1e5", was="story", lang="en", withdrawn="2026-11"),
        Notice(id="0x1f", was="story", lang="en", withdrawn="2026-11"),
    ],
)
def test_a_notice_comes_back_from_its_file_as_it_was(notice):
    """Also with ids that YAML would take for a number or a truth."""
    assert parse_notice(dump_notice(notice), SOURCE) == notice


def test_a_notice_stands_where_the_entry_was():
    """Address and file come from kind and id alone."""
    assert NOTICE.url == "/stories/k7f3q9/"
    assert notice_path(NOTICE) == SOURCE


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "no `id`"),
        ("id: k7f3q9\nwas: story\nlang: nl\n", 1, "no `withdrawn`"),
        ("id: k7f3q9\nwas: story\nlang: nl\nwithdrawn: 2026-11\ntitle: x", 5, "has a key `title`"),
        ("id: k7f3q9\nwas: story\nlang: nl\nwithdrawn: 2026-11\nSave_as: x", 5, "`Save_as`"),
        ("id: k7f3q9\nid: k7f3q9", 2, "twice"),
        ("id: ../x\nwas: story\nlang: nl\nwithdrawn: 2026-11", 1, "`id`"),
        ("id: k7f3q9\nwas: poem\nlang: nl\nwithdrawn: 2026-11", 2, "`was`"),
        ("id: k7f3q9\nwas: story\nlang: ../x\nwithdrawn: 2026-11", 3, "`lang`"),
        ("id: k7f3q9\nwas: story\nlang: nl\nwithdrawn: 2026-11-24", 4, "`withdrawn`"),
        ("id: k7f3q9\nwas: [story]\nlang: nl\nwithdrawn: 2026-11", 2, "should be text"),
        ("- id", 1, "should be"),
    ],
)
def test_a_broken_notice_is_refused_with_file_line_and_remedy(text, line, words):
    """The build stops before writing and says where."""
    with pytest.raises(BadEntry, match=words) as caught:
        parse_notice(text, SOURCE)

    assert caught.value.where == f"{SOURCE}:{line}"
    assert caught.value.remedy
