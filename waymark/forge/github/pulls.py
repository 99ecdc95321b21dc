"""Pull requests and branches of submissions, as GitHub has them."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from waymark.errors import ForgeUnavailable
from waymark.forge.github.answers import unexpected
from waymark.forge.github.connection import Connection
from waymark.forge.names import BRANCH, branch_of
from waymark.forge.pull_requests import PREFIXES, PullRequest, Push

NEWEST_FIRST: dict[str, str | int] = {"state": "all", "sort": "created", "direction": "desc"}
GONE = (404, 422)
"""How GitHub says that there is no such branch to delete or to move."""


class Pulls:
    """Reads and changes pull requests; which ones to change is decided elsewhere."""

    def __init__(self, connection: Connection, main: str) -> None:
        self.connection = connection
        self.main = main
        self.owner = connection.settings.repository.split("/")[0]

    def pull_request(self, number: int) -> PullRequest | None:
        found = self.connection.get(f"pulls/{number}")
        return None if found is None else _pull_request(found)

    def find(self, submission_id: str) -> PullRequest | None:
        """Return a submission's pull request: the open one, else the newest."""
        wanted = {**NEWEST_FIRST, "head": f"{self.owner}:{branch_of(submission_id)}"}
        found = [_pull_request(raw) for raw in self.connection.get("pulls", wanted) or []]
        ours = [pull for pull in found if pull.submission_id == submission_id]
        return max(ours, key=lambda pull: (pull.is_open, pull.number), default=None)

    def updated_since(self, since: datetime | None) -> list[PullRequest]:
        wanted: dict[str, str | int] = {"sort": "updated", "direction": "desc"}
        found = []
        for raw in self.connection.pages("pulls", {**wanted, "state": "all" if since else "open"}):
            pull = _pull_request(raw)
            if since is not None and pull.updated_at < since:
                break
            found.append(pull)
        return sorted(found, key=lambda pull: pull.updated_at)

    def paths(self, number: int) -> tuple[str, ...]:
        files = self.connection.pages(f"pulls/{number}/files")
        return tuple(sorted(str(file["filename"]) for file in files))

    def has_page(self, number: int, page: str) -> bool:
        found = self.connection.get(f"pulls/{number}") or {}
        return found.get("body") == page

    def describe(self, number: int, title: str, page: str) -> None:
        """Give a pull request its title and its page."""
        self._patch(number, {"title": title, "body": page})

    def reopen(self, number: int) -> bool:
        """Open it again; ``False`` when GitHub cannot, for its branch is another by now."""
        answer = self.connection.send("PATCH", f"pulls/{number}", {"state": "open"})
        if answer.status not in (200, 422):
            raise unexpected("open a pull request again", answer)
        return answer.is_good

    def close(self, submission_id: str) -> None:
        """Close a submission's pull request and remove its branch; neither need be there."""
        found = self.find(submission_id)
        if found is not None and found.is_open:
            self._patch(found.number, {"state": "closed"})
        self.delete_branch(submission_id)

    def add_labels(self, number: int, labels: Sequence[str]) -> None:
        """Add labels; doing it twice changes nothing, and one that is new is made."""
        if labels:
            body = {"labels": list(labels)}
            answer = self.connection.send("POST", f"issues/{number}/labels", body)
            if not answer.is_good:
                raise unexpected("label a pull request", answer)

    def set_labels(self, number: int, labels: Sequence[str]) -> None:
        """Have these be the labels of ours; those that people made stay."""
        found = self.connection.get(f"pulls/{number}") or {}
        there = [str(label["name"]) for label in found.get("labels") or ()]
        wanted = [*(name for name in there if not name.startswith(PREFIXES)), *labels]
        if set(there) - set(wanted):
            answer = self.connection.send("PUT", f"issues/{number}/labels", {"labels": wanted})
            if not answer.is_good:
                raise unexpected("label a pull request", answer)
        else:
            self.add_labels(number, sorted(set(wanted) - set(there)))

    def branch_head(self, submission_id: str) -> str | None:
        found = self.connection.get(f"git/ref/heads/{branch_of(submission_id)}")
        return None if found is None else str(found["object"]["sha"])

    def branch_heads(self) -> dict[str, str]:
        refs = self.connection.pages(f"git/matching-refs/heads/{BRANCH}")
        prefix = f"refs/heads/{BRANCH}"
        return {str(r["ref"]).removeprefix(prefix): str(r["object"]["sha"]) for r in refs}

    def move_branch(self, submission_id: str, commit: str) -> None:
        """Have a branch be at another commit, whatever it was at."""
        name = f"git/refs/heads/{branch_of(submission_id)}"
        answer = self.connection.send("PATCH", name, {"sha": commit, "force": True})
        if not answer.is_good:
            raise unexpected("bring a proposal up to date", answer)

    def delete_branch(self, submission_id: str) -> None:
        answer = self.connection.send("DELETE", f"git/refs/heads/{branch_of(submission_id)}")
        if not answer.is_good and answer.status not in GONE:
            raise unexpected("remove a branch", answer)

    def push_of(self, submission_id: str, revision: str) -> Push | None:
        """Look in GitHub's own record of pushes ("List repository activities")."""
        branch: dict[str, str | int] = {"ref": f"refs/heads/{branch_of(submission_id)}"}
        pushes = self.connection.get("activity", branch) or []
        actor = next((raw["actor"] for raw in pushes if raw["after"] == revision), None)
        if actor is None:
            return None
        commit = self.connection.get(f"git/commits/{revision}") or {}
        is_ours = self.connection.is_us(str(actor["login"]), is_bot=actor.get("type") == "Bot")
        return Push(str(actor["login"]), is_ours, str(commit.get("message") or ""))

    def blob_at(self, revision: str, path: str) -> str | None:
        """Return the id of a file's content at a commit, or ``None``."""
        found = self.connection.get(f"contents/{path}", {"ref": revision})
        return str(found["sha"]) if isinstance(found, Mapping) else None

    def read_at(self, revision: str, path: str) -> str | None:
        """Return a file's text at a commit, or ``None``."""
        found = self.connection.get(f"contents/{path}", {"ref": revision})
        if not isinstance(found, Mapping):
            return None
        return base64.b64decode(found["content"]).decode("utf-8", errors="replace")

    def _patch(self, number: int, body: Mapping[str, Any]) -> None:
        answer = self.connection.send("PATCH", f"pulls/{number}", body)
        if not answer.is_good:
            raise unexpected("change a pull request", answer)


