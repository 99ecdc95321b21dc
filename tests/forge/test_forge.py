"""What every forge promises. A forge that passes these can carry Waymark."""

from __future__ import annotations

import pytest

from tests.forge.samples import PUBLISHED, WAITING, a_proposal
from waymark.errors import RevisionMoved, UnknownCommit
from waymark.forge import Forge, ProposalState, Status


def test_a_new_forge_is_ready_and_empty(forge: Forge):
    """The first use makes what is needed; there is a main, with nothing on it."""
    forge.check()

    assert forge.head()
    assert forge.list_files("content") == forge.list_files("submissions") == []
    assert forge.look("k7f3q9") == ProposalState(Status.ABSENT)


def test_a_proposal_is_open_and_main_knows_nothing_of_it(forge: Forge):
    """What is proposed is for moderators; nothing of it is approved."""
    head = forge.head()

    state = forge.propose(a_proposal())

    assert (state.status, state.reference) == (Status.OPEN, "submission/k7f3q9")
    assert state.revision
    assert forge.look("k7f3q9") == state
    assert (forge.head(), forge.read(WAITING)) == (head, None)


def test_the_same_proposal_again_changes_nothing(forge: Forge):
    """A job that runs twice leaves the revision that a moderator may be reading."""
    first = forge.propose(a_proposal())

    assert forge.propose(a_proposal()) == first


def test_the_same_text_stays_as_it_is_although_main_moves_on(forge: Forge):
    """Other people's approvals do not move a proposal."""
    first = forge.propose(a_proposal())
    forge.apply({"content/stories/zz/zzzz.md": "another\n"}, "Another\n")

    assert forge.propose(a_proposal()) == first


def test_a_changed_text_replaces_the_proposal(forge: Forge):
    """There is one proposal per submission; its revision says that it changed."""
    first = forge.propose(a_proposal(text="It rained."))
    second = forge.propose(a_proposal(text="It rained. Then it did not."))

    assert second.revision != first.revision
    assert forge.look("k7f3q9") == second
    assert forge.merge("k7f3q9", second.revision or "").status is Status.MERGED
    assert "Then it did not" in (forge.read(WAITING) or "")


def test_merging_puts_the_file_on_main_and_ends_the_proposal(forge: Forge):
    """The text is on main to the letter."""
    proposal = a_proposal(text="Öffne das Fenster.\n\n\tregel twee 🌧")
    state = forge.propose(proposal)

    merged = forge.merge("k7f3q9", state.revision or "")

    assert merged == ProposalState(Status.MERGED)
    assert forge.read(WAITING) == proposal.content
    assert forge.list_files("submissions") == [WAITING]


def test_merging_twice_makes_one_commit(forge: Forge):
    """A merge job that is repeated finds its work done."""
    revision = forge.propose(a_proposal()).revision or ""
    forge.merge("k7f3q9", revision)
    head = forge.head()

    assert forge.merge("k7f3q9", revision).status is Status.MERGED
    assert forge.head() == head


def test_only_what_was_read_is_merged(forge: Forge):
    """An approval binds to a revision; another text is never merged by it."""
    read = forge.propose(a_proposal(text="as it was read")).revision or ""
    now = forge.propose(a_proposal(text="as it is now"))

    with pytest.raises(RevisionMoved):
        forge.merge("k7f3q9", read)

    assert forge.look("k7f3q9") == now
    assert forge.read(WAITING) is None


def test_merging_what_was_never_proposed_says_so(forge: Forge):
    """No proposal, no merge, no error."""
    assert forge.merge("k7f3q9", "0" * 40) == ProposalState(Status.ABSENT)


def test_merges_one_after_another_keep_each_others_files(forge: Forge):
    """Proposals that were opened side by side do not undo one another."""
    ids = ["aaaa", "aabb", "bbbb", "cccc"]
    revisions = [forge.propose(a_proposal(name)).revision or "" for name in ids]

    for name, revision in zip(ids, revisions, strict=True):
        forge.merge(name, revision)

    assert [path.split("/")[-1] for path in forge.list_files("submissions")] == [
        f"{name}.md" for name in ids
    ]


def test_a_closed_proposal_is_gone_and_closing_again_is_fine(forge: Forge):
    """After a decline nothing is left to look at."""
    forge.propose(a_proposal())

    forge.close("k7f3q9")
    forge.close("k7f3q9")

    assert forge.look("k7f3q9") == ProposalState(Status.ABSENT)
    assert forge.read(WAITING) is None


def test_what_was_closed_may_be_proposed_again(forge: Forge):
    """Closing is no ban."""
    forge.propose(a_proposal())
    forge.close("k7f3q9")

    assert forge.propose(a_proposal()).status is Status.OPEN


def test_proposing_what_is_on_main_already_opens_nothing(forge: Forge):
    """A propose job that was late does not bring a merged submission back."""
    forge.merge("k7f3q9", forge.propose(a_proposal()).revision or "")

    assert forge.propose(a_proposal()) == ProposalState(Status.MERGED)


def test_an_older_text_that_came_in_late_is_not_merged_over_the_approved_one(forge: Forge):
    """Merged; then a slow job proposes an older text; then the merge is repeated."""
    forge.merge("k7f3q9", forge.propose(a_proposal(text="approved")).revision or "")
    forge.propose(a_proposal(text="older"))

    assert forge.propose(a_proposal(text="approved")) == ProposalState(Status.MERGED)
    assert forge.look("k7f3q9") == ProposalState(Status.MERGED)
    assert "approved" in (forge.read(WAITING) or "")


