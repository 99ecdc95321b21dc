"""The built site, served from the folder that is current at the moment of asking.

Form pages get a fresh token on their way out, and are kept in no cache.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from waymark.intake import Services
from waymark.intake.form_tokens import issue_token
from waymark.intake.reading_now import say_it_on
from waymark.publish.headers import MOVED
from waymark.serving.fewer_bytes import in_fewer_bytes
from waymark.settings import Settings

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml; charset=utf-8",
    ".atom.xml": "application/atom+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}
"""Written out, so that no machine's own list of types changes what a browser does."""
UNKNOWN = "application/octet-stream"
A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_FORM = re.compile(
    r"(?:[a-z]{2}/)?share/(?:story|strategy)/index\.html"
    r"|(?:respond|report)/[a-z0-9-]+/index\.html"
)
_TOKEN_INPUT = re.compile(rb"""<input\b[^>]*\bname=["']?token["'\s>][^>]*>""")
_VALUE = re.compile(rb"""\svalue=(?:"[^"]*"|'[^']*')""")


def site_blueprint(settings: Settings, services: Services) -> Blueprint:
    """Return every address of the built site."""
    site = Blueprint("site", __name__)

    @site.get("/", defaults={"path": ""})
    @site.get("/<path:path>")
    def page(path: str) -> AnyResponse:
        found = answer_file(settings.current_site, path)
        if found is None and not path.endswith("/") and _is_folder(settings.current_site, path):
            query = request.query_string.decode("ascii", "ignore")
            return redirect(f"/{quote(path)}/" + (f"?{query}" if query else ""), 301)
        if found is None and (new := MOVED.get(f"/{path}") or MOVED.get(f"/{path}/")):
            return redirect(new, 301)
        if found is None:
            abort(404)
        name = f"{path}index.html" if path.endswith("/") else path
        if _FORM.fullmatch(name):
            found.set_data(say_it_on(services, found.get_data(), request.path))
            return _with_token(found, issue_token(services.key("form"), services.clock()))
        beside = answer_file(settings.current_site, f"{path}.br")
        packed = beside.get_data() if beside else None
        found = in_fewer_bytes(found, request.accept_encodings, packed)
        return found.make_conditional(request)

    return site


def answer_file(site: Path, path: str, status: int = 200) -> Response | None:
    """Return a file of the site, or ``None``. Nothing outside the site's folder is ever read."""
    found = _file_in(site, path)
    if found is None:
        return None
    try:
        content = found.read_bytes()
    except OSError:
        return None
    answer = Response(content, status, content_type=type_of(found.name))
    # By content, not by time: what did not change is not sent again after a publication, and
    # the moment of a publication, which could identify a writer, is not told.
    answer.set_etag(_hash(content))
    is_marked = path.startswith("theme/") and "v" in request.args
    answer.headers["Cache-Control"] = A_YEAR if is_marked else ASK_AGAIN
    return answer


def type_of(name: str) -> str:
    """Return the type of a file by the end of its name, the longest end first."""
    parts = name.lower().split(".")[1:]
    ends = (f".{'.'.join(parts[i:])}" for i in range(len(parts)))
    return next((TYPES[end] for end in ends if end in TYPES), UNKNOWN)


def _file_in(site: Path, path: str) -> Path | None:
    inner = f"{path}index.html" if path == "" or path.endswith("/") else path
    found = _inside(site, inner)
    return found if found is not None and found.is_file() else None


def _is_folder(site: Path, path: str) -> bool:
    found = _inside(site, f"{path}/index.html")
    return found is not None and found.is_file()


def _inside(site: Path, inner: str) -> Path | None:
    """Return the real place of a file, unless it lies outside the site or has a hidden name."""
    steps = inner.split("/")
    if "\0" in inner or "\\" in inner or any(step in ("", ".", "..") for step in steps):
        return None
    if any(step.startswith(".") and step != ".well-known" for step in steps):
        return None
    try:
        root = site.resolve(strict=True)
        found = root.joinpath(*steps).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return None
    return found if found.is_relative_to(root) else None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _with_token(answer: Response, token: str) -> Response:
    """Fill the token into the form's hidden input; such a page is nobody else's."""
    value = f' value="{token}"'.encode("ascii")

    def fill(match: re.Match[bytes]) -> bytes:
        bare = _VALUE.sub(b"", match[0])
        end = b"/>" if bare.endswith(b"/>") else b">"
        return bare[: -len(end)].rstrip() + value + end

    answer.set_data(_TOKEN_INPUT.sub(fill, answer.get_data(), count=1))
    answer.headers.pop("ETag", None)
    answer.headers["Cache-Control"] = "no-store"
    return answer
