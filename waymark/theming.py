"""What every template may use, the same for the static site, the form and the desk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from waymark import __version__
from waymark.addresses import Addresses
from waymark.catalogues import (
    Catalogue,
    catalogue_file,
    read_catalogue,
    translate,
    translate_many,
)
from waymark.community import Community
from waymark.content_security import POLICY_IN_PAGE
from waymark.words import LANGUAGE_NAMES, Words

THEME = "theme"
LINK = re.compile(r'(?<=href=")/(?!/)[^"]*')
"""An address of this site in markup that our own renderers made."""


def template_globals(
    community: Community,
    root: Path,
    base_path: str = "",
    site_url: str = "",
    written: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Return the names every template has.

    ``root`` is the checkout (for the theme's files); ``base_path`` is the path below which the
    site lives, such as ``/waymark``, or ``""``; ``site_url`` the whole address of its front door
    without the last slash; ``written`` the addresses of the editors' pages.
    """
    addresses = Addresses(community.site.languages, written)

    @pass_context
    def url(context: Context, path: str) -> str:
        """Return an address on this site, in the language of the page where it stands there."""
        if not path.startswith("/"):
            return path
        return f"{base_path}{addresses.within(path, _language(context))}"

    def exact(path: str) -> str:
        """Return an address on this site as it is, whatever the language of the page."""
        return f"{base_path}{path}"

    def absolute(path: str) -> str:
        """Return the whole address of a page, for machines that keep it."""
        return f"{site_url}{path}"

    return {
        "site": community.site,
        "helplines": community.helplines,
        "vocabulary": community.vocabulary,
        "label": community.vocabulary.label,
        "message": community.message,
        "url": url,
        "exact": exact,
        "absolute": absolute,
        "policy": POLICY_IN_PAGE,
        "addresses": addresses,
        "language_names": LANGUAGE_NAMES,
        "asset": _asset(root / THEME / "static", base_path),
        "lang": community.site.languages[0],
        "version": __version__,
        **_gettext(root / THEME / "locales"),
        "once": _each_time,
    }


def template_filters() -> dict[str, Callable[..., Any]]:
    """Return the filters every template has."""
    return {
        "words": _words,
        "month": _month,
        "day": _day,
        "links": _links,
        "language": _name_of_language,
    }


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


def _gettext(locales: Path) -> dict[str, Callable[..., str]]:
    """Return gettext's functions, which speak the language of the page they stand on."""

    @cache
    def catalogue(lang: str) -> Catalogue:
        return read_catalogue(catalogue_file(locales, lang))

    @pass_context
    def gettext(context: Context, text: str, **values: Any) -> str:
        """Return words, with the values of a `trans` block in their places."""
        found = translate(catalogue(_language(context)), text)
        return found % values if values else found

    @pass_context
    def ngettext(context: Context, one: str, many: str, number: int, **values: Any) -> str:
        found = translate_many(catalogue(_language(context)), one, many, number)
        return found % values if values else found

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _language(context: Context) -> str:
    return str(context.get("lang", "en"))


def _each_time(*key: str, caller: Callable[[], Markup]) -> Markup:
    """Draw a part anew; a build puts `plugins.waymark_entries.fragments` in its place."""
    return caller()


@pass_context
def _words(context: Context, value: Words | Mapping[str, str] | str) -> str:
    """Show words in the language of the page."""
    if isinstance(value, Mapping):
        value = Words(value)
    return value.get(_language(context)) if isinstance(value, Words) else value


@pass_context
def _links(context: Context, html: str) -> Markup:
    """Show what the editors wrote; a link to a page of this site leads to the reader's language."""
    url = context.resolve("url")
    shown = LINK.sub(lambda found: escape(url(context, unescape(found[0]))), str(html))
    return Markup(shown)  # noqa: S704  (markup before, and only addresses in it have changed)


@pass_context
def _month(context: Context, value: str) -> str:
    """Show ``2026-11`` as "November 2026" in the language of the page."""
    if not value:
        return ""
    year, month = value.split("-")[:2]
    return format_date(date(int(year), int(month), 1), "LLLL y", locale=_language(context))


@pass_context
def _day(context: Context, value: date) -> str:
    """Show a day in words in the language of the page."""
    return format_date(value, "d MMMM y", locale=_language(context))


@pass_context
def _name_of_language(context: Context, code: str) -> str:
    """Show ``nl`` as "Dutch" in the language of the page."""
    return str(Locale(_language(context)).languages.get(code, code))
