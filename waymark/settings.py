"""Where things are and how to run, read once from the environment.

Everything has a default that works on one machine; `docs/operators/settings.md` lists them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from waymark.errors import BadSettings
from waymark.github_settings import GitHubSettings
from waymark.oidc_settings import OidcSettings, read_oidc

WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s?#]*")
FORGES = ("local", "github")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """One way of running Waymark."""

    root: Path
    """The checkout: theme, plugins and conf files. Never written to."""
    community: Path
    """The folder with everything a community decides."""
    content: Path
    """Pages, topics and entries that come with the community; never written to."""
    home: Path
    """Everything the service writes: store, forge, built sites, secrets."""
    host: str
    port: int
    database_url: str
    proxy_depth: int
    """How many reverse proxies stand before us; 0 means the peer address is the visitor's."""
    lease_seconds: int
    """How long a job may go without a sign of life before another worker takes it."""
    public_url: str
    """The address readers use, without a trailing slash, or "" for the local one."""
    github: GitHubSettings | None = None
    """Where proposals live, when not in the built-in forge."""
    oidc: OidcSettings | None = None
    """Where moderators sign in, when not by one-time links only."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; raise ``BadSettings`` naming the variable that is wrong."""
        env = os.environ if environ is None else environ
        home = _folder(env, "WAYMARK_HOME", ROOT / "var")
        community = _folder(env, "WAYMARK_COMMUNITY", ROOT / "community")
        own_content = community / "content"
        content = _folder(
            env, "WAYMARK_CONTENT", own_content if own_content.is_dir() else ROOT / "content"
        )
        return cls(
            root=ROOT,
            community=community,
            content=content,
            home=home,
            host=env.get("WAYMARK_HOST", "") or "127.0.0.1",
            port=_whole(env, "PORT", 8000, 0, 65535),
            database_url=env.get("WAYMARK_DATABASE_URL", "")
            or f"sqlite:///{home / 'waymark.sqlite3'}",
            proxy_depth=_whole(env, "WAYMARK_PROXY_DEPTH", 0, 0, 5),
            lease_seconds=_whole(env, "WAYMARK_LEASE_SECONDS", 60, 1, 3600),
            public_url=_address(env, "WAYMARK_PUBLIC_URL"),
            github=_github(env),
            oidc=read_oidc(env),
        )

    @property
    def forge_folder(self) -> Path:
        """The bare git repository of the local forge."""
        return self.home / "forge.git"

    @property
    def submissions(self) -> Path:
        """Beside ``content``: approved entries of a forge that keeps them in this checkout."""
        return self.content.parent / "submissions"

    @property
    def published(self) -> Path:
        """A plain copy of ``content/`` on the forge's main branch, for Pelican to read."""
        return self.home / "published"

    @property
    def content_roots(self) -> tuple[Path, ...]:
        """Where entries are read from: those of editors, and those that came through the door.

        One folder when the forge's main branch holds both, as a copy of a whole checkout does.
        """
        return tuple(dict.fromkeys((self.content, self.published)))

    @property
    def numbers(self) -> Path:
        """What moderation did, counted when the site was last published."""
        return self.home / "numbers.json"

    @property
    def sites(self) -> Path:
        """One folder per built site."""
        return self.home / "sites"

    @property
    def current_site(self) -> Path:
        """A symbolic link to the site that is being served."""
        return self.home / "site"

    @property
    def is_public(self) -> bool:
        """True when the site has an address on the web: only what is ready is then built."""
        return self.public_url.startswith("https://")

    @property
    def conf(self) -> str:
        """The file Pelican builds with."""
        return "publishconf.py" if self.is_public else "pelicanconf.py"

    @property
    def address(self) -> str:
        """The public address, or the local one."""
        return self.public_url or f"http://{self.host}:{self.port}"


def _github(env: Mapping[str, str]) -> GitHubSettings | None:
    forge = env.get("WAYMARK_FORGE", "") or "local"
    if forge not in FORGES:
        raise BadSettings("WAYMARK_FORGE is not known.", remedy="Use local or github.")
    return GitHubSettings.from_environment(env) if forge == "github" else None


def _folder(env: Mapping[str, str], name: str, default: Path) -> Path:
    raw = env.get(name, "")
    try:
        return Path(raw).expanduser().resolve() if raw else default
    except (OSError, RuntimeError, ValueError):
        raise BadSettings(
            f"{name} is not a folder that can be found.", remedy="Set it to a full path."
        ) from None


def _address(env: Mapping[str, str], name: str) -> str:
    raw = env.get(name, "")
    if raw and not WEB_ADDRESS.fullmatch(raw):
        raise BadSettings(
            f"{name} should be a web address.", remedy="Write it as https://example.org ."
        )
    return raw.rstrip("/")


def _whole(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    raw = env.get(name, "")
    if not raw:
        return default
    if not WHOLE_NUMBER.fullmatch(raw) or not least <= int(raw) <= most:
        raise BadSettings(
            f"{name} should be a whole number from {least} to {most}.",
            remedy=f"Unset it to use {default}.",
        )
    return int(raw)
