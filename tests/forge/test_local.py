"""What git itself says of the built-in forge: any client can read it; it tells nobody's time."""

from __future__ import annotations

import stat

from tests.forge.samples import PUBLISHED, WAITING, a_proposal
from tests.git import branches, git, is_sound
from waymark.forge import Status
from waymark.forge.local import LocalForge


def test_it_is_a_bare_repository_that_only_its_owner_reads(local: LocalForge):
    """Texts under review are private."""
    local.check()

    assert git(local.folder, "rev-parse", "--is-bare-repository") == "true"
    assert stat.S_IMODE(local.folder.stat().st_mode) == 0o700
    assert branches(local.folder) == ["main"]
    assert git(local.folder, "ls-tree", "-r", "main") == ""
    assert is_sound(local.folder)


def test_a_proposal_is_one_commit_on_a_branch_of_its_own(local: LocalForge):
    """A moderator with a git client sees one file, added on top of main."""
    proposal = a_proposal()

    state = local.propose(proposal)

    branch = "submission/k7f3q9"
    assert branches(local.folder) == ["main", branch]
    assert git(local.folder, "rev-parse", branch) == state.revision
    assert git(local.folder, "rev-list", "--count", f"main..{branch}") == "1"
    assert git(local.folder, "diff", "--name-status", "main", branch) == f"A\t{WAITING}"
    assert git(local.folder, "show", f"{branch}:{WAITING}") == proposal.content.strip()
    assert git(local.folder, "log", "-1", "--format=%B", branch) == (
        f"{proposal.title}\n\n{proposal.body}"
    )


def test_a_changed_proposal_is_one_commit_still(local: LocalForge):
    """The earlier text is not in the branch's history."""
    local.propose(a_proposal(text="first"))
    local.apply({"content/stories/zz/zzzz.md": "another\n"}, "Another\n")
    local.propose(a_proposal(text="second"))

    assert git(local.folder, "rev-list", "--count", "main..submission/k7f3q9") == "1"
    assert git(local.folder, "log", "-S", "first", "--format=%H", "--all") == ""


def test_a_merge_is_one_commit_that_says_what_was_read(local: LocalForge):
    """The log of main is the list of what was approved, as which revision."""
    revision = local.propose(a_proposal()).revision or ""
    local.apply({"content/stories/zz/zzzz.md": "another\n"}, "Another\n")
    local.merge("k7f3q9", revision)

    assert branches(local.folder) == ["main"]
    assert git(local.folder, "log", "--format=%s", "main").split("\n") == [
        "Approve k7f3q9", "Another", "Begin",
    ]  # fmt: skip
    assert git(local.folder, "log", "-1", "--format=%(trailers)", "main") == (
        f"Submission: k7f3q9\nReviewed-Revision: {revision}"
    )
    assert git(local.folder, "rev-list", "--merges", "main") == ""
    assert git(local.folder, "diff", "--name-status", "main~1", "main") == f"A\t{WAITING}"
    assert is_sound(local.folder)


def test_times_in_the_log_are_months(local: LocalForge):
    """Who approved when, to the second, could tell who wrote."""
    local.merge("k7f3q9", local.propose(a_proposal()).revision or "")
    local.propose(a_proposal("bbbb"))

    lines = git(local.folder, "log", "--all", "--format=%aI %cI %an <%ae> %cn <%ce>").split("\n")

    month, who = "2026-11-01T00:00:00+00:00", "Waymark <waymark@localhost>"
    assert set(lines) == {f"{month} {month} {who} {who}"}
    assert not (local.folder / "logs").exists(), "a reflog would hold the true times"


def test_removing_the_last_file_of_a_folder_removes_the_folder(local: LocalForge):
    """git fsck and other clients do not like empty trees."""
    local.apply({WAITING: "a\n", PUBLISHED: "b\n"}, "Add\n")
    local.apply({WAITING: None}, "Remove\n")

    assert git(local.folder, "ls-tree", "-r", "-t", "--name-only", "main").split("\n") == [
        "content", "content/stories", "content/stories/k7", PUBLISHED,
    ]  # fmt: skip
    assert is_sound(local.folder)


def test_files_and_folders_of_like_names_stay_in_gits_order(local: LocalForge):
    """`aa.md`, `aa/` and `aa-b/` sort differently as files and as folders."""
    paths = [f"content/stories/{name}.md" for name in ("aa", "aa/aaaa", "aa-b/aaaa", "aa0", "ab")]
    local.apply(dict.fromkeys(paths, "x\n"), "Add\n")

    assert local.list_files("content") == sorted(paths)
    assert sorted(git(local.folder, "ls-tree", "-r", "--name-only", "main").split()) == sorted(
        paths
    )
    assert is_sound(local.folder)


def test_what_else_somebody_pushed_to_a_branch_is_not_merged(local: LocalForge):
    """Only a submission's own file reaches main, whatever its branch holds."""
    state = local.propose(a_proposal())
    blob = git(local.folder, "rev-parse", f"submission/k7f3q9:{WAITING}")
    entries = f"100644 blob {blob}\tREADME.md\n"
    tree = git(local.folder, "rev-parse", "submission/k7f3q9:submissions")
    entries += f"040000 tree {tree}\tsubmissions\n"
    extra = git(local.folder, "mktree", given=entries)
    pushed = git(
        local.folder, "-c", "user.name=M", "-c", "user.email=m@localhost",
        "commit-tree", extra, "-p", state.revision or "", "-m", "More",
    )  # fmt: skip
    git(local.folder, "update-ref", "refs/heads/submission/k7f3q9", pushed)

    assert local.look("k7f3q9").revision == pushed
    assert local.merge("k7f3q9", pushed).status is Status.MERGED
    assert git(local.folder, "ls-tree", "-r", "--name-only", "main") == WAITING


def test_it_opens_the_same_after_gits_own_housekeeping(local: LocalForge):
    """An operator may pack the repository; nothing changes for us."""
    local.merge("k7f3q9", local.propose(a_proposal()).revision or "")
    state = local.propose(a_proposal("bbbb"))
    git(local.folder, "gc", "--quiet")

    assert local.look("bbbb") == state
    assert local.merge("bbbb", state.revision or "").status is Status.MERGED
    assert branches(local.folder) == ["main"]
    assert is_sound(local.folder)