def _pull_request(raw: Mapping[str, Any]) -> PullRequest:
    head, base = raw["head"], raw["base"]
    branch = str(head["ref"])
    is_here = (head.get("repo") or {}).get("full_name") == (base.get("repo") or {}).get("full_name")
    merged_by = raw.get("merged_by") or {}
    return PullRequest(
        number=int(raw["number"]),
        # A branch of that name in somebody's fork is not ours.
        submission_id=branch.removeprefix(BRANCH) if is_here and branch.startswith(BRANCH) else "",
        branch=branch,
        head=str(head["sha"]),
        base=str(base["ref"]),
        title=str(raw["title"]),
        author=str((raw.get("user") or {}).get("login", "")),
        labels=tuple(str(label["name"]) for label in raw.get("labels") or ()),
        is_open=raw["state"] == "open",
        is_merged=bool(raw.get("merged_at")),
        updated_at=moment_of(raw["updated_at"]),
        merge_commit=str(raw.get("merge_commit_sha") or "") if raw.get("merged_at") else "",
        merged_by=str(merged_by.get("login", "")),
    )


def moment_of(raw: str) -> datetime:
    """Read a time as GitHub writes it."""
    try:
        return datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        raise ForgeUnavailable("GitHub gave a time that is none.", remedy="Try again.") from None
