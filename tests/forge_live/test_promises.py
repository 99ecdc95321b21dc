"""Our requests, and the answers of our own small GitHub, are what GitHub describes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.forge.conftest import ticking
from tests.forge.github import shapes
from tests.forge.github.world import REPOSITORY, TOKEN
from tests.forge.samples import LATE_IN_NOVEMBER, a_proposal
from tests.forge.test_forge import *  # noqa: F403  (each promise, once more under the contract)
from waymark.forge import Remark
from waymark.forge.github import GitHubForge
from waymark.github_settings import App, GitHubSettings, Secret

REMARKS = (Remark("review", "links", "A link.", 5, 5), Remark("urgent", "harm", "The whole."))


@pytest.fixture
def forge(scripted, store, contract):
    """The GitHub forge for the promises; whatever they send or get must be as described."""
    settings = GitHubSettings(REPOSITORY, Secret(TOKEN), api=scripted.address)
    yield GitHubForge(settings, store, clock=ticking())
    assert contract.broken == []


def test_what_people_and_the_bot_say_is_as_described(forge, scripted, contract):
    """Reading and writing beside the promises: comments, reviews, labels, branches."""
    state = forge.propose(a_proposal(remarks=REMARKS))
    found = forge.find("k7f3q9")
    world = scripted.world
    world.comment(found.number, "somebody", "/help")
    world.reviews[found.number] = [
        shapes.review(1, "somebody", "APPROVED", "", state.revision, world.now())
    ]

    assert forge.push_of("k7f3q9", state.revision).is_ours
    forge.say(found.number, "status", "Waiting.")
    forge.say(found.number, "status", "Approved.")
    forge.set_labels(found.number, ["level:urgent"])
    assert [c.author for c in forge.comments(found.number)] == ["somebody", "waymark-service"]
    assert [r.state for r in forge.reviews(found.number)] == ["approved"]
    assert len(forge.comments_since(LATE_IN_NOVEMBER - timedelta(days=1))) == 2
    assert forge.branch_heads() == {"k7f3q9": state.revision}
    assert forge.paths(found.number) == (a_proposal().path,)
    assert forge.read_at(state.revision, a_proposal().path) == a_proposal().content
    assert [p.number for p in forge.updated_since(None)] == [found.number]
    world.pulls[found.number]["state"] = "closed"
    forge.reopen(found.number)
    forge.delete_branch("k7f3q9")
    assert len(contract.seen) > 15


def test_an_app_signs_in_writes_check_runs_and_asks_for_missed_deliveries(
    scripted, store, contract, key
):
    settings = GitHubSettings(
        REPOSITORY, App(5, key), api=scripted.address, webhook_secret=Secret("shared")
    )
    forge = GitHubForge(settings, store, clock=ticking())
    scripted.world.hook_deliveries = [
        shapes.delivery(9, "a-b-c", "issue_comment", 502, scripted.world.now())
    ]

    forge.propose(a_proposal(remarks=REMARKS))
    forge.propose(a_proposal(remarks=REMARKS, text="It rained all day."))
    (missed,) = forge.deliveries(LATE_IN_NOVEMBER - timedelta(days=1))
    forge.deliver_again(missed.id)

    assert {seen.state for seen in forge.examine()} == {"ok", "warn"}
    assert missed.is_missed
    assert scripted.world.asked_again == [9]
    (annotation,) = scripted.world.checks[-1]["given"]["output"]["annotations"]
    assert (annotation["start_line"], annotation["annotation_level"]) == (5, "warning")
    assert contract.broken == []


def test_where_there_is_no_webhook_no_deliveries_are_asked_for(scripted, store, contract, key):
    forge = GitHubForge(
        GitHubSettings(REPOSITORY, App(5, key), api=scripted.address), store, clock=ticking()
    )

    assert forge.deliveries(LATE_IN_NOVEMBER - timedelta(days=1)) == []
    assert contract.seen == set()
