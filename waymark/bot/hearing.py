"""Hears what moderators write below a pull request, and has it done once.

Who may is in the community's own list, whatever the forge would allow. What may be done is
decided where the desk has it decided, in `waymark.moderation`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from waymark.bot.commands import Command, commands_in
from waymark.bot.orders import ACTS, Order, Orders
from waymark.bot.replies import EDITED, TOO_MANY, UNKNOWN, Outcome, answer, done, refused
from waymark.community import Community
from waymark.errors import TransitionRefused
from waymark.forge.pull_requests import Comment, PullRequest, PullRequests, Review
from waymark.moderators import Person
from waymark.privacy import AllowList
from waymark.store import Store

MOST = 10
"""Commands of one comment that are done; an answer must not outgrow what a forge takes."""
log = logging.getLogger("waymark.bot")


@dataclass(frozen=True)
class Remark:
    """A comment or a review by a moderator."""

    key: str
    person: Person
    body: str
    at: datetime
    is_edited: bool = False


class Hearing:
    """Listens to one pull request at a time."""

    def __init__(self, store: Store, forge: PullRequests, allow: AllowList) -> None:
        self.store = store
        self.forge = forge
        self.orders = Orders(store, forge, allow)

    def hear(self, pull: PullRequest, community: Community, now: datetime) -> None:
        """Do what moderators asked for since the last time, in the order in which they wrote."""
        reviews = self.forge.reviews(pull.number)
        remarks = sorted(self._remarks(pull, reviews, community), key=lambda remark: remark.at)
        settled = self.store.settled([remark.key for remark in remarks])
        for remark in remarks:
            if remark.key not in settled:
                self._hear_one(remark, pull, reviews, community, now)

    def _hear_one(
        self,
        remark: Remark,
        pull: PullRequest,
        reviews: Sequence[Review],
        community: Community,
        now: datetime,
    ) -> None:
        """Act, answer, remember: killed in between, a repeat goes on from there."""
        heard = self.store.hear(remark.key, now)
        commands = commands_in(remark.body)
        if commands:
            text = heard.answer
            if not text:
                order = Order(remark.person, heard.at, pull, reviews, community)
                done_now = answer(self._outcomes(remark, commands, order))
                text = self.store.keep_answer(remark.key, done_now)
            self.forge.say(pull.number, f"answer-{remark.key}", text)
        # One without commands is settled too: it does not become one by being edited.
        self.store.settle_heard(remark.key)

    def _outcomes(
        self, remark: Remark, commands: Sequence[Command], order: Order
    ) -> Iterator[tuple[str, Outcome]]:
        if remark.is_edited:
            # Whoever may write here may edit another's comment: only what was first written counts.
            yield "", refused(EDITED)
            return
        for command in commands[:MOST]:
            yield command.name if command.is_known else "", self._do(command, order)
        if len(commands) > MOST:
            yield "", refused(TOO_MANY)

    def _do(self, command: Command, order: Order) -> Outcome:
        if not command.is_known:
            return refused(UNKNOWN)
        submission = self.store.get(order.pull.submission_id)
        if submission is None:
            return refused("This submission is not known any more.")
        try:
            return self.orders.carry_out(command, order, submission)
        except TransitionRefused as problem:
            if self._was_done(command, order):
                return done("This was done.")
            return refused(str(problem))

    def _was_done(self, command: Command, order: Order) -> bool:
        """Say whether the log has it already: somebody was killed after doing it.

        The moment a comment was first heard is that of its decision, so no other is meant.
        """
        return any(
            (decision.action, decision.by, decision.at)
            == (ACTS.get(command.name), order.person.name, order.at)
            for decision in self.store.decisions(order.pull.submission_id)
        )

    def _remarks(
        self, pull: PullRequest, reviews: Sequence[Review], community: Community
    ) -> Iterator[Remark]:
        """Yield what moderators wrote; all others, and bots, are left alone."""
        for comment in self.forge.comments(pull.number):
            person = _who(comment, community)
            if person is not None:
                is_edited = comment.updated_at != comment.created_at
                yield Remark(
                    f"comment-{comment.id}", person, comment.body, comment.created_at, is_edited
                )
            elif not comment.is_bot:
                log.info("comment %d below %d is by no moderator", comment.id, pull.number)
        for review in reviews:
            person = _who(review, community)
            if person is not None and review.submitted_at is not None:
                yield Remark(f"review-{review.id}", person, review.body, review.submitted_at)


def _who(written: Comment | Review, community: Community) -> Person | None:
    return None if written.is_bot else community.moderators.who_has("github", written.author)
