"""Wrap a forge or a store so that something happens at its n-th call: a kill, or another person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Killed(BaseException):
    """Like SIGKILL, nothing catches this."""


class Moments:
    """Counts the calls that change or read something, and acts once at the chosen one."""

    def __init__(self, at: int, act: Callable[[], None], *, before: bool) -> None:
        self.at = at
        self.act = act
        self.before = before
        self.count = 0
        self.is_armed = True

    def around(self, call: Callable[[], Any]) -> Any:
        if not self.is_armed:
            return call()
        self.count += 1
        is_now = self.count == self.at
        if is_now and self.before:
            self._now()
        answer = call()
        if is_now and not self.before:
            self._now()
        return answer

    def _now(self) -> None:
        self.is_armed = False
        self.act()


class Interrupted:
    """Passes every method on to the real thing, through ``moments``."""

    def __init__(self, real: Any, moments: Moments) -> None:
        self._real = real
        self._moments = moments

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if not callable(found):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            # A generator is read here, so that what happens in it happens inside the call.
            def run() -> Any:
                answer = found(*args, **kwargs)
                return list(answer) if name == "changes" else answer

            return self._moments.around(run)

        return call


def kill() -> None:
    raise Killed
