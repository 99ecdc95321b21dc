"""What people see when something is not there or breaks: calm words and help, never a traceback."""

from __future__ import annotations

import logging

from flask import Flask, Response, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from waymark.addresses import Addresses
from waymark.intake import LiveHouse, answers
from waymark.intake.last_words import plain_page
from waymark.serving.static_site import answer_file
from waymark.settings import Settings
from waymark.worker import safe_reason

MESSAGE_OF = {404: "not-here", 405: "not-understood", 413: "too-large", 429: "wait"}
log = logging.getLogger("waymark.serving")


def handle_errors(app: Flask, settings: Settings, house: LiveHouse) -> None:
    """Answer every error with one of the community's messages."""

    @app.errorhandler(HTTPException)
    def expected(problem: HTTPException) -> Response:
        status = problem.code or 500
        if 300 <= status < 400:
            return problem.get_response()  # type: ignore[return-value]
        if status == 404 and not answers.wants_json(request):
            addresses = Addresses(house.last_good.community.site.languages)
            lang = addresses.language_of(request.path)
            name = addresses.within("/404.html", lang).lstrip("/")
            page = answer_file(settings.current_site, name, status=404)
            if page is not None:
                return page
        answer = _answer(house, status, MESSAGE_OF.get(status, _other(status)))
        for name, value in problem.get_headers():
            if name in ("Allow", "Retry-After"):
                answer.headers[name] = value
        return answer

    @app.errorhandler(Exception)
    def unexpected(problem: Exception) -> Response:
        log.error("a request failed: %s", safe_reason(problem))
        return _answer(house, 500, "broken")


def _other(status: int) -> str:
    return "broken" if status >= 500 else "not-understood"


def _answer(house: LiveHouse, status: int, name: str) -> Response:
    community = house.last_good.community
    try:
        return answers.message_answer(request, community, name, status)
    except Exception as problem:  # noqa: BLE001  (the theme is broken too; help must still be shown)
        log.error("the page for errors is broken: %s", safe_reason(problem))
        message = community.message(name, community.site.languages[0])
        body = Markup("<h1>{}</h1>{}").format(message.heading, message.html)
        return plain_page(community, message.heading, body, status)
