"""The headers every page is served with, for our own server and for static hosts."""

from __future__ import annotations

from waymark.content_security import CONTENT_SECURITY_POLICY

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
MOVED = {
    "/feed/": "/feeds/all.atom.xml",
    "/rss/": "/feeds/all.atom.xml",
    "/atom.xml": "/feeds/all.atom.xml",
    "/feed.xml": "/feeds/all.atom.xml",
    "/feed.json": "/feeds/all.json",
    "/help/": "/help-now/",
    "/crisis/": "/help-now/",
}
"""Addresses that people and programs try, and where they find what they look for."""


def headers_file() -> str:
    """Return the ``_headers`` file that Netlify and Cloudflare Pages read."""
    lines = [f"  {name}: {value}" for name, value in HEADERS.items()]
    return "/*\n" + "\n".join(lines) + "\n"


def redirects_file() -> str:
    """Return the ``_redirects`` file that Netlify and Cloudflare Pages read."""
    return "".join(f"{old} {new} 301\n" for old, new in MOVED.items())


def nginx_file() -> str:
    """Return what belongs in the `server` block of nginx; quotes in values are nginx's own."""
    headers = [f'add_header {name} "{value}" always;' for name, value in HEADERS.items()]
    moved = [f"location = {old} {{ return 301 {new}; }}" for old, new in MOVED.items()]
    rest = [
        "gzip on;",
        "gzip_types text/css text/javascript application/json application/atom+xml "
        "application/xml image/svg+xml;",
        "error_page 404 /404.html;",
        "location / { try_files $uri $uri/index.html =404; }",
    ]
    return "\n".join([*headers, *moved, *rest]) + "\n"


def caddy_file() -> str:
    """Return what belongs in the site's block of a Caddyfile."""
    headers = [f'\t{name} "{value}"' for name, value in HEADERS.items()]
    moved = [f"redir {old} {new} 301" for old, new in MOVED.items()]
    rest = [
        "encode gzip", "handle_errors {", "\trewrite * /404.html", "\tfile_server", "}",
        "file_server {", "\tprecompressed br", "}",
    ]  # fmt: skip
    return "\n".join(["header {", *headers, "}", *moved, *rest]) + "\n"
