"""What the small GitHub knows: a git repository, and everything that is beside it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pygit2

from tests.forge.github import shapes
from waymark.forge.github.signing_in import RIGHTS

REPOSITORY = "peers/review"
TOKEN = "github_pat_a-secret-token"
MAIN = "refs/heads/main"
BOT, PERSON = "waymark[bot]", "waymark-service"
WHO = pygit2.Signature("GitHub", "noreply@github.example", 1_700_000_000, 0)


class Refused(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, message: str, errors: Any = None) -> None:
        super().__init__(message)
        self.status = status
        self.data = shapes.trouble(message, status=status, errors=errors)


class World:
    """Everything a test may look at and change by hand, as people on GitHub would."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.repository = REPOSITORY
        self.facts: dict[str, Any] = {}
        """What `GET /repos/...` says beside the usual, such as ``private``."""
        self.is_gone = False
        self.is_installed = True
        self.rights = dict(RIGHTS)
        """What the App was given."""
        self.events = ["issue_comment", "pull_request", "pull_request_review"]
        self.hook = {
            "url": "https://waymark.example/webhooks/github", "content_type": "json",
            "secret": "********", "insecure_ssl": "0",
        }  # fmt: skip
        """What the App is told, and where."""
        self.tokens = {TOKEN: PERSON}
        self.forbidden: set[tuple[str, str]] = set()
        """Verbs and parts of paths that are refused with 403."""
        self.protection = ""
        """Why nothing may be merged, in GitHub's words."""
        self.git = pygit2.init_repository(str(folder), bare=True, initial_head="main")
        first = self.git.create_commit(None, WHO, WHO, "Begin", self.git.TreeBuilder().write(), [])
        self.git.references.create(MAIN, first)
        self.pulls: dict[int, dict[str, Any]] = {}
        self.labels: dict[int, list[str]] = {}
        self.comments: list[dict[str, Any]] = []
        self.reviews: dict[int, list[dict[str, Any]]] = {}
        self.checks: list[dict[str, Any]] = []
        self.statuses: list[dict[str, Any]] = []
        self.hook_deliveries: list[dict[str, Any]] = []
        self.asked_again: list[int] = []
        self.activity: list[dict[str, Any]] = []
        """What `GET activity` shows: who brought which commit to which branch, newest first."""
        self.next_page = 0

    def now(self) -> str:
        return self.clock().strftime("%Y-%m-%dT%H:%M:%SZ")

    def login_of(self, authorization: str) -> str:
        token = authorization.partition(" ")[2]
        if token.count(".") == 2:
            return "app"
        return self.tokens.get(token, "")

    def require_access(self, login: str, path: str, verb: str) -> None:
        if not login:
            raise Refused(401, "Bad credentials")
        if path.startswith("/repos/"):
            if self.is_gone or (login == BOT and not self.is_installed):
                raise Refused(404, "Not Found")
            if self.facts.get("archived") and verb != "GET":
                raise Refused(403, "Repository was archived so is read-only.")
        if any(verb == v and part in path for v, part in self.forbidden):
            raise Refused(403, "Resource not accessible by integration")

    def page(self, items: list[Any], query: dict[str, str]) -> list[Any]:
        size, number = int(query.get("per_page", 30)), int(query.get("page", 1))
        self.next_page = number + 1 if len(items) > size * number else 0
        return items[size * (number - 1) : size * number]

    def head(self, branch: str) -> str | None:
        found = self.git.references.get(f"refs/heads/{branch}")
        return None if found is None else str(found.target)

    def commit_of(self, name: str) -> pygit2.Commit:
        """Return a commit by branch or id."""
        found = self.git.get(self.head(name) or (name if len(name) == 40 else "0" * 40))
        if not isinstance(found, pygit2.Commit):
            raise Refused(404, f"No commit found for the ref {name}")
        return found

    def files(self, commit: str) -> dict[str, str]:
        """Return path and text of every file at a branch or commit."""
        found: dict[str, str] = {}

        def walk(tree: pygit2.Tree, prefix: str) -> None:
            for item in tree:
                if isinstance(item, pygit2.Tree):
                    walk(item, f"{prefix}{item.name}/")
                else:
                    found[f"{prefix}{item.name}"] = item.data.decode()

        walk(self.commit_of(commit).tree, "")
        return found

    def make_tree(self, base: str | None, changes: dict[str, str | None]) -> pygit2.Oid:
        """Return a tree with these blobs (by id) put in, or taken out for ``None``."""
        index = pygit2.Index()
        if base is not None:
            index.read_tree(self.git[base].peel(pygit2.Tree))
        for path, blob in changes.items():
            if blob is None:
                if path not in index:
                    raise Refused(422, "GitRPC::BadObjectState")
                index.remove(path)
            else:
                index.add(pygit2.IndexEntry(path, pygit2.Oid(hex=blob), 0o100644))
        return index.write_tree(self.git)

    def make_commit(
        self, tree: pygit2.Oid, parents: list[str], message: str, who: pygit2.Signature = WHO
    ) -> str:
        return str(
            self.git.create_commit(
                None, who, who, message, tree, [pygit2.Oid(hex=p) for p in parents]
            )
        )

    def move(self, branch: str, commit: str) -> None:
        name = f"refs/heads/{branch}"
        self.git.references.create(name, commit, force=True)
        for pull in self.pulls.values():
            if pull["branch"] == branch and pull["state"] == "open":
                pull["sha"] = commit
                pull["updated_at"] = self.now()

    def delete(self, branch: str) -> bool:
        """Delete a branch; its open pull requests are closed by that."""
        found = self.git.references.get(f"refs/heads/{branch}")
        if found is None:
            return False
        found.delete()
        for pull in self.pulls.values():
            if pull["branch"] == branch and pull["state"] == "open":
                pull |= {"state": "closed", "closed_at": self.now(), "updated_at": self.now()}
        return True

    def push(
        self,
        branch: str,
        changes: dict[str, str | None],
        message: str = "By hand",
        login: str = PERSON,
    ) -> str:
        """Somebody pushes a commit."""
        head = self.head(branch) or self.head("main")
        assert head is not None
        blobs = {
            path: None if text is None else str(self.git.create_blob(text.encode()))
            for path, text in changes.items()
        }
        commit = self.make_commit(self.make_tree(head, blobs), [head], message)
        self.move(branch, commit)
        self.note_push(branch, head, commit, login)
        return commit

    def note_push(self, branch: str, before: str, after: str, login: str) -> None:
        number = len(self.activity) + 1
        pushed = shapes.activity(number, f"refs/heads/{branch}", before, after, login, self.now())
        self.activity.insert(0, pushed)

    def open_pulls(self, branch: str = "") -> list[dict[str, Any]]:
        found = [p for p in self.pulls.values() if p["state"] == "open"]
        return [p for p in found if branch in ("", p["branch"])]

    def merged_tree(self, pull: dict[str, Any]) -> pygit2.Oid | None:
        """Return what main would be after a merge, or ``None`` when the two conflict."""
        ours, theirs = self.commit_of("main"), self.commit_of(pull["sha"])
        base = self.git.merge_base(ours.id, theirs.id)
        if base is None:
            return None
        index = self.git.merge_trees(self.git[base].tree, ours.tree, theirs.tree)
        return None if index.conflicts else index.write_tree(self.git)

    def pull(self, number: int) -> dict[str, Any]:
        if number not in self.pulls:
            raise Refused(404, "Not Found")
        return self.pulls[number]

    def comment(self, number: int, login: str, body: str) -> dict[str, Any]:
        made = shapes.comment(len(self.comments) + 1, number, login, body, self.now(), self.now())
        self.comments.append(made)
        return made

    def token_for_an_hour(self) -> tuple[str, str]:
        token = f"ghs_{len(self.tokens)}-a-secret-token"
        self.tokens[token] = BOT
        return token, (self.clock() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def show_repository(self) -> dict[str, Any]:
        return shapes.repository(self.repository, self.now(), **self.facts)

    def show_pull(self, pull: dict[str, Any], *, is_whole: bool = False) -> dict[str, Any]:
        number = pull["number"]
        here = shapes.repository(self.repository, self.now(), **self.facts)
        owner = shapes.user(self.repository.split("/")[0])

        def side(branch: str, sha: str) -> dict[str, Any]:
            label = f"{owner['login']}:{branch}"
            return {"label": label, "ref": branch, "sha": sha, "repo": here, "user": owner}

        shown = shapes.pull(
            number, pull["created_at"], title=pull["title"], body=pull["body"],
            user=shapes.user(pull["login"]), state=pull["state"], updated_at=pull["updated_at"],
            closed_at=pull["closed_at"], merged_at=pull["merged_at"],
            merge_commit_sha=pull["merge_commit"],
            labels=[shapes.label(name) for name in self.labels.get(number, [])],
            head=side(pull["branch"], pull["sha"]),
            base=side("main", self.head("main") or ""),
        )  # fmt: skip
        if is_whole:
            is_open = pull["state"] == "open"
            clean = is_open and self.merged_tree(pull) is not None
            by = pull["merged_by"]
            shown |= {
                "additions": 1, "deletions": 0, "changed_files": 1, "comments": 0, "commits": 1,
                "review_comments": 0, "maintainer_can_modify": False,
                "mergeable": clean if is_open else None,
                "mergeable_state": ("clean" if clean else "dirty") if is_open else "unknown",
                "merged": bool(pull["merged_at"]), "merged_by": shapes.user(by) if by else None,
            }  # fmt: skip
        return shown

    def show_file(self, path: str, item: pygit2.Blob) -> dict[str, Any]:
        return shapes.file(path, str(item.id), base64.encodebytes(item.data).decode())
