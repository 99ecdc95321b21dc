"""Parts of a page that are the same on many pages, drawn once a build.

A template says so with ``{% call once("form", form.kind, lang) %}...{% endcall %}``: the names
in the brackets are all that the part depends on. The form of a response stands on a page for each
entry; drawing it anew took two thirds of a build.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup


class Fragments:
    """Remembers what was drawn, for as long as one build lasts."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, ...], Markup] = {}

    def once(self, *key: str, caller: Callable[[], Markup]) -> Markup:
        """Return the part that stands under ``key``, drawing it the first time."""
        if key not in self._drawn:
            self._drawn[key] = caller()
        return self._drawn[key]
