"""The page of one submission, and the page on which declining is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, g, request

from waymark.community import PolicyRule
from waymark.desk.answers import page
from waymark.desk.details import DetailsShown
from waymark.desk.guard import moderator_here
from waymark.desk.reading import read
from waymark.desk.services import Desk
from waymark.store import Submission

CRISIS_RULE = "C1"
"""The rule whose decline shows the writer the words about help."""


def add_submission_pages(pages: Blueprint, desk: Desk) -> None:
    """Add what is read; what is decided is in `decision_pages`."""

    @pages.get("/submissions/<submission_id>/")
    def submission(submission_id: str) -> Response:
        found = desk.store.get(submission_id)
        return nothing_there() if found is None else submission_page(desk, found)

    @pages.get("/submissions/<submission_id>/decline/")
    def decline_words(submission_id: str) -> Response:
        found = desk.store.get(submission_id)
        if found is None:
            return nothing_there()
        rule = desk.community.policy.get(request.args.get("rule", ""))
        if rule is None:
            return submission_page(desk, found, 422, problems={"rule": "rule"})
        return decline_page(desk, found, rule, read_mark=request.args.get("read", ""))


def nothing_there() -> Response:
    return page("nothing-there.html", 404)


def submission_page(
    desk: Desk,
    submission: Submission,
    status: int = 200,
    *,
    why: str = "",
    problems: Mapping[str, str] | None = None,
    details: DetailsShown | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """Return the page; ``why`` says what stood in the way, ``typed`` is shown again."""
    reading = read(desk, submission, moderator_here(desk))
    if details is not None:
        reading = replace(reading, details=details)
    policy = desk.community.policy
    return page(
        "submission.html",
        status,
        reading=reading,
        submission=submission,
        policy=policy,
        rules_by_verb={
            verb: [rule for rule in policy.values() if verb in rule.verbs]
            for verb in ("ASK", "DECLINE", "EDIT", "ESCALATE")
        },
        other_rules=[rule for rule in policy.values() if "DECLINE" not in rule.verbs],
        people=[name for name in desk.community.moderators.by_name if name != g.moderator],
        sources=desk.rules.sources,
        today=desk.clock().date(),
        crisis_rule=policy.get(CRISIS_RULE),
        why=why,
        problems={**(problems or {}), **reading.details.problems},
        typed=typed or {},
        moderator=g.moderator,
    )


def decline_page(
    desk: Desk,
    submission: Submission,
    rule: PolicyRule,
    status: int = 200,
    *,
    read_mark: str,
    message: str | None = None,
    problems: Mapping[str, Any] | None = None,
) -> Response:
    """Return the page that shows what the writer will read, to be changed before it is sent."""
    is_crisis = rule.id == CRISIS_RULE
    return page(
        "decline.html",
        status,
        submission=submission,
        rule=rule,
        read=read_mark,
        message=desk.community.template("decline", rule, submission.lang)
        if message is None
        else message,
        shown_with=desk.community.message("crisis" if is_crisis else "declined", submission.lang),
        problems=problems or {},
        before=desk.store.decisions_citing(rule.id),
    )
