"""Who pushed to a branch is what the forge saw, not what a commit says of itself."""

from __future__ import annotations

from tests.forge.github.world import PERSON
from tests.forge.samples import a_proposal
from waymark.forge.pull_requests import Push


def test_it_says_who_pushed_and_why(github, scripted):
    proposed = github.propose(a_proposal())
    name = a_proposal().submission_id
    pushed = scripted.world.push(
        f"submission/{name}", {a_proposal().path: "---\nother words"}, "P2: no names", "noor"
    )

    assert github.push_of(name, pushed) == Push("noor", False, "P2: no names")
    assert github.push_of(name, proposed.revision).by == PERSON
    assert github.push_of(name, "0" * 40) is None


def test_a_server_that_keeps_no_such_record_knows_nobody(github, scripted):
    """An older server of one's own: nothing is taken over from there, and nothing breaks."""
    proposed = github.propose(a_proposal())
    scripted.world.activity.clear()

    assert github.push_of(a_proposal().submission_id, proposed.revision) is None
