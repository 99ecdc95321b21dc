"""A small sign-in service on loopback: discovery, authorisation, token and keys, as OIDC has it."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from typing import Any

from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "waymark-test", "not-a-real-secret"


class Provider:
    """Says that whoever comes is ``claims``; ``wrong`` changes the token it gives."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "sub-of-sam"}
        self.wrong: dict[str, Any] = {}
        self.key = RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig"})
        self.signing_key = self.key
        self.codes: dict[str, dict[str, str]] = {}
        app = Flask("provider")
        app.add_url_rule("/.well-known/openid-configuration", view_func=self.about)
        app.add_url_rule("/authorize", view_func=self.authorize)
        app.add_url_rule("/token", view_func=self.token, methods=["POST"])
        app.add_url_rule("/keys", view_func=self.keys)
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def about(self):
        return jsonify(
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/authorize",
            token_endpoint=f"{self.issuer}/token",
            jwks_uri=f"{self.issuer}/keys",
        )

    def authorize(self):
        assert request.args["client_id"] == CLIENT
        assert request.args["response_type"] == "code"
        assert request.args["code_challenge_method"] == "S256"
        assert "openid" in request.args["scope"].split()
        code = secrets.token_urlsafe()
        self.codes[code] = dict(request.args)
        return redirect(f"{request.args['redirect_uri']}?code={code}&state={request.args['state']}")

    def token(self):
        asked = self.codes.pop(request.form["code"], None)
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        given = request.authorization
        if asked is None or challenge != asked["code_challenge"]:
            return jsonify(error="invalid_grant"), 400
        if given is None or (given.username, given.password) != (CLIENT, SECRET):
            return jsonify(error="invalid_client"), 401
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], **self.claims, **self.wrong,
        }  # fmt: skip
        header = {"alg": "RS256", "kid": "one"}
        return jsonify(
            access_token="x", token_type="Bearer", expires_in=300,
            id_token=jwt.encode(header, claims, self.signing_key),
        )  # fmt: skip

    def keys(self):
        return jsonify(keys=[self.key.as_dict(private=False)])
