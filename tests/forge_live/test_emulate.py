"""A GitHub that others wrote, from signing in to a page and back."""

from __future__ import annotations

import pytest

from tests.forge.conftest import ticking
from tests.forge.samples import PUBLISHED, WAITING, a_proposal
from tests.forge_live.emulator import Emulator
from tests.running import wait_for
from tests.webhooks.conftest import SECRET, AHook
from waymark.errors import ForgeUnavailable, RevisionMoved
from waymark.forge import Remark, Status
from waymark.forge.github import GitHubForge

REMARKS = (Remark("review", "links", "A link.", 5, 5),)


@pytest.fixture
def emulator(tmp_path, key):
    made = Emulator(tmp_path, key).start()
    yield made
    made.stop()


@pytest.fixture
def forge(emulator, store):
    return GitHubForge(emulator.settings, store, clock=ticking())


def test_an_app_carries_a_submission_from_a_proposal_to_its_page_and_away(forge, emulator):
    """Signed in as the App: pull request, labels, check run, comment, merge, publish, withdraw."""
    forge.check()
    state = forge.propose(a_proposal(page="For a person.", remarks=REMARKS))
    found = forge.find("k7f3q9")
    shown = emulator.ask("GET", f"/pulls/{found.number}")

    assert (state.status, state.revision) == (Status.OPEN, found.head)
    assert found.author == "waymark[bot]"
    assert shown["body"] == "For a person."
    assert [label["name"] for label in shown["labels"]] == ["level:routine"]
    (run,) = emulator.ask("GET", f"/commits/{found.head}/check-runs")["check_runs"]
    assert (run["name"], run["conclusion"]) == ("waymark/checks", "neutral")
    assert forge.propose(a_proposal(page="For a person.", remarks=REMARKS)) == state

    forge.say(found.number, "status", "Waiting.")
    forge.say(found.number, "status", "Approved.")
    (comment,) = emulator.ask("GET", f"/issues/{found.number}/comments")
    assert comment["body"].startswith("Approved.")

    assert forge.merge("k7f3q9", state.revision).status is Status.MERGED
    assert forge.read(WAITING) == a_proposal().content
    forge.apply({WAITING: None, PUBLISHED: "published\n"}, "Publish 1 in 2026-11\n")
    assert forge.list_files("content") == [PUBLISHED]
    assert forge.list_files("submissions") == []
    forge.apply({PUBLISHED: None}, "Withdraw k7f3q9\n")
    assert forge.look("k7f3q9").status is Status.ABSENT


def test_a_changed_text_is_one_commit_still(forge, emulator):
    """The earlier text is not in the branch."""
    first = forge.propose(a_proposal(text="It rained."))
    second = forge.propose(a_proposal(text="It rained. Then it did not."))

    assert second.revision != first.revision
    assert forge.read_at(second.revision, WAITING).endswith("Then it did not.\n")
    commit = emulator.ask("GET", f"/git/commits/{second.revision}")
    assert [parent["sha"] for parent in commit["parents"]] == [forge.head()]


def test_the_head_of_a_pull_request_is_its_branch(forge, emulator):
    """Shown, listed and merged is what the branch holds now, not what it held at first."""
    first = forge.propose(a_proposal(text="It rained."))
    second = forge.propose(a_proposal(text="It rained. Then it did not."))

    assert forge.find("k7f3q9").head == second.revision
    (listed,) = emulator.ask("GET", "/pulls")
    assert listed["head"]["sha"] == second.revision
    with pytest.raises(RevisionMoved):
        forge.merge("k7f3q9", first.revision)
    assert forge.merge("k7f3q9", second.revision).status is Status.MERGED
    assert forge.read(WAITING).endswith("Then it did not.\n")


def test_a_declined_proposal_is_closed_and_its_branch_is_gone(forge):
    forge.propose(a_proposal())
    forge.close("k7f3q9")
    forge.close("k7f3q9")

    assert forge.look("k7f3q9").status is Status.ABSENT
    assert not forge.find("k7f3q9").is_open
    assert forge.branch_heads() == {}


def test_a_repository_that_became_public_gets_nothing(forge, emulator):
    """Nothing of a text leaves, and it goes on when somebody makes it private again."""
    emulator.ask("PATCH", "", {"private": False, "visibility": "public"})
    with pytest.raises(ForgeUnavailable, match="not private"):
        forge.propose(a_proposal())
    assert emulator.ask("GET", "/pulls?state=all") == []

    emulator.ask("PATCH", "", {"private": True, "visibility": "private"})
    assert forge.propose(a_proposal()).status is Status.OPEN


def test_what_people_do_there_is_seen(forge, emulator):
    """Comments and reviews with their authors; a bot is told from a person."""
    forge.propose(a_proposal())
    number = forge.find("k7f3q9").number
    emulator.ask("POST", f"/issues/{number}/comments", {"body": "/help"})
    emulator.ask("POST", f"/pulls/{number}/reviews", {"event": "APPROVE", "body": "Fine."})
    forge.say(number, "answer-1", "Here is help.")

    assert [(c.author, c.is_bot) for c in forge.comments(number)] == [
        ("lead", False), ("waymark[bot]", True),
    ]  # fmt: skip
    assert [(r.author, r.state) for r in forge.reviews(number)] == [("lead", "approved")]
    assert [pull.number for pull in forge.updated_since(None)] == [number]


def test_its_webhooks_are_signed_and_taken(hook, store, tmp_path, key):
    """A proposal and a comment there: our address hears of them by itself."""
    address = f"http://127.0.0.1:{hook.server.effective_port}/webhooks/github"
    emulator = Emulator(tmp_path, key, address, SECRET).start()
    try:
        forge = GitHubForge(emulator.settings, store, clock=ticking())
        forge.propose(a_proposal())
        number = forge.find("k7f3q9").number
        emulator.ask("POST", f"/issues/{number}/comments", {"body": "/help"})
        wait_for(lambda: {"pull_request", "issue_comment"} <= taken(hook), "both to be taken")
    finally:
        emulator.stop()


def taken(hook: AHook) -> set[str]:
    with hook.store.engine.connect() as connection:
        return set(connection.exec_driver_sql("SELECT event FROM deliveries").scalars())
