"""The desk's answers: a page that no cache keeps, or a way on after something was done."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from waymark.desk.kept import typed_here


def page(template: str, status: int = 200, **context: Any) -> Response:
    """Return one of the desk's pages."""
    return make_response(render_template(f"desk/{template}", status=status, **context), status)


def done(what: str, endpoint: str, about: str = "", **values: Any) -> AnyResponse:
    """Send the browser on after a POST, with one plain line that says what was done.

    ``about`` is the id of the submission that it was done with.
    """
    flash(about, what)
    return redirect(url_for(f"desk.{endpoint}", **values), 303)


def kept_page(why: str, status: int, submission_id: str = "", **context: Any) -> Response:
    """Say plainly why nothing was done, and give back what was typed."""
    return page(
        "kept.html", status, why=why, submission_id=submission_id, typed=typed_here(), **context
    )
