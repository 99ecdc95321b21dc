"""Coming to the desk with an account from elsewhere, when the operator has set that up.

The way back ends at a one-time link's own page: our cookie is strict, so a browser that comes from
another site brings it only after a press of a button here.
"""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, current_app, redirect, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as AnyResponse

from waymark.desk.answers import page
from waymark.desk.oidc import Flow, Service, person_of
from waymark.desk.services import Desk
from waymark.desk.sign_in import new_sign_in_link
from waymark.errors import NotAllowed

COOKIE = "waymark-desk-flow"
LASTS = 600
"""Seconds that somebody may take at the service."""
ANSWER = "/desk/sign-in/answer/"


def add_service_pages(pages: Blueprint, desk: Desk) -> None:
    """Add the way to the service and the way back; both are not there without one."""

    @pages.get("/sign-in/service/")
    def service_begins() -> AnyResponse:
        service = _service(desk)
        if service is None:
            return page("nothing-there.html", 404)
        try:
            address, flow = service.begin()
        except NotAllowed:
            return page("sign-in-refused.html", 503, why="service")
        answer = redirect(address, 303)
        # Lax, and this one only: it has to come along when the service sends somebody back.
        answer.set_cookie(
            COOKIE, _sealed().dumps(asdict(flow)), max_age=LASTS, path="/desk/sign-in/",
            httponly=True, samesite="Lax", secure=desk.settings.address.startswith("https://"),
        )  # fmt: skip
        return answer

    @pages.get("/sign-in/answer/")
    def service_answers() -> Response:
        service = _service(desk)
        if service is None:
            return page("nothing-there.html", 404)
        try:
            flow = Flow(**_sealed().loads(request.cookies.get(COOKIE, ""), max_age=LASTS))
            claims = service.finish(flow, f"{service.back_to}?{request.query_string.decode()}")
        except (BadData, NotAllowed, UnicodeDecodeError):
            return page("sign-in-refused.html", 403, why="service")
        person = person_of(claims, desk.community.moderators)
        if person is None:
            return page("sign-in-refused.html", 403, why="nobody")
        link = new_sign_in_link(desk.store, desk.settings, person.name, desk.clock())
        answer = page("sign-in.html", token=link.rsplit("/", 1)[1])
        answer.delete_cookie(COOKIE, path="/desk/sign-in/")
        return answer


def _service(desk: Desk) -> Service | None:
    oidc = desk.settings.oidc
    return Service(oidc, desk.settings.address + ANSWER) if oidc else None


def _sealed() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="desk-flow")
