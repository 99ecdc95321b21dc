"""Logs for operators, without a visitor's words or address in them."""

from __future__ import annotations

import logging

from waymark.worker import safe_reason

WATCHED = (
    "waymark", "waymark.serving", "waymark.intake", "waymark.desk", "waymark.webhooks", "waitress",
    "werkzeug",
)  # fmt: skip


class QuietFilter(logging.Filter):
    """Turns an exception into its type and its place in our code.

    The text of an exception may quote what somebody sent, and so may a traceback.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        problem = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if problem is not None:
            name = "a request failed" if record.name == "waitress" else record.getMessage()
            record.msg, record.args = "%s: %s", (name, safe_reason(problem))
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def keep_logs_quiet() -> None:
    """Put the filter on every logger that speaks of requests; doing so twice changes nothing."""
    for name in WATCHED:
        logger = logging.getLogger(name)
        if not any(isinstance(known, QuietFilter) for known in logger.filters):
            logger.addFilter(QuietFilter())
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
