"""Find imports that go against the house: up a layer, or out of a library's own corner."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

LAYERS: tuple[tuple[str, ...], ...] = (
    ("cli",),
    ("serving",),
    ("intake", "desk", "webhooks"),
    ("bot", "erasing", "hiding", "moderation", "publish", "worker"),
    ("forge",),
    ("store",),
    ("checks", "approvals", "edits", "privacy", "forms", "form_reading", "receipts",
     "waiting"),
    (
        "entry", "entry_fields", "vocabulary", "community", "helplines", "messages", "errors",
        "notices", "github_settings", "settings", "strict_yaml", "synonyms", "words", "rendering",
        "theming", "states",
        "moderators", "addresses", "catalogues", "content_security",
        "keeping", "numbers", "reports", "rota",
        "oidc_settings",
    ),
)  # fmt: skip
"""From the faces at the top to the things at the bottom; see docs/tour.md."""

CORNERS: dict[str, tuple[str, ...]] = {
    "github": ("waymark/forge/github",),
    "jwt": ("waymark/forge/github",),
    "pygit2": ("waymark/forge/",),
    "sqlalchemy": ("waymark/store/",),
    "alembic": ("waymark/store/",),
    "pelican": ("plugins/", "waymark/publish/", "pelicanconf.py", "publishconf.py"),
    "flask": ("waymark/intake/", "waymark/desk/", "waymark/serving/", "waymark/webhooks.py"),
    "flask_wtf": ("waymark/desk/",),
    "waitress": ("waymark/serving/",),
    "authlib": ("waymark/desk/oidc.py",),
    "joserfc": ("waymark/desk/oidc.py",),
    "altcha": ("waymark/intake/", "scripts/"),
    "click": ("waymark/cli/",),
    "cmarkgfm": ("waymark/rendering.py",),
    "nh3": ("waymark/rendering.py",),
    "markdown_it": ("waymark/bot/commands.py",),
    "yaml": ("waymark/strict_yaml.py", "waymark/entry.py"),
    "phonenumbers": ("waymark/privacy/",),
    "faker": ("waymark/privacy/",),
    "xkcdpass": ("waymark/receipts.py",),
    "pagefind": ("waymark/publish/",),
    "brotli": ("waymark/publish/",),
    "babel": ("waymark/theming.py", "waymark/catalogues.py"),
}
"""Where each outside library may be imported."""

PLUGINS_MAY = {"publish", *LAYERS[-2], *LAYERS[-1]}
"""What `plugins/` may use of waymark."""


def broken_imports(root: Path) -> Iterator[str]:
    """Yield one line for each forbidden import below ``root``."""
    files = [*root.glob("waymark/**/*.py"), *root.glob("plugins/**/*.py"), *root.glob("*.py")]
    for path in sorted(files):
        name = path.relative_to(root).as_posix()
        if "/migrations/" in name:
            continue
        for line, module in _imports(path):
            reason = _why_not(name, module)
            if reason:
                yield f"{name}:{line} imports {module}: {reason}"


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "waymark":
                yield from ((node.lineno, f"waymark.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module


def _why_not(file: str, module: str) -> str:
    top, _, rest = module.partition(".")
    if top in CORNERS and not file.startswith(CORNERS[top]):
        return f"{top} belongs in {', '.join(CORNERS[top])}"
    target = rest.partition(".")[0]
    if top != "waymark" or not target or target.startswith("_"):
        return ""
    target_layer = _layer(target)
    if target_layer is None:
        return f"waymark.{target} has no layer; give it one in tests/architecture.py"
    if file.startswith("plugins/"):
        return "" if target in PLUGINS_MAY else "plugins use only judging, things and publish"
    if not file.startswith("waymark/"):
        return ""
    own = file.removeprefix("waymark/").split("/")[0].removesuffix(".py")
    if own in ("__init__", "__main__", target):
        return ""
    own_layer = _layer(own)
    if own_layer is None:
        return f"waymark.{own} has no layer; give it one in tests/architecture.py"
    return "that is a layer above" if target_layer < own_layer else ""


def _layer(module: str) -> int | None:
    return next((i for i, names in enumerate(LAYERS) if module in names), None)
