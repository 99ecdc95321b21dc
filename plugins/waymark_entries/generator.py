"""Pelican's generator protocol: read and gate everything first, then write."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican.contents import Page
from pelican.generators import Generator

from plugins.waymark_entries.fragments import Fragments
from plugins.waymark_entries.machine_files import machine_files
from plugins.waymark_entries.site_map import plan_site
from waymark.addresses import Addresses
from waymark.errors import BadEntry
from waymark.publish.gate import entry_problems, production_problems
from waymark.publish.linking import EntryPage, link
from waymark.publish.narrators import tell_of_narrators
from waymark.publish.offline import LIST, WORKER, offline_list, worker
from waymark.publish.on_device import FILE as ON_DEVICE
from waymark.publish.on_device import on_device
from waymark.publish.sources import Sources, read_sources

log = logging.getLogger(__name__)
ICONS = (".svg", ".ico", ".png")
"""Endings of the pictures that browsers and other sites look for at the root."""
MAY_BE_KEPT = ("entry", "help-now")
"""Templates of the pages a reader may keep on their device for when there is no network."""


class EntriesGenerator(Generator):  # type: ignore[misc]
    """Builds entries and everything that lists them."""

    def generate_context(self) -> None:
        """Read and gate all sources. Raising here stops Pelican before it writes anything."""
        self.community = self.settings["WAYMARK_COMMUNITY"]
        roots = [Path(root) for root in self.settings["WAYMARK_ROOTS"]]
        self.sources: Sources = read_sources(roots, self.community.vocabulary)
        read_sources([Path(self.settings["WAYMARK_WAITING"])], self.community.vocabulary)
        problems = list(entry_problems(self.sources.entries, self.sources.notices))
        if self.settings.get("WAYMARK_PRODUCTION"):
            problems += production_problems(
                self.sources.entries,
                self.community,
                self.settings["SITEURL"],
                datetime.now(UTC).date(),
            )
        if problems:
            for problem in problems[1:]:
                log.warning("%s", problem)
            raise problems[0]
        self.pages: list[EntryPage] = link(self.sources.entries, self.community.vocabulary)
        tell_of_narrators(self.pages, self.community.site.narrators_at_least)
        self.topics = {(page.topic, page.lang): page for page in self._topic_pages(roots)}
        self.addresses = Addresses(self.community.site.languages, self.settings["WAYMARK_WRITTEN"])
        self.context["entries"] = self.pages
        numbers = Path(self.settings["WAYMARK_NUMBERS"])
        self.context["numbers"] = json.loads(numbers.read_text()) if numbers.is_file() else None

    def generate_output(self, writer: Any) -> None:
        """Write every page, feed and sitemap."""
        # Pages of a running service hold what somebody typed; these never do.
        self.env.globals["once"] = Fragments().once
        listed = []
        may_be_kept = {}
        plans = plan_site(
            self.pages,
            self.sources.notices,
            self.topics,
            self.community,
            self.settings["WAYMARK_FORMS"],
            self.addresses,
        )
        for plan in plans:
            alternates = self.addresses.alternates(plan.url) if plan.in_every_language else {}
            writer.write_file(
                plan.save_as,
                self.get_template(plan.template),
                self.context,
                relative_urls=False,
                url=plan.url,
                page_url=plan.url,
                alternates=alternates,
                twins=self.addresses.twins(plan.values["lang"], alternates),
                **plan.values,
            )
            if plan.in_sitemap:
                listed.append(plan.url)
            if plan.template in MAY_BE_KEPT:
                may_be_kept[plan.url] = (Path(self.output_path) / plan.save_as).read_bytes()
        self._write_machine_files(listed)
        self._write_offline_files(may_be_kept)

    def _topic_pages(self, roots: list[Path]) -> list[Any]:
        """Read the editors' topic pages with Pelican's own Markdown reader."""
        known = self.community.vocabulary.facet("topics")
        found = []
        for root in roots:
            for path in sorted((root / "topics").rglob("*.md")):
                page = self.readers.read_file(
                    base_path=str(root),
                    path=path.relative_to(root).as_posix(),
                    content_class=Page,
                    context=self.context,
                )
                if getattr(page, "topic", None) not in known:
                    raise BadEntry(
                        "This page names no topic of the vocabulary.",
                        remedy="Add a line such as `Topic: sleep`.",
                        where=f"{root.name}/{path.relative_to(root).as_posix()}:1",
                    )
                found.append(page)
        return found

    def _write_machine_files(self, listed: list[str]) -> None:
        pages = [f"/{page.url}" for page in self.context.get("pages", [])]
        files = machine_files(
            self.pages,
            [*listed, *pages],
            self.community,
            self.addresses,
            self.settings["SITEURL"] or self.settings["WAYMARK_ADDRESS"],
        )
        for name, text in files:
            self._write(name.lstrip("/"), text)
        self._write(ON_DEVICE, on_device(self.settings["WAYMARK_RULES"]))
        for icon in sorted((Path(self.settings["THEME"]) / "static").iterdir()):
            if icon.suffix in ICONS:
                (Path(self.output_path) / icon.name).write_bytes(icon.read_bytes())

    def _write_offline_files(self, may_be_kept: Mapping[str, bytes]) -> None:
        """Write what lets a reader keep single pages, or what ends it for everybody."""
        static = Path(self.settings["THEME"]) / "static"
        self._write(WORKER, worker(static, self.community.site.offline_copies))
        self._write(LIST, offline_list(may_be_kept, self.addresses, static))

    def _write(self, name: str, text: str) -> None:
        path = Path(self.output_path) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
