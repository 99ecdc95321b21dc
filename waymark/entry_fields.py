"""Which keys an entry's front matter may have, for which kinds, and in what shape.

One table; `waymark.entry` reads and writes by it. A key that is not here is refused, which is what
keeps `Save_as`, `Template`, `Slug` and `Status` without power.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("story", "strategy", "response")
FOLDERS = {"story": "stories", "strategy": "strategies", "response": "responses"}


@dataclass(frozen=True)
class Field:
    """One key: its shape, the facet its values come from, and the kinds that may carry it.

    Shapes: ``line`` (one line), ``text``, ``lines`` (a list of lines), ``term`` (one value of the
    facet), ``terms`` (a list of them), ``id`` (of an entry), ``ids``, ``flag``, ``number``,
    ``month`` (``YYYY-MM``), ``record`` (a small mapping of lines), ``records`` (a list of those).
    """

    name: str
    shape: str
    facet: str = ""
    kinds: tuple[str, ...] = KINDS
    keys: tuple[str, ...] = ()
    most: int = 0
    """The longest list, or the most words of a line; 0 for no limit of its own."""


_STORY, _STRATEGY, _RESPONSE = ("story",), ("strategy",), ("response",)

FIELDS: tuple[Field, ...] = (
    Field("kind", "line"),
    Field("id", "line"),
    Field("lang", "line"),
    Field("title", "line", most=30),
    Field("gist", "line", most=25),
    Field("topics", "terms", "topics", most=3),
    Field("notes", "terms", "notes"),
    Field("tone", "term", "tone"),
    Field("standing", "term", "standing", _STORY),
    Field("shape", "term", "shape", _STORY),
    Field("form", "term", "form", _STORY),
    Field("care_position", "term", "care_position", _STORY),
    Field("phase", "term", "phase", _STORY),
    Field("turning_points", "terms", "turning_points", _STORY),
    Field("what_helped", "lines", kinds=_STORY),
    Field("what_did_not", "lines", kinds=_STORY),
    Field("life_areas", "terms", "life_areas", _STORY),
    Field("cluster", "term", "cluster", _STRATEGY),
    Field("steps", "lines", kinds=_STRATEGY),
    Field("smallest_version", "line", kinds=_STRATEGY),
    Field("energy", "term", "energy", _STRATEGY),
    Field("time", "term", "time", _STRATEGY),
    Field("cost", "term", "cost", _STRATEGY),
    Field("company", "term", "company", _STRATEGY),
    Field("setting", "terms", "setting", _STRATEGY),
    Field("good_for", "terms", "topics", _STRATEGY),
    Field("not_for", "lines", kinds=_STRATEGY),
    Field("needs_professional", "flag", kinds=_STRATEGY),
    Field("evidence_note", "text", kinds=_STRATEGY),
    Field("helped_author", "term", "helpfulness", _STRATEGY),
    Field("to", "id", kinds=_RESPONSE),
    Field("type", "term", "response_type", _RESPONSE),
    Field("scaffold", "record", kinds=_RESPONSE, keys=("hear", "not_alone", "helped", "wish")),
    Field("outcome", "term", "helpfulness", _RESPONSE),
    Field("narrator", "record", keys=("type", "age_band", "region", "gender", "culture", "roles")),
    Field("pen_name", "line", most=6),
    Field("published", "month"),
    Field("sequence", "number"),
    Field("reviewed_on", "month"),
    Field("triage", "line"),
    Field("edits", "records", keys=("rule", "span_class")),
    Field("consent", "record", keys=("version", "scope", "edit_permission", "license")),
    Field("sources", "records", keys=("title", "publisher", "year", "link")),
    Field("related", "ids"),
    Field("withdraw_ref", "line"),
    Field("feed", "flag"),
    Field("index", "flag"),
    Field("example", "flag"),
    Field("editorial", "flag"),
)
BY_NAME = {field.name: field for field in FIELDS}

RECORD_FACETS = {
    ("narrator", "type"): "narrator_type",
    ("narrator", "age_band"): "age_band",
    ("narrator", "region"): "region",
    ("consent", "edit_permission"): "edit_permission",
    ("consent", "license"): "license",
    ("consent", "scope"): "scope",
}
"""Keys inside records whose values come from the vocabulary."""

LISTS_IN_RECORDS = ("scope",)
"""Keys inside records that hold a list; all others hold one value."""
