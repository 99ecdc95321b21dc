"""What a writer sees before sending: their words as they would look, without contact details."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from waymark import privacy
from waymark.forms import Form, FormField
from waymark.privacy import AllowList
from waymark.rendering import render_entry
from waymark.words import Words

HIDDEN_ANSWERS = ("consent", "how_now")
"""Answers that are sent along but not read over."""


@dataclass(frozen=True)
class Row:
    """One answer as it would be: words, or rendered text."""

    name: str
    label: Words
    value: str | list[str]
    text: Markup | None


@dataclass(frozen=True)
class Replacement:
    """One kind of contact detail in one answer, and what will stand in its place."""

    name: str
    label: Words
    what: Words
    marker: str


@dataclass(frozen=True)
class Preview:
    """All answers as they would be, and what was replaced in them."""

    rows: tuple[Row, ...]
    replaced: tuple[Replacement, ...]


def preview_of(
    form: Form, values: Mapping[str, Any], entry_lang: str, page_lang: str, allow: AllowList
) -> Preview:
    """Return what would be kept of ``values``, which `read_form` found good."""
    rows: list[Row] = []
    found: dict[tuple[str, str], Replacement] = {}
    for field in form.fields:
        if field.name not in values:
            continue
        value, replaced = _cleaned(field, values[field.name], entry_lang, allow)
        found.update({(item.name, item.marker): item for item in replaced})
        if field.name not in HIDDEN_ANSWERS:
            rows.append(_row(field, value, page_lang))
    return Preview(tuple(rows), tuple(found.values()))


def _cleaned(
    field: FormField, value: Any, lang: str, allow: AllowList
) -> tuple[Any, list[Replacement]]:
    if field.type not in ("long-text", "line", "lines"):
        return value, []
    is_one = isinstance(value, str)
    results = [privacy.replace(text, lang, allow) for text in ([value] if is_one else value)]
    column = 1 if lang == "nl" else 0
    found = [
        Replacement(
            field.name,
            field.label,
            privacy.NAMED[detail.span_class],
            privacy.MARKERS[detail.span_class][column],
        )
        for result in results
        for detail in result.details
    ]
    texts = [result.text for result in results]
    return (texts[0] if is_one else texts), found


def _row(field: FormField, value: Any, lang: str) -> Row:
    text = render_entry(value) if field.type == "long-text" else None
    if field.options:
        labels = {option.value: option.label.get(lang) for option in field.options}
        chosen = [value] if isinstance(value, str) else list(value)
        value = [labels.get(item, item) for item in chosen]
    return Row(field.name, field.label, value, text)
