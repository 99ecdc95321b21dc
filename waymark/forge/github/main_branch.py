"""The main branch of the review repository: read as a tree, changed by one commit at a time."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha1
from typing import Any

from waymark.errors import ForgeUnavailable, UnknownCommit
from waymark.forge.github.answers import unexpected
from waymark.forge.github.connection import Connection

NAME, ADDRESS = "Waymark", "waymark@localhost"
FULL_ID = 40
TRIES = 5
BLOBS_KEPT = 256
WRITES = 3
"""A tree, a commit, and the branch moved to it."""

Files = Mapping[str, str]
"""Path and blob id of every file."""


class MainBranch:
    """Reads main through its tree, which is asked for again only when main moved."""

    def __init__(self, connection: Connection, name: str, pace: Callable[[str, int], None]) -> None:
        self.connection = connection
        self.name = name
        self._pace = pace
        self.known = ""
        """Where main was when GitHub told us last."""
        self._tree: tuple[str, Files] = ("", {})
        self._text = lru_cache(BLOBS_KEPT)(self._read_blob)

    def head(self) -> str:
        found = self.connection.get_known(f"git/ref/heads/{self.name}")
        if found is None:
            raise ForgeUnavailable(
                f"The review repository has no branch {self.name} yet.",
                remedy="Add a first file to it, such as a README.",
            )
        self.known = str(found["object"]["sha"])
        return self.known

    def known_head(self) -> str:
        """Return where main was when we heard last; costs a call only the first time."""
        return self.known or self.head()

    def files(self) -> Files:
        head = self.head()
        if self._tree[0] != head:
            self._tree = (head, self._files_at(head))
        return self._tree[1]

    def read(self, path: str) -> str | None:
        blob = self.files().get(path)
        return None if blob is None else self.text(blob, path)

    def text(self, blob: str, path: str) -> str:
        """Return a file's text by its blob; name the file when it is not text."""
        try:
            return self._text(blob).decode("utf-8")
        except UnicodeDecodeError:
            raise ForgeUnavailable(
                "A file on the main branch is not UTF-8 text.",
                remedy="Put a readable one in its place.",
                where=path,
            ) from None

    def changes(self, since: str | None, folder: str) -> Iterator[tuple[str, str | None]]:
        before = {} if since is None else self._files_then(since)
        now = self.files()
        for path in sorted({*before, *now}):
            if path.startswith(f"{folder}/") and before.get(path) != now.get(path):
                yield path, self.text(now[path], path) if path in now else None

    def apply(self, changes: Mapping[str, str | None], message: str) -> str:
        """Put these files on main as one commit, on top of whatever main is at by then."""
        for _ in range(TRIES):
            head, there = self.head(), self.files()
            needed = {
                path: text
                for path, text in changes.items()
                if there.get(path) != (None if text is None else blob_id(text))
            }
            if not needed:
                return head
            self._pace("apply", WRITES)
            commit = self.commit(head, needed, message)
            if self._move(commit):
                self.known = commit
                return commit
        raise ForgeUnavailable("The main branch keeps moving.", remedy="It is tried again.")

    def commit(self, parent: str, changes: Mapping[str, str | None], message: str) -> str:
        """Make a commit that no branch names yet; the same twice in a month is the same commit."""
        base = self.connection.get(f"git/commits/{parent}")
        if base is None:
            raise ForgeUnavailable("The main branch moved away.", remedy="It is tried again.")
        entries = [_tree_entry(path, text) for path, text in sorted(changes.items())]
        tree = self._made("trees", {"base_tree": base["tree"]["sha"], "tree": entries})
        who = {"name": NAME, "email": ADDRESS, "date": month_of(self.connection.clock())}
        return self._made(
            "commits",
            {
                "message": message,
                "tree": tree,
                "parents": [parent],
                "author": who,
                "committer": who,
            },
        )

    def _made(self, what: str, body: Mapping[str, Any]) -> str:
        answer = self.connection.send("POST", f"git/{what}", body)
        if answer.status != 201:
            raise unexpected("take a commit", answer)
        return str(answer.data["sha"])

    def _move(self, commit: str) -> bool:
        """Move main to a commit on top of it; ``False`` when somebody else was faster."""
        body = {"sha": commit, "force": False}
        answer = self.connection.send("PATCH", f"git/refs/heads/{self.name}", body)
        if answer.is_good:
            return True
        if answer.says("fast forward", "fast-forward"):
            return False
        raise ForgeUnavailable(
            f"GitHub does not let us change {self.name} (status {answer.status}).",
            remedy="Let the App bypass the protection of the branch: docs/operators/github.md.",
        )

    def _files_then(self, commit: str) -> Files:
        is_full = len(commit) == FULL_ID and all(letter in "0123456789abcdef" for letter in commit)
        if not is_full or self.connection.get(f"git/commits/{commit}") is None:
            raise UnknownCommit("The forge does not know this commit.", remedy="Begin anew.")
        return self._files_at(commit)

    def _files_at(self, tree: str, prefix: str = "") -> Files:
        found = self.connection.get(f"git/trees/{tree}", {"recursive": "1"})
        if found is None:
            raise UnknownCommit("The forge does not know this commit.", remedy="Begin anew.")
        if not found.get("truncated"):
            return {f"{prefix}{e['path']}": e["sha"] for e in found["tree"] if e["type"] == "blob"}
        # Too much for one answer: folder by folder then.
        files: dict[str, str] = {}
        for entry in (self.connection.get(f"git/trees/{tree}") or {"tree": []})["tree"]:
            path = f"{prefix}{entry['path']}"
            if entry["type"] == "tree":
                files |= self._files_at(entry["sha"], f"{path}/")
            elif entry["type"] == "blob":
                files[path] = entry["sha"]
        return files

    def _read_blob(self, blob: str) -> bytes:
        found = self.connection.get(f"git/blobs/{blob}")
        if found is None:
            raise ForgeUnavailable("A file is not there any more.", remedy="It is tried again.")
        return base64.b64decode(found["content"])


def blob_id(text: str) -> str:
    """Return the id that git gives to a text."""
    data = text.encode()
    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def month_of(now: datetime) -> str:
    """Return the first moment of a month: a log to the second could tell who wrote when."""
    return now.astimezone(UTC).strftime("%Y-%m-01T00:00:00Z")


def _tree_entry(path: str, text: str | None) -> dict[str, Any]:
    place = {"path": path, "mode": "100644", "type": "blob"}
    return {**place, "sha": None} if text is None else {**place, "content": text}
