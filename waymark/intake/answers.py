"""Answers in the shape that was asked for: a page for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Request, Response, jsonify, make_response, render_template

from waymark.addresses import Addresses
from waymark.community import Community
from waymark.messages import Message

NO_STORE = "no-store"


def wants_json(request: Request) -> bool:
    """Say whether a program asked: by ``Accept``, or by sending JSON without a wish."""
    accepted = request.accept_mimetypes
    json, html = accepted["application/json"], accepted["text/html"]
    return json > html or (json == html and request.mimetype == "application/json")


def language_for(request: Request, community: Community) -> str:
    """Return the language of the answer: that of the page, for programs the one they wish."""
    languages = community.site.languages
    if not wants_json(request):
        return Addresses(languages).language_of(request.path)
    return request.accept_languages.best_match(languages) or languages[0]


def page(template: str, status: int = 200, **context: Any) -> Response:
    """Return a page that no cache and no history on disk may keep."""
    answer = make_response(render_template(template, status=status, **context), status)
    return kept_nowhere(answer)


def data(values: Mapping[str, Any], status: int = 200) -> Response:
    answer = jsonify(values)
    answer.status_code = status
    return kept_nowhere(answer)


def kept_nowhere(answer: Response) -> Response:
    answer.headers["Cache-Control"] = NO_STORE
    answer.vary.add("Accept")
    return answer


def message_answer(
    request: Request, community: Community, name: str, status: int, lang: str = ""
) -> Response:
    """Return one of the community's messages, as a page or as JSON."""
    message = community.message(name, lang or language_for(request, community))
    if wants_json(request):
        return data({"message": as_plain(message)}, status)
    return page("message.html", status, message=message)


def as_plain(message: Message) -> str:
    """Return a message without its marks, for programs."""
    text = " ".join(message.html.striptags().split())
    return f"{message.heading}. {text}" if message.heading else text
