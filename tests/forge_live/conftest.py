"""Every exchange with anything that plays GitHub is held against GitHub's own description."""

from __future__ import annotations

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.conftest import browser_type_launch_args  # noqa: F401  (a fixture)
from tests.forge.conftest import scripted, store  # noqa: F401  (fixtures)
from tests.forge_live.contract import Contract
from tests.webhooks.conftest import door, hook  # noqa: F401  (fixtures)
from waymark.github_settings import Secret


@pytest.fixture(scope="session")
def key() -> Secret:
    """The private key of an App, made for this run."""
    made = rsa.generate_private_key(65537, 2048)
    form = serialization.PrivateFormat.TraditionalOpenSSL
    nothing = serialization.NoEncryption()
    return Secret(made.private_bytes(serialization.Encoding.PEM, form, nothing).decode())


@pytest.fixture(scope="session")
def description() -> Contract:
    """The description, read once."""
    return Contract()


@pytest.fixture
def contract(description: Contract, monkeypatch) -> Contract:
    """Hear every exchange of a test; the test says itself what it expects of ``broken``."""
    description.broken.clear()
    description.seen.clear()
    real = requests.Session.send

    def send(self, request: requests.PreparedRequest, **kwargs):
        response = real(self, request, **kwargs)
        body = request.body or b""
        description.check(
            request.method or "", request.url or "",
            body.encode() if isinstance(body, str) else body,
            response.status_code, response.content, response.headers.get("Content-Type", ""),
        )  # fmt: skip
        return response

    monkeypatch.setattr(requests.Session, "send", send)
    return description
