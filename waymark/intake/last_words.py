"""The answer after the commit. From here on nothing may fail: the receipt must reach its owner."""

from __future__ import annotations

import logging

from flask import Response
from markupsafe import Markup, escape

from waymark.community import Community
from waymark.intake import answers
from waymark.intake.visits import Visit
from waymark.states import State
from waymark.worker import safe_reason

log = logging.getLogger("waymark.intake")


def received(visit: Visit, receipt: str) -> Response:
    """Return the receipt, what happens next, and help."""
    if answers.wants_json(visit.request):
        return answers.data({"receipt": receipt, "state": str(State.RECEIVED)}, 201)
    community = visit.house.community
    message = community.message("received", visit.page_lang)
    try:
        return answers.page(
            "sent.html",
            201,
            receipt=receipt,
            message=message,
            kind=visit.form.kind,
            lang=visit.page_lang,
        )
    except Exception as problem:  # noqa: BLE001  (the submission is safe; its writer must hear so)
        log.error("the page after sending is broken: %s", safe_reason(problem))
        words = Markup("<p data-receipt>{}</p>").format(receipt)
        body = Markup("<h1>{}</h1>{}{}").format(message.heading, message.html, words)
        return plain_page(community, message.heading, body, 201)


def plain_page(community: Community, title: str, body: Markup, status: int) -> Response:
    """Return a page that needs no template: for when the theme itself is broken."""
    lines = [(community.site.emergency_number, community.site.emergency_label.get("en"))]
    lines += [(n.label, str(line.name)) for line in community.helplines for n in line.phone]
    helps = Markup("").join(
        Markup("<li>{}: <strong>{}</strong></li>").format(name, number) for number, name in lines
    )
    name = escape(community.site.name)
    html = Markup(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{} - {}</title>'
        '<meta name="robots" content="noindex"></head><body><main>{}'
        '<h2>Need help now?</h2><ul>{}</ul><p><a href="/help-now/">More help</a></p>'
        "</main></body></html>"
    ).format(title, name, body, helps)
    return answers.kept_nowhere(Response(str(html), status, mimetype="text/html"))
