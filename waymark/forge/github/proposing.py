"""Carry one proposal to an open pull request, once in effect, whatever fails on the way.

    branch -> file -> pull -> labels -> checks -> open

A proposal nobody began yet is sent blindly, in four calls: is the repository (still) private,
branch, file, pull request. Each step is kept before and after it. Whoever finds a step begun
looks at GitHub first and does only what is missing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace

from waymark.errors import ForgeUnavailable
from waymark.forge import Proposal, ProposalState, Status
from waymark.forge.github.answers import Answer, unexpected
from waymark.forge.github.check_runs import CheckRuns
from waymark.forge.github.connection import Connection
from waymark.forge.github.main_branch import ADDRESS, NAME, MainBranch, blob_id, month_of
from waymark.forge.github.pulls import Pulls
from waymark.forge.names import branch_of, require_proposal
from waymark.forge.pull_requests import FILE
from waymark.store import Step, Store

FIRST_WRITES, WRITES = 5, 6
"""Branch, file, pull request, labels and checks; or tree, commit, branch, page, labels, checks."""
OPEN = "open"


class Proposing:
    """Opens proposals and brings them up to date."""

    def __init__(
        self,
        connection: Connection,
        store: Store,
        main: MainBranch,
        pulls: Pulls,
        checks: CheckRuns,
        pace: Callable[[str, int], None],
    ) -> None:
        self.connection = connection
        self.store = store
        self.main = main
        self.pulls = pulls
        self.checks = checks
        self._pace = pace

    def propose(self, proposal: Proposal) -> ProposalState:
        require_proposal(proposal.submission_id, proposal.path)
        step = Step(
            proposal.submission_id,
            "branch",
            blob=blob_id(proposal.content),
            shown=_digest(proposal),
        )
        known = self.store.step(step.submission_id)
        if known == replace(
            step, step=OPEN, is_done=True,
            revision=known.revision if known else "", number=known.number if known else 0,
        ):  # fmt: skip
            found = self.pulls.pull_request(known.number)
            if found and found.is_open and found.head == known.revision:
                return _open(known)
        self._pace(f"propose {step.submission_id}", WRITES if known else FIRST_WRITES)
        if self.store.begin_steps(step):
            return self._send_blindly(proposal, step)
        return self._do_what_is_missing(proposal, step)

    def _send_blindly(self, proposal: Proposal, step: Step) -> ProposalState:
        if not self._make_branch(step):
            return self._do_what_is_missing(proposal, step)
        step = self._begin(step, "file")
        answer = self._put_file(proposal, step)
        if not answer.is_good:
            return self._do_what_is_missing(proposal, step)
        step = self._begin(step, "pull", revision=answer.data["commit"]["sha"])
        return self._open_pull(proposal, step)

    def _do_what_is_missing(self, proposal: Proposal, step: Step) -> ProposalState:
        """Look at what is there, and end with an open pull request that holds this text."""
        head = self.main.head()
        found = self.pulls.find(step.submission_id)
        there = self.pulls.branch_head(step.submission_id)
        on_main = self.pulls.blob_at(head, proposal.path)
        if on_main == step.blob and (there is None or not self._holds(there, proposal, step)):
            # Merged already; an older text's branch must not be merged over it later.
            return self._is_on_main(step)
        if there is None:
            step = self._begin(step, "branch")
            if not self._make_branch(step):
                raise ForgeUnavailable("A branch came and went.", remedy="It is tried again.")
            there = head
        if self._holds(there, proposal, step):
            step = replace(step, revision=there)
        elif there == head and on_main is None:
            step = self._begin(step, "file")
            answer = self._put_file(proposal, step)
            if not answer.is_good:
                raise unexpected("take the file of a proposal", answer)
            step = replace(step, revision=answer.data["commit"]["sha"])
        else:
            step = self._rewrite(proposal, step)
        if found is None or found.is_merged or not self._is_brought_back(found.number, step):
            return self._open_pull(proposal, self._begin(step, "pull"))
        return self._show(proposal, replace(step, number=found.number), is_new=False)

    def _is_brought_back(self, number: int, step: Step) -> bool:
        found = self.pulls.pull_request(number)
        if found is None or found.is_merged:
            return False
        return found.is_open or self.pulls.reopen(number)

    def _make_branch(self, step: Step) -> bool:
        """Make the branch at main's head as we know it; ``False`` when there is one already."""
        base = self.main.known_head()
        for _ in range(2):
            body = {"ref": f"refs/heads/{branch_of(step.submission_id)}", "sha": base}
            answer = self.connection.send("POST", "git/refs", body)
            if answer.status == 201:
                return True
            if answer.says("already exists"):
                return False
            base = self.main.head()  # ours may be gone: somebody rewrote main
        raise unexpected("make a branch", answer)

    def _put_file(self, proposal: Proposal, step: Step) -> Answer:
        """Put the file on the branch, where no other version of it is."""
        who = {"name": NAME, "email": ADDRESS, "date": month_of(self.connection.clock())}
        body = {
            "message": _message(proposal),
            "content": base64.b64encode(proposal.content.encode()).decode(),
            "branch": branch_of(step.submission_id),
            "author": who,
            "committer": who,
        }
        return self.connection.send("PUT", f"contents/{proposal.path}", body)

    def _rewrite(self, proposal: Proposal, step: Step) -> Step:
        """Have the branch be one commit on main with this text; the earlier text is not in it."""
        step = self._begin(step, "file")
        commit = self.main.commit(
            self.main.head(), {proposal.path: proposal.content}, _message(proposal)
        )
        self.pulls.move_branch(step.submission_id, commit)
        return replace(step, revision=commit)

    def _open_pull(self, proposal: Proposal, step: Step) -> ProposalState:
        body = {
            "title": proposal.title,
            "head": branch_of(step.submission_id),
            "base": self.main.name,
            "body": self._page(proposal, step),
        }
        answer = self.connection.send("POST", "pulls", body)
        if answer.status == 201:
            # GitHub tells where main is by now, so the next branch begins there.
            self.main.known = answer.data["base"]["sha"]
            return self._show(proposal, replace(step, number=answer.data["number"]), is_new=True)
        if answer.says("no commits between"):
            return self._is_on_main(step)
        found = self.pulls.find(step.submission_id) if answer.status == 422 else None
        if found is None or not found.is_open:
            raise unexpected("open a pull request", answer)
        return self._show(proposal, replace(step, number=found.number), is_new=False)

    def _show(self, proposal: Proposal, step: Step, *, is_new: bool) -> ProposalState:
        """Show labels and findings beside the text; page and title too when they may be old."""
        step = self._begin(step, "labels")
        if is_new:
            self.pulls.add_labels(step.number, proposal.labels)
        else:
            page = self._page(proposal, step)
            if not self.pulls.has_page(step.number, page):
                self.pulls.describe(step.number, proposal.title, page)
            self.pulls.set_labels(step.number, proposal.labels)
        step = self._begin(step, "checks")
        self.checks.report(
            step.submission_id, step.revision, proposal.path, proposal.remarks, is_new=is_new
        )
        self.store.keep_step(replace(step, step=OPEN, is_done=True))
        return _open(step)

    def _page(self, proposal: Proposal, step: Step) -> str:
        """Return the page, its links leading to the file as it is at this commit."""
        place = f"{self.connection.settings.site}/blob/{step.revision}/{proposal.path}?plain=1"
        return (proposal.page or proposal.body).replace(FILE, place)

    def _is_on_main(self, step: Step) -> ProposalState:
        self.pulls.close(step.submission_id)
        self.store.keep_step(replace(step, step="merged", is_done=True, number=0))
        return ProposalState(Status.MERGED)

    def _holds(self, commit: str, proposal: Proposal, step: Step) -> bool:
        return self.pulls.blob_at(commit, proposal.path) == step.blob

    def _begin(self, step: Step, name: str, revision: str = "") -> Step:
        """Keep that the step before is done, and that this one is begun."""
        begun = replace(step, step=name, revision=revision or step.revision)
        self.store.keep_step(begun)
        return begun


def _open(step: Step) -> ProposalState:
    return ProposalState(Status.OPEN, step.revision, branch_of(step.submission_id))


def _message(proposal: Proposal) -> str:
    return f"{proposal.title}\n\n{proposal.body}".strip() + "\n"


def _digest(proposal: Proposal) -> str:
    """Return a mark of everything that is shown beside the text."""
    shown = (proposal.title, proposal.page or proposal.body, proposal.labels, proposal.remarks)
    return hashlib.sha256(repr(shown).encode()).hexdigest()
