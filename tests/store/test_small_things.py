"""Sign-in links and proofs of work count once; notes stay."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.store.samples import MINUTE, NOON


def test_a_sign_in_link_works_once(store):
    store.add_sign_in("hash", "Robin", NOON + 15 * MINUTE, NOON)

    assert store.use_sign_in("hash", NOON + MINUTE) == "Robin"
    assert store.use_sign_in("hash", NOON + MINUTE) is None


@pytest.mark.parametrize(
    ("token", "minutes", "who"),
    [
        ("hash", 14, "Robin"),
        ("hash", 15, None),
        ("hash", 60, None),
        ("other", 1, None),
        ("", 1, None),
    ],
)
def test_a_sign_in_link_is_exact_and_ends(store, token, minutes, who):
    store.add_sign_in("hash", "Robin", NOON + 15 * MINUTE, NOON)

    assert store.use_sign_in(token, NOON + minutes * MINUTE) == who


def test_of_many_uses_at_once_one_signs_in(open_store):
    stores = [open_store(), open_store()]
    stores[0].add_sign_in("hash", "Robin", NOON + MINUTE, NOON)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: stores[n % 2].use_sign_in("hash", NOON), range(16)))

    assert sorted(filter(None, answers)) == ["Robin"]


def test_a_new_link_sweeps_those_that_ended_and_no_others(store):
    store.add_sign_in("old", "Robin", NOON + MINUTE, NOON)
    store.add_sign_in("new", "Sam", NOON + 5 * MINUTE, NOON)
    store.add_sign_in("newest", "Kim", NOON + 9 * MINUTE, NOON + 2 * MINUTE)

    assert store.use_sign_in("old", NOON) is None
    assert store.use_sign_in("new", NOON + 3 * MINUTE) == "Sam"


def test_a_proof_of_work_is_spent_once(store):
    assert store.spend("sum", NOON + MINUTE, NOON) is True
    assert store.spend("sum", NOON + MINUTE, NOON) is False
    assert store.spend("other", NOON + MINUTE, NOON) is True


def test_spent_proofs_are_remembered_until_they_end(store):
    store.spend("sum", NOON + MINUTE, NOON)

    assert store.spend("sum", NOON + MINUTE, NOON + MINUTE) is False
    assert store.spend("sum", NOON + 9 * MINUTE, NOON + MINUTE + timedelta(seconds=1)) is True


def test_of_many_who_spend_the_same_at_once_one_succeeds(open_store):
    stores = [open_store(), open_store()]

    with ThreadPoolExecutor(8) as threads:
        spent = list(
            threads.map(lambda n: stores[n % 2].spend("sum", NOON + MINUTE, NOON), range(24))
        )

    assert spent.count(True) == 1


def test_a_note_is_kept_changed_and_forgotten(store, open_store):
    assert store.read_note("last publish") is None

    store.note("last publish", "yesterday")
    store.note("last publish", "today: é 字")
    assert open_store().read_note("last publish") == "today: é 字"

    store.forget_note("last publish")
    store.forget_note("last publish")
    assert store.read_note("last publish") is None


def test_a_note_written_many_times_at_once_is_one_of_them(open_store):
    stores = [open_store(), open_store()]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: stores[n % 2].note("key", str(n)), range(24)))

    assert stores[0].read_note("key") in {str(number) for number in range(24)}
