"""The first view of an entry: how much it fetches, from where, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Browser

from .network import watch
from .rows import Row

MOST_BYTES, MOST_REQUESTS = 15_000, 4
INLINE = """document.querySelectorAll(
  'script:not([src]):not([type="application/ld+json"]), style, [style]').length"""
KEPT = """async () => localStorage.length + sessionStorage.length
  + (await indexedDB.databases()).length + (await caches.keys()).length
  + (await navigator.serviceWorker.getRegistrations()).length"""


def check_first_view(browser: Browser, address: str, entries: Sequence[str]) -> Row:
    """Look at each entry as somebody who was never here, and report the worst of each figure."""
    worst = dict.fromkeys(
        ("bytes", "headers", "requests", "third_party", "inline", "cookies", "storage"), 0
    )
    problems = []
    for path in entries:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        traffic = watch(page)
        page.goto(address + path, wait_until="networkidle")
        seen = {
            "bytes": traffic.bodies,
            "headers": traffic.headers,
            "requests": len(traffic.requests),
            "third_party": sum(not url.startswith(address) for url in traffic.addresses),
            "inline": page.evaluate(INLINE),
            "cookies": len(context.cookies()),
            "storage": page.evaluate(KEPT),
        }
        context.close()
        if not _is_good(seen):
            problems.append(f"{path}: {seen}")
        worst = {name: max(worst[name], seen[name]) for name in worst}
    return Row(
        "first view of an entry (the worst of all)",
        f"{worst['bytes'] / 1000:.1f} KB ({worst['headers'] / 1000:.1f} KB of headers beside), "
        f"{worst['requests']} requests, {worst['third_party']} third-party, "
        f"{worst['inline']} inline, {worst['cookies']} cookies, {worst['storage']} stored",
        f"<= {MOST_BYTES / 1000:.0f} KB, <= {MOST_REQUESTS} requests, 0, 0, 0, 0",
        bool(entries) and _is_good(worst),
        {**worst, "entries": len(entries)},
        tuple(problems),
    )


def _is_good(seen: dict[str, int]) -> bool:
    rest = [seen[name] for name in ("third_party", "inline", "cookies", "storage")]
    return seen["bytes"] <= MOST_BYTES and seen["requests"] <= MOST_REQUESTS and not any(rest)
