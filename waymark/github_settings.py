"""How to reach GitHub, read from the environment: the repository, who we are there, the pace.

Keys and tokens are `Secret`: no message, log line or debugger shows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from waymark.errors import BadSettings

PUBLIC_API = "https://api.github.com"
REPOSITORY = re.compile(r"(?!\.)[A-Za-z0-9-]{1,39}/(?!\.\.?$)[A-Za-z0-9._-]{1,100}")
BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
NUMBER = re.compile(r"[0-9]{1,12}")
HERE = ("127.0.0.1", "localhost", "::1")
POLL_ONLY, POLL_BESIDE_WEBHOOK = 60, 900
"""Seconds between two looks when nothing else tells, and when a webhook does."""
PEM_BEGINS = "-----BEGIN "


class Secret:
    """A key, a token or a shared secret; only ``reveal`` gives it away."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(...)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret is not written anywhere")


@dataclass(frozen=True)
class App:
    """A GitHub App: its number, its private key, and the installation (looked up when 0)."""

    id: int
    key: Secret
    installation: int = 0


@dataclass(frozen=True)
class Pace:
    """How many writes may be sent at most, by all workers together.

    GitHub asks for no more than one a second, 80 a minute and 500 an hour ("Best practices for
    using the REST API"); the defaults keep a distance.
    """

    per_minute: int = 60
    per_hour: int = 450


@dataclass(frozen=True)
class GitHubSettings:
    """One review repository, and who we are there: an App, or the owner of a token."""

    repository: str
    who: App | Secret
    api: str = PUBLIC_API
    branch: str = "main"
    webhook_secret: Secret | None = None
    pace: Pace = Pace()
    poll_seconds: int = 60
    """How often to look for what no webhook told."""

    @property
    def site(self) -> str:
        """The address of the repository for people; an own server has its API below /api."""
        parts = urlsplit(self.api)
        host = "github.com" if self.api == PUBLIC_API else parts.netloc
        return f"{parts.scheme}://{host}/{self.repository}"

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> GitHubSettings:
        """Read the settings; raise ``BadSettings`` naming the variable that is wrong."""
        repository = env.get("WAYMARK_GITHUB_REPOSITORY", "")
        if not REPOSITORY.fullmatch(repository):
            raise BadSettings(
                "WAYMARK_GITHUB_REPOSITORY should name the private review repository.",
                remedy="Write it as owner/name.",
            )
        app, token = _app(env), _secret(env, "WAYMARK_GITHUB_TOKEN")
        who = app or token
        if who is None or (app and token):
            raise BadSettings(
                "Waymark does not know who it is on GitHub, or knows it twice.",
                remedy="Set WAYMARK_GITHUB_APP_ID with WAYMARK_GITHUB_KEY_FILE, "
                "or WAYMARK_GITHUB_TOKEN_FILE; not both.",
            )
        webhook_secret = _secret(env, "WAYMARK_GITHUB_WEBHOOK_SECRET")
        often = POLL_ONLY if webhook_secret is None else POLL_BESIDE_WEBHOOK
        return cls(
            repository=repository,
            who=who,
            api=_api(env),
            branch=_branch(env),
            webhook_secret=webhook_secret,
            pace=Pace(
                per_minute=_number(env, "WAYMARK_GITHUB_WRITES_PER_MINUTE", 60, 10, 80),
                per_hour=_number(env, "WAYMARK_GITHUB_WRITES_PER_HOUR", 450, 10, 500),
            ),
            poll_seconds=_number(env, "WAYMARK_GITHUB_POLL_SECONDS", often, 10, 86_400),
        )


def _app(env: Mapping[str, str]) -> App | None:
    app_id, key = env.get("WAYMARK_GITHUB_APP_ID", ""), _secret(env, "WAYMARK_GITHUB_KEY")
    if not app_id and key is None:
        return None
    if not app_id or key is None:
        raise BadSettings(
            "A GitHub App needs both its number and its key.",
            remedy="Set WAYMARK_GITHUB_APP_ID and WAYMARK_GITHUB_KEY_FILE.",
        )
    pem = key.reveal().replace("\\n", "\n")  # as one line, which some hosts ask for
    if not pem.lstrip().startswith(PEM_BEGINS):
        raise BadSettings(
            "The key of the GitHub App is not in PEM form.",
            remedy="Use the file that GitHub gave under `Private keys`, as it is.",
        )
    most = 10**12
    return App(
        _number(env, "WAYMARK_GITHUB_APP_ID", 0, 1, most),
        Secret(pem),
        _number(env, "WAYMARK_GITHUB_INSTALLATION_ID", 0, 0, most),
    )


def _secret(env: Mapping[str, str], name: str) -> Secret | None:
    """Return a secret from ``NAME`` or from the file that ``NAME_FILE`` names."""
    given, file = env.get(name, ""), env.get(f"{name}_FILE", "")
    if given and file:
        raise BadSettings(f"{name} is set twice.", remedy=f"Unset it, or {name}_FILE.")
    if file:
        try:
            given = Path(file).expanduser().read_text(encoding="utf-8")
        except (OSError, ValueError):
            raise BadSettings(
                f"{name}_FILE cannot be read.",
                remedy="Set it to the full path of a file that this user may read.",
            ) from None
        if not given.strip():
            raise BadSettings(f"{name}_FILE names an empty file.", remedy="Fill it, or unset it.")
    return Secret(given.strip()) if given.strip() else None


def _api(env: Mapping[str, str]) -> str:
    raw = env.get("WAYMARK_GITHUB_API", "") or PUBLIC_API
    parts = urlsplit(raw)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
    if not (is_safe and parts.hostname and not parts.query and not parts.fragment):
        raise BadSettings(
            "WAYMARK_GITHUB_API should be the address of GitHub's API.",
            remedy=f"Unset it to use {PUBLIC_API}; an own server needs https://.",
        )
    return raw.rstrip("/")


def _branch(env: Mapping[str, str]) -> str:
    name = env.get("WAYMARK_GITHUB_BRANCH", "") or "main"
    if not BRANCH.fullmatch(name):
        raise BadSettings(
            "WAYMARK_GITHUB_BRANCH should be the name of the default branch.",
            remedy="Unset it to use main.",
        )
    return name


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    raw = env.get(name, "")
    if not raw:
        return default
    if not NUMBER.fullmatch(raw) or not least <= int(raw) <= most:
        raise BadSettings(
            f"{name} should be a whole number from {least} to {most}.",
            remedy="Look at docs/operators/settings.md.",
        )
    return int(raw)
