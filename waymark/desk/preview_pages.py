"""How a page would look: the site's own template, with the entry as it stands now."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template

from waymark.bot import entry_from
from waymark.desk.answered import answered_entry
from waymark.desk.services import Desk
from waymark.desk.submission_pages import nothing_there
from waymark.publish.linking import link
from waymark.states import State

NO_TITLE = "No title yet"


def add_preview_page(pages: Blueprint, desk: Desk) -> None:
    """Add the preview of one submission. It is a page of the desk: nobody else sees it."""

    @pages.get("/submissions/<submission_id>/preview/")
    def preview(submission_id: str) -> Response:
        seen = desk.store.get(submission_id)
        if seen is None or seen.state is State.WITHDRAWN:
            return nothing_there()
        vocabulary = desk.community.vocabulary
        entry = entry_from(seen, desk.allow)
        entry = replace(entry, title=entry.title or NO_TITLE)
        answered = answered_entry(desk.settings, vocabulary, seen.to) if seen.to else None
        linked = link([one for one in (answered, entry) if one is not None], vocabulary)
        shown = next(one for one in linked if one.entry is entry)
        return make_response(render_template("entry.html", entry=shown, page_entry=shown))
