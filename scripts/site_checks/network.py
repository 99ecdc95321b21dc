"""What a page and its workers fetched, as the browser itself counts it over the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, Request


@dataclass
class Traffic:
    """Requests that were finished, in the order in which they ended."""

    requests: list[Request] = field(default_factory=list)

    @property
    def bodies(self) -> int:
        """Return the bytes of all answers, encoded as they came, without their headers."""
        return self._sum(lambda sizes: sizes["responseBodySize"])

    @property
    def headers(self) -> int:
        """Return the bytes of the answers' headers, as HTTP/1.1 writes them."""
        return self._sum(lambda sizes: sizes["responseHeadersSize"])

    @property
    def addresses(self) -> list[str]:
        return [request.url for request in self.requests]

    def forget(self) -> None:
        self.requests.clear()

    def _sum(self, size: Callable[[dict], int]) -> int:
        return sum(size(request.sizes()) for request in self.requests)


def watch(page: Page) -> Traffic:
    """Count everything that ``page`` fetches from now on."""
    traffic = Traffic()

    def ended(request: Request) -> None:
        if request.url.startswith("http"):
            traffic.requests.append(request)

    page.on("requestfinished", ended)
    return traffic
