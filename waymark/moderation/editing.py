"""What a moderator does with the words and what is said about them, each by a rule of the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from waymark import approvals, privacy
from waymark.checks.findings import Level
from waymark.community import PolicyRule
from waymark.edits import REMOVED, Edit, apply, edits_between, read_edits, with_edit
from waymark.errors import NotAllowed, TransitionRefused
from waymark.moderation.acting import OPEN, Acting, content_of, reopened
from waymark.moderation.cases import permission_of, require
from waymark.moderation.flags import key_of, level_without, without
from waymark.privacy import AllowList
from waymark.store import Decision, NewJob, Submission

RULE_OF = {
    "method_detail": "S1", "self_harm": "S2", "personal_data": "P2", "contact": "P1", "link": "L1",
    "medication": "M1", "eating": "D1", "hostile": "R1", "crisis_language": "C1", "framing": "S6",
    "spam": "Q1",
}  # fmt: skip
"""The rule of the house that a category of findings falls under, unless its rule names one."""


class Editing(Acting):
    """The part of a moderator that edits; see `waymark.moderation.Moderator`."""

    def save_details(self, seen: Submission, mark: str, details: Mapping[str, Any]) -> bool:
        """Keep the details and have the proposal show them; ``False`` when nothing is new."""
        self.require_mark(seen, mark)
        if seen.details == details:
            return False
        self._change(seen, self.decision(seen, "details"), details=dict(details))
        return True

    def add_content_note(self, seen: Submission, note: str) -> bool:
        """Say what the text mentions (a value of the vocabulary); ``False`` if it says so."""
        notes = list(seen.details.get("notes", seen.fields.get("notes")) or ())
        if note in notes:
            return False
        details = {**seen.details, "notes": [*notes, note]}
        self._change(seen, self.decision(seen, "details"), details=details)
        return True

    def redact(self, seen: Submission, key: str, rule: PolicyRule) -> None:
        """Accept what a finding suggests: its words go, and a plain marker stands there."""
        finding = self._finding(seen, key)
        require(approvals.may_edit(permission_of(seen), rule.verbs))
        start, end = int(finding["start"]), int(finding["end"])
        if start >= end:
            raise NotAllowed("This finding is about no words of the text.", remedy="Edit it.")
        new = Edit(start, end, _marker(finding, seen.lang), rule.id)
        edits = with_edit(read_edits(seen.edits), new)
        kept = [other for other in seen.kept if other != key]
        self._change_words(seen, "redact", edits, (rule.id,), kept=kept)

    def keep_words(self, seen: Submission, key: str) -> None:
        """Refuse what a finding suggests: the words may stay, and its level holds."""
        finding = self._finding(seen, key)
        if key in seen.kept:
            raise TransitionRefused("These words are kept already.")
        decision = self.decision(seen, "keep", (str(finding["rule"]),))
        self.store.change(
            seen.id,
            expected=OPEN,
            after=seen.state,
            kept=[*seen.kept, key],
            decision=decision,
            only_if={"kept": list(seen.kept), "findings": seen.findings, "state": seen.state},
            now=self.now,
        )

    def edit(
        self,
        seen: Submission,
        mark: str,
        text: str,
        rule: PolicyRule,
        allow: AllowList | None = None,
    ) -> None:
        """Take over a text changed by hand; every place that differs cites ``rule``.

        Whoever did this last does not approve it: somebody else reads it.
        """
        self.require_mark(seen, mark)
        require(approvals.may_edit(permission_of(seen), rule.verbs))
        edits = edits_by_hand(seen, text, rule.id, allow)
        if edits == read_edits(seen.edits):
            raise NotAllowed("Nothing in the text is different.", remedy="Change it, or go back.")
        if not text.strip():
            raise NotAllowed("Nothing would be left of it.", remedy="Decline it with a reason.")
        self._change_words(seen, "edit", edits, (rule.id,))

    def restore_words(self, seen: Submission, number: int) -> None:
        """Take one edit back, 1 for the first: the writer's own words stand there again."""
        edits = read_edits(seen.edits)
        if not 1 <= number <= len(edits):
            raise TransitionRefused("This edit is not there any more.")
        gone = edits[number - 1]
        left = [edit for edit in edits if edit is not gone]
        self._change_words(seen, "restore", left, (gone.rule,))

    def withdraw_finding(self, seen: Submission, key: str) -> None:
        """Mark a finding as wrong: it is hidden, and the level is that of what is left."""
        gone = self._finding(seen, key)
        left = without(seen.findings, key)
        before = Level(seen.level)
        level = level_without(before, seen.findings, left)
        require(approvals.may_lower(self.person.is_lead, before, level))
        action = "lower" if level.rank < before.rank else "wrong-finding"
        self.store.change(
            seen.id,
            expected=OPEN,
            after=reopened(seen),
            findings=left,
            level=level.value,
            score=seen.score if level is before else float(level.rank),
            decision=self.decision(seen, action, (str(gone["rule"]),)),
            jobs=[NewJob("revise", seen.id)],
            only_if={"findings": seen.findings, "state": seen.state, "level": seen.level},
            now=self.now,
        )

    def _finding(self, seen: Submission, key: str) -> Mapping[str, Any]:
        found = [finding for finding in seen.findings if key_of(finding) == key]
        if not found:
            raise TransitionRefused("This finding is not there any more.")
        return found[0]

    def _change_words(
        self,
        seen: Submission,
        action: str,
        edits: Sequence[Edit],
        rules: Sequence[str],
        **columns: Any,
    ) -> None:
        self.require_free(seen)
        stored = [edit.as_dict() for edit in edits]
        self._change(seen, self.decision(seen, action, rules), edits=stored, **columns)

    def _change(self, seen: Submission, decision: Decision, **columns: Any) -> None:
        self.store.change(
            seen.id,
            expected=OPEN,
            after=reopened(seen),
            decision=decision,
            jobs=[NewJob("revise", seen.id)],
            only_if={**content_of(seen), "state": seen.state},
            now=self.now,
            **columns,
        )


def text_to_edit(seen: Submission, allow: AllowList | None = None) -> str:
    """Return the text as it would be published: with its edits, contact details replaced."""
    edited = apply(str(seen.fields["text"]), read_edits(seen.edits))
    return privacy.replace(edited, seen.lang, allow).text


def edits_by_hand(
    seen: Submission, text: str, rule: str, allow: AllowList | None = None
) -> tuple[Edit, ...]:
    """Return the edits that lead from what was sent to a text changed by hand.

    Ways to reach somebody are replaced anyway, so their markers are no edits of a moderator.
    """
    original = str(seen.fields["text"])
    column = 1 if seen.lang == "nl" else 0
    contact = tuple(
        Edit(one.start, one.end, privacy.MARKERS[one.span_class][column], one.rule)
        for one in privacy.find(original, allow)
    )
    known = (*read_edits(seen.edits), *contact)
    return tuple(e for e in edits_between(original, text, known, rule) if e not in contact)


def rule_for(finding: Mapping[str, Any]) -> str:
    """Return the id of the rule of the house that a finding falls under."""
    return str(finding.get("policy") or RULE_OF.get(str(finding["category"]), "P2"))


def _marker(finding: Mapping[str, Any], lang: str) -> str:
    """Return what stands in place of the words: a marker that a rule suggests, else our own."""
    suggested = str(finding.get("suggest") or "")
    is_marker = suggested.startswith("[") and suggested.endswith("]")
    return suggested if is_marker else REMOVED.get(lang, REMOVED["en"])
