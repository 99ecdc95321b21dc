"""`/healthz`: 200 once there is a site to read and a store to keep things in."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from waymark.errors import StoreUnavailable
from waymark.settings import Settings
from waymark.store import Store


def health_blueprint(settings: Settings, store: Store) -> Blueprint:
    """Return the one address that says whether Waymark is ready."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def healthz() -> Response:
        missing = [name for name, is_there in _parts(settings, store) if not is_there]
        if not missing:
            return jsonify(status="ready")
        answer = jsonify(status="starting", waiting_for=missing)
        answer.status_code = 503
        return answer

    return health


def _parts(settings: Settings, store: Store) -> list[tuple[str, bool]]:
    return [
        ("site", (settings.current_site / "index.html").is_file()),
        ("store", _answers(store)),
    ]


def _answers(store: Store) -> bool:
    try:
        store.read_note("health")
    except StoreUnavailable:
        return False
    return True
