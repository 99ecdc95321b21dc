"""Reading what a site is built from: all roots, in order, and the first broken file by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publish.samples import a_notice, an_entry
from waymark.entry import dump
from waymark.errors import BadEntry
from waymark.notices import dump_notice
from waymark.publish.sources import read_sources
from waymark.settings import ROOT
from waymark.vocabulary import load_vocabulary


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary(ROOT / "community" / "vocabulary.yaml", "vocabulary.yaml")


def put(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_all_roots_are_read_in_the_order_of_publication(tmp_path, vocabulary):
    """By number, then by id; where a file lies does not matter."""
    own, published = tmp_path / "content", tmp_path / "published"
    put(own, "stories/zz.md", dump(an_entry("zz", sequence=2)))
    put(published, "stories/aa/aa.md", dump(an_entry("aa", sequence=3)))
    put(published, "stories/ab/ab.md", dump(an_entry("ab", sequence=2)))
    put(published, "notices/k7/k7f3q9.yaml", dump_notice(a_notice()))

    sources = read_sources([own, published], vocabulary)

    assert [entry.id for entry in sources.entries] == ["ab", "zz", "aa"]
    assert [notice.id for notice in sources.notices] == ["k7f3q9"]


def test_a_root_that_is_not_there_is_empty(tmp_path, vocabulary):
    assert read_sources([tmp_path / "nowhere"], vocabulary).entries == ()


@pytest.mark.parametrize(
    ("name", "entry", "words"),
    [
        ("stories/other.md", an_entry(), "id and the file name differ"),
        ("strategies/k7f3q9.md", an_entry(), "story does not belong in this folder"),
    ],
)
def test_a_file_in_the_wrong_place_is_named(tmp_path, vocabulary, name, entry, words):
    put(tmp_path / "content", name, dump(entry))

    with pytest.raises(BadEntry, match=words) as caught:
        read_sources([tmp_path / "content"], vocabulary)

    assert caught.value.where == f"content/{name}"
    assert caught.value.remedy


def test_a_file_that_is_not_text_is_named(tmp_path, vocabulary):
    path = put(tmp_path / "content", "stories/k7f3q9.md", "")
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BadEntry, match="UTF-8") as caught:
        read_sources([tmp_path / "content"], vocabulary)

    assert caught.value.where == "content/stories/k7f3q9.md"


def test_a_link_to_a_file_outside_is_never_followed(tmp_path, vocabulary):
    """Otherwise a proposal could bring any file of the machine onto the site."""
    outside = put(tmp_path, "outside.md", dump(an_entry()))
    (tmp_path / "content" / "stories").mkdir(parents=True)
    (tmp_path / "content" / "stories" / "k7f3q9.md").symlink_to(outside)

    with pytest.raises(BadEntry, match="link to another file"):
        read_sources([tmp_path / "content"], vocabulary)
