"""What is not alike in the store and on the forge. Pure: both sides in, differences out.

What can be mended safely carries a job that does what was to be done anyway; a person looks at
all else. Nothing is declined or thrown away by comparing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from waymark.bot.events import look_at
from waymark.entry import path_in
from waymark.forge.names import waiting_paths
from waymark.forge.pull_requests import PREFIXES, PullRequest
from waymark.states import State
from waymark.store import NewJob, Submission

ENDED = {State.DECLINED: "close", State.WITHDRAWN: "withdraw", State.PUBLISHED: "merge"}
"""States in which nothing is proposed any more, and the job that tidies up after each."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not alike on both sides. ``job`` mends it; without one a person looks."""

    kind: str
    submission_id: str
    number: int
    what: str
    job: NewJob | None = None
    labels: tuple[str, ...] | None = None
    """The labels a pull request should have; set directly, no job."""

    @property
    def can_be_mended(self) -> bool:
        return self.job is not None or self.labels is not None


@dataclass(frozen=True)
class Forgeside:
    """What is on the forge: open pull requests, branches with their commits, files on main."""

    pulls: Sequence[PullRequest]
    branches: Mapping[str, str]
    waiting: Collection[str]
    published: Collection[str]


@dataclass(frozen=True)
class Storeside:
    """What the store says. ``jobs`` are those open, as (kind, submission id)."""

    submissions: Mapping[str, Submission]
    jobs: Collection[tuple[str, str | None]]
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The labels that each submission's proposal should have."""

    def has_job(self, submission_id: str, *kinds: str) -> bool:
        return any((kind, submission_id) in self.jobs for kind in kinds)


def find_differences(store: Storeside, forge: Forgeside) -> Iterator[Difference]:
    """Yield every difference; none when both sides say the same."""
    for pull in forge.pulls:
        yield from _of_pull(pull, store)
    with_pull = {pull.submission_id for pull in forge.pulls}
    for submission_id, submission in store.submissions.items():
        yield from _of_submission(submission, submission_id in with_pull, store, forge)
    for branch in sorted(forge.branches.keys() - with_pull):
        yield from _of_branch(branch, store)
    for path in sorted(forge.waiting):
        yield from _of_file(path, store)


def _of_pull(pull: PullRequest, store: Storeside) -> Iterator[Difference]:
    """An open pull request: of a submission that is open, at its revision, with its labels."""
    if not pull.submission_id:
        return
    name, number = pull.submission_id, pull.number
    submission = store.submissions.get(name)
    if submission is None:
        yield Difference("unknown-pull", name, number, "It belongs to no submission known here.")
    elif submission.state in ENDED:
        job = _ending(submission)
        if not store.has_job(name, job.kind):
            what = f"It is open although its submission is {submission.state}."
            yield Difference("still-open", name, number, what, job)
    elif submission.state.is_open:
        is_coming = store.has_job(name, "propose", "revise")
        if pull.head != submission.revision and not is_coming:
            what = "It is at another commit than the one that is read on the desk."
            yield Difference("moved", name, number, what, look_at(number))
        wanted = store.labels.get(name, ())
        ours = {label for label in pull.labels if label.startswith(PREFIXES)}
        if ours != set(wanted) and not is_coming:
            what = "Its labels are not those of its submission."
            yield Difference("labels", name, number, what, labels=tuple(wanted))


def _of_submission(
    submission: Submission, has_pull: bool, store: Storeside, forge: Forgeside
) -> Iterator[Difference]:
    """A submission: proposed while it is open, merged once approved, on the site once published."""
    name, state = submission.id, submission.state
    waits = any(path in forge.waiting for path in waiting_paths(name))
    page = path_in("content", submission.kind, name)
    if state.is_open and not has_pull:
        if waits:
            what = "It lies on the main branch although nobody approved it. It is not published."
            yield Difference("merged-by-hand", name, 0, what)
        elif not store.has_job(name, "propose", "revise"):
            what = "It waits for a moderator and has no open pull request."
            yield Difference("no-pull", name, 0, what, NewJob("revise", name))
    elif state is State.APPROVED and not store.has_job(name, "merge"):
        if not waits and page not in forge.published:
            what = "It is approved and was not merged."
            yield Difference("not-merged", name, 0, what, _merge(submission))
        elif ("publish", None) not in store.jobs:
            what = "It is merged and was not published."
            yield Difference("not-published", name, 0, what, NewJob("publish"))
    elif state is State.PUBLISHED and page not in forge.published:
        what = "It is published here, but its file is not on the main branch."
        yield Difference("file-missing", name, 0, what)
    elif state is State.WITHDRAWN:
        is_there = waits or page in forge.published
        if is_there and not store.has_job(name, "withdraw"):
            what = "It was withdrawn and is still on the main branch."
            yield Difference("still-there", name, 0, what, NewJob("withdraw", name))


def _of_branch(name: str, store: Storeside) -> Iterator[Difference]:
    """A branch without an open pull request."""
    submission = store.submissions.get(name)
    if submission is None:
        what = "A branch belongs to no submission known here. Look at it, then delete it by hand."
        yield Difference("unknown-branch", name, 0, what)
    elif submission.state in ENDED:
        job = _ending(submission)
        if not store.has_job(name, job.kind):
            what = f"Its branch is left although it is {submission.state}."
            yield Difference("orphan-branch", name, 0, what, job)


def _of_file(path: str, store: Storeside) -> Iterator[Difference]:
    """A file on the main branch that waits for publication."""
    name = PurePosixPath(path).stem
    submission = store.submissions.get(name)
    if path not in waiting_paths(name):
        return  # such as a README
    if submission is None:
        what = "A file waits for publication and belongs to no submission known here."
        yield Difference("unknown-file", name, 0, what)
    elif submission.state is State.DECLINED:
        what = "It lies on the main branch although it was declined. It is not published."
        yield Difference("merged-by-hand", name, 0, what)


def _ending(submission: Submission) -> NewJob:
    kind = ENDED[submission.state]
    return _merge(submission) if kind == "merge" else NewJob(kind, submission.id)


def _merge(submission: Submission) -> NewJob:
    """Return the job that an approval adds; after publication it only tidies up."""
    return NewJob("merge", submission.id, {"revision": submission.revision, "revise": True})
