"""What every template may use, the same for the static site, the form and the desk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from jinja2 import pass_context
from jinja2.runtime import Context

from waymark import __version__
from waymark.community import Community
from waymark.words import Words

THEME = "theme"


def template_globals(community: Community, root: Path, base_path: str = "") -> dict[str, Any]:
    """Return the names every template has.

    ``root`` is the checkout (for the theme's files); ``base_path`` is the path below which the
    site lives, such as ``/waymark``, or ``""``.
    """

    def url(path: str) -> str:
        """Return an address on this site."""
        return f"{base_path}{path}" if path.startswith("/") else path

    return {
        "site": community.site,
        "helplines": community.helplines,
        "vocabulary": community.vocabulary,
        "label": community.vocabulary.label,
        "message": community.message,
        "url": url,
        "asset": _asset(root / THEME / "static", base_path),
        "lang": "en",
        "version": __version__,
        # The theme's strings are marked for translation; catalogues come with theme/locales/.
        "_": _as_it_is,
        "gettext": _as_it_is,
        "ngettext": _one_or_many,
    }


def template_filters() -> dict[str, Callable[..., Any]]:
    """Return the filters every template has."""
    return {"words": _words, "month": _month, "day": _day, "language": _language}


def _asset(static: Path, base_path: str) -> Callable[[str], str]:
    hashes: dict[tuple[str, int], str] = {}

    def asset(name: str) -> str:
        """Return the address of a theme file, with a mark of its content for caches."""
        path = static / name
        changed = path.stat().st_mtime_ns
        if (name, changed) not in hashes:
            hashes[name, changed] = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        return f"{base_path}/theme/{name}?v={hashes[name, changed]}"

    return asset


def _as_it_is(text: str, **values: Any) -> str:
    """Return the words themselves, with the values of a `trans` block in their places."""
    return text % values if values else text


def _one_or_many(one: str, many: str, number: int, **values: Any) -> str:
    return _as_it_is(one if number == 1 else many, **values)


@pass_context
def _words(context: Context, value: Words | Mapping[str, str] | str) -> str:
    """Show words in the language of the page."""
    lang = str(context.get("lang", "en"))
    if isinstance(value, Mapping):
        value = Words(value)
    return value.get(lang) if isinstance(value, Words) else value


@pass_context
def _month(context: Context, value: str) -> str:
    """Show ``2026-11`` as "November 2026" in the language of the page."""
    if not value:
        return ""
    year, month = value.split("-")[:2]
    lang = str(context.get("lang", "en"))
    return format_date(date(int(year), int(month), 1), "LLLL y", locale=lang)


@pass_context
def _day(context: Context, value: date) -> str:
    """Show a day in words in the language of the page."""
    return format_date(value, "d MMMM y", locale=str(context.get("lang", "en")))


@pass_context
def _language(context: Context, code: str) -> str:
    """Show ``nl`` as "Dutch" in the language of the page."""
    return str(Locale(str(context.get("lang", "en"))).languages.get(code, code))
