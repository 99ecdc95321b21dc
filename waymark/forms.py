"""One definition of a form: it draws the static page, checks what comes in, and guides review.

`load_forms` reads ``community/forms/*.yaml``; `waymark.form_reading` checks what a visitor sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from waymark import strict_yaml
from waymark.entry_fields import KINDS
from waymark.errors import BadCommunity
from waymark.strict_yaml import Node
from waymark.vocabulary import Vocabulary
from waymark.words import LANGUAGE_NAMES, Words, read_words

TYPES = ("long-text", "line", "lines", "choice", "choices", "agree")
REPORT = "report"
"""The form for what somebody says about a page on the site; it makes no submission."""
FORM_KEYS = {"kind", "title", "intro", "sections"}
SECTION_KEYS = {"id", "title", "intro", "folded", "fields"}
FIELD_KEYS = {
    "name", "type", "label", "hint", "help", "required", "vocabulary", "most", "most_words",
    "default",
}  # fmt: skip
PROBLEMS = (
    "missing", "agree", "too_long", "too_many_lines", "line_too_long", "bad_choice", "too_many",
    "control", "bidi", "unreadable", "repeated", "nested", "unknown_field", "too_many_words",
)  # fmt: skip


@dataclass(frozen=True)
class Option:
    """One choice: the value that is sent and the words that are shown."""

    value: str
    label: Words


@dataclass(frozen=True)
class FormField:
    """One question. ``help`` is a list of short prompts for whoever does not know how to begin."""

    name: str
    type: str
    label: Words
    hint: Words
    help: tuple[Words, ...]
    required: bool
    options: tuple[Option, ...]
    most: int
    most_words: int
    default: str

    @property
    def is_list(self) -> bool:
        return self.type in ("choices", "lines")


@dataclass(frozen=True)
class Section:
    """Questions that belong together; a folded one is for whoever wants to say more."""

    id: str
    title: Words
    intro: Words
    is_folded: bool
    fields: tuple[FormField, ...]


@dataclass(frozen=True)
class Form:
    """One form, in the order in which it is asked."""

    kind: str
    title: Words
    intro: Words
    sections: tuple[Section, ...]

    @property
    def fields(self) -> tuple[FormField, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    def field(self, name: str) -> FormField | None:
        return next((field for field in self.fields if field.name == name), None)


def load_forms(folder: Path, vocabulary: Vocabulary) -> Mapping[str, Form]:
    """Read one form for each kind, and the one for reports.

    Raises ``BadCommunity`` naming file and line.
    """
    source = f"{folder.parent.name}/{folder.name}"
    forms = {}
    for kind in (*KINDS, REPORT):
        root = strict_yaml.load_file(folder / f"{kind}.yaml", f"{source}/{kind}.yaml", BadCommunity)
        forms[kind] = _read_form(root, kind, vocabulary)
    return forms


def load_problems(folder: Path) -> Mapping[str, Words]:
    """Read the one-line answers to what a form could not take, by the name of the problem."""
    source = f"{folder.parent.name}/{folder.name}/problems.yaml"
    root = strict_yaml.load_file(folder / "problems.yaml", source, BadCommunity)
    keys = root.keys_within(set(PROBLEMS), "the problems")
    for needed in PROBLEMS:
        if needed not in keys:
            raise root.fail(f"`{needed}` is missing.", "Say in one line what to do.")
    return {name: read_words(node, f"`{name}`") for name, node in keys.items()}


def _read_form(root: Node, kind: str, vocabulary: Vocabulary) -> Form:
    keys = root.keys_within(FORM_KEYS, "a form")
    for needed in sorted(FORM_KEYS):
        if needed not in keys:
            raise root.fail(f"The form has no `{needed}`.", f"Add a `{needed}:` line.")
    if keys["kind"].text("`kind`") != kind:
        raise keys["kind"].fail(f"This file holds the form for a {kind}.", f"Write `kind: {kind}`.")
    sections = tuple(_read_section(node, vocabulary) for node in keys["sections"].items("sections"))
    form = Form(
        kind=kind,
        title=read_words(keys["title"], "`title`"),
        intro=read_words(keys["intro"], "`intro`"),
        sections=sections,
    )
    names = [field.name for field in form.fields]
    for name in names:
        if names.count(name) > 1:
            raise root.fail(f"The field `{name}` stands in this form twice.", "Remove one.")
    if kind == REPORT:
        _require_reason(form, root)
        return form
    text, consent = form.field("text"), form.field("consent")
    if text is None or not text.required or consent is None or consent.type != "agree":
        raise root.fail(
            "A form needs a required `text` and a `consent` of type `agree`.", "Put them back."
        )
    return form


def _require_reason(form: Form, root: Node) -> None:
    reason, said = form.field("reason"), form.field("said")
    if reason is None or not reason.required or said is None or said.type != "long-text":
        raise root.fail(
            "The form for reports needs a required `reason` and a `said` of type `long-text`.",
            "Put them back.",
        )


def _read_section(node: Node, vocabulary: Vocabulary) -> Section:
    keys = node.keys_within(SECTION_KEYS, "a section")
    for needed in ("id", "title", "fields"):
        if needed not in keys:
            raise node.fail(f"This section has no `{needed}`.", f"Add a `{needed}:` line.")
    return Section(
        id=keys["id"].text("`id`"),
        title=read_words(keys["title"], "`title`"),
        intro=read_words(keys["intro"], "`intro`") if "intro" in keys else Words(),
        is_folded="folded" in keys and keys["folded"].flag("`folded`"),
        fields=tuple(_read_field(item, vocabulary) for item in keys["fields"].items("`fields`")),
    )


def _read_field(node: Node, vocabulary: Vocabulary) -> FormField:
    keys = node.keys_within(FIELD_KEYS, "a field")
    for needed in ("name", "type", "label"):
        if needed not in keys:
            raise node.fail(f"This field has no `{needed}`.", f"Add a `{needed}:` line.")
    kind = keys["type"].text("`type`")
    if kind not in TYPES:
        raise keys["type"].fail("This type is not known.", f"Use one of: {', '.join(TYPES)}.")
    options: tuple[Option, ...] = ()
    if kind in ("choice", "choices"):
        if "vocabulary" not in keys:
            raise node.fail("A choice needs a `vocabulary`.", "Name the facet it offers.")
        options = _options(keys["vocabulary"], vocabulary)
    default = keys["default"].text("`default`") if "default" in keys else ""
    if default and default not in {option.value for option in options}:
        raise keys["default"].fail("`default` should be one of the choices.")
    return FormField(
        name=keys["name"].text("`name`"),
        type=kind,
        label=read_words(keys["label"], "`label`"),
        hint=read_words(keys["hint"], "`hint`") if "hint" in keys else Words(),
        help=tuple(read_words(item, "`help`") for item in keys["help"].items("`help`"))
        if "help" in keys
        else (),
        required=kind == "agree" or ("required" in keys and keys["required"].flag("`required`")),
        options=options,
        most=keys["most"].number("`most`") if "most" in keys else 0,
        most_words=keys["most_words"].number("`most_words`") if "most_words" in keys else 0,
        default=default,
    )


def _options(node: Node, vocabulary: Vocabulary) -> tuple[Option, ...]:
    facet = node.text("`vocabulary`")
    if facet == "languages":
        return tuple(Option(code, Words({"en": name})) for code, name in LANGUAGE_NAMES.items())
    if facet not in vocabulary.facets:
        raise node.fail("The vocabulary has no such facet.")
    return tuple(Option(term.value, term.label) for term in vocabulary.facet(facet).values())
