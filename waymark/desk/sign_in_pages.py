"""Coming to the desk and leaving it. Opening a link uses nothing up; only its button does."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from waymark.desk import sessions
from waymark.desk.answers import done, page
from waymark.desk.guard import KEY
from waymark.desk.services import Desk
from waymark.desk.sign_in import use_link


def add_sign_in_pages(pages: Blueprint, desk: Desk) -> None:
    """Add the ways in and out."""

    @pages.get("/sign-in/")
    def how_to_sign_in() -> Response:
        return page("how-to-sign-in.html", has_service=desk.settings.oidc is not None)

    @pages.get("/sign-in/<token>")
    def sign_in_page(token: str) -> Response:
        # The same page for every link, good or not: a preview learns and changes nothing.
        return page("sign-in.html", token=token)

    @pages.post("/sign-in/<token>")
    def sign_in(token: str) -> AnyResponse:
        now = desk.clock()
        moderator = use_link(desk.store, token, now)
        if moderator is None or desk.community.moderators.get(moderator) is None:
            return page("sign-in-refused.html", 403)
        if g.moderator is not None:
            sessions.end(desk.store, session[KEY])
        session.clear()
        session.permanent = True
        session[KEY] = sessions.begin(desk.store, moderator, now)
        return redirect(url_for("desk.queue"), 303)

    @pages.post("/sign-out/")
    def sign_out() -> AnyResponse:
        sessions.end(desk.store, session[KEY])
        session.clear()
        return done("signed-out", "how_to_sign_in")
