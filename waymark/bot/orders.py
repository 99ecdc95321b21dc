"""Carries out one command of a moderator, by the same functions as the desk.

Nothing is decided here: what is missing or not allowed is told, and `waymark.moderation` refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from waymark.approvals import COOLING_OFF, Missing
from waymark.bot.commands import Command
from waymark.bot.proposals import entry_from
from waymark.bot.replies import HELP, Outcome, done, refused
from waymark.community import Community
from waymark.entry import dump, path_in
from waymark.forge.pull_requests import PullRequest, PullRequests, Review
from waymark.moderation import Moderator, mark_of, rule_for
from waymark.moderation.deciding import LEAD
from waymark.moderation.flags import key_of
from waymark.moderators import Person
from waymark.privacy import AllowList
from waymark.store import Store, Submission

STILL = {
    Missing.NEVER: "A text at level crisis is not published.",
    Missing.PERSON: "Somebody else has to approve it.",
    Missing.SECOND_PERSON: "A second person has to approve it too.",
    Missing.DATE: "It rests first.",
    Missing.YES: "Its writer is asked for a yes.",
}
"""What an approval leaves to be done."""
LONGEST = 8_000
"""Characters of a question or a message to a writer, as on the desk."""
DECISIVE = ("approved", "changes_requested", "dismissed")
"""States of a review that take the place of an earlier one; a plain comment does not."""
ACTS = {
    "publish": "approve",
    "decline": "decline",
    "ask": "ask",
    "note": "details",
    "redact": "redact",
    "wait": "wait",
}
"""The action in the log of decisions that each command leaves, if doing it twice is refused."""
_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True)
class Order:
    """Who asks for something, when they did, and what lay before them."""

    person: Person
    at: datetime
    pull: PullRequest
    reviews: Sequence[Review]
    community: Community


@dataclass(frozen=True)
class Orders:
    """Does what an order says; raises ``TransitionRefused`` as the desk's own functions do."""

    store: Store
    forge: PullRequests
    allow: AllowList

    def carry_out(self, command: Command, order: Order, seen: Submission) -> Outcome:
        """Do one known command, on the submission as it is now."""
        acts: Mapping[str, Callable[[str, Order, Submission], Outcome]] = {
            "publish": self._publish,
            "decline": self._decline,
            "ask": self._ask,
            "note": self._note,
            "redact": self._redact,
            "escalate": self._escalate,
            "wait": self._wait,
            "help": self._help,
        }
        return acts[command.name](command.text, order, seen)

    def _publish(self, text: str, order: Order, seen: Submission) -> Outcome:
        if order.pull.head != seen.revision:
            return refused(
                "the proposal changed, or is just being brought up to date. "
                "Read it again in a minute, approve it, then `/publish`."
            )
        review = last_review(order)
        if review is None or review.state != "approved" or review.revision != seen.revision:
            return refused(
                f"it needs your approving review of revision `{seen.revision[:10]}`: "
                "Files changed, Review changes, Approve.",
            )
        # What lies in the commit is what was read; in the store may be something newer already.
        path = path_in("submissions", seen.kind, seen.id)
        if self.forge.read_at(seen.revision, path) != dump(entry_from(seen, self.allow)):
            return refused("the text has changed since. Read it again in a minute.")
        verdict = self._moderator(order).approve(seen, mark_of(seen), dict(seen.details))
        left = " ".join(STILL[missing] for missing in verdict.missing)
        return done(f"approved. {left or 'It is merged now, and on its way to the site.'}")

    def _decline(self, text: str, order: Order, seen: Submission) -> Outcome:
        named, _, words = text.partition(" ") if " " in text else text.partition("\n")
        rule = order.community.policy.get(named.strip().upper())
        if rule is None or not {"DECLINE", "ESCALATE"} & set(rule.verbs):
            return refused(_rules("a decline names", "DECLINE", order))
        message = words.strip() or order.community.template("decline", rule, seen.lang)
        if len(message) > LONGEST:
            return _too_long()
        self._moderator(order).decline(seen, mark_of(seen), rule.id, message)
        return done(f"declined by rule `{rule.id}`. Its writer reads why on the receipt.")

    def _ask(self, text: str, order: Order, seen: Submission) -> Outcome:
        if not text:
            return refused("write the question behind it, on the same line.")
        if len(text) > LONGEST:
            return _too_long()
        self._moderator(order).ask(seen, text)
        return done("asked. Its writer sees the question on the receipt.")

    def _note(self, text: str, order: Order, seen: Submission) -> Outcome:
        known, name = order.community.vocabulary.facet("notes"), text.strip().lower()
        if name not in known:
            names = ", ".join(f"`{value}`" for value in known)
            return refused(f"a content note is one of: {names}.")
        if not self._moderator(order).add_content_note(seen, name):
            return done("it has this content note already.")
        return done(f"it has the content note `{name}` now; the proposal follows.")

    def _redact(self, text: str, order: Order, seen: Submission) -> Outcome:
        number = int(text) if _NUMBER.fullmatch(text) else 0
        if not 1 <= number <= len(seen.findings):
            return refused(f"name a finding by its number, 1 to {len(seen.findings)}.")
        finding = seen.findings[number - 1]
        rule = order.community.policy.get(rule_for(finding))
        if rule is None:
            return refused("no rule of the house stands behind this finding. Use the desk.")
        self._moderator(order).redact(seen, key_of(finding), rule)
        return done(f"the words of finding {number} are taken out by rule `{rule.id}`.")

    def _escalate(self, text: str, order: Order, seen: Submission) -> Outcome:
        if not text:
            self._moderator(order).hand_over(seen, LEAD)
            return done("a lead will look.")
        rule = order.community.policy.get(text.split()[0].upper())
        if rule is None or "ESCALATE" not in rule.verbs:
            return refused(_rules("one escalates by", "ESCALATE", order))
        self._moderator(order).escalate(seen, rule)
        return done(f"escalated by rule `{rule.id}`; a lead will look.")

    def _wait(self, text: str, order: Order, seen: Submission) -> Outcome:
        until = order.at + COOLING_OFF
        self._moderator(order).wait(seen, until)
        return done(f"it rests until {until:%Y-%m-%d}; then its writer is asked for a yes.")

    def _help(self, text: str, order: Order, seen: Submission) -> Outcome:
        return done(HELP)

    def _moderator(self, order: Order) -> Moderator:
        return Moderator(self.store, order.person, order.at)


def last_review(order: Order) -> Review | None:
    """Return the review of theirs that counts."""
    own = (
        review
        for review in order.reviews
        if review.author.lower() == order.person.github and review.state in DECISIVE
    )
    return max(own, key=lambda review: (review.submitted_at or order.at, review.id), default=None)


def _rules(what: str, verb: str, order: Order) -> str:
    rules = (rule.id for rule in order.community.policy.values() if verb in rule.verbs)
    return f"{what} a rule of the house: {', '.join(f'`{rule}`' for rule in rules)}."


def _too_long() -> Outcome:
    return refused(f"this is too long: at most {LONGEST} characters.")
