"""What the door says before anything is stored: look it over, mend this, not just now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from waymark.intake import answers
from waymark.intake.form_tokens import issue_token
from waymark.intake.previews import Preview
from waymark.intake.services import Services
from waymark.intake.visits import Visit
from waymark.messages import Message

WAIT_SECONDS = {429: 3600, 503: 300}


def to_change(services: Services, visit: Visit) -> Response:
    """Return the form, filled in, for somebody who wants to change something."""
    return _form_page(services, visit, 200)


def to_mend(services: Services, visit: Visit) -> Response:
    """Return one message for each field, with everything that was typed."""
    if answers.wants_json(visit.request):
        return answers.data({"errors": dict(visit.reading.problems)}, 422)
    return _form_page(services, visit, 422, problems=visit.reading.problems)


def not_now(services: Services, visit: Visit, name: str, status: int) -> Response:
    """Say that nothing was stored, with everything that was typed still in the form."""
    message = visit.house.community.message(name, visit.page_lang)
    if answers.wants_json(visit.request):
        answer = answers.data({"message": answers.as_plain(message)}, status)
    else:
        answer = _form_page(services, visit, status, notice=message)
    answer.headers["Retry-After"] = str(WAIT_SECONDS[status])
    return answer


def to_check(services: Services, visit: Visit, preview: Preview, mark: str) -> Response:
    """Return the words as they would look; ``mark`` says that these very words were seen."""
    if answers.wants_json(visit.request):
        found = [
            {"field": item.name, "what": item.what.get(visit.page_lang)}
            for item in preview.replaced
        ]
        return answers.data({"state": "preview", "replaced": found})
    hidden = [("token", visit.raw_token), ("altcha", visit.altcha), ("seen", mark)]
    hidden += [("website", "x")] if visit.is_honeypot_filled else []
    for name, typed in visit.reading.typed.items():
        hidden += [(name, text) for text in ([typed] if isinstance(typed, str) else typed)]
    return answers.page(
        "check.html",
        form=visit.form,
        action=visit.path,
        rows=preview.rows,
        replaced=preview.replaced,
        hidden=hidden,
        to=services.entry_of(visit.to) if visit.to else None,
        lang=visit.page_lang,
    )


def _form_page(
    services: Services,
    visit: Visit,
    status: int,
    problems: Mapping[str, Any] | None = None,
    notice: Message | None = None,
) -> Response:
    token = visit.raw_token
    if not visit.token.is_signed:
        token = issue_token(services.key("form"), visit.now)
    return answers.page(
        "form.html",
        status,
        form=visit.form,
        action=visit.path,
        token=token,
        typed=visit.reading.typed,
        problems=problems or {},
        notice=notice,
        to=services.entry_of(visit.to) if visit.to else None,
        lang=visit.page_lang,
    )
