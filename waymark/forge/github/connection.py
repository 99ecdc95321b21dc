"""One way to GitHub: signs in, sends, reads. PyGithub is used here and for signing in only.

PyGithub's client is not safe to share (two threads may get each other's answers), repeats what
may have been done already, and sleeps. So there is one client for each thread, it never repeats,
and waiting is left to the worker.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from github import Github, GithubException
from jwt import PyJWTError

from waymark.errors import ForgeUnavailable, NotYet
from waymark.forge.github.answers import (
    Answer,
    not_let_in,
    pause_of,
    refusal_of,
    unexpected,
)
from waymark.forge.github.signing_in import new_client
from waymark.github_settings import App, GitHubSettings
from waymark.store import Pause

PER_PAGE, MOST_PAGES = 100, 1000
NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')
TROUBLE = (OSError, PyJWTError, RuntimeError, AssertionError, ValueError)
"""What PyGithub lets through when network, key, redirect or answer are not as they should be."""

# At DEBUG it would log bodies: what a visitor wrote.
logging.getLogger("github").setLevel(logging.WARNING)


class Keeper(Protocol):
    """Where a pause that GitHub asked for is kept, for all workers: the store."""

    def pause(self) -> Pause | None: ...
    def pause_writes(self, until: datetime, why: str, count: int, now: datetime) -> None: ...
    def end_pause(self) -> None: ...


class Connection:
    """Sends requests to one repository. Raises ``NotYet`` in a pause, else ``ForgeUnavailable``."""

    def __init__(
        self,
        settings: GitHubSettings,
        keeper: Keeper,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        client: Callable[[GitHubSettings], Github] = new_client,
    ) -> None:
        self.settings = settings
        self.keeper = keeper
        self.clock = clock
        self.home = f"/repos/{settings.repository}"
        self._new_client = client
        self._of_thread = threading.local()
        self._known: dict[str, tuple[str, Any]] = {}

    def send(
        self,
        verb: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request, once; ``path`` is below the repository unless it begins with ``/``."""
        now = self.clock()
        pause = self.keeper.pause()
        if pause is not None and pause.until > now:
            raise NotYet(pause.why, until=pause.until)
        answer, is_in = self._send(verb, self._address(path), body, query, headers)
        until = pause_of(answer, now, pause.count if pause else 0)
        if until is not None:
            why = "GitHub asked us to send less for a while."
            self.keeper.pause_writes(until, why, pause.count + 1 if pause else 1, now)
            raise NotYet(why, until=until)
        refusal = refusal_of(answer) if is_in else not_let_in(answer)
        if refusal is not None:
            raise refusal
        if pause is not None:
            self.keeper.end_pause()
        return answer

    def get(self, path: str, query: Mapping[str, str | int] | None = None) -> Any | None:
        """Return what is there, or ``None`` when nothing is."""
        answer = self.send("GET", path, query=query)
        if answer.status in (404, 410):
            return None
        if not answer.is_good:
            raise unexpected("give what was asked for", answer)
        return answer.data

    def get_known(self, path: str) -> Any | None:
        """Return what is there; when it is as it was, GitHub only says so, and nothing counts."""
        tag, data = self._known.get(path, ("", None))
        answer = self.send("GET", path, headers={"If-None-Match": tag} if tag else None)
        if answer.status == 304:
            return data
        if answer.status in (404, 410):
            return None
        if not answer.is_good:
            raise unexpected("give what was asked for", answer)
        if answer.headers.get("etag"):
            self._known[path] = (answer.headers["etag"], answer.data)
        return answer.data

    def is_us(self, login: str, *, is_bot: bool) -> bool:
        """Say whether this account is the service's own: the App's, or the token's."""
        if isinstance(self.settings.who, App):
            return is_bot
        return login == str((self.get_known("/user") or {}).get("login"))

    def pages(self, path: str, query: Mapping[str, str | int] | None = None) -> Iterator[Any]:
        """Yield every item of a list, page after page."""
        answer = self.send("GET", path, query={"per_page": PER_PAGE, **(query or {})})
        for _ in range(MOST_PAGES):
            if not answer.is_good or not isinstance(answer.data, list):
                raise unexpected("give the list that was asked for", answer)
            yield from answer.data
            more = NEXT.search(answer.headers.get("link", ""))
            if more is None:
                return
            answer = self.send("GET", more[1])

    def _address(self, path: str) -> str:
        return path if path.startswith(("/", "http")) else f"{self.home}/{path}".rstrip("/")

    def _send(
        self,
        verb: str,
        address: str,
        body: Mapping[str, Any] | None,
        query: Mapping[str, str | int] | None,
        headers: Mapping[str, str] | None,
    ) -> tuple[Answer, bool]:
        """Return the answer, and whether we were let in: else it is about our signing in."""
        try:
            status, found, text = self._client().requester.requestJson(
                verb,
                address,
                parameters=dict(query or {}),
                headers={"Accept": "application/vnd.github+json", **(headers or {})},
                input=None if body is None else dict(body),
            )
            return Answer(status, found, _read(text, is_good=status < 300)), True
        except GithubException as problem:
            # Sign in anew next time: the App may have been installed again.
            self._of_thread.client = None
            return Answer(problem.status, dict(problem.headers or {}), problem.data), False
        except TROUBLE as problem:
            kind = type(problem).__name__
        # Raised out here, for the other one may hold what was sent.
        raise ForgeUnavailable(
            f"GitHub could not be reached, or its answer was cut short ({kind}).",
            remedy="It is tried again; look at the network if it stays so.",
        )

    def _client(self) -> Github:
        client: Github | None = getattr(self._of_thread, "client", None)
        if client is None:
            client = self._of_thread.client = self._new_client(self.settings)
        return client


def _read(text: str, *, is_good: bool) -> Any:
    """Return what the JSON holds; what stands before a server that is down need be none."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        if is_good:
            raise
        return None
