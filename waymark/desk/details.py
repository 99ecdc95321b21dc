"""What a moderator may fill in for readers to find an entry by, and what to suggest for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from waymark import privacy
from waymark.entry_fields import BY_NAME, FIELDS
from waymark.form_reading import Limits, Reading, read_form
from waymark.forms import Form, FormField, Option, Section
from waymark.privacy import AllowList
from waymark.rendering import plain_text
from waymark.store import Submission
from waymark.vocabulary import Vocabulary
from waymark.words import LANGUAGE_NAMES, Words

ALWAYS = ("title", "gist", "topics", "notes")
"""Shown first, for every kind."""
WRITERS_OWN = {"helped_author", "outcome"}
"""How it went for the writer: only the writer can say."""
TITLE_WORDS, GIST_WORDS = 9, 25
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class DetailsShown:
    """The details as the page shows them: what to fill in, and which of it is a suggestion."""

    form: Form
    typed: Mapping[str, Any]
    suggested: frozenset[str] = frozenset()
    problems: Mapping[str, str] = field(default_factory=dict)


def details_form(kind: str, vocabulary: Vocabulary) -> Form:
    """Return the form for the details of one kind of entry."""
    facets = [
        spec.name
        for spec in FIELDS
        if spec.facet and kind in spec.kinds and spec.name not in {*ALWAYS, *WRITERS_OWN}
    ]
    first = tuple(_question(name, vocabulary) for name in ALWAYS)
    more = (_language(), *(_question(name, vocabulary) for name in facets))
    sections = (
        Section("main", Words(), Words(), False, first),
        Section("more", Words(), Words(), True, more),
    )
    return Form(kind, Words(), Words(), sections)


def details_shown(submission: Submission, form: Form, allow: AllowList) -> DetailsShown:
    """Return what is known so far, with the writer's first words suggested where nothing is.

    Nothing is suggested for a heavy text: its words stay folded until somebody opens them.
    """
    typed = {**_given(submission, form, allow), **submission.details}
    suggested = {}
    if submission.level not in ("urgent", "crisis"):
        guesses = suggestions(submission, allow)
        suggested = {name: words for name, words in guesses.items() if not typed[name]}
    return DetailsShown(form, {**typed, **suggested}, frozenset(suggested))


def suggestions(submission: Submission, allow: AllowList) -> dict[str, str]:
    """Return a title and a gist from the first words, contact details replaced."""
    text = privacy.replace(str(submission.fields["text"]), submission.lang, allow).text
    sentence = _SENTENCE.split(" ".join(plain_text(text).split()), maxsplit=1)[0]
    return {
        "title": _cut(sentence, TITLE_WORDS).rstrip(".,;: "),
        "gist": _cut(sentence, GIST_WORDS),
    }


def read_details(
    form: Form, sent: Mapping[str, Sequence[str]], problems: Mapping[str, Words], lang: str
) -> Reading:
    """Check what a moderator filled in; other fields of the same page are left aside."""
    asked = {question.name: sent.get(question.name, ()) for question in form.fields}
    return read_form(form, asked, problems, lang, Limits())


def changed_details(
    submission: Submission,
    form: Form,
    sent: Collection[str],
    values: Mapping[str, Any],
    allow: AllowList,
) -> dict[str, Any]:
    """Return the details to store: only what differs from what the writer gave themselves.

    What was not ``sent`` at all stays as it is known.
    """
    given = _given(submission, form, allow)
    known = {**given, **submission.details}
    details: dict[str, Any] = {}
    for question in form.fields:
        source = values if question.name in sent else known
        value = source.get(question.name) or ([] if question.is_list else "")
        value = list(value) if isinstance(value, tuple) else value
        if value != given[question.name]:
            details[question.name] = value
    return details


def _given(submission: Submission, form: Form, allow: AllowList) -> dict[str, Any]:
    """Return what the writer gave, as the entry will have it: contact details replaced."""
    given: dict[str, Any] = {}
    for question in form.fields:
        value = submission.fields.get(question.name) or ([] if question.is_list else "")
        if question.type == "line":
            value = privacy.replace(str(value), submission.lang, allow).text
        given[question.name] = value
    return {**given, "lang": submission.fields.get("lang") or submission.lang}


def _question(name: str, vocabulary: Vocabulary) -> FormField:
    spec = BY_NAME[name]
    options = tuple(
        Option(term.value, term.label) for term in vocabulary.facet(spec.facet).values()
    ) if spec.facet else ()  # fmt: skip
    kind = {"line": "line", "term": "choice", "terms": "choices"}[spec.shape]
    most, most_words = (spec.most, 0) if options else (0, spec.most)
    return FormField(name, kind, Words(), Words(), (), False, options, most, most_words, "")


def _language() -> FormField:
    options = tuple(Option(code, Words({"en": name})) for code, name in LANGUAGE_NAMES.items())
    return FormField("lang", "choice", Words(), Words(), (), False, options, 0, 0, "")


def _cut(sentence: str, most: int) -> str:
    words = sentence.split()
    return sentence if len(words) <= most else " ".join(words[:most]).rstrip(".,;:–- ") + " …"
