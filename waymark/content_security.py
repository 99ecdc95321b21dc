"""What a page of Waymark may load: only from its own site, and nothing written inside the page."""

from __future__ import annotations

_EVERYWHERE = (
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",  # Pagefind's search runs as WebAssembly
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join((*_EVERYWHERE, "frame-ancestors 'none'"))
"""The policy as a header."""
POLICY_IN_PAGE = "; ".join(_EVERYWHERE)
"""The same inside a page, for hosts that cannot set headers; there frames cannot be forbidden."""
