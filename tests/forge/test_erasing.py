"""What is erased is in no object of the local forge; everything else is as it was."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from tests.forge.samples import LATE_IN_NOVEMBER, a_proposal
from tests.git import branches, git, is_sound, objects_with
from waymark.entry import path_in
from waymark.errors import ForgeUnavailable, UnknownCommit
from waymark.forge import Forge, Status
from waymark.forge.local import LocalForge
from waymark.forge.rewriting import Git

CANARY = "canaryphrase"
NAMES = ("first2", "second", "third3")
ROOTS = ("submissions", "content")
OTHER = "content/stories/ab/abcde.md"


def tell(forge: Forge, submission_id: str = "k7f3q9", text: str = CANARY) -> None:
    """A text is proposed, changed, approved, published and taken back; others come in between."""
    forge.propose(a_proposal(submission_id, f"{text}, at first."))
    state = forge.propose(a_proposal(submission_id, f"{text}."))
    forge.apply({OTHER: "It rained.\n"}, "Publish 1 in 2026-10\n")
    forge.merge(submission_id, state.revision or "")
    waiting, published = (path_in(root, "story", submission_id) for root in ROOTS)
    forge.apply({waiting: None, published: f"{text}.\n"}, "Publish 1 in 2026-11\n")
    forge.apply({OTHER: "It rained again.\n"}, "Publish 1 in 2026-11\n")
    forge.apply({published: None}, f"Withdraw {submission_id}\n")


def test_nothing_of_it_is_left_in_any_object(local: LocalForge):
    """Neither in a commit that is reached nor in one that no branch leads to any more."""
    tell(local)
    before = local.head()
    assert objects_with(local.folder, CANARY)

    local.erase(["k7f3q9"])

    assert objects_with(local.folder, CANARY) == []
    assert local.read(OTHER) == "It rained again.\n"
    assert git(local.folder, "log", "--format=%s", "main").split("\n") == [
        "Publish 1 in 2026-11", "Publish 1 in 2026-10", "Begin",
    ]  # fmt: skip
    assert branches(local.folder) == ["main"]
    assert is_sound(local.folder)
    with pytest.raises(UnknownCommit):
        list(local.changes(before, "content"))


def test_whatever_the_forge_an_erased_text_is_gone_and_the_rest_is_there(forge: Forge):
    tell(forge)
    forge.erase(["k7f3q9"])
    forge.erase(["k7f3q9"])

    assert forge.look("k7f3q9").status is Status.ABSENT
    assert list(forge.changes(None, "content")) == [(OTHER, "It rained again.\n")]


def test_texts_that_were_never_merged_go_with_their_branch(local: LocalForge):
    """Also without naming them: what no branch leads to is thrown away."""
    local.propose(a_proposal("open22", f"{CANARY} one"))
    local.propose(a_proposal("declined", f"{CANARY} two"))
    local.close("declined")

    local.erase([])
    assert len(objects_with(local.folder, CANARY)) == 1
    local.erase(["open22"])
    assert objects_with(local.folder, CANARY) == []


def test_proposals_under_way_keep_their_words_and_can_be_merged(local: LocalForge):
    """One that stands on a rewritten commit has a new revision, and erasing says which."""
    early = local.propose(a_proposal("early2", "Early."))
    tell(local)
    late = local.propose(a_proposal("late22", "Late."))

    renamed = local.erase(["k7f3q9"])

    assert early.revision not in renamed
    assert local.look("early2") == early
    after = local.look("late22")
    assert after.revision == renamed[str(late.revision)]
    assert local.merge("late22", after.revision).status is Status.MERGED
    assert local.merge("early2", str(early.revision)).status is Status.MERGED
    assert "Late." in str(local.read(path_in("submissions", "story", "late22")))
    assert is_sound(local.folder)


def test_several_are_erased_at_once(local: LocalForge):
    for name in NAMES:
        tell(local, name, f"{CANARY} {name}")
    local.erase(["first2", "third3"])
    left = [name for name in NAMES if objects_with(local.folder, f"{CANARY} {name}")]
    assert left == ["second"]


@pytest.mark.parametrize("step", ["rewrite_without", "forget_unreachable"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_leaves_a_forge_that_works_and_the_next_run_finishes(local, monkeypatch, step, when):
    class Killed(BaseException):
        pass

    real = getattr(Git, step)

    def dies(self: Git, *args: object) -> None:
        if when == "after":
            real(self, *args)
        raise Killed

    tell(local)
    monkeypatch.setattr(Git, step, dies)
    with pytest.raises(Killed):
        local.erase(["k7f3q9"])
    monkeypatch.setattr(Git, step, real)

    assert local.read(OTHER) == "It rained again.\n"
    assert local.propose(a_proposal("after2", "Life goes on.")).status is Status.OPEN
    assert is_sound(local.folder)
    local.erase(["k7f3q9"])
    assert objects_with(local.folder, CANARY) == []
    assert local.look("after2").status is Status.OPEN


def test_a_process_that_is_killed_at_any_moment_leaves_a_forge_that_works(local: LocalForge):
    """For real, with SIGKILL to it and its programs, at moments spread over a run."""
    tell(local)
    whole = _erase_and_kill(local.folder, None)
    for part in range(1, 8):
        tell(local, f"again{part}")
        _erase_and_kill(local.folder, whole * part / 8, f"again{part}")
        assert local.read(OTHER) == "It rained again.\n"
        assert is_sound(local.folder)
    local.erase([f"again{part}" for part in range(1, 8)])
    assert objects_with(local.folder, CANARY) == []


def test_what_a_killed_git_left_half_written_goes_too(local: LocalForge):
    tell(local)
    objects = local.folder / "objects"
    (objects / "ab").mkdir(exist_ok=True)
    left = [objects / "ab" / "tmp_obj_a1b2c3", objects / "pack" / "tmp_pack_a1b2c3"]
    left += [local.folder / "packed-refs.lock", local.folder / "gc.pid"]
    for path in left:
        path.write_text(CANARY)

    local.erase([])

    assert [path for path in left if path.exists()] == []


def test_others_wait_and_lose_nothing(local: LocalForge):
    tell(local)

    def bring(number: int) -> None:
        state = local.propose(a_proposal(f"thread{number}"))
        local.merge(f"thread{number}", state.revision or "")

    with ThreadPoolExecutor(3) as pool:
        brought = [pool.submit(bring, number) for number in range(12)]
        local.erase(["k7f3q9"])
        local.erase(["k7f3q9"])
        for one in brought:
            # Its revision may have moved under it; then it is proposed and read once more.
            if one.exception():
                assert type(one.exception()).__name__ == "RevisionMoved"
    for number in range(12):
        if local.look(f"thread{number}").status is Status.OPEN:
            local.merge(f"thread{number}", str(local.look(f"thread{number}").revision))

    assert len(local.list_files("submissions")) == 12
    assert objects_with(local.folder, CANARY) == []
    assert is_sound(local.folder)


def test_without_git_it_says_so_and_changes_nothing(local, monkeypatch, tmp_path):
    tell(local)
    before = local.head()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ForgeUnavailable, match="git") as problem:
        local.erase(["k7f3q9"])
    assert CANARY not in str(problem.value)
    assert local.head() == before


def _erase_and_kill(folder: Path, after: float | None, name: str = "k7f3q9") -> float:
    """Erase in another process; kill it, and what it started, after so many seconds."""
    context = multiprocessing.get_context("spawn")
    is_ready = context.Event()
    process = context.Process(target=_erase, args=(folder, name, is_ready))
    process.start()
    assert is_ready.wait(60)
    began = time.monotonic()
    process.join(after)
    if process.is_alive():
        os.killpg(process.pid or 0, signal.SIGKILL)
        process.join()
    return time.monotonic() - began


def _erase(folder: Path, name: str, is_ready: Event) -> None:
    os.setpgrp()
    is_ready.set()
    LocalForge(folder, clock=lambda: LATE_IN_NOVEMBER).erase([name])
