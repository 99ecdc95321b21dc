"""Whatever is interrupted, and wherever: in the end everything is as if nothing had happened.

Each story is told once without trouble, to count the calls to store and forge. Then it is told
again for every one of these calls: with a kill right before or after it, or with somebody doing
something at that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conversation import Conversation
from tests.bot.interrupted import Interrupted, Killed, Moments, kill
from tests.fakes import FakeForge
from waymark.errors import TransitionRefused
from waymark.forge import Status
from waymark.states import State
from waymark.store import Store
from waymark.vocabulary import Vocabulary

NEVER = 10**6
_LONG = timedelta(hours=1)


def propose(talk: Conversation) -> str:
    return talk.submit()


def revise(talk: Conversation) -> str:
    name = talk.submit()
    talk.work()
    talk.ask(name)
    talk.answer(name, "It rained on the river.")
    return name


def approve(talk: Conversation) -> str:
    name = talk.submit()
    talk.work()
    talk.approve(name)
    return name


def decline(talk: Conversation) -> str:
    name = talk.submit()
    talk.work()
    talk.decline(name)
    return name


def withdraw_in_review(talk: Conversation) -> str:
    name = talk.submit()
    talk.work()
    talk.withdraw(name)
    return name


def withdraw_published(talk: Conversation) -> str:
    name = approve(talk)
    talk.work()
    talk.withdraw(name)
    return name


STORIES = (propose, revise, approve, decline, withdraw_in_review, withdraw_published)
Story = Callable[[Conversation], str]
Begin = Callable[[], Conversation]


@pytest.fixture
def begin(tmp_path: Path, vocabulary: Vocabulary) -> Iterator[Begin]:
    """Begin a conversation of its own each time."""
    stores: list[Store] = []

    def begin_one() -> Conversation:
        folder = tmp_path / str(len(stores))
        stores.append(Store.open(f"sqlite:///{folder / 'store.sqlite3'}"))
        return Conversation(stores[-1], FakeForge(), vocabulary, folder / "site")

    yield begin_one
    for store in stores:
        store.close()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_kill_at_any_call_changes_nothing_in_the_end(begin: Begin, story: Story):
    """Killed before and after every call to store and forge; then work goes on."""
    plain = begin()
    name, calls = _tell(plain, story, Moments(NEVER, kill, before=True))
    expected = _outcome(plain, name)

    for at in range(1, calls + 1):
        for before in (True, False):
            talk = begin()
            name, _ = _tell(talk, story, Moments(at, kill, before=before))
            found = _outcome(talk, name)
            assert found == expected, f"killed {'before' if before else 'after'} call {at}"


@pytest.mark.parametrize("story", STORIES[:3], ids=lambda story: story.__name__)
@pytest.mark.parametrize("killed_later", [0, 1, 2, 3])
def test_taking_back_at_any_moment_leaves_nothing(begin: Begin, story: Story, killed_later):
    """The writer takes it back between any two calls, and a kill may follow soon after."""
    plain = begin()
    _, calls = _tell(plain, story, Moments(NEVER, kill, before=True))

    for at in range(1, calls + 1):
        talk = begin()
        killing = Moments(killed_later or NEVER, kill, before=False)

        # The writer's own request is not what is killed: a copy, with the real store.
        writer = copy(talk)

        def take_back(writer: Conversation = writer) -> None:
            (only,) = writer.store.in_states(*State)
            writer.withdraw(only.id)

        moments = Moments(at, take_back, before=True)
        name, _ = _tell(talk, story, moments, then=killing)
        assert talk.state(name) is State.WITHDRAWN
        assert talk.forge.branches == {}, f"taken back at call {at}"
        assert talk.forge.list_files("submissions") == [], f"taken back at call {at}"
        assert not [path for path in talk.site if path.startswith("stories/")], f"at call {at}"


def test_a_decision_at_any_moment_of_proposing_leaves_no_branch(begin: Begin):
    """Declined between any two calls of a propose job that was slow."""
    plain = begin()
    _, calls = _tell(plain, _propose_late, Moments(NEVER, kill, before=True))

    for at in range(1, calls + 1):
        talk = begin()

        def decline_it(talk: Conversation = talk) -> None:
            (only,) = talk.store.in_states(*State)
            talk.decline(only.id)

        name, _ = _tell(talk, _propose_late, Moments(at, decline_it, before=True))
        assert talk.state(name) is State.DECLINED
        assert talk.forge.look(name).status is Status.ABSENT, f"declined at call {at}"


def test_an_answer_at_any_moment_of_an_older_job_is_what_stands(begin: Begin):
    """An older text that is proposed late does not stay in the proposal."""
    plain = begin()
    _, calls = _tell(plain, _propose_late, Moments(NEVER, kill, before=True))

    for at in range(1, calls + 1):
        talk = begin()

        def answer_it(talk: Conversation = talk) -> None:
            (only,) = talk.store.in_states(*State)
            # The newer job is done at once, by another worker, before the older one goes on.
            with suppress(TransitionRefused):
                talk.ask(only.id)
                talk.answer(only.id, "It rained on the river.")
            while talk.worker().run_once():
                pass

        name, _ = _tell(talk, _propose_late, Moments(at, answer_it, before=True))
        (_, proposal) = talk.forge.branches[f"submission/{name}"]
        assert "river" in proposal.content, f"answered at call {at}"
        assert talk.see(name).revision == talk.forge.look(name).revision


def _propose_late(talk: Conversation) -> str:
    """A revise job of a text that is in review already."""
    name = talk.submit()
    talk.work()
    talk.ask(name)
    talk.answer(name, "It rained on the lake.")
    return name


def _tell(
    talk: Conversation, story: Story, moments: Moments, then: Moments | None = None
) -> tuple[str, int]:
    """Tell a story, then let it be worked on with ``moments``; return the id and the calls."""
    name = story(talk)
    store, forge = talk.store, talk.forge
    later = then or Moments(NEVER, kill, before=True)
    talk.store, talk.forge = (
        Interrupted(Interrupted(real, moments), _After(moments, later)) for real in (store, forge)
    )  # type: ignore[assignment]
    with suppress(Killed):
        talk.work()
    talk.store, talk.forge = store, forge
    talk.now += _LONG
    talk.work()
    return name, moments.count


class _After:
    """Lets ``then`` count only once ``first`` has happened."""

    def __init__(self, first: Moments, then: Moments) -> None:
        self.first = first
        self.then = then

    def around(self, call: Callable[[], Any]) -> Any:
        return call() if self.first.is_armed else self.then.around(call)


def _outcome(talk: Conversation, name: str) -> dict[str, Any]:
    """What can be seen in the end, whatever the id is."""
    seen = talk.see(name)
    return {
        "state": seen.state,
        "revision is right": seen.state.is_final or seen.revision == talk.forge.look(name).revision,
        "branches": len(talk.forge.branches),
        "waiting": talk.forge.list_files("submissions"),
        "site": {path.replace(f"/{name[:2]}/{name}", "/ID"): text.replace(name, "ID")
                 for path, text in talk.site.items()},
        "approved": sum(message.startswith("Approve") for message in talk.forge.log),
        "published": sum(message.startswith("Publish") for message in talk.forge.log),
        "sequence": seen.sequence,
        "decisions": [decision.action for decision in talk.store.decisions(name)],
        "jobs": talk.store.open_jobs(),
    }  # fmt: skip
