"""An entry with what its page shows around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from waymark.entry import Entry


@dataclass(eq=False)
class EntryPage:
    """An entry, its text as markup, and the entries that its page leads to."""

    entry: Entry
    html: Markup
    minutes: int
    is_heavy: bool
    responses: list[EntryPage] = field(default_factory=list)
    answers: EntryPage | None = None
    next_strategy: EntryPage | None = None
    next_gentle: EntryPage | None = None
    related: list[EntryPage] = field(default_factory=list)
    narrator: tuple[tuple[str, str], ...] = ()
    """What may be told about the writer: facet and value (see `waymark.publish.narrators`)."""

    @property
    def url(self) -> str:
        return self.entry.url

    def may_lead_to(self, other: EntryPage) -> bool:
        """Say whether this page may link to another: never from one heavy entry to the next."""
        return other is not self and not (self.is_heavy and other.is_heavy)

    def leads_to(self) -> Iterator[EntryPage]:
        """Yield every entry that this page links to."""
        for other in (self.answers, *self.responses):
            if other is not None and self.may_lead_to(other):
                yield other
        yield from filter(None, (self.next_strategy, self.next_gentle))
        yield from self.related
