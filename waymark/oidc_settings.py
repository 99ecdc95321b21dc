"""How moderators sign in with an account they have elsewhere (OpenID Connect), by environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from waymark.errors import BadSettings
from waymark.github_settings import HERE, Secret

ISSUER, CLIENT, SECRET = (
    "WAYMARK_OIDC_ISSUER", "WAYMARK_OIDC_CLIENT_ID", "WAYMARK_OIDC_CLIENT_SECRET",
)  # fmt: skip


@dataclass(frozen=True)
class OidcSettings:
    """The sign-in service, and who we are there."""

    issuer: str
    client_id: str
    client_secret: Secret


def read_oidc(env: Mapping[str, str]) -> OidcSettings | None:
    """Read the three variables; ``None`` when none is set, ``BadSettings`` when one is missing."""
    issuer, client, secret = (env.get(name, "") for name in (ISSUER, CLIENT, SECRET))
    if not (issuer or client or secret):
        return None
    for name, value in ((ISSUER, issuer), (CLIENT, client), (SECRET, secret)):
        if not value:
            raise BadSettings(f"{name} is missing.", remedy="Set all three, or none of them.")
    place = urlsplit(issuer)
    if place.scheme != "https" and place.hostname not in HERE:
        raise BadSettings(f"{ISSUER} should begin with https://.", remedy="Use its https address.")
    return OidcSettings(issuer.rstrip("/"), client, Secret(secret))
