"""Turn a submission into an entry, and an entry into a proposal. Pure: values in, values out.

Contact details are replaced here, before anything reaches a forge. The server chooses every key,
path and label; a visitor's words are only ever values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from waymark import privacy
from waymark.bot.pages import page_of
from waymark.bot.remarks import first_line_of_text, remarks_of
from waymark.checks.findings import Finding, Level
from waymark.edits import apply, read_edits
from waymark.entry import Entry, dump, path_in
from waymark.entry_fields import BY_NAME, Field
from waymark.forge import Proposal
from waymark.privacy import AllowList
from waymark.store import Submission

CONSENT_VERSION = 1
PEN_NAMES = {"en": "A reader", "nl": "Een lezer"}
NARRATOR = {"narrator_type": "type", "age_band": "age_band", "region": "region"}
SCAFFOLD = ("hear", "not_alone", "wish")
OURS = {
    "kind", "id", "lang", "title", "to", "narrator", "scaffold", "consent", "edits", "triage",
    "published", "sequence", "reviewed_on", "withdraw_ref", "sources", "related", "feed", "index",
    "example", "editorial",
}  # fmt: skip
"""Keys that no answer of a visitor ever fills by its name: the service makes them, or an editor."""
WORDS = "words"
"""The class of a span that a moderator edited, beside the kinds of contact details."""
KIND_NAMES = {"story": "Story", "strategy": "Strategy", "response": "Response"}


@dataclass
class _Cleaner:
    """Replaces contact details and remembers what kinds there were."""

    lang: str
    allow: AllowList
    seen: dict[tuple[str, str], None]

    def clean(self, value: Any) -> Any:
        if isinstance(value, str):
            replaced = privacy.replace(value, self.lang, self.allow)
            for detail in replaced.details:
                self.seen[detail.rule, detail.span_class] = None
            return replaced.text
        if isinstance(value, list | tuple):
            return tuple(self.clean(item) for item in value)
        return value


def entry_from(submission: Submission, allow: AllowList) -> Entry:
    """Return the entry a submission would become.

    What a moderator filled in (``details``) stands over what the writer gave. Without a title
    the entry has an empty one, which the gate does not let through.
    """
    given: dict[str, Any] = {**submission.fields, **submission.details}
    lang = lang_of(submission)
    cleaner = _Cleaner(lang, allow, {})
    edits = read_edits(submission.edits)
    body = cleaner.clean(apply(str(submission.fields["text"]), edits))
    title = _fitting(cleaner.clean(_one_line(given.get("title", ""))), BY_NAME["title"])
    facts: dict[str, Any] = {}
    for name, value in given.items():
        spec = BY_NAME.get(name)
        if spec is None or name in OURS or submission.kind not in spec.kinds or not value:
            continue
        # Values of a vocabulary are ours; everything else is somebody's words.
        plain = tuple(value) if isinstance(value, list) else value
        facts[name] = plain if spec.facet else _fitting(cleaner.clean(plain), spec)
    _add_records(facts, given, submission, cleaner)
    if facts.get("pen_name") != _one_line(given.get("pen_name", "")):
        # None was given; or it held a way to reach somebody, and what is left of it is no name.
        facts["pen_name"] = PEN_NAMES.get(lang, PEN_NAMES["en"])
    if submission.to:
        facts["to"] = submission.to
    # Everything that differs from what was sent stands here by its rule (never the words).
    seen = dict.fromkeys([*cleaner.seen, *((edit.rule, WORDS) for edit in edits)])
    if seen:
        facts["edits"] = tuple({"rule": r, "span_class": s} for r, s in seen)
    return Entry(
        kind=submission.kind, id=submission.id, lang=lang, title=title, body=body, facts=facts
    )


def lang_of(submission: Submission) -> str:
    """Return the language of the entry: what a moderator said, else what the writer chose."""
    given = {**submission.fields, **submission.details}
    return str(given.get("lang") or submission.lang)


def proposal_from(submission: Submission, allow: AllowList) -> Proposal:
    """Return the proposal for a submission; its title and body hold none of a visitor's words."""
    findings = [Finding.from_dict(finding) for finding in submission.findings]
    lines = [f"- {f.level}: {f.rule} ({f.explanation})" for f in findings]
    month = submission.received_at.strftime("%Y-%m")
    entry = entry_from(submission, allow)
    content = dump(entry)
    remarks = remarks_of(findings, str(submission.fields["text"]), entry.body, content)
    return Proposal(
        submission_id=submission.id,
        path=path_in("submissions", submission.kind, submission.id),
        content=content,
        title=f"{KIND_NAMES[submission.kind]} {submission.id}: waiting since {month}",
        body="\n".join([f"Level: {submission.level}", "", "Findings:", *(lines or ["- none"])]),
        labels=(
            f"level:{submission.level}",
            f"kind:{submission.kind}",
            f"lang:{entry.lang}",
            *(f"notes:{note}" for note in entry.notes),
        ),
        remarks=remarks,
        page=page_of(
            entry,
            Level(submission.level),
            submission.received_at,
            remarks,
            first_line_of_text(content),
        ),
    )


def _fitting(value: Any, spec: Field) -> Any:
    """Return a line in its allowed length: markers can have more words than what they replaced."""
    if spec.shape != "line":
        return value
    words = _one_line(value).split(" ")
    return " ".join(words[: spec.most] if spec.most else words)


def _one_line(value: Any) -> str:
    return " ".join(str(value).split())


def _add_records(
    facts: dict[str, Any], given: Mapping[str, Any], submission: Submission, cleaner: _Cleaner
) -> None:
    narrator = {key: given[name] for name, key in NARRATOR.items() if given.get(name)}
    if narrator:
        facts["narrator"] = narrator
    scaffold = {name: cleaner.clean(str(given[name])) for name in SCAFFOLD if given.get(name)}
    if scaffold and submission.kind == "response":
        facts["scaffold"] = scaffold
    if submission.fields.get("consent") is True:
        facts["consent"] = {
            "version": CONSENT_VERSION,
            "scope": ("site",),
            "edit_permission": submission.fields.get("edit_permission") or "safety-only",
            "license": "permission-to-publish",
        }
