"""What moderators decide, whoever carries it here: a form of the desk, or a comment on a forge.

Plain values in, one transaction with the store, `TransitionRefused` with a plain reason out. Two
people at once, a form sent again, a text that changed or was taken back meanwhile: the store
refuses, and nothing is done twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from waymark.moderation.cases import case_of
from waymark.moderation.deciding import Deciding
from waymark.moderation.editing import Editing, rule_for
from waymark.moderation.marks import mark_of
from waymark.moderation.reading import Reading

__all__ = ["Moderator", "case_of", "mark_of", "rule_for"]


@dataclass(frozen=True)
class Moderator(Deciding, Editing, Reading):
    """Somebody who decides, at one moment: `store`, who it is (`person`), and `now`."""
