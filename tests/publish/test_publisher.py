"""A publication that fails changes nothing for readers, and the desk says why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.a_community import REAL
from tests.bot.conversation import Conversation
from tests.fakes import FakeForge
from waymark.bot import Bot
from waymark.community import load_community
from waymark.errors import BuildFailed
from waymark.privacy import AllowList
from waymark.publish import HELD, LAST_FAILURE, LAST_PUBLISH, Publisher
from waymark.settings import Settings
from waymark.states import State
from waymark.store import Store
from waymark.worker import Worker

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path) -> Settings:
    return replace(Settings.from_environment({}), home=tmp_path / "home")


@pytest.fixture
def publisher(settings, store) -> Publisher:
    return Publisher(settings, store, FakeForge(), load_community(REAL))


@pytest.fixture
def built(monkeypatch):
    """Take the place of the build itself, which has tests of its own; say what it should do."""
    plan: list[Exception | None] = []

    def build_site(settings: Settings) -> None:
        if plan and (trouble := plan.pop(0)) is not None:
            raise trouble
        settings.current_site.mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr("waymark.publish.build_site", build_site)
    return plan


@pytest.fixture
def talk(publisher, store, tmp_path) -> Conversation:
    return Conversation(store, publisher.forge, publisher.community.vocabulary, tmp_path / "unused")


def approved(talk: Conversation) -> str:
    """Bring one submission as far as main."""
    name = talk.submit()
    # Only the bot is at work here: what publishes is what is under test.
    bot = Bot(talk.store, talk.forge, AllowList())
    worker = Worker(talk.store, bot.handlers(), clock=lambda: talk.now)
    worker.run_once()
    talk.approve(name)
    worker.run_once()
    assert any(name in path for path in talk.forge.list_files("submissions"))
    return name


def test_an_approved_submission_is_published_with_a_month_and_a_number(
    publisher, store, built, talk
):
    name = approved(talk)

    promotion = publisher.publish(NOW)

    assert promotion.moved == (name,)
    published = store.get(name)
    assert published.state is State.PUBLISHED
    text = publisher.forge.read(published.published_path)
    assert f"published: {NOW:%Y-%m}\n" in text
    assert f"sequence: {published.sequence}\n" in text
    assert store.read_note(LAST_PUBLISH) == NOW.isoformat()
    assert store.read_note(LAST_FAILURE) is None


@pytest.mark.parametrize(
    "trouble",
    [BuildFailed("The site could not be built.", remedy="Mend it."), OSError(28, "No space left")],
)
def test_when_the_build_fails_it_stays_approved_and_is_published_by_the_next_try(
    publisher, store, built, talk, trouble
):
    """The reason stands on the desk until a publication works."""
    name = approved(talk)
    built.append(trouble)

    with pytest.raises(BuildFailed):
        publisher.publish(NOW)
    assert store.get(name).state is State.APPROVED
    assert json.loads(store.read_note(LAST_FAILURE))["at"] == NOW.isoformat()

    publisher.publish(NOW + timedelta(minutes=1))
    assert store.get(name).state is State.PUBLISHED
    assert store.read_note(LAST_FAILURE) is None


def test_a_file_that_nobody_approved_is_held_and_named_whoever_put_it_there(
    publisher, store, built, talk
):
    """Somebody pushed to main past the desk: it waits, and the rest is published."""
    name = approved(talk)
    stray = "submissions/stories/aa/aaaaaaaa.md"
    publisher.forge.apply({stray: "---\nkind: story\n---\n\nx\n"}, "By hand\n")

    promotion = publisher.publish(NOW)

    assert promotion.moved == (name,)
    assert json.loads(store.read_note(HELD)) == [f"{stray}: nobody approved it here"]
    assert publisher.forge.read(stray) is not None


def test_a_broken_file_is_held_with_its_line_and_keeps_nobody_else_waiting(
    publisher, store, built, talk
):
    name, other = approved(talk), approved(talk)
    path = f"submissions/stories/{name[:2]}/{name}.md"
    text = publisher.forge.read(path)
    publisher.forge.apply({path: text.replace("kind: story", "Save_as: x\nkind: story")}, "By hand")

    promotion = publisher.publish(NOW)

    assert promotion.moved == (other,)
    (held,) = promotion.held
    assert held.startswith(f"{path}:2: ")
    assert store.get(name).state is State.APPROVED
