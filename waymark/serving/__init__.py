"""One web server for everything: the built site, the door, the desk and `/healthz`.

`create_app` puts it together; `serve` runs it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import waitress
from flask import Blueprint, Flask

from waymark import desk, intake, webhooks
from waymark.intake import Services
from waymark.intake.secret import load_secret
from waymark.serving.calm import handle_errors
from waymark.serving.for_the_desk import DeskServices
from waymark.serving.headers import add_headers
from waymark.serving.health import health_blueprint
from waymark.serving.published import PublishedEntries
from waymark.serving.quiet_logs import keep_logs_quiet
from waymark.serving.static_site import site_blueprint
from waymark.serving.templates import use_theme
from waymark.settings import Settings
from waymark.store import Store

MOST_BYTES = 4 * 1024 * 1024
HARD_LIMIT = 8 * 1024 * 1024
"""Beyond `MOST_BYTES` people get a calm page; beyond this the connection is simply refused."""
THREADS = 8

__all__ = ["create_app", "make_services", "serve"]


class QuietFlask(Flask):
    """A Flask that never writes what a visitor sent, or their address, into a log."""

    def log_exception(self, exc_info: Any) -> None:
        logging.getLogger("waymark.serving").error("a request failed", exc_info=exc_info)


def make_services(settings: Settings, store: Store) -> Services:
    """Return what the door works with; raise a `WaymarkError` when something of it is broken."""
    house = intake.LiveHouse(settings.community)
    entries = PublishedEntries(settings, lambda: house.last_good.community.vocabulary)
    return Services(
        store=store,
        house=house,
        secret=load_secret(settings.home / "secret"),
        proxy_depth=settings.proxy_depth,
        can_answer=entries.can_answer,
        entry_of=entries.entry_of,
    )


def create_app(
    settings: Settings,
    store: Store,
    blueprints: Sequence[Blueprint] = (),
    services: Services | None = None,
) -> Flask:
    """Return the whole web application; raise a `WaymarkError` when it cannot run."""
    services = services or make_services(settings, store)
    app = QuietFlask("waymark", static_folder=None, template_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        PROPAGATE_EXCEPTIONS=False,
    )
    app.secret_key = services.key("sessions")
    keep_logs_quiet()
    use_theme(app, settings, services.house)
    handle_errors(app, settings, services.house)
    app.after_request(add_headers)
    door = intake.create_blueprint(services)
    for lang in services.house.last_good.community.site.languages[1:]:
        app.register_blueprint(door, name=f"door-{lang}", url_prefix=f"/{lang}")
    for blueprint in (
        door,
        health_blueprint(settings, store),
        desk.create_blueprint(DeskServices(settings, store, services.house), services.clock),
        *_hooks(settings, store, services),
        *blueprints,
        site_blueprint(settings, services),
    ):
        app.register_blueprint(blueprint)
    return app


def _hooks(settings: Settings, store: Store, services: Services) -> list[Blueprint]:
    """Return where a forge reports what happens there; the built-in one does not."""
    if settings.github is None:
        return []
    return [webhooks.create_blueprint(settings.github, store, services.clock)]


def serve(app: Flask, settings: Settings) -> None:
    """Answer requests until the process is told to stop. Nothing is written for each request."""
    waitress.serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=THREADS,
        ident="",
        max_request_body_size=HARD_LIMIT,
        # Bodies and answers stay in memory: no visitor's words in a temporary file.
        inbuf_overflow=HARD_LIMIT + 1,
        outbuf_overflow=4 * HARD_LIMIT,
        clear_untrusted_proxy_headers=False,
    )
