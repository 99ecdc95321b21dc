"""Who may come to the desk: somebody with a session, whose forms come from the desk itself."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, redirect, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from waymark.desk import sessions
from waymark.desk.answers import kept_page
from waymark.desk.services import Desk
from waymark.errors import StoreUnavailable
from waymark.moderation import Moderator

KEY = "desk"
OPEN_TO_ALL = {
    "desk.how_to_sign_in",
    "desk.sign_in_page",
    "desk.sign_in",
    "desk.service_begins",
    "desk.service_answers",
}


def guard(desk_pages: Blueprint, desk: Desk) -> None:
    """Put the guard before every page of the desk."""
    csrf = CSRFProtect()

    @desk_pages.record_once
    def prepare(state: BlueprintSetupState) -> None:
        state.app.config.update(_cookie_and_forms(desk))
        csrf.init_app(state.app)

    @desk_pages.before_request
    def look_who_is_there() -> AnyResponse | None:
        key = session.get(KEY)
        now = desk.clock()
        name = sessions.moderator_of(desk.store, key, now) if key else None
        # Who was taken out of the community's file is signed out everywhere, at once.
        g.person = desk.community.moderators.get(name) if name else None
        g.moderator = g.person.name if g.person else None
        if name and g.person is None:
            desk.store.end_sessions_of(name)
        if g.moderator is None and request.endpoint not in OPEN_TO_ALL:
            if request.method == "POST":
                return kept_page("signed-out", 403)
            return redirect(url_for("desk.how_to_sign_in"), 303)
        csrf.protect()
        return None

    @desk_pages.errorhandler(CSRFError)
    def not_from_here(_: CSRFError) -> Response:
        return kept_page("form-too-old", 400)

    @desk_pages.errorhandler(StoreUnavailable)
    def store_is_away(_: StoreUnavailable) -> Response:
        return kept_page("store-away", 503)

    @desk_pages.after_request
    def keep_it_here(answer: Response) -> Response:
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        return answer


def moderator_here(desk: Desk) -> Moderator:
    """Return who sent this request, as they act."""
    return Moderator(desk.store, g.person, desk.clock())


def _cookie_and_forms(desk: Desk) -> dict[str, Any]:
    """Return settings for a strict cookie: for the desk only, not for scripts, for eight hours."""
    return {
        "SESSION_COOKIE_NAME": "waymark-desk",
        "SESSION_COOKIE_PATH": "/desk",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_SECURE": desk.settings.address.startswith("https://"),
        "PERMANENT_SESSION_LIFETIME": sessions.SESSION_LASTS,
        "SESSION_REFRESH_EACH_REQUEST": False,
        # Only the desk's own forms are checked here; the door has its own proof.
        "WTF_CSRF_CHECK_DEFAULT": False,
        # As good as the session: reading takes as long as it takes.
        "WTF_CSRF_TIME_LIMIT": None,
        # Our pages send no referrer, so there is none to compare.
        "WTF_CSRF_SSL_STRICT": False,
    }
