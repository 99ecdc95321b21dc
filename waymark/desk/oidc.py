"""Ask a sign-in service who somebody is: OpenID Connect, code flow with PKCE, through Authlib.

Nothing of what the service answers is kept: only whose it is in the community's file.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from waymark.errors import NotAllowed
from waymark.moderators import Moderators, Person
from waymark.oidc_settings import OidcSettings

DISCOVERY = "/.well-known/openid-configuration"
ALGORITHMS = ["RS256", "ES256", "PS256"]
SECONDS = 10
"""How long we wait for the service."""
LEEWAY = 60
"""Seconds that its clock and ours may differ."""
TROUBLE = (
    AuthlibBaseError, JoseError, requests.RequestException, LookupError, ValueError, TypeError,
)  # fmt: skip
"""What a service that is away, broken or not ours may end in."""
log = logging.getLogger("waymark.desk")


@dataclass(frozen=True)
class Flow:
    """What has to come back unchanged, kept in a cookie of ten minutes while somebody is away."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Service:
    """One sign-in service; ``back_to`` is our address that it sends people back to."""

    settings: OidcSettings
    back_to: str

    def begin(self) -> tuple[str, Flow]:
        """Return where to send somebody, and what to remember; ``NotAllowed`` when it is away."""
        flow = Flow(*(secrets.token_urlsafe(32) for _ in range(3)))
        with _explained():
            url, _ = self._session(flow).create_authorization_url(
                self._about()["authorization_endpoint"],
                state=flow.state,
                nonce=flow.nonce,
                code_verifier=flow.verifier,
            )
        return str(url), flow

    def finish(self, flow: Flow, answer: str) -> Mapping[str, Any]:
        """Return who it says somebody is, checked; ``answer`` is the whole address they came by."""
        with _explained():
            about = self._about()
            token = self._session(flow).fetch_token(
                about["token_endpoint"],
                authorization_response=answer,
                code_verifier=flow.verifier,
                timeout=SECONDS,
            )
            keys = KeySet.import_key_set(_fetch(about["jwks_uri"]))
            decoded = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                options={
                    "iss": {"essential": True, "value": self.settings.issuer},
                    "aud": {"essential": True, "value": self.settings.client_id},
                    "nonce": {"essential": True, "value": flow.nonce},
                },
                params={"nonce": flow.nonce, "client_id": self.settings.client_id},
            )
            claims.validate(leeway=LEEWAY)
        return dict(claims)

    def _session(self, flow: Flow) -> OAuth2Session:
        return OAuth2Session(
            self.settings.client_id,
            self.settings.client_secret.reveal(),
            scope="openid email",
            redirect_uri=self.back_to,
            state=flow.state,
            code_challenge_method="S256",
        )

    def _about(self) -> Mapping[str, Any]:
        about: Mapping[str, Any] = _fetch(self.settings.issuer + DISCOVERY)
        if about["issuer"].rstrip("/") != self.settings.issuer:
            raise ValueError("another issuer")
        return about


def person_of(claims: Mapping[str, Any], moderators: Moderators) -> Person | None:
    """Return the moderator whom these claims are about: by subject, else by a verified e-mail."""
    found = moderators.who_has("subject", str(claims.get("sub", "")))
    if found is None and claims.get("email_verified") is True:
        found = moderators.who_has("email", str(claims.get("email", "")))
    return found


@contextmanager
def _explained() -> Iterator[None]:
    """Turn whatever goes wrong on the way into one refusal that holds none of its words."""
    try:
        yield
    except TROUBLE as problem:
        log.warning("signing in with the service did not work: %s", type(problem).__name__)
        raise NotAllowed("Signing in with the service did not work.") from None


def _fetch(address: str) -> Any:
    answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
    answer.raise_for_status()
    return answer.json()
