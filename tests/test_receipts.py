"""Receipts: seven words that only their writer has."""

from __future__ import annotations

import re

import pytest

from waymark.receipts import LIST_LENGTH, WORDS, hash_of, normalise, word_list, words_from

SECRET = b"s" * 32
WITH_A_DASH = ["drop-down", "felt-tip", "t-shirt", "yo-yo"]


def test_the_list_is_the_long_one_of_the_eff():
    """7,776 words of three to nine letters, each once; four hold a dash."""
    words = word_list()

    assert len(words) == len(set(words)) == LIST_LENGTH == 6**5
    assert (words[0], words[-1]) == ("abacus", "zoom")
    assert [word for word in words if not word.isalpha()] == WITH_A_DASH
    assert all(re.fullmatch(r"[a-z-]{3,9}", word) for word in words)


def test_a_receipt_is_seven_words_of_the_list():
    receipt = words_from(SECRET, "key")

    assert len(receipt.split(" ")) == WORDS == 7
    assert set(receipt.split(" ")) <= set(word_list())


def test_the_same_key_gives_the_same_receipt_and_any_other_a_different_one():
    """A form that is sent twice shows one receipt; another secret knows nothing of it."""
    receipts = [words_from(SECRET, str(number)) for number in range(500)]

    assert receipts == [words_from(SECRET, str(number)) for number in range(500)]
    assert len(set(receipts)) == 500
    assert words_from(b"t" * 32, "1") != receipts[1]
    assert words_from(SECRET, "1 ") != receipts[1]


def test_receipts_already_given_stay_good():
    """The words of one key, written down: a change here would lose every receipt out there."""
    assert (
        words_from(SECRET, "written down")
        == "sloping luminance vitality exclusive chaplain roundish climatic"
    )
    assert hash_of("abacus zoom") == (
        "7535e312b385721b653891a430c4fca886cda68be031b05fa24cf34ff84fa3a2"
    )


def test_every_word_is_as_likely_in_every_place():
    """Chi-square over 3,000 receipts, in 36 classes for each place; the bound is p < 1e-6."""
    place_of = {word: number for number, word in enumerate(word_list())}
    counts = [[0] * 36 for _ in range(WORDS)]
    for number in range(3000):
        for place, word in enumerate(words_from(SECRET, f"k{number}").split(" ")):
            counts[place][place_of[word] * 36 // LIST_LENGTH] += 1

    expected = 3000 / 36
    for place in counts:
        assert sum((count - expected) ** 2 / expected for count in place) < 92


TIDY = "drop down abacus zoom yo yo felt tip unvented radar"


@pytest.mark.parametrize(
    "typed",
    [
        "drop-down abacus zoom yo-yo felt-tip unvented radar",
        "DROP-DOWN Abacus ZOOM Yo-Yo Felt-Tip unvented radar",
        "  drop-down,abacus, zoom ,yo-yo;felt-tip. unvented  radar.  ",
        "drop-down\nabacus\r\nzoom\tyo-yo\u00a0felt-tip\u2003unvented radar",
        "drop-down-abacus-zoom-yo-yo-felt-tip-unvented-radar",
        "drop down abacus zoom yo yo felt tip unvented radar",
        "drop\u2011down \u2013 abacus \u2014 zoom yo\u2010yo felt\u2212tip unvented radar",
        "1. drop-down 2. abacus 3. zoom 4. yo-yo 5. felt-tip 6. unvented 7. radar",
        "“drop-down abacus zoom yo-yo felt-tip unvented radar”",
        "ｄｒｏｐ-ｄｏｗｎ abacus zoom yo-yo felt-tip unvented radar",
        "drop-down/abacus/zoom/yo-yo/felt-tip/unvented/radar",
    ],
)
def test_a_receipt_is_known_however_it_is_typed(typed):
    """Capitals, commas, line breaks, numbers and every kind of dash do no harm."""
    assert normalise(typed) == TIDY
    assert hash_of(typed) == hash_of(TIDY)


@pytest.mark.parametrize("typed", ["", " ", "-,-", "123", "字 é", "\u0000", "😀" * 5000])
def test_what_holds_no_words_is_empty_and_harmless(typed):
    assert normalise(typed).strip("e") == ""
    assert len(hash_of(typed)) == 64


@pytest.mark.parametrize(
    "other",
    [
        "drop down abacus zoom yo yo felt tip unvented",
        "drop down abacus zoom yo yo felt tip radar unvented",
        "drop down abacus zoom yo yo felt tip unvented radars",
        "dropdown abacus zoom yo yo felt tip unvented radar",
        TIDY + " radar",
    ],
)
def test_other_words_or_another_order_are_another_receipt(other):
    assert hash_of(other) != hash_of(TIDY)


def test_every_receipt_survives_its_own_tidying():
    """No two receipts become one: the words with a dash stay apart from all others."""
    receipts = [words_from(SECRET, str(number)) for number in range(2000)]
    tidy = [normalise(receipt) for receipt in receipts]

    assert [normalise(receipt) for receipt in tidy] == tidy
    assert len(set(tidy)) == 2000
    assert all(
        t.replace(" ", "") == r.replace("-", "").replace(" ", "")
        for t, r in zip(tidy, receipts, strict=True)
    )


def test_an_endless_text_costs_no_time():
    assert len(normalise("abacus " * 100_000)) <= 500


def test_the_hash_says_nothing_of_the_words():
    receipt = words_from(SECRET, "key")

    assert re.fullmatch(r"[0-9a-f]{64}", hash_of(receipt))
    assert hash_of(receipt) == hash_of(receipt.upper())
