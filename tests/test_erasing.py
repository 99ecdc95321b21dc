"""Words go when their days are over, from everywhere; everything else goes on as it was."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.a_community import REAL
from tests.bot.conversation import LEASE, Conversation
from tests.fakes import FakeForge
from tests.git import objects_with
from waymark.bot import Bot
from waymark.community import load_community
from waymark.erasing import Eraser, begin_sweeping, forget
from waymark.errors import ForgeUnavailable, TransitionRefused
from waymark.forge.local import LocalForge
from waymark.moderation import mark_of
from waymark.privacy import AllowList
from waymark.states import State
from waymark.store import Decision, NewJob, Store
from waymark.worker import Worker

COMMUNITY = load_community(REAL)
CANARY = "canaryphrase"
DAY = timedelta(days=1)


class House(Conversation):
    """A conversation in which the worker also erases; the sweep of tomorrow stays open."""

    def worker(self) -> Worker:
        bot = Bot(self.store, self.forge, AllowList())
        eraser = Eraser(self.store, self.forge, COMMUNITY.keeping, COMMUNITY.policy)
        handlers = {**bot.handlers(), "publish": self.publish, "erase": eraser.handle}
        return Worker(self.store, handlers, clock=lambda: self.now, lease=LEASE)

    def work(self) -> None:
        worker = self.worker()
        for _ in range(60):
            while worker.run_once():
                pass
            if not [job for job in self.store.open_jobs() if job.next_at < self.now + DAY / 2]:
                return
            self.now += LEASE * 2
        raise AssertionError(f"still not done: {self.store.open_jobs()}")

    def sweep(self, after: timedelta) -> None:
        self.now += after
        begin_sweeping(self.store, self.now)
        self.work()

    def published(self, text: str = f"It rained. {CANARY}.") -> str:
        name = self.submit(text=text)
        self.work()
        self.approve(name)
        self.work()
        assert self.state(name) is State.PUBLISHED
        return name

    def take_back(self, name: str) -> None:
        """As the receipt does it."""
        self._change(name, State.PUBLISHED, State.WITHDRAWN, "withdraw",
                     NewJob("withdraw", name), NewJob("erase"))  # fmt: skip


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def house(store, tmp_path) -> House:
    return House(store, LocalForge(tmp_path / "forge.git"), COMMUNITY.vocabulary, tmp_path / "site")


def is_erased(house: House, name: str) -> bool:
    found = house.see(name)
    gone = found.fields == {"text": ""}
    assert gone == (found.erased_at is not None)
    return gone


def test_the_raw_text_of_a_page_goes_after_its_days_and_the_page_stays(house):
    name = house.published()
    house.sweep(29 * DAY)
    assert not is_erased(house, name)
    house.sweep(DAY)

    assert is_erased(house, name)
    assert any(CANARY in text for text in house.site.values())
    house.take_back(name)
    house.work()
    assert not any(CANARY in text for text in house.site.values())
    assert objects_with(house.forge.folder, CANARY) == []
    assert is_erased(house, name)


@pytest.mark.parametrize(("rule", "days"), [("L2", 30), ("C1", 14), ("S8", 14)])
def test_declined_and_escalated_texts_go_by_their_own_days(house, rule, days):
    name = house.submit(text=CANARY)
    house.work()
    house.store.change(
        name, expected=State.IN_REVIEW, after=State.DECLINED, now=house.now,
        decision=Decision(name, "decline", "Noor", house.now, rules=(rule,), message=CANARY),
        jobs=[NewJob("close", name)],
    )  # fmt: skip
    house.sweep((days - 1) * DAY)
    assert not is_erased(house, name)
    house.sweep(DAY)
    assert is_erased(house, name)
    assert objects_with(house.forge.folder, CANARY) == []


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.ASKED, State.APPROVED])
def test_what_is_not_decided_is_kept_however_long_it_takes(house, state):
    name = house.submit(text=CANARY)
    house.work()
    if state is State.ASKED:
        house.ask(name)
    elif state is State.APPROVED:
        house.store.change(name, expected=State.IN_REVIEW, after=State.APPROVED, now=house.now)
    house.sweep(1000 * DAY)
    assert house.see(name).fields["text"] == CANARY


def test_a_sweep_comes_every_day_by_itself(house):
    name = house.published()
    begin_sweeping(house.store, house.now)
    for _ in range(32):
        house.work()
        house.now += DAY
    assert is_erased(house, name)
    assert len([job for job in house.store.open_jobs() if job.kind == "erase"]) == 1


def test_a_page_is_taken_down_before_its_words_count_as_erased(house, monkeypatch):
    """While the site cannot be built, the receipt's text is not said to be gone."""
    name = house.published()
    house.take_back(name)

    def broken(*_: object) -> None:
        raise ForgeUnavailable("The disk is full.")

    monkeypatch.setattr(house, "publish", broken)
    worker = house.worker()
    for _ in range(20):
        worker.run_once()
    assert house.see(name).erased_at is None
    monkeypatch.undo()
    house.work()
    assert is_erased(house, name)


