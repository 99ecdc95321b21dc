"""Show at the commit of a proposal what our checks saw, with notes at the lines.

Only an App may write a check run. With a token the commit gets a status, which has no lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from waymark.forge import Remark
from waymark.forge.github.answers import unexpected
from waymark.forge.github.connection import Connection
from waymark.github_settings import App

NAME = "waymark/checks"
ANNOTATION_LEVELS = {"crisis": "failure", "urgent": "warning", "review": "warning"}
MOST_AT_ONCE = 50
"""GitHub takes no more annotations in one request."""
NOTHING = "The checks saw nothing. A person reads it all the same."


class CheckRuns:
    """Writes one check run for each commit."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def report(
        self,
        submission_id: str,
        revision: str,
        path: str,
        remarks: Sequence[Remark],
        *,
        is_new: bool,
    ) -> None:
        """Show these remarks; unless the commit is new, look for what was shown before."""
        body = check_run_of(submission_id, revision, path, remarks)
        if not isinstance(self.connection.settings.who, App):
            self._send("POST", f"statuses/{revision}", status_of(remarks), "take a status")
            return
        run = None if is_new else self._find(submission_id, revision)
        if run is None:
            self._send("POST", "check-runs", body, "take a check run")
        elif run["output"].get("annotations_count") != len(body["output"]["annotations"]):
            # Annotations are only ever added, so what changed needs a run of its own.
            self._send("POST", "check-runs", body, "take a check run")

    def _find(self, submission_id: str, revision: str) -> Any | None:
        asked: dict[str, str | int] = {"check_name": NAME, "filter": "latest"}
        found = self.connection.get(f"commits/{revision}/check-runs", asked) or {"check_runs": []}
        ours = [run for run in found["check_runs"] if run.get("external_id") == submission_id]
        return ours[0] if ours else None

    def _send(self, verb: str, path: str, body: dict[str, Any], what: str) -> None:
        answer = self.connection.send(verb, path, body)
        if not answer.is_good:
            raise unexpected(what, answer)


def check_run_of(
    submission_id: str, revision: str, path: str, remarks: Sequence[Remark]
) -> dict[str, Any]:
    """Return the check run of a commit. It never fails: checks find, people decide. Pure."""
    at_lines = [remark for remark in remarks if remark.first_line][:MOST_AT_ONCE]
    return {
        "name": NAME,
        "head_sha": revision,
        "status": "completed",
        "conclusion": "neutral" if remarks else "success",
        "external_id": submission_id,
        "output": {
            "title": _title(remarks),
            "summary": "\n".join(f"- {r.level}: {r.message} ({r.rule})" for r in remarks)
            or NOTHING,
            "annotations": [
                {
                    "path": path,
                    "start_line": remark.first_line,
                    "end_line": remark.last_line,
                    "annotation_level": ANNOTATION_LEVELS.get(remark.level, "notice"),
                    "title": f"{remark.level}: {remark.rule}",
                    "message": remark.message,
                }
                for remark in at_lines
            ],
        },
    }


def status_of(remarks: Sequence[Remark]) -> dict[str, Any]:
    """Return the status of a commit, for those who cannot write check runs. Pure."""
    return {"state": "success", "context": NAME, "description": _title(remarks)}


def _title(remarks: Sequence[Remark]) -> str:
    number = len(remarks)
    return f"{number} finding{'' if number == 1 else 's'} for a person to read"
