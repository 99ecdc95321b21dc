"""The list that lets search mend and understand: small, in order, and only what is indexed."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from waymark.errors import BuildFailed
from waymark.publish import word_list as module
from waymark.publish.word_list import word_list, write_word_lists
from waymark.synonyms import Synonym

SAYING = Synonym(say=("Can’t get up",), words=("rising",), topics=("mornings",))


def unpacked(packed: str) -> list[str]:
    """Read a list as `search-words.js` does."""
    words, before = [], ""
    for shared, rest in re.findall(r"(\d)(\D*)", packed):
        before = before[: int(shared)] + rest
        words.append(before)
    return words


def pages(*texts: str) -> list[set[str]]:
    return [set(text.split()) for text in texts]


def a_bundle(folder, **texts):
    """Return a folder with what is read of Pagefind's index: one page for each language."""
    (folder / "fragment").mkdir()
    for lang, text in texts.items():
        packed = gzip.compress(b"pagefind_dcd" + json.dumps({"content": text}).encode())
        (folder / "fragment" / f"{lang}_ab12.pf_fragment").write_bytes(packed)
    languages = {lang: {"hash": f"{lang}_index"} for lang in texts}
    (folder / "pagefind-entry.json").write_text(json.dumps({"languages": languages}))
    return folder


def test_words_are_told_apart_by_how_often_they_are_used_and_come_back_whole():
    some = pages("the sleep slow", "the sleep", "the sleep a1", "the", "the", "slower the")

    made = word_list([*some, *pages("", "", "", "")], [])

    assert made["common"] == ["the"]
    assert unpacked(made["often"]) == ["sleep"]
    assert unpacked(made["seldom"]) == ["slow", "slower"]
    assert made["whole"] is True


def test_of_a_great_many_words_the_rarest_are_left_out_and_that_is_said(monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)

    made = word_list(pages("alder birch cedar", "birch cedar", "cedar", *[""] * 6), [])

    assert unpacked(made["often"]) + unpacked(made["seldom"]) == ["cedar", "birch"]
    assert made["whole"] is False


def test_sayings_are_plain_and_keep_where_they_lead():
    made = word_list([], [SAYING])

    assert made["synonyms"] == [[["cant get up"], ("rising",), ("mornings",)]]


def test_each_language_has_a_list_of_its_own_words_and_the_name_of_its_index(tmp_path):
    write_word_lists(a_bundle(tmp_path, en="Élan vital", nl="Slaap, slaap"), {"en": [SAYING]})

    english = json.loads((tmp_path / "words.en.json").read_text())
    dutch = json.loads((tmp_path / "words.nl.json").read_text())
    assert unpacked(english["seldom"]) == ["elan", "vital"]
    assert unpacked(dutch["seldom"]) == ["slaap"]
    assert (english["index"], dutch["index"]) == ("en_index", "nl_index")
    assert english["synonyms"]
    assert not dutch["synonyms"]


def test_an_index_that_cannot_be_read_stops_the_build_in_one_line(tmp_path):
    bundle = a_bundle(tmp_path, en="Words")
    (bundle / "fragment" / "en_zz.pf_fragment").write_bytes(b"not packed at all")

    with pytest.raises(BuildFailed, match=r"could not be read\..*runtime\.txt"):
        write_word_lists(bundle, {})
