"""`POST /webhooks/github`: takes what GitHub tells, checks that it is GitHub, and answers at once.

What is to be done is a job in the store by then; the worker looks and acts. Nothing of a body is
kept or logged but the kind of event.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify, request

from waymark.bot.events import read_event
from waymark.github_settings import GitHubSettings
from waymark.store import Store

ADDRESS = "/webhooks/github"
SIGNATURE, DELIVERY, EVENT = "X-Hub-Signature-256", "X-GitHub-Delivery", "X-GitHub-Event"
_DELIVERY_ID = re.compile(r"[0-9A-Za-z-]{8,72}")
_EVENT_NAME = re.compile(r"[a-z0-9_]{1,60}")
log = logging.getLogger("waymark.webhooks")


def create_blueprint(
    github: GitHubSettings,
    store: Store,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Blueprint:
    """Return the address GitHub sends to. Without a webhook's secret nothing is there."""
    webhooks = Blueprint("webhooks", __name__)
    if github.webhook_secret is None:
        return webhooks
    secret, repository = github.webhook_secret.reveal(), github.repository

    @webhooks.post(ADDRESS)
    def take() -> tuple[Response, int]:
        if not is_signed(request.get_data(), request.headers.get(SIGNATURE, ""), secret):
            return _answer(401, "The signature is missing or wrong.")
        if request.mimetype != "application/json":
            return _answer(415, "Set the webhook's content type to application/json.")
        delivery, name = request.headers.get(DELIVERY, ""), request.headers.get(EVENT, "")
        if not _DELIVERY_ID.fullmatch(delivery) or not _EVENT_NAME.fullmatch(name):
            return _answer(400, "A delivery names itself and its event in its headers.")
        try:
            body = json.loads(request.get_data())
        except (ValueError, RecursionError):
            return _answer(400, "The body is not JSON.")
        if not isinstance(body, dict):
            return _answer(400, "The body is not a JSON object.")
        event = read_event(name, body, repository)
        jobs = [] if event is None else [event.job()]
        if not store.take_delivery(delivery, name, jobs, clock()):
            return _answer(200, "This delivery was taken before.")
        return _answer(200, "Nothing to do.") if event is None else _answer(202, "Taken.")

    return webhooks


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Say whether ``signature`` is ``sha256=`` and the HMAC of the body, compared in constant
    time (GitHub's "Validating webhook deliveries"). SHA-1, which is broken, does not count."""
    right = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"sha256={right}".encode(), signature.encode())


def _answer(status: int, what: str) -> tuple[Response, int]:
    level = logging.WARNING if status >= 400 else logging.INFO
    name = request.headers.get(EVENT, "")
    log.log(level, "webhook %s: %d", name if _EVENT_NAME.fullmatch(name) else "?", status)
    return jsonify(answer=what), status
