"""Publish: move approved submissions to content/, build, index, swap. The old site stays until the
new one is whole."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from waymark.community import Community
from waymark.errors import BuildFailed, WaymarkError
from waymark.forge import Forge
from waymark.numbers import numbers_of
from waymark.privacy import allow_list
from waymark.publish.building import build, remove
from waymark.publish.gate import entry_problems
from waymark.publish.promoting import Promotion, promote, settle, sync
from waymark.publish.sources import read_sources
from waymark.publish.swapping import fresh_folder, only_one, swap, tidy
from waymark.settings import Settings
from waymark.states import State
from waymark.store import Job, NewJob, Store

__all__ = ["Publisher", "build_site", "check_content", "plain_build"]

LAST_PUBLISH, LAST_FAILURE, HELD = "last-publish", "last-failure", "held-files"
log = logging.getLogger("waymark.publish")


def check_content(settings: Settings, community: Community) -> list[WaymarkError]:
    """Return what keeps the site from being built, without building it."""
    try:
        sources = read_sources(settings.content_roots, community.vocabulary)
        read_sources([settings.submissions], community.vocabulary)
    except WaymarkError as problem:
        return [problem]
    return list(entry_problems(sources.entries, sources.notices))


def plain_build(settings: Settings, output: Path, conf: str = "") -> None:
    """Build the site into ``output``, replacing what is there only when the build is whole."""
    part = output.with_name(f".{output.name}.part")
    old = output.with_name(f".{output.name}.old")
    with only_one(settings):
        remove(part)
        remove(old)
        try:
            build(settings, part, conf or settings.conf)
            if output.exists():
                output.rename(old)
            part.rename(output)
        finally:
            remove(part)
            remove(old)


def build_site(settings: Settings, conf: str = "") -> None:
    """Build the site that the service serves, and swap it in; the old one serves until then.

    A site with a public address is built as such, unless ``conf`` says otherwise.
    """
    with only_one(settings):
        part = None
        try:
            tidy(settings)
            part = fresh_folder(settings)
            build(settings, part, conf or settings.conf)
            swap(settings, part)
        except OSError as problem:
            raise BuildFailed(
                f"The site could not be written ({problem.strerror}).",
                remedy="Look at free disk space and the rights of the data folder.",
            ) from None
        finally:
            if part is not None:
                remove(part)


class Publisher:
    """Publishes for the worker and for `waymark publish`, and says how it went on the desk."""

    def __init__(
        self, settings: Settings, store: Store, forge: Forge, community: Community
    ) -> None:
        self.settings = settings
        self.store = store
        self.forge = forge
        self.community = community

    def handle(self, job: Job, now: datetime) -> None:
        """Do a `publish` job."""
        self.publish(now)

    def publish(self, now: datetime) -> Promotion:
        """Move what is due, build, index and swap; then say so in the store.

        When anything fails the old site keeps serving, and the reason is noted for the desk.
        """
        try:
            promotion = promote(
                self.store,
                self.forge,
                self.community.vocabulary,
                allow_list(self.community),
                self._last_sequence(),
                now,
            )
            self.store.note(HELD, json.dumps(promotion.held))
            sync(self.forge, self.settings.published)
            self._count()
            build_site(self.settings)
        except OSError as problem:
            raise self._failed(
                BuildFailed(
                    f"The site could not be written ({problem.strerror}).",
                    remedy="Look at free disk space and the rights of the data folder.",
                ),
                now,
            ) from None
        except WaymarkError as problem:
            raise self._failed(problem, now) from None
        settle(self.store, self.forge, now)
        self.store.note(LAST_PUBLISH, now.isoformat())
        self.store.forget_note(LAST_FAILURE)
        return promotion

    def _count(self) -> None:
        """Put what moderation did, in numbers, where the build finds it."""
        received = {s.id: s.received_at for s in self.store.in_states(*State)}
        log_of_all = self.store.decisions_since(datetime.min.replace(tzinfo=UTC))
        numbers = numbers_of(log_of_all, received, self.community.policy)
        self.settings.numbers.write_text(json.dumps(numbers), encoding="utf-8")

    def later(self, now: datetime) -> None:
        """Have the worker publish soon."""
        self.store.add_job(NewJob("publish"), now)

    def _failed(self, problem: WaymarkError, now: datetime) -> WaymarkError:
        self.store.note(LAST_FAILURE, json.dumps({"at": now.isoformat(), "why": str(problem)}))
        return problem

    def _last_sequence(self) -> int:
        return max(self._sequences(), default=0)

    def _sequences(self) -> Iterator[int]:
        roots = self.settings.content_roots
        for entry in read_sources(roots, self.community.vocabulary).entries:
            yield entry.sequence
