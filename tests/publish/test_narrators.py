"""Nothing is told of a writer that fewer than k share; the entry itself stays."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from tests.a_community import REAL
from tests.publish.graphs import made_up_entries
from tests.publish.samples import an_entry
from waymark.community import load_community
from waymark.publish.linking import link
from waymark.publish.narrators import tell_of_narrators, with_value

VOCABULARY = load_community(REAL).vocabulary
K = 5


def told(narrators, k=K):
    """Return what is told of each of these writers."""
    entries = [an_entry(f"e{i}", narrator=narrator) for i, narrator in enumerate(narrators)]
    pages = link(entries, VOCABULARY)
    tell_of_narrators(pages, k)
    return [dict(page.narrator) for page in pages]


@pytest.mark.parametrize(
    ("narrators", "first"),
    [
        ([{"age_band": "25-39"}] * 4, {}),
        ([{"age_band": "25-39"}] * 5, {"age_band": "25-39"}),
        (
            [{"age_band": "25-39", "region": "africa"}] + [{"age_band": "25-39"}] * 4,
            {"age_band": "25-39"},
        ),
        (
            [{"age_band": "25-39", "region": "africa"}]
            + [{"age_band": "25-39"}] * 4
            + [{"region": "africa"}] * 4,
            {"age_band": "25-39"},  # each is shared by five, the pair by one
        ),
        ([{"region": "asia", "type": "past"}] * 5, {"narrator_type": "past", "region": "asia"}),
        ([{"gender": "in words of one's own"}] * 9, {}),
        ([None] * 9, {}),
    ],
)  # fmt: skip
def test_a_value_or_a_pair_is_told_only_when_enough_share_it(narrators, first):
    assert told(narrators)[0] == first


def test_no_combination_on_a_large_site_is_told_of_fewer_than_k():
    pages = link(made_up_entries(VOCABULARY, 400, 11), VOCABULARY)
    tell_of_narrators(pages, K)
    seen = Counter(
        (page.entry.lang, some)
        for page in pages
        for size in (1, 2, 3)
        for some in combinations(page.narrator, size)
    )
    assert seen
    assert min(seen.values()) >= K


def test_a_value_has_a_page_only_when_enough_tell_it():
    pages = link(made_up_entries(VOCABULARY, 120, 12), VOCABULARY)
    tell_of_narrators(pages, K)
    for facet in ("narrator_type", "age_band", "region"):
        for members in with_value(pages, facet, K).values():
            assert len(members) >= K
    assert with_value(pages, "age_band", 1000) == {}
