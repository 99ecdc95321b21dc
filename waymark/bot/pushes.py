"""Reads back what a moderator changed in the file of a proposal.

Only what a person may change is taken: words, with a rule of the house named in the commit's
message, and the details by which readers find an entry. All else is as the service made it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from waymark.bot.proposals import entry_from
from waymark.bot.rechecking import keep_new_findings
from waymark.checks.engine import Checked
from waymark.community import Community, PolicyRule
from waymark.entry import Entry, dump, parse, path_in
from waymark.entry_fields import BY_NAME, FIELDS
from waymark.errors import BadEntry, TransitionRefused
from waymark.forge.pull_requests import PullRequest, PullRequests
from waymark.moderation import Moderator, mark_of
from waymark.privacy import AllowList
from waymark.store import NewJob, Store, Submission

WRITERS_OWN = {"helped_author", "outcome"}
"""How it went for the writer: only the writer can say."""
CHANGEABLE = {"lang", "title", "gist"} | {
    spec.name for spec in FIELDS if spec.facet and spec.name not in WRITERS_OWN
}
"""The keys of an entry that a moderator may set, as on the desk."""
STRANGER = (
    "This change was not taken over: only moderators of this community change a text, and "
    "the one who pushed it is not in the list. The proposal is put back as it was."
)
OTHER_FILES = (
    "This change was not taken over: a proposal holds the file of its submission and no other. "
    "Take the other files out of the branch."
)
NO_RULE = (
    "This change was not taken over: words are edited under a rule of the house. Push it once "
    "more with the rule's id, such as `P2`, in the commit's message."
)
TAKEN = "This change was taken over and checked. It is on the desk too; approve the new revision."
FOUND = "The checks found something new in it; look at the findings."
Check = Callable[[Entry], Checked]
"""Runs the community's rules on an entry, as they are right now."""
_RULE = re.compile(r"\b[A-Z]{1,3}\d{1,3}\b")
log = logging.getLogger("waymark.bot")


class Pushes:
    """Takes over what was pushed to the branch of a submission that is still open."""

    def __init__(self, store: Store, forge: PullRequests, check: Check, allow: AllowList) -> None:
        self.store = store
        self.forge = forge
        self.check = check
        self.allow = allow

    def take(
        self, pull: PullRequest, seen: Submission, community: Community, now: datetime
    ) -> None:
        """Look at a head that is not the one the store knows; each is answered once."""
        if pull.head == seen.revision or self._is_ours(pull, seen, now):
            return
        key = f"push-{pull.head}"
        heard = self.store.hear(key, now)
        if heard.is_settled:
            return
        text = heard.answer
        if not text:
            text = self.store.keep_answer(key, self._answer(pull, seen, community, heard.at))
        self.forge.say(pull.number, key[:50], text)
        self.store.settle_heard(key)

    def _is_ours(self, pull: PullRequest, seen: Submission, now: datetime) -> bool:
        """Say whether the service made this head; what is as it should be is recorded anew."""
        path = path_in("submissions", seen.kind, seen.id)
        if self.forge.read_at(pull.head, path) == dump(entry_from(seen, self.allow)):
            self.store.add_job(NewJob("revise", seen.id), now)
            return True
        push = self.forge.push_of(seen.id, pull.head)
        return push is not None and push.is_ours

    def _answer(
        self, pull: PullRequest, seen: Submission, community: Community, at: datetime
    ) -> str:
        push = self.forge.push_of(seen.id, pull.head)
        person = community.moderators.who_has("github", push.by) if push else None
        if push is None or person is None:
            log.warning("what was pushed to %s is by no moderator", seen.id)
            self.store.add_job(NewJob("revise", seen.id), at)
            return STRANGER
        path = path_in("submissions", seen.kind, seen.id)
        if self.forge.paths(pull.number) != (path,):
            return OTHER_FILES
        try:
            entry = parse(self.forge.read_at(pull.head, path) or "", path, community.vocabulary)
        except BadEntry as problem:
            return f"This change was not taken over: {problem}"
        ours = parse(dump(entry_from(seen, self.allow)), path, community.vocabulary)
        differing = changed_keys(ours, entry)
        fixed = sorted(differing - CHANGEABLE)
        if fixed:
            names = ", ".join(f"`{name}`" for name in fixed)
            return f"This change was not taken over: {names} cannot be changed here. Put it back."
        rule = rule_in(push.message, community)
        if entry.body != ours.body and rule is None:
            return NO_RULE
        moderator = Moderator(self.store, person, at)
        try:
            if differing:
                details = {**seen.details, **{name: _value(entry, name) for name in differing}}
                moderator.save_details(seen, mark_of(seen), details)
                seen = self.store.get(seen.id) or seen
            if entry.body != ours.body and rule is not None:
                moderator.edit(seen, mark_of(seen), _in_place_of(seen, entry.body), rule)
            seen = self.store.get(seen.id) or seen
            is_new = keep_new_findings(self.store, seen, self.check(entry), at)
        except TransitionRefused as problem:
            return f"This change was not taken over: {problem}"
        return f"{TAKEN} {FOUND}" if is_new else TAKEN


def changed_keys(before: Entry, after: Entry) -> set[str]:
    """Return the keys of the front matter that differ."""
    old, new = _front(before), _front(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def rule_in(message: str, community: Community) -> PolicyRule | None:
    """Return the first rule of the house that a commit's message names."""
    named = (community.policy.get(found) for found in _RULE.findall(message))
    return next((rule for rule in named if rule is not None), None)


def _front(entry: Entry) -> dict[str, Any]:
    own = {"kind": entry.kind, "id": entry.id, "lang": entry.lang, "title": entry.title}
    return {**own, **entry.facts}


def _value(entry: Entry, name: str) -> Any:
    """Return a key as details hold it: lists are lists, and what is not there is empty."""
    is_list = BY_NAME[name].shape in ("terms", "lines")
    value = _front(entry).get(name, () if is_list else "")
    return list(value) if is_list else value


def _in_place_of(seen: Submission, body: str) -> str:
    """Return the changed text with the empty lines around it that a file does not keep."""
    text = str(seen.fields["text"])
    start = len(text) - len(text.lstrip("\n"))
    end = len(text.rstrip("\n"))
    return f"{text[:start]}{body}{text[end:]}"
