"""What goes wrong with the built-in forge is one plain error, and mends itself where it can."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.forge.samples import WAITING, a_proposal
from tests.git import branches, git, is_sound
from waymark.errors import ForgeUnavailable
from waymark.forge import Status
from waymark.forge.local import LocalForge
from waymark.forge.opening import STALE_LOCK_SECONDS

CANARY = "canaryphrase"


def damage_folder_is_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("not a folder")


def damage_something_else_is_there(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "letters.txt").write_text("somebody's")


def damage_no_main(folder: Path) -> None:
    (folder / "refs/heads/main").unlink()


def damage_main_names_nothing(folder: Path) -> None:
    (folder / "refs/heads/main").write_text("0" * 39 + "1\n")


def damage_main_is_empty(folder: Path) -> None:
    (folder / "refs/heads/main").write_text("")


def damage_objects_are_gone(folder: Path) -> None:
    shutil.rmtree(folder / "objects")


def damage_objects_are_garbage(folder: Path) -> None:
    for path in (folder / "objects").rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.write_bytes(b"garbage")


def damage_branches_cannot_be_made(folder: Path) -> None:
    shutil.rmtree(folder / "refs/heads/submission", ignore_errors=True)
    (folder / "refs/heads/submission").write_text("in the way")


@pytest.mark.parametrize(
    "damage",
    [value for name, value in list(globals().items()) if name.startswith("damage_")],
    ids=lambda damage: damage.__name__.removeprefix("damage_"),
)
def test_damage_is_one_plain_error_with_a_remedy(local: LocalForge, damage):
    """Nothing of pygit2, of the folder's place or of a visitor's words is in it."""
    local.apply({"content/stories/aa/aaaa.md": f"{CANARY}\n"}, "Add\n")
    damage(local.folder)

    with pytest.raises(ForgeUnavailable) as caught:
        local.propose(a_proposal(text=CANARY))

    said = str(caught.value)
    assert caught.value.remedy
    assert CANARY not in said
    assert str(local.folder) not in said
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_damaged_forge_is_not_quietly_begun_anew(local: LocalForge):
    """What is left of it is for a person to mend."""
    local.propose(a_proposal())
    damage_no_main(local.folder)

    with pytest.raises(ForgeUnavailable, match="restore a backup"):
        local.check()

    assert branches(local.folder) == ["submission/k7f3q9"]


def test_a_full_disk_is_an_error_and_harms_nothing(local: LocalForge):
    """The job waits; once there is room it goes on."""
    local.propose(a_proposal())
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_propose_on_a_full_disk, args=(local.folder,))
    process.start()
    process.join(60)

    assert process.exitcode == 0
    assert is_sound(local.folder)
    assert local.propose(a_proposal("bbbb")).status is Status.OPEN


def _propose_on_a_full_disk(folder: Path) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    for use in (LocalForge(folder).check, lambda: LocalForge(folder).propose(a_proposal("bbbb"))):
        with pytest.raises(ForgeUnavailable, match="disk"):
            use()


def test_a_first_use_that_was_killed_is_done_anew(local: LocalForge):
    """The repository appears in its place only when it is whole."""
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_die_while_creating, args=(local.folder,))
    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    assert not local.folder.exists()
    assert local.propose(a_proposal()).status is Status.OPEN
    assert is_sound(local.folder)


class _DyingForge(LocalForge):
    def _first_commit(self, repository):
        os.kill(os.getpid(), signal.SIGKILL)


def _die_while_creating(folder: Path) -> None:
    _DyingForge(folder).check()


def test_a_merge_that_was_killed_before_its_branch_was_removed_is_finished(local: LocalForge):
    """The commit is on main; the repeat only tidies up."""
    state = local.propose(a_proposal())
    local.apply({WAITING: a_proposal().content}, "Approve k7f3q9\n")
    head = local.head()

    assert local.look("k7f3q9").status is Status.OPEN
    assert local.merge("k7f3q9", state.revision or "").status is Status.MERGED
    assert local.head() == head
    assert branches(local.folder) == ["main"]


@pytest.mark.parametrize("name", ["refs/heads/main.lock", "refs/heads/submission/k7f3q9.lock"])
def test_the_lock_of_a_dead_process_holds_nobody_up_for_long(local: LocalForge, name):
    """The first try after a minute says so and takes it away; the next one works."""
    state = local.propose(a_proposal())
    lock = local.folder / name
    lock.write_text("")

    with pytest.raises(ForgeUnavailable, match="tried again"):
        local.merge("k7f3q9", state.revision or "")
    assert lock.exists(), "it may be somebody's who is at work"

    past = time.time() - STALE_LOCK_SECONDS - 1
    os.utime(lock, (past, past))
    with pytest.raises(ForgeUnavailable):
        local.merge("k7f3q9", state.revision or "")

    assert local.merge("k7f3q9", state.revision or "").status is Status.MERGED
    assert branches(local.folder) == ["main"]
    assert is_sound(local.folder)


def test_a_file_that_is_no_text_is_named(local: LocalForge):
    """Somebody pushed a picture to main; the message says which file it is."""
    local.apply({"content/stories/aa/aaaa.md": "x\n"}, "Add\n")
    picture = git(local.folder, "hash-object", "-w", str(_picture(local.folder)))
    tree = f"100644 blob {picture}\taaaa.md\n"
    for name in ("aa", "stories", "content"):
        made = git(local.folder, "mktree", given=tree)
        tree = f"040000 tree {made}\t{name}\n"
    root = git(local.folder, "mktree", given=tree)
    who = ("-c", "user.name=M", "-c", "user.email=m@localhost")
    commit = git(local.folder, *who, "commit-tree", root, "-p", "main", "-m", "A picture")
    git(local.folder, "update-ref", "refs/heads/main", commit)

    for use in (lambda: local.read("content/stories/aa/aaaa.md"),
                lambda: list(local.changes(None, "content"))):  # fmt: skip
        with pytest.raises(ForgeUnavailable, match=r"content/stories/aa/aaaa\.md: .*not UTF-8"):
            use()


def _picture(folder: Path) -> Path:
    path = folder.parent / "picture"
    path.write_bytes(b"\x89PNG\xff\xfe")
    return path
