"""Conversations with the bot, on each forge there is."""

from __future__ import annotations

import pytest

from tests.bot.conversation import Conversation
from tests.fakes import FakeForge
from waymark.forge.local import LocalForge
from waymark.settings import ROOT
from waymark.store import Store
from waymark.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary(ROOT / "community" / "vocabulary.yaml", "vocabulary.yaml")


@pytest.fixture
def store(tmp_path) -> Store:
    opened = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture(params=["local", "fake"])
def talk(request, store, vocabulary, tmp_path) -> Conversation:
    forge = LocalForge(tmp_path / "forge.git") if request.param == "local" else FakeForge()
    return Conversation(store, forge, vocabulary, tmp_path / "site")
