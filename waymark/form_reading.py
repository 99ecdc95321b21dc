"""Check what a visitor sent against its form: values to keep, or one plain message per field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from waymark.forms import Form, FormField
from waymark.words import Words

AGREED = ("yes", "on", "true", "1")
LINE_CHARACTERS = 300
LIST_ITEMS = 20
UNKNOWN_SHOWN = 20
"""How many fields that the form does not have are answered by name."""
# Letters and symbols that leave nothing on the page: fillers of Hangul and of Braille.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# U+FFFE and U+FFFF are no characters at all, and a feed that holds one cannot be read.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff]")
# Overrides, embeddings and isolates can make a text read otherwise than it is stored. The plain
# left-to-right and right-to-left marks, which Arabic and Hebrew writers need, are let through.
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Limits:
    """How much one text may be: UTF-8 bytes and lines."""

    text_bytes: int = 65536
    text_lines: int = 2000


@dataclass(frozen=True)
class Reading:
    """What was read. ``values`` are clean and typed; ``typed`` is what to show again.

    ``problems`` maps the name of a field to one message.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return not self.problems


class _Problem(Exception):
    def __init__(self, name: str) -> None:
        self.name = name


def read_form(
    form: Form,
    sent: Mapping[str, Sequence[Any]],
    words: Mapping[str, Words],
    lang: str,
    limits: Limits,
) -> Reading:
    """Check what was sent: every field name with the list of its values.

    A single field sent twice, a value that is not text, or a field the form does not have is a
    problem, never an exception.
    """
    values: dict[str, Any] = {}
    typed: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name in [name for name in sent if form.field(name) is None][:UNKNOWN_SHOWN]:
        shown = _shown_name(name)
        problems["form" if form.field(shown) else shown] = words["unknown_field"].get(lang)
    for question in form.fields:
        given = list(sent.get(question.name, ()))
        typed[question.name] = _show_again(question, given)
        try:
            value = _read_field(question, given, limits)
        except _Problem as problem:
            problems[question.name] = words[problem.name].get(lang)
        else:
            if value not in ("", (), None):
                values[question.name] = value
    return Reading(values, typed, problems)


def clean_text(raw: str) -> str:
    """Return text in one normal form: NFC, plain newlines, no space at the ends of lines."""
    text = unicodedata.normalize("NFC", _NEWLINES.sub("\n", raw)).replace("\ufeff", "")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n ")


def _read_field(question: FormField, given: list[Any], limits: Limits) -> Any:
    for value in given:
        # Yes or no is an answer only where a box is ticked.
        if not isinstance(value, str | bool if question.type == "agree" else str):
            raise _Problem("nested")
    texts = [_checked(("yes" if v else "") if isinstance(v, bool) else v, limits) for v in given]
    if not question.is_list and len(texts) > 1:
        raise _Problem("repeated")
    match question.type:
        case "agree":
            if not texts or texts[0].lower() not in AGREED:
                raise _Problem("agree")
            return True
        case "choices":
            return _choices(question, [text for text in texts if text])
        case "lines":
            lines = [line.strip() for text in texts for line in text.split("\n")]
            return _lines(question, [line for line in lines if _is_visible(line)])
    text = texts[0] if texts else ""
    if not _is_visible(text):
        if question.required:
            raise _Problem("missing")
        return question.default
    if question.type == "choice":
        return _choices(question, [text])[0]
    if question.type == "line":
        text = " ".join(text.split())
        _check_line(question, text)
    return text


def _checked(raw: str, limits: Limits) -> str:
    """Return the clean text; the size is judged first, so that nothing large is worked on."""
    try:
        size = len(raw.encode("utf-8"))
    except UnicodeEncodeError:
        raise _Problem("unreadable") from None
    if size > limits.text_bytes:
        raise _Problem("too_long")
    if "\ufffd" in raw:
        raise _Problem("unreadable")
    if _CONTROL.search(raw):
        raise _Problem("control")
    if _BIDI.search(raw):
        raise _Problem("bidi")
    text = clean_text(raw)
    if text.count("\n") >= limits.text_lines:
        raise _Problem("too_many_lines")
    return text


def _is_visible(text: str) -> bool:
    """Say whether a reader would see anything: letters, digits, marks or symbols."""
    return any(
        unicodedata.category(character)[0] in "LNPS" and character not in _BLANK
        for character in text
    )


def _choices(question: FormField, values: list[str]) -> tuple[str, ...]:
    known = {option.value for option in question.options}
    if any(value not in known for value in values):
        raise _Problem("bad_choice")
    chosen = tuple(dict.fromkeys(values))
    if question.most and len(chosen) > question.most:
        raise _Problem("too_many")
    return chosen


def _lines(question: FormField, lines: list[str]) -> tuple[str, ...]:
    if len(lines) > (question.most or LIST_ITEMS):
        raise _Problem("too_many")
    for line in lines:
        _check_line(question, line)
    return tuple(lines)


def _check_line(question: FormField, line: str) -> None:
    if len(line) > LINE_CHARACTERS:
        raise _Problem("line_too_long")
    if question.most_words and len(line.split()) > question.most_words:
        raise _Problem("too_many_words")


def _show_again(question: FormField, given: list[Any]) -> Any:
    """Return what was typed in a shape the page can show: never lost, never anything but text."""
    texts = [_NEWLINES.sub("\n", _CONTROL.sub("", v)) for v in given if isinstance(v, str)]
    texts += ["yes" for v in given if v is True]
    texts = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
    if question.type == "choices":
        return texts
    return "\n".join(texts) if question.type == "lines" else (texts[0] if texts else "")


def _shown_name(name: Any) -> str:
    """Return a field name we do not know in a shape that is safe to answer with."""
    return re.sub(r"[^A-Za-z0-9_.-]", "", str(name))[:40] or "form"
