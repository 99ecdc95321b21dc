"""Find ways to reach a person in a text, and put a plain marker in their place.

One function, `replace`, runs when the form answers ("we saw a phone number; we will replace it")
and again before the first commit. Contact details never enter git. Softer things, such as names and
workplaces, are for a moderator: `find_softer` finds them and nothing replaces them.
"""

from __future__ import annotations

from collections.abc import Iterable

from waymark.community import Community
from waymark.privacy.accounts import find_accounts
from waymark.privacy.details import MARKERS, NAMED, AllowList, Detail, Replaced
from waymark.privacy.names import find_names
from waymark.privacy.numbers import find_numbers
from waymark.privacy.places import find_places
from waymark.privacy.workplaces import find_workplaces

__all__ = [
    "MARKERS", "NAMED", "AllowList", "Detail", "Replaced", "allow_list", "find", "find_softer",
    "replace",
]  # fmt: skip


def allow_list(community: Community) -> AllowList:
    """Return what a community's own help lines and site settings allow."""
    numbers = {n.dial for line in community.helplines for n in (*line.phone, *line.text)}
    return AllowList(frozenset(numbers), frozenset(community.site.allowed_link_hosts))


def find(text: str, allow: AllowList | None = None) -> tuple[Detail, ...]:
    """Return every way to reach a person, in order, none overlapping another."""
    allow = allow or AllowList()
    found = [*find_accounts(text, allow), *find_places(text), *find_numbers(text, allow)]
    return _apart(found)


def find_softer(text: str, found: Iterable[Detail] = ()) -> tuple[Detail, ...]:
    """Return names and workplaces, outside the details already ``found``."""
    taken = [(detail.start, detail.end) for detail in found]
    softer = [*find_names(text), *find_workplaces(text)]
    return _apart(d for d in softer if not any(a < d.end and d.start < b for a, b in taken))


def replace(text: str, lang: str = "en", allow: AllowList | None = None) -> Replaced:
    """Put a plain marker in place of each detail; doing it twice changes nothing more.

    What only shows once its neighbour is gone is replaced too; its place is that in the text as it
    was then.
    """
    details = find(text, allow)
    if not details:
        return Replaced(text)
    column = 1 if lang == "nl" else 0
    parts, last = [], 0
    for detail in details:
        parts += [text[last : detail.start], MARKERS[detail.span_class][column]]
        last = detail.end
    rest = replace("".join([*parts, text[last:]]), lang, allow)
    return Replaced(rest.text, (*details, *rest.details))


def _apart(details: Iterable[Detail]) -> tuple[Detail, ...]:
    """Return details in order; where two overlap, the one that begins first and is longer."""
    chosen: list[Detail] = []
    for detail in sorted(details, key=lambda d: (d.start, -d.end)):
        if not chosen or detail.start >= chosen[-1].end:
            chosen.append(detail)
        elif detail.end > chosen[-1].end:
            # Nothing of what leads to a person may stay beside a marker.
            chosen[-1] = Detail(chosen[-1].span_class, chosen[-1].start, detail.end)
    return tuple(chosen)