def test_a_published_submission_counts_as_merged(forge: Forge):
    """Its file has moved on from submissions/ to content/."""
    forge.merge("k7f3q9", forge.propose(a_proposal()).revision or "")
    forge.apply({WAITING: None, PUBLISHED: "published\n"}, "Publish 1 in 2026-11\n")

    assert forge.look("k7f3q9") == ProposalState(Status.MERGED)


def test_a_leftover_branch_of_a_published_submission_is_only_removed(forge: Forge):
    """Killed after the commit; published by another job; repeated: nothing waits twice."""
    state = forge.propose(a_proposal())
    forge.apply({PUBLISHED: "published\n"}, "Publish 1 in 2026-11\n")

    assert forge.merge("k7f3q9", state.revision or "") == ProposalState(Status.MERGED)
    assert forge.list_files("submissions") == []


def test_a_set_of_changes_is_one_commit_or_none(forge: Forge):
    """Publishing moves files; doing it again finds nothing to do."""
    head = forge.head()
    changes = {"content/stories/aa/aaaa.md": "one\n", "content/stories/bb/bbbb.md": "two\n"}

    after = forge.apply(changes, "Publish 2 in 2026-11\n")

    assert after == forge.head() != head
    assert forge.apply(changes, "Publish 2 in 2026-11\n") == after
    assert forge.apply({"content/stories/cc/cccc.md": None}, "Nothing\n") == after
    assert forge.apply({}, "Nothing\n") == after


def test_files_are_listed_by_folder_in_order(forge: Forge):
    """A folder's name that only begins alike is another folder."""
    paths = ["content/stories/aa/aa-b.md", "content/stories/aa/aa.md", "content/stories/b/bb.md"]
    forge.apply({**dict.fromkeys(paths, "x\n"), "submissions/stories/aa/aaaa.md": "y\n"}, "Add\n")

    assert forge.list_files("content") == sorted(paths)
    assert forge.list_files("content/stories/aa") == sorted(paths[:2])
    assert forge.list_files("content/stor") == forge.list_files("nowhere") == []
    assert forge.read("content/stories") is None


def test_changes_tell_what_came_changed_and_went(forge: Forge):
    """A copy that follows them is always the same as main."""
    forge.apply({"content/stories/aa/aaaa.md": "1\n", "content/stories/bb/bbbb.md": "2\n"}, "A\n")
    since = forge.head()
    forge.apply({"content/stories/aa/aaaa.md": None, "content/stories/bb/bbbb.md": "3\n"}, "B\n")
    forge.apply({"content/notices/aa/aaaa.yaml": "4\n", "submissions/x/yy.md": "5\n"}, "C\n")

    assert list(forge.changes(since, "content")) == [
        ("content/notices/aa/aaaa.yaml", "4\n"),
        ("content/stories/aa/aaaa.md", None),
        ("content/stories/bb/bbbb.md", "3\n"),
    ]
    assert [path for path, _ in forge.changes(None, "content")] == forge.list_files("content")
    assert list(forge.changes(forge.head(), "content")) == []


@pytest.mark.parametrize("commit", ["0" * 40, "", "main", "abc", "../HEAD"])
def test_a_commit_that_is_not_there_is_named_as_such(forge: Forge, commit):
    """After a restored backup the copy has to begin anew, and is told so."""
    forge.apply({"content/stories/aa/aaaa.md": "1\n"}, "A\n")

    with pytest.raises(UnknownCommit):
        list(forge.changes(commit, "content"))


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "content/../HEAD.md",
        "/content/stories/aa/aaaa.md",
        "content//aaaa.md",
        "content/stories/AA/aaaa.md",
        "content/stories/aa/.aaaa.md",
        "content/stories/aa/aaaa.html",
        "content/stories/aa/aaaa.md\n",
        "theme/templates/base.md",
        "content/stories/a a/aaaa.md",
    ],
)
def test_paths_that_the_service_does_not_make_are_refused(forge: Forge, path):
    """Whatever goes wrong elsewhere, a forge writes only to its own two folders."""
    head = forge.head()

    with pytest.raises(ValueError, match="path that the service makes"):
        forge.apply({path: "text\n"}, "Try\n")

    assert forge.head() == head


@pytest.mark.parametrize("name", ["", "main", "../main", "UPPER", "a b cd", "k7f3q9\n", "x" * 41])
def test_names_that_are_no_ids_never_become_branches(forge: Forge, name):
    """Only "main" looks like an id, and its branch is submission/main."""
    if name == "main":
        assert forge.look(name) == ProposalState(Status.ABSENT)
        return
    for use in (forge.look, forge.close, lambda n: forge.merge(n, "0" * 40)):
        with pytest.raises(ValueError, match="id of a submission"):
            use(name)


def test_a_proposal_holds_only_its_own_file(forge: Forge):
    """Neither somebody else's file nor a published one."""
    for path in ("submissions/stories/zz/zzzz.md", PUBLISHED, "submissions/stories/k7f3q9.md"):
        with pytest.raises(ValueError, match="own submission"):
            forge.propose(a_proposal(path=path))
