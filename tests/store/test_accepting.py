"""What is accepted is kept whole, once, with its first job."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest

from tests.store.samples import LEASE, MINUTE, NOON, a_story
from waymark.errors import StoreUnavailable
from waymark.states import State


def test_a_submission_comes_back_as_it_was_given(store):
    """Text, choices and findings survive the way through the database unchanged."""
    new = a_story(fields={"text": "a\r\nb\tc  \u2028 é 字 \u0000 '\";--", "steps": ["1", "2"]})

    accepted, is_new = store.accept(new, NOON)
    kept = store.get(accepted.id)

    assert is_new
    assert kept == accepted
    assert kept.fields == new.fields
    assert kept.findings == new.findings
    assert {name: getattr(kept, name) for name in vars(new)} == vars(new)
    assert (kept.state, kept.received_at, kept.changed_at) == (State.RECEIVED, NOON, NOON)


def test_it_is_found_by_its_receipt_and_by_nothing_else(store):
    accepted, _ = store.accept(a_story(1), NOON)
    store.accept(a_story(2), NOON)

    assert store.find_by_receipt("receipt-1") == accepted
    assert store.find_by_receipt("receipt-3") is None
    assert store.find_by_receipt("") is None
    assert store.get("receipt-1") is None


def test_the_store_chooses_an_id_that_spells_nothing(store):
    ids = {store.accept(a_story(number), NOON)[0].id for number in range(20)}

    assert len(ids) == 20
    assert all(re.fullmatch(r"[bcdfghjkmnpqrstvwxz23456789]{10}", name) for name in ids)


def test_a_submission_and_its_first_job_arrive_together(store):
    accepted, _ = store.accept(a_story(), NOON)

    job = store.claim("w", NOON, LEASE)

    assert (job.kind, job.submission_id, job.attempts) == ("propose", accepted.id, 1)
    assert store.claim("w", NOON, LEASE) is None


def test_the_same_form_sent_again_is_the_first_submission(store):
    """A double click, a reload, a retry: one submission, one job, the first text."""
    first, _ = store.accept(a_story(1), NOON)

    again, is_new = store.accept(a_story(1, fields={"text": "other"}), NOON + MINUTE)

    assert (again, is_new) == (first, False)
    assert len(store.open_jobs()) == 1


def test_the_same_form_sent_many_times_at_once_is_one_submission(open_store):
    """Two servers, eight threads, one form."""
    stores = [open_store(), open_store()]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: stores[n % 2].accept(a_story(), NOON), range(24)))

    assert len({submission.id for submission, _ in answers}) == 1
    assert sum(is_new for _, is_new in answers) == 1
    assert len(stores[0].open_jobs()) == 1


def test_many_forms_at_once_are_all_kept(open_store):
    stores = [open_store(), open_store()]

    with ThreadPoolExecutor(8) as threads:
        kept = threads.map(lambda n: stores[n % 2].accept(a_story(n), NOON)[0].id, range(60))

    assert {s.id for s in stores[0].in_states(State.RECEIVED)} == set(kept)
    assert len(stores[0].open_jobs()) == 60


def test_a_receipt_that_another_form_has_is_not_called_received(store):
    """It cannot happen by chance; if it did, two people would share one receipt."""
    store.accept(a_story(1), NOON)

    with pytest.raises(StoreUnavailable):
        store.accept(a_story(2, receipt_hash="receipt-1"), NOON)

    assert len(store.in_states(*State)) == len(store.open_jobs()) == 1


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2))),
        datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
    ],
)
def test_times_come_back_as_the_same_moment_in_utc(store, moment):
    accepted, _ = store.accept(a_story(), moment)

    kept = store.get(accepted.id)

    assert kept.received_at == moment
    assert kept.received_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(store):
    with pytest.raises(StoreUnavailable):
        store.accept(a_story(), datetime(2026, 11, 24))  # noqa: DTZ001

    assert store.in_states(*State) == []


def test_read_only_mappings_are_taken_too(store):
    new = a_story(fields=MappingProxyType({"text": "x"}), findings=(MappingProxyType({"a": 1}),))

    accepted, _ = store.accept(new, NOON)

    assert accepted.fields == {"text": "x"}
    assert accepted.findings == ({"a": 1},)
