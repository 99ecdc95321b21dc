"""How far a proposal came on a forge is known after a kill."""

from __future__ import annotations

from waymark.store import Step, Store

FIRST = Step("k7f3q9", "branch", blob="b" * 40)


def test_the_first_to_begin_is_the_only_one(store: Store):
    """Two workers never both believe that nothing was done yet."""
    assert store.begin_steps(FIRST)
    assert not store.begin_steps(Step("k7f3q9", "file"))

    assert store.step("k7f3q9") == FIRST


def test_the_newest_step_stands_and_can_be_forgotten(store: Store):
    assert store.step("k7f3q9") is None
    store.keep_step(FIRST)
    newer = Step("k7f3q9", "open", True, "b" * 40, "c" * 40, 7, "d" * 64)
    store.keep_step(newer)

    assert store.step("k7f3q9") == newer
    assert store.step("other") is None

    store.forget_steps("k7f3q9")
    assert store.step("k7f3q9") is None
