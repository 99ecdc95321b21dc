"""What moderators decide, whoever carries it here: a form of the desk, or a comment on a forge.

Plain values in, one transaction with the store, `TransitionRefused` with a plain reason out.
"""

from __future__ import annotations

from waymark.moderation.marks import mark_of
from waymark.moderation.moderator import Moderator

__all__ = ["Moderator", "mark_of"]
