"""What the theme's tests show: the demonstration content, and forms half filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from plugins.waymark_entries.find_one import ways
from waymark.community import Community, load_community
from waymark.forms import Form, load_forms, load_problems
from waymark.notices import Notice
from waymark.publish.finding_one import pool_of
from waymark.publish.linking import EntryPage, link
from waymark.publish.lists import paginate
from waymark.publish.sources import read_sources
from waymark.theming import template_filters, template_globals

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "theme" / "templates"
RECEIPT = "these seven words are only an example"


class Theme:
    """The theme with the real community, and the real demonstration content to show in it."""

    def __init__(self) -> None:
        self.community: Community = load_community(ROOT / "community")
        self.forms: Mapping[str, Form] = load_forms(
            ROOT / "community" / "forms", self.community.vocabulary
        )
        sources = read_sources([ROOT / "content"], self.community.vocabulary)
        self.pages: list[EntryPage] = link(sources.entries, self.community.vocabulary)
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, extensions=["jinja2.ext.i18n"]
        )
        self.environment.globals.update(template_globals(self.community, ROOT))
        self.environment.filters.update(template_filters())

    def render(self, template: str, **values: Any) -> str:
        return self.environment.get_template(template).render(**values)

    def page(self, **wanted: Any) -> EntryPage:
        """Return the first page whose entry has all these values."""
        return next(
            page
            for page in self.pages
            if all(
                getattr(page.entry, name, getattr(page, name, None)) == value
                for name, value in wanted.items()
            )
        )

    def problems(self, **named: str) -> dict[str, str]:
        words = load_problems(ROOT / "community" / "forms")
        return {field: words[problem].get("en") for field, problem in named.items()}

    def sample(self) -> SimpleNamespace:
        """Return what the examples of components show."""
        return SimpleNamespace(
            story=self.page(kind="story", lang="en"),
            strategy=self.page(kind="strategy", is_editorial=True),
            dutch=self.page(lang="nl"),
            response=self.page(kind="response", lang="en"),
            heavy=self.page(is_heavy=True),
            form=self.forms["strategy"],
            typed={"text": 'Kept, with "quotes" & <b>', "topics": ["sleep"]},
            problems=self.problems(text="missing", topics="too_many", consent="agree"),
        )


def cases(theme: Theme) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return a name, a template and its values for every kind of page there is."""
    form = theme.forms["story"]
    blank: dict[str, Any] = {
        "form": form, "action": "/share/story/", "token": "", "typed": {}, "problems": {},
        "notice": None, "to": None,
    }  # fmt: skip
    typed = {"text": "A line.\nAnd <b>another</b>.", "topics": ["sleep", "money"], "consent": "yes"}
    message = theme.community.message
    found: dict[str, tuple[str, dict[str, Any]]] = {
        f"entry-{page.entry.id}": ("entry.html", {"entry": page}) for page in theme.pages
    }
    terms = theme.community.vocabulary.facet("topics")
    stories = next(paginate([p for p in theme.pages if p.entry.kind == "story"], "/stories/"))
    editor = SimpleNamespace(
        content="<p>Plain words.</p>", lang="en", summary="For bad nights.", title="A page",
        reviewed_on="2026-11",
    )  # fmt: skip
    status: dict[str, Any] = {
        "receipt": RECEIPT, "kind": "story", "question": None, "note": "", "reasons": (),
        "address": None, "can_withdraw": True, "can_answer": False, "confirm": False,
        "typed": {"answer": "", "text": ""}, "problems": {},
    }  # fmt: skip
    found |= {
        "home": ("home.html", {"newest": theme.pages[:2], "strategies": theme.pages[-1:],
            "topics": list(terms.values())[:5]}),
        "list": ("list.html", {"listing": stories, "title": "Stories", "description": "Theirs.",
            "kind": "story"}),
        "topic": ("topic.html", {"topic": terms["sleep"], "page": editor, "listing": stories,
            "strategies": theme.pages[:1], "stories": [], "responses": []}),
        "topics": ("topics.html", {"topics": [(t, i % 2, editor if i == 1 else None)
            for i, t in enumerate(terms.values())]}),
        "tags": ("tags.html", {"facets": [("energy",
            list(theme.community.vocabulary.facet("energy").values()))]}),
        "a-z": ("a-z.html", {"letters": ["a", "b", "other"]}),
        "a-z-letter": ("a-z.html", {"letters": ["a", "b"], "letter": "b", "entries": theme.pages}),
        "archive": ("archive.html", {"months": ["2026-11", "2026-10"]}),
        "month": ("month.html", {"month": "2026-11", "entries": theme.pages}),
        "page": ("page.html", {"page": editor}),
        "share": ("share.html", {}),
        "find": ("find.html", {"topics": list(terms.values())[:5]}),
        "find-one": ("find-one.html", {"topic": terms["sleep"], "page_url": "/find/sleep/",
            "ways": ways(theme.community.vocabulary, pool_of(theme.pages))}),
        "find-nothing": ("find-one.html", {"topic": None,
            "ways": ways(theme.community.vocabulary, [])}),
        "respond": ("respond.html", {"entries": theme.pages[:3]}),
        "search": ("search.html", {}),
        "help-now": ("help-now.html", {}),
        "feeds": ("feeds.html", {}),
        "404": ("404.html", {}),
        "toolbox": ("toolbox.html", {}),
        "device": ("device.html", {}),
        "offline": ("offline.html", {}),
        "numbers": ("numbers.html", {"numbers": {
            "outcomes": {"publish": 12, "decline": 5}, "days": {"median": 3, "ninety": 9},
            "rules": {"L2": 5}, "appeals": {"all": None}}}),
        "numbers-none": ("numbers.html", {"numbers": None}),
        "notice-looked-at": ("notice.html", {
            "notice": Notice("gone", "story", "en", "2026-11", is_looked_at=True)}),
        "report": ("report.html", {"form": theme.forms["report"], "entry": theme.pages[0].entry,
            "action": f"/report/{theme.pages[0].entry.id}/", "token": "", "typed": {},
            "problems": {}, "notice": None}),
        "report-problems": ("report.html", {"form": theme.forms["report"],
            "entry": theme.pages[0].entry, "action": f"/report/{theme.pages[0].entry.id}/",
            "token": "t", "typed": {"said": "A line.\nTwo."}, "notice": message("not-now", "en"),
            "problems": theme.problems(reason="bad_choice")}),
        "notice": ("notice.html", {"notice": Notice("gone", "story", "nl", "2026-11")}),
        "message": ("message.html", {"message": message("wait", "en"), "status": 429}),
        "form": ("form.html", blank),
        "form-strategy": ("form.html", {**blank, "form": theme.forms["strategy"]}),
        "form-response": ("form.html", {**blank, "form": theme.forms["response"],
            "to": theme.pages[0].entry, "action": f"/respond/{theme.pages[0].entry.id}/"}),
        "form-problems": ("form.html", {**blank, "typed": typed, "problems": {
            **theme.problems(text="missing", topics="too_many", consent="agree"),
            "surprise": "Please send the form once more."}}),
        "form-not-now": ("form.html", {**blank, "typed": typed,
            "notice": message("not-now", "en")}),
        "check": ("check.html", {"form": form, "action": "/share/story/", "to": None, "rows": [
            {"name": "text", "label": form.field("text").label, "value": "A line.",
             "text": Markup("<p>A line.</p>")},
            {"name": "topics", "label": form.field("topics").label, "value": ["Sleep"],
             "text": None}],
            "replaced": [{"name": "text", "label": form.field("text").label,
                "what": "an e-mail address", "marker": "[e-mail address removed]"}],
            "hidden": [("token", "t"), ("altcha", ""), ("text", "A line.\n\nTwo.")]}),
        "sent": ("sent.html", {"receipt": RECEIPT, "message": message("received", "en"),
            "kind": "story"}),
        "receipt": ("receipt.html", {}),
        "receipt-unknown": ("receipt-status.html", {**status, "state": None, "receipt": "",
            "message": message("neutral-receipt", "en"), "can_withdraw": False}),
        "receipt-asked": ("receipt-status.html", {**status, "state": "asked", "can_answer": True,
            "message": message("asked", "en"), "question": "Which one?\nThe first?",
            "typed": {"answer": "", "text": "A line."}, "problems": {"answer": "Please answer."}}),
        "receipt-declined": ("receipt-status.html", {**status, "state": "declined",
            "message": message("declined", "en"), "note": "Thank you.", "reasons": ("A rule.",),
            "can_withdraw": False}),
        "receipt-published": ("receipt-status.html", {**status, "state": "published",
            "message": message("published", "en"), "address": "/stories/x/"}),
        "receipt-confirm": ("receipt-status.html", {**status, "state": "in-review",
            "message": message("in-review", "en"), "confirm": True}),
    }  # fmt: skip
    return found
