"""Words that a moderator writes: to a writer, or to other moderators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from waymark.form_reading import Limits, read_form
from waymark.forms import Form, FormField, Section
from waymark.words import Words

LIMITS = Limits(text_bytes=8192, text_lines=200)


@dataclass(frozen=True)
class WrittenMessage:
    """What was written, clean; ``problem`` says what to mend before it can be used."""

    text: str
    problem: str = ""


def read_message(
    name: str, problems: Mapping[str, Words], *, is_needed: bool = True, limits: Limits = LIMITS
) -> WrittenMessage:
    """Read one message of the form that was sent, by the same rules as a visitor's words."""
    question = FormField(name, "long-text", Words(), Words(), (), is_needed, (), 0, 0, "")
    form = Form("", Words(), Words(), (Section("", Words(), Words(), False, (question,)),))
    reading = read_form(form, {name: request.form.getlist(name)}, problems, "en", limits)
    if reading.problems:
        return WrittenMessage(str(reading.typed[name]), reading.problems[name])
    return WrittenMessage(str(reading.values.get(name, "")))
