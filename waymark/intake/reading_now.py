"""What the forms say about reading just now: nothing, that it takes longer, or that they rest."""

from __future__ import annotations

import logging
import re

from flask import render_template

from waymark.addresses import Addresses
from waymark.errors import StoreUnavailable
from waymark.intake.services import Services
from waymark.rota import Reading
from waymark.states import State

PLACE = re.compile(rb"<div\b[^>]*\bdata-reading\b[^>]*></div>")
"""Where a form that was built beforehand leaves room for it."""
log = logging.getLogger("waymark.intake")


def reading_now(services: Services) -> Reading:
    """Say how it stands, by the rota and by how much waits."""
    day = services.clock().date()
    rota = services.house.last_good.community.rota
    try:
        counts = services.store.counts()
    except StoreUnavailable as problem:
        log.error("nobody could count what waits: %s", problem.message)
        counts = {}
    return rota.reading(sum(counts.get(state, 0) for state in State if state.is_open), day)


def say_it_on(services: Services, page: bytes, path: str) -> bytes:
    """Put it on a form that was built beforehand; a usual day says nothing."""
    now = reading_now(services)
    if now is Reading.USUAL:
        return page
    community = services.house.last_good.community
    lang = Addresses(community.site.languages).language_of(path)
    message = community.message(str(now), lang)
    said = render_template("parts/reading.html", message=message, lang=lang).encode()
    return PLACE.sub(lambda _: said, page, count=1)
