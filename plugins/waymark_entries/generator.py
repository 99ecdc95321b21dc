"""Pelican's generator protocol: read and gate everything first, then write."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican.contents import Page
from pelican.generators import Generator

from plugins.waymark_entries.fragments import Fragments
from plugins.waymark_entries.site_map import plan_site
from waymark.addresses import Addresses
from waymark.errors import BadEntry
from waymark.publish.feeds import atom
from waymark.publish.gate import entry_problems, production_problems
from waymark.publish.headers import headers_file
from waymark.publish.linking import EntryPage, link
from waymark.publish.offline import LIST, WORKER, offline_list, worker
from waymark.publish.on_device import FILE as ON_DEVICE
from waymark.publish.on_device import on_device
from waymark.publish.sitemaps import sitemaps
from waymark.publish.sources import Sources, read_sources

log = logging.getLogger(__name__)
MAY_BE_KEPT = ("entry", "help-now")
"""Templates of the pages a reader may keep on their device for when there is no network."""
FEEDS = {
    "all": "Everything new", "stories": "New stories", "strategies": "New things that help",
    "responses": "New responses",
}  # fmt: skip


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
        self.topics = {(page.topic, page.lang): page for page in self._topic_pages(roots)}
        self.addresses = Addresses(self.community.site.languages, self.settings["WAYMARK_WRITTEN"])
        self.context["entries"] = self.pages

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
            self.community.vocabulary,
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
        site_url = self.settings["SITEURL"] or self.settings["WAYMARK_ADDRESS"]
        name = self.community.site.name
        for feed, title in FEEDS.items():
            members = [p for p in self.pages if feed == "all" or p.url.startswith(f"/{feed}/")]
            path = f"/feeds/{feed}.atom.xml"
            self._write(path.lstrip("/"), atom(members, f"{name}: {title}", site_url, path))
        pages = [f"/{page.url}" for page in self.context.get("pages", [])]
        for path, text in sitemaps(self.pages, [*listed, *pages], site_url).items():
            self._write(path, text)
        self._write("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site_url}/sitemap.xml\n")
        self._write("_headers", headers_file())
        self._write(ON_DEVICE, on_device(self.settings["WAYMARK_RULES"]))
        icon = Path(self.settings["THEME"]) / "static" / "favicon.svg"
        self._write("favicon.svg", icon.read_text(encoding="utf-8"))

    def _write_offline_files(self, may_be_kept: Mapping[str, bytes]) -> None:
        """Write what lets a reader keep single pages, or what ends it for everybody."""
        static = Path(self.settings["THEME"]) / "static"
        self._write(WORKER, worker(static, self.community.site.offline_copies))
        self._write(LIST, offline_list(may_be_kept, self.addresses, static))

    def _write(self, name: str, text: str) -> None:
        path = Path(self.output_path) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