def test_an_approval_under_way_holds_while_another_text_is_erased(house):
    """It is bound to a revision that erasing moves; the merge follows it."""
    gone = house.published()
    waiting = house.submit(text="Another winter.", title="Rain")
    house.work()
    seen = house.see(waiting)
    before = seen.revision
    house.take_back(gone)
    merge = NewJob("merge", waiting, {"revision": before}, not_before=house.now + LEASE)
    house._change(waiting, State.IN_REVIEW, State.APPROVED, "approve", merge, mark=mark_of(seen))
    house.work()

    assert house.see(waiting).revision != before, "the history it stood on was rewritten"
    assert house.state(waiting) is State.PUBLISHED
    assert "back-to-review" not in [d.action for d in house.store.decisions(waiting)]
    assert objects_with(house.forge.folder, CANARY) == []


@pytest.mark.parametrize("state", [s for s in State if s is not State.WAITING])
def test_an_operator_can_have_everything_forgotten_wherever_it_is(house, state):
    name = house.submit(text=CANARY)
    if state is not State.RECEIVED:
        house.work()
    if state in (State.ASKED,):
        house.ask(name)
    elif state is State.DECLINED:
        house.decline(name)
    elif state is State.APPROVED:
        house.store.change(name, expected=State.IN_REVIEW, after=State.APPROVED, now=house.now)
    elif state is State.PUBLISHED:
        house.approve(name)
        house.work()
    elif state is State.WITHDRAWN:
        house.withdraw(name)
    assert house.state(name) is state

    forget(house.store, name, "operator", house.now)
    forget(house.store, name, "operator", house.now)
    house.work()

    assert is_erased(house, name)
    assert house.state(name) is State.WITHDRAWN
    assert objects_with(house.forge.folder, CANARY) == []
    assert not any(CANARY in text for text in house.site.values())
    log = [decision.action for decision in house.store.decisions(name)]
    assert log.count("erase") == 1
    assert log.count("forget") == (0 if state is State.WITHDRAWN else 1)


def test_an_id_that_nobody_has_is_said_to_be_so(house):
    with pytest.raises(TransitionRefused, match="no submission with this id"):
        forget(house.store, "nosuch", "operator", house.now)


def test_a_kill_in_the_middle_is_made_good_by_the_next_run(store):
    """At every call of store and forge; in the end nothing is left, and it is said once."""

    class Killed(BaseException):
        pass

    class Dying:
        def __init__(self, real: object, left: list[int]) -> None:
            self._real, self._left = real, left

        def __getattr__(self, name: str):
            found = getattr(self._real, name)

            def call(*args: object, **named: object):
                self._left[0] -= 1
                if self._left[0] == 0:
                    raise Killed
                return found(*args, **named)

            return call

    kills = 0
    for at in range(1, 40):
        house = House(store, FakeForge(), COMMUNITY.vocabulary, REAL / "nowhere")
        house.number = at * 10
        name = house.submit(text=CANARY)
        store.change(name, expected=State.RECEIVED, after=State.WITHDRAWN, now=house.now)
        left = [at]
        dying = Eraser(
            Dying(store, left), Dying(house.forge, left), COMMUNITY.keeping, COMMUNITY.policy
        )
        job = SimpleNamespace(submission_id=name)
        try:
            dying.handle(job, house.now)
        except Killed:
            kills += 1
        Eraser(store, house.forge, COMMUNITY.keeping, COMMUNITY.policy).handle(job, house.now)
        assert is_erased(house, name)
        assert [d.action for d in store.decisions(name)] == ["erase"]
        assert store.read_note("erasing-unfinished") is None
    assert 5 < kills < 39
