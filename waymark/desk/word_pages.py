"""Edits of the words: a suggestion taken or refused, and changing the text by hand in two steps.

First the difference is shown; only then is it kept. Every place that differs cites a rule.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from waymark.desk.answers import done, page
from waymark.desk.guard import moderator_here
from waymark.desk.messages import read_message
from waymark.desk.reading import diff_of
from waymark.desk.services import Desk
from waymark.desk.submission_pages import nothing_there
from waymark.edits import edits_between
from waymark.moderation import Moderator, mark_of
from waymark.moderation.cases import permission_of
from waymark.moderation.editing import edits_by_hand, text_to_edit
from waymark.store import Submission


class WordActions:
    """The buttons beside a finding and below the text."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def redact(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        rule = self.desk.community.policy.get(request.form.get("rule", ""))
        if rule is None:
            return self._back("nothing-done", seen)
        moderator.redact(seen, request.form.get("finding", ""), rule)
        return self._back("redacted", seen)

    def keep_words(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        moderator.keep_words(seen, request.form.get("finding", ""))
        return self._back("kept", seen)

    def restore_words(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        number = request.form.get("edit", "")
        moderator.restore_words(seen, int(number) if number.isdecimal() and number < "1000" else 0)
        return self._back("restored", seen)

    def edit(self, moderator: Moderator, seen: Submission) -> AnyResponse:
        """Show the difference first; keep it when it comes back with ``sure``."""
        desk = self.desk
        rule = desk.community.policy.get(request.form.get("rule", ""))
        typed = read_message("text", desk.problems, limits=desk.limits)
        problems = {"text": typed.problem} if typed.problem else {}
        if rule is None or "EDIT" not in rule.verbs:
            problems["rule"] = desk.problems["missing"].get("en")
        mark = request.form.get("read", "")
        is_sure = request.form.get("sure") == "yes"
        if problems or not is_sure or rule is None:
            shown = "" if problems or rule is None else rule.id
            return edit_page(
                desk, seen, 422 if problems else 200, text=typed.text, rule=shown,
                chosen=request.form.get("rule", ""), read_mark=mark, problems=problems,
            )  # fmt: skip
        moderator.edit(seen, mark, typed.text, rule, desk.allow)
        return self._back("edited", seen)

    def _back(self, what: str, seen: Submission) -> AnyResponse:
        return done(what, "submission", seen.id, submission_id=seen.id)


def add_edit_page(pages: Blueprint, desk: Desk) -> None:
    """Add the page on which a text is changed by hand."""

    @pages.get("/submissions/<submission_id>/edit/")
    def edit_words(submission_id: str) -> Response:
        seen = desk.store.get(submission_id)
        if seen is None or not seen.state.is_open:
            return nothing_there()
        text = text_to_edit(seen, desk.allow)
        return edit_page(desk, seen, text=text, read_mark=mark_of(seen))


def edit_page(
    desk: Desk,
    seen: Submission,
    status: int = 200,
    *,
    text: str,
    read_mark: str,
    rule: str = "",
    chosen: str = "",
    problems: dict[str, str] | None = None,
) -> Response:
    """Return the page; with ``rule`` the difference is shown and may be kept."""
    edits = edits_by_hand(seen, text, rule, desk.allow) if rule else ()
    shown = Submission(**{**vars(seen), "edits": tuple(edit.as_dict() for edit in edits)})
    return page(
        "edit.html",
        status,
        submission=seen,
        text=text,
        read=read_mark,
        rule=desk.community.policy.get(rule),
        chosen=chosen,
        rules=[one for one in desk.community.policy.values() if "EDIT" in one.verbs],
        pieces=diff_of(shown, desk.allow),
        is_same=bool(rule) and not edits_between(text_to_edit(seen, desk.allow), text, (), rule),
        permission=permission_of(seen),
        problems=problems or {},
        moderator=moderator_here(desk).name,
        is_heavy=seen.level in ("urgent", "crisis"),
        person=g.person,
    )
