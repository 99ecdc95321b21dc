"""One submission, one pull request, whatever happens on the way."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.forge.github.rough import STEPS, TROUBLES, RoughWay
from tests.forge.github.server import Fault

AS_IT_SHOULD_BE = {"duplicates": 0, "orphans": 0, "lost": 0}
NEVER_COMES = {Fault.SILENCE_BEFORE, Fault.SILENCE_AFTER}
QUICK = [trouble for trouble in TROUBLES if trouble not in NEVER_COMES]


def test_an_open_pull_request_costs_four_calls(way: RoughWay):
    """Is it private, branch, file, pull request; labels and check on top. Main is known."""
    ids = [way.submit(number, f"It rained on day {number}.") for number in range(3)]
    way.work()

    sent = [f"{request.verb} {request.path}" for request, _ in way.server.log[2:]]
    home = "/repos/peers/review"
    for number, name in enumerate(ids, start=1):
        commit = way.store.get(name).revision
        assert sent[6 * (number - 1) : 6 * number] == [
            f"GET {home}",
            f"POST {home}/git/refs",
            f"PUT {home}/contents/submissions/stories/{name[:2]}/{name}.md",
            f"POST {home}/pulls",
            f"POST {home}/issues/{number}/labels",
            f"POST {home}/statuses/{commit}",
        ]
    assert len(sent) == 6 * len(ids)
    assert way.differences(ids) == {"submissions": 3, "pull requests": 3, **AS_IT_SHOULD_BE}


@pytest.mark.parametrize("trouble", QUICK)
@pytest.mark.parametrize("step", STEPS)
def test_a_trouble_at_any_step_changes_nothing_in_the_end(way: RoughWay, step, trouble):
    """It is proposed once, and once more for a job that was delivered twice."""
    left = [trouble]

    def plan(_submission: str, at: str) -> str | None:
        return left.pop() if left and at == step else None

    way.plan = plan
    name = way.submit(1, "It rained.")
    way.work()
    way.propose_again(name)
    way.work()

    assert left == []
    assert way.differences([name]) == {"submissions": 1, "pull requests": 1, **AS_IT_SHOULD_BE}


@pytest.mark.parametrize("trouble", sorted(NEVER_COMES))
def test_an_answer_that_never_comes_is_not_waited_for_long(way: RoughWay, trouble):
    """Whether the work was done or not is found out at the next try."""
    left = [trouble]
    way.plan = lambda _submission, at: left.pop() if left and at == "pull request" else None
    name = way.submit(1, "It rained.")
    way.work()

    assert left == []
    assert way.differences([name]) == {"submissions": 1, "pull requests": 1, **AS_IT_SHOULD_BE}


CALAMITIES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([*STEPS]), st.sampled_from(QUICK)), max_size=8
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(CALAMITIES, st.lists(st.integers(0, 2), max_size=4))
def test_any_interleaving_ends_with_one_pull_request_and_the_same_on_both_sides(
    calamities, delivered_again
):
    """Any faults at any steps of any of three submissions, events twice, and two workers."""
    with tempfile.TemporaryDirectory() as folder:
        way = RoughWay(Path(folder))
        try:
            ids = [way.submit(number, f"It rained on day {number}.") for number in range(3)]
            left = [(ids[number], step, trouble) for number, step, trouble in calamities]

            def plan(submission_id: str, step: str) -> str | None:
                for one in left:
                    if one[:2] == (submission_id, step):
                        left.remove(one)
                        return one[2]
                return None

            way.plan = plan
            for number in delivered_again[:2]:
                way.propose_again(ids[number])
            way.work()
            for number in delivered_again[2:]:
                way.propose_again(ids[number])
            way.work()

            assert way.differences(ids) == {
                "submissions": 3, "pull requests": 3, **AS_IT_SHOULD_BE,
            }  # fmt: skip
        finally:
            way.close()
