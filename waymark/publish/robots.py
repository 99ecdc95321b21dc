"""What search engines and the crawlers of language models are asked: a choice of the community."""

from __future__ import annotations

AI_CRAWLERS = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot",
    "ChatGPT-User", "Claude-Web", "ClaudeBot", "cohere-ai", "Diffbot", "FacebookBot",
    "Google-Extended", "GPTBot", "ImagesiftBot", "Meta-ExternalAgent", "OAI-SearchBot",
    "omgili", "PerplexityBot", "Timpibot", "YouBot",
)  # fmt: skip
"""The names by which these crawlers look themselves up in a robots.txt."""
NOBODY = ("/pagefind/",)
"""What no crawler needs. Pages that ask not to be indexed must stay readable for that."""


def robots_txt(site_url: str, *, ai_is_welcome: bool) -> str:
    """Return ``robots.txt``. It is a request: whoever ignores it is not kept out."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOBODY), "Allow: /", ""]
    if not ai_is_welcome:
        lines += [*(f"User-agent: {name}" for name in AI_CRAWLERS), "Disallow: /", ""]
    return "\n".join([*lines, f"Sitemap: {site_url}/sitemap.xml"]) + "\n"
