"""The buttons of a submission's page. Each is a POST that is done once or says why it was not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import wraps

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from waymark.desk.answers import done, kept_page
from waymark.desk.details import DetailsShown, changed_details, details_form, read_details
from waymark.desk.guard import moderator_here
from waymark.desk.messages import read_message
from waymark.desk.services import Desk
from waymark.desk.submission_pages import decline_page, nothing_there, submission_page
from waymark.desk.word_pages import WordActions
from waymark.errors import ChangedMeanwhile, NotAllowed, TransitionRefused
from waymark.moderation import Moderator
from waymark.moderation.deciding import LEAD
from waymark.store import Submission

WAIT_RULE = "S10"
"""The rule of the house for something that is too recent to be public."""
Action = Callable[[Moderator, Submission], AnyResponse]


def add_decision_pages(pages: Blueprint, desk: Desk) -> None:
    """Add every decision below ``/desk/submissions/<id>/``."""
    for name, action in _Decisions(desk).actions().items():
        pages.add_url_rule(
            f"/submissions/<submission_id>/{name}/",
            endpoint=f"decide_{name.replace('-', '_')}",
            view_func=_told_plainly(desk, action),
            methods=["POST"],
        )


class _Decisions:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.words = WordActions(desk)

    def actions(self) -> dict[str, Action]:
        return {
            "approve": self.approve,
            "details": self.save_details,
            "decline": self.decline,
            "ask": self.ask,
            "take-question-back": self.take_question_back,
            "withdraw-finding": self.withdraw_finding,
            "note": self.note,
            "escalate": self.escalate,
            "wait": self.wait,
            "stop-waiting": self.stop_waiting,
            "hand-over": self.hand_over,
            "second-opinion": self.second_opinion,
            "take": self.take,
            "pass": self.pass_on,
            "redact": self.words.redact,
            "keep-words": self.words.keep_words,
            "restore-words": self.words.restore_words,
            "edit": self.words.edit,
        }

    def approve(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        shown, details = self._details(seen)
        title = details.get("title", seen.fields.get("title", ""))
        if not shown.problems and not title:
            shown = DetailsShown(shown.form, shown.typed, problems={"title": self._missing()})
        if shown.problems:
            return submission_page(self.desk, seen, 422, details=shown)
        try:
            verdict = moderator.approve(seen, _mark(), details)
        except ChangedMeanwhile:
            return self._changed(seen, shown)
        if verdict.is_complete:
            return done("approved", "queue", seen.id)
        what = "approved-for-the-writer" if verdict.is_for_the_writer else "approved-by-one"
        return done(what, "queue", seen.id)

    def save_details(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        shown, details = self._details(seen)
        if shown.problems:
            return submission_page(self.desk, seen, 422, details=shown)
        try:
            moderator.save_details(seen, _mark(), details)
        except ChangedMeanwhile:
            return self._changed(seen, shown)
        return done("saved", "submission", seen.id, submission_id=seen.id)

    def decline(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        rule = self.desk.community.policy.get(request.form.get("rule", ""))
        message = read_message("message", self.desk.problems, is_needed=False)
        if rule is None:
            return submission_page(self.desk, seen, 422, problems={"rule": "rule"})
        if message.problem:
            problems = {"message": message.problem}
            return decline_page(
                self.desk, seen, rule, 422, read_mark=_mark(), message=message.text,
                problems=problems,
            )  # fmt: skip
        words = message.text or self.desk.community.template("decline", rule, seen.lang)
        moderator.decline(seen, _mark(), rule.id, words)
        return done("declined", "queue", seen.id)

    def ask(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        rule = self.desk.community.policy.get(request.form.get("rule", ""))
        question = read_message("question", self.desk.problems, is_needed=rule is None)
        if question.problem:
            return self._mend(seen, "question", question.problem, question.text)
        usual = self.desk.community.template("ask", rule, seen.lang) if rule else ""
        moderator.ask(seen, question.text or usual, (rule.id,) if rule else ())
        return done("asked", "submission", seen.id, submission_id=seen.id)

    def take_question_back(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        moderator.take_question_back(seen)
        return done("question-taken-back", "submission", seen.id, submission_id=seen.id)

    def withdraw_finding(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        if seen.level == "crisis" and request.form.get("sure") != "yes":
            return submission_page(self.desk, seen, 422, problems={"sure": "sure"})
        moderator.withdraw_finding(seen, request.form.get("finding", ""))
        return done("finding-withdrawn", "submission", seen.id, submission_id=seen.id)

    def note(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        note = read_message("note", self.desk.problems)
        if note.problem:
            return self._mend(seen, "note", note.problem, note.text)
        moderator.note(seen, note.text)
        return done("noted", "submission", seen.id, submission_id=seen.id)

    def escalate(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        rule = self.desk.community.policy.get(request.form.get("rule", ""))
        if rule is None:
            return submission_page(self.desk, seen, 422, problems={"escalate-rule": "rule"})
        moderator.escalate(seen, rule)
        return done("escalated", "queue", seen.id)

    def wait(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        day = _day(request.form.get("until", ""))
        if day is None:
            return submission_page(self.desk, seen, 422, problems={"until": "until"})
        moderator.wait(seen, day, (WAIT_RULE,))
        return done("waits", "queue", seen.id)

    def stop_waiting(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        moderator.stop_waiting(seen)
        return done("waits-no-more", "submission", seen.id, submission_id=seen.id)

    def hand_over(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        to = request.form.get("to", "")
        if to != LEAD and self.desk.community.moderators.get(to) is None:
            return submission_page(self.desk, seen, 422, problems={"to": "to"})
        moderator.hand_over(seen, to)
        return done("handed-over", "queue", seen.id)

    def second_opinion(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        moderator.second_opinion(seen)
        return done("second-opinion", "queue", seen.id)

    def take(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        moderator.take(seen)
        return done("taken", "submission", seen.id, submission_id=seen.id)

    def pass_on(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        moderator.pass_on(seen)
        return done("passed", "queue", seen.id)

    def _details(self, seen: Submission) -> tuple[DetailsShown, dict[str, object]]:
        """Read the details of the form that was sent: to show again, and to store."""
        form = details_form(seen.kind, self.desk.community.vocabulary)
        sent = {name: values for name, values in request.form.lists() if form.field(name)}
        reading = read_details(form, sent, self.desk.problems, self._lang())
        shown = DetailsShown(form, reading.typed, problems=reading.problems)
        return shown, changed_details(seen, form, sent, reading.values, self.desk.allow)

    def _changed(self, seen: Submission, shown: DetailsShown) -> AnyResponse:
        """Show what it is now, with what was typed still in its place."""
        now = self.desk.store.get(seen.id) or seen
        return submission_page(self.desk, now, 409, why="changed", details=shown)

    def _mend(self, seen: Submission, name: str, problem: str, text: str) -> AnyResponse:
        return submission_page(self.desk, seen, 422, problems={name: problem}, typed={name: text})

    def _missing(self) -> str:
        return self.desk.problems["missing"].get(self._lang())

    def _lang(self) -> str:
        return self.desk.community.site.languages[0]


def _mark() -> str:
    return request.form.get("read", "")


def _day(typed: str) -> datetime | None:
    """Return the beginning of a day (UTC) as a date field sends it; ``None`` when it is none."""
    try:
        return datetime.combine(date.fromisoformat(typed), time(), UTC)
    except ValueError:
        return None


def _told_plainly(desk: Desk, action: Action) -> Callable[[str], AnyResponse]:
    """Find the submission, act, and say plainly when the store refuses."""

    @wraps(action)
    def view(submission_id: str) -> AnyResponse:
        seen = desk.store.get(submission_id)
        if seen is None:
            return nothing_there()
        try:
            return action(moderator_here(desk), seen)
        except TransitionRefused as problem:
            now = desk.store.get(submission_id) or seen
            why = "changed" if isinstance(problem, ChangedMeanwhile) else "not-possible"
            if isinstance(problem, NotAllowed):
                why = "not-allowed"
            last = desk.store.decisions(submission_id)[-1:]
            return kept_page(why, 409, submission_id, submission=now, last=last, reason=problem)

    return view
