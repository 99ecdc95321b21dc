"""Merge exactly what was read, once, as one commit on main."""

from __future__ import annotations

from collections.abc import Callable

from waymark.errors import ForgeUnavailable, RevisionMoved
from waymark.forge.github.answers import Answer
from waymark.forge.github.connection import Connection
from waymark.forge.github.main_branch import MainBranch
from waymark.forge.github.pulls import Pulls
from waymark.forge.names import published_paths, waiting_paths
from waymark.forge.pull_requests import PullRequest
from waymark.store import Store

WRITES = 5
"""The merge and the branch; after a conflict also a tree, a commit and the branch moved to it."""


class Merging:
    """Merges the open pull request of a submission."""

    def __init__(
        self,
        connection: Connection,
        store: Store,
        main: MainBranch,
        pulls: Pulls,
        pace: Callable[[str, int], None],
    ) -> None:
        self.connection = connection
        self.store = store
        self.main = main
        self.pulls = pulls
        self._pace = pace

    def merge(self, submission_id: str, revision: str) -> None:
        """Merge it if it is open; the branch is gone afterwards. Raises ``RevisionMoved``."""
        found = self.pulls.find(submission_id)
        if found is None or not found.is_open:
            if found is not None and found.is_merged:
                self.pulls.delete_branch(submission_id)  # killed between the two
            return
        if found.head != revision:
            raise _moved()
        self._pace(f"merge {submission_id}", WRITES)
        if set(published_paths(submission_id)) & self.main.files().keys():
            self.pulls.close(submission_id)  # merged and published since
            return
        path = self._only_its_own_file(found)
        answer = self._send(found, revision)
        if answer.status == 405 and not self._is_merged(found) and self._conflicts(found):
            text = self.pulls.read_at(revision, path)
            if text is None:
                raise _no_file(found)
            # Its own file is on main in another version: what was read goes in its place.
            commit = self.main.commit(self.main.head(), {path: text}, f"Approve {submission_id}\n")
            self.pulls.move_branch(submission_id, commit)
            answer = self._send(found, commit)
        if not answer.is_good and not self._is_merged(found):
            raise self._why_not(found, revision, answer)
        self.main.known = ""
        self.pulls.delete_branch(submission_id)

    def _only_its_own_file(self, found: PullRequest) -> str:
        """Return the path of its file; raise when somebody pushed other files to the branch."""
        own = waiting_paths(found.submission_id)
        known = self.store.step(found.submission_id)
        if known is not None and known.revision == found.head:
            # We made this commit ourselves, with that file and nothing else.
            there = [path for path in own if self.pulls.blob_at(found.head, path) == known.blob]
            if there:
                return there[0]
        paths = self.pulls.paths(found.number)
        if len(paths) != 1 or paths[0] not in own:
            raise _no_file(found)
        return paths[0]

    def _send(self, found: PullRequest, revision: str) -> Answer:
        name = found.submission_id
        body = {
            "sha": revision,
            "merge_method": "squash",
            "commit_title": f"Approve {name}",
            "commit_message": f"Submission: {name}\nReviewed-Revision: {revision}",
        }
        return self.connection.send("PUT", f"pulls/{found.number}/merge", body)

    def _is_merged(self, found: PullRequest) -> bool:
        now = self.pulls.pull_request(found.number)
        return now is not None and now.is_merged

    def _conflicts(self, found: PullRequest) -> bool:
        raw = self.connection.get(f"pulls/{found.number}") or {}
        return raw.get("mergeable") is False and raw.get("mergeable_state") in ("dirty", "unknown")

    def _why_not(self, found: PullRequest, revision: str, answer: Answer) -> Exception:
        now = self.pulls.pull_request(found.number)
        if answer.status == 409 or (now is not None and now.head != revision):
            return _moved()
        if answer.says("squash"):
            return ForgeUnavailable(
                "The review repository does not allow squash merges.",
                remedy="Allow them in its settings, under Pull Requests.",
            )
        return ForgeUnavailable(
            f"GitHub does not merge the pull request (status {answer.status}).",
            remedy="Its protection may ask for what the App cannot give: let the App bypass it, "
            "as docs/operators/github.md says.",
        )


def _moved() -> RevisionMoved:
    return RevisionMoved("The proposal changed after it was read.", remedy="Read it once more.")


def _no_file(found: PullRequest) -> ForgeUnavailable:
    return ForgeUnavailable(
        f"The branch {found.branch} does not hold just its own file.",
        remedy="Take the other files off it, or delete it: it is made anew.",
    )
