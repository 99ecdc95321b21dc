"""Several processes use one built-in forge at once: nothing of anybody's is lost."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.forge.samples import a_proposal
from tests.git import branches, git, is_sound
from waymark.forge import Status
from waymark.forge.local import LocalForge

PROCESSES, EACH = 4, 10


def test_commits_of_four_processes_all_arrive(local: LocalForge):
    """Each brings ten files to main; main has forty, one commit each."""
    _at_once(_apply_many, local.folder)

    assert len(local.list_files("content")) == PROCESSES * EACH
    assert git(local.folder, "rev-list", "--count", "main") == str(PROCESSES * EACH + 1)
    assert is_sound(local.folder)


def test_proposals_and_merges_of_four_processes_all_arrive(local: LocalForge):
    """Proposing and merging side by side: each exactly once, no branch left."""
    _at_once(_merge_many, local.folder)

    subjects = git(local.folder, "log", "--format=%s", "main").split("\n")
    assert len(local.list_files("submissions")) == PROCESSES * EACH
    assert sorted(subjects) == sorted([*{*subjects}]), "one was merged twice"
    assert len(subjects) == PROCESSES * EACH + 1
    assert branches(local.folder) == ["main"]
    assert is_sound(local.folder)


def test_four_processes_that_do_the_same_make_one_commit(local: LocalForge):
    """A job that two workers hold for a moment has one outcome."""
    _at_once(_merge_the_same, local.folder)

    assert local.look("k7f3q9").status is Status.MERGED
    assert git(local.folder, "rev-list", "--count", "main") == "2"
    assert branches(local.folder) == ["main"]


def test_threads_share_a_forge(local: LocalForge):
    """The form, the desk and the worker of one process each ask the same object."""

    def bring(number: int) -> None:
        state = local.propose(a_proposal(f"thread{number}"))
        local.merge(f"thread{number}", state.revision or "")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(bring, range(20)))

    assert len(local.list_files("submissions")) == 20
    assert is_sound(local.folder)


def _at_once(work: Callable[[Path, int], None], folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=work, args=(folder, n)) for n in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * PROCESSES


def _apply_many(folder: Path, process: int) -> None:
    for number in range(EACH):
        LocalForge(folder).apply({f"content/stories/{process}/n{number}.md": "x\n"}, "Add\n")


def _merge_many(folder: Path, process: int) -> None:
    for number in range(EACH):
        name = f"p{process}n{number}xx"
        state = LocalForge(folder).propose(a_proposal(name))
        assert LocalForge(folder).merge(name, state.revision or "").status is Status.MERGED


def _merge_the_same(folder: Path, process: int) -> None:
    state = LocalForge(folder).propose(a_proposal())
    if state.status is Status.OPEN:
        assert LocalForge(folder).merge("k7f3q9", state.revision or "").status is Status.MERGED
