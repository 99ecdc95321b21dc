"""The errors Waymark raises on purpose: each says what happened and what to do next.

No message may ever hold words that a visitor wrote: errors reach logs and terminals.
"""

from __future__ import annotations

from datetime import datetime


class WaymarkError(Exception):
    """Something a person can mend.

    ``where`` is a place such as ``community/site.yaml:12``; ``remedy`` is one sentence that
    says what to do.
    """

    def __init__(self, message: str, *, remedy: str = "", where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.where = where

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.message}{remedy}"


class BadSettings(WaymarkError):
    """An environment variable or folder is not usable."""


class BadCommunity(WaymarkError):
    """A file under ``community/`` is broken; nothing is served from it."""


class BadEntry(WaymarkError):
    """A file under ``content/`` or ``submissions/`` is broken; nothing is built from it."""


class StoreUnavailable(WaymarkError):
    """The private store could not be read or written; nothing was stored."""


class TransitionRefused(WaymarkError):
    """The submission is not in a state that allows this."""


class NotAllowed(TransitionRefused):
    """A rule of who may do what stands in the way; nothing was done."""


class ChangedMeanwhile(TransitionRefused):
    """Somebody else changed what a person read before deciding; nothing was done."""


class ForgeUnavailable(WaymarkError):
    """The forge cannot be reached or refuses to work; the job is tried again later."""


class NotYet(ForgeUnavailable):
    """The forge has to be left alone until a moment; the job is put back for then, no try lost."""

    def __init__(self, message: str, *, until: datetime, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.until = until


class RevisionMoved(WaymarkError):
    """The proposal changed after it was read, so a decision about it no longer holds."""


class UnknownCommit(WaymarkError):
    """The forge has no such commit: it was restored, or its history was rewritten."""


class BuildFailed(WaymarkError):
    """The site could not be built; the old one keeps serving."""
