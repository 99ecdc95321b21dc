"""Signing in with an account from elsewhere, against a real service on this machine."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import requests
from joserfc.jwk import RSAKey

from tests.desk.a_desk import ADesk, csrf_of, words_of
from tests.desk.oidc_provider import CLIENT, SECRET, Provider
from waymark.errors import BadSettings
from waymark.github_settings import Secret
from waymark.oidc_settings import OidcSettings, read_oidc

PEOPLE = """
daily_cap: 20
people:
  - {name: Noor, role: lead, email: noor@home.example}
  - {name: Sam, role: moderator, subject: sub-of-sam}
"""


@pytest.fixture
def provider():
    running = Provider()
    yield running
    running.close()


@pytest.fixture
def desk(tmp_path, provider, monkeypatch):
    """A desk that knows this service, and nobody signed in."""
    oidc = OidcSettings(provider.issuer, CLIENT, Secret(SECRET))
    monkeypatch.setattr("waymark.settings.read_oidc", lambda env: oidc)
    at_hand = ADesk(tmp_path)
    (at_hand.door.community / "moderators.yaml").write_text(PEOPLE)
    yield at_hand
    at_hand.close()


def go_there_and_back(desk: ADesk, state: str = ""):
    """Follow the way to the service and back, as a browser does; return the last page."""
    begun = desk.client.get("/desk/sign-in/service/")
    assert begun.status_code == 303
    sent_back = requests.get(begun.location, allow_redirects=False, timeout=10)
    back = urlsplit(sent_back.headers["Location"])
    assert back.path == "/desk/sign-in/answer/"
    query = back.query if not state else f"{back.query.split('&state=')[0]}&state={state}"
    return desk.client.get(f"{back.path}?{query}")


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"sub": "sub-of-sam"}, "Sam"),
        ({"sub": "new", "email": "Noor@Home.example", "email_verified": True}, "Noor"),
    ],
)
def test_an_account_of_the_file_signs_in_with_one_more_button(desk, provider, claims, name):
    """By subject, or by an e-mail that the service has verified; then a session like any other."""
    provider.claims = claims
    assert "Sign in with your account" in words_of(desk.client.get("/desk/sign-in/"))

    page = go_there_and_back(desk)

    assert page.status_code == 200
    action = page.text.split('action="/desk/sign-in/')[1].split('"')[0]
    desk.client.post(f"/desk/sign-in/{action}", data={"csrf_token": csrf_of(page)})
    assert f"Signed in as {name}" in words_of(desk.client.get("/desk/"))


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "somebody-else"},
        {"sub": "SUB-OF-SAM"},
        {"sub": "new", "email": "noor@home.example"},
        {"sub": "new", "email": "noor@home.example", "email_verified": "true"},
        {"sub": "new", "email": "", "email_verified": True},
    ],
)
def test_an_account_of_nobody_in_the_file_stays_outside(desk, provider, claims):
    """A good account is not enough, nor an e-mail that nobody verified."""
    provider.claims = claims

    page = go_there_and_back(desk)

    assert page.status_code == 403
    assert "You are not on the list" in words_of(page)


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "another-client"},
        {"iss": "https://elsewhere.example"},
        {"nonce": "another"},
        {"exp": 1_000_000_000},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_us_is_refused(desk, provider, wrong):
    """Another client, issuer, visit or time: nothing is done."""
    provider.wrong = wrong

    page = go_there_and_back(desk)

    assert page.status_code == 403
    assert desk.client.get("/desk/").status_code == 303


def test_a_token_signed_by_somebody_else_is_refused(desk, provider):
    provider.signing_key = RSAKey.generate_key(2048, parameters={"kid": "one"})

    assert go_there_and_back(desk).status_code == 403


def test_an_answer_that_nobody_here_asked_for_is_refused(desk):
    """Another state, no cookie of ours, or nonsense: the same calm page."""
    assert go_there_and_back(desk, state="planted").status_code == 403
    stranger = desk.app.test_client()
    for query in ("", "?code=x&state=y", "?error=access_denied", "?code=%00"):
        answer = stranger.get(f"/desk/sign-in/answer/{query}")
        assert answer.status_code == 403
        assert "Signing in did not work" in words_of(answer)


def test_a_service_that_is_away_is_said_plainly_and_links_still_work(desk, provider):
    provider.close()

    answer = desk.client.get("/desk/sign-in/service/")

    assert answer.status_code == 503
    assert "waymark desk-link" in words_of(answer)
    desk.sign_in("Noor")
    assert desk.client.get("/desk/").status_code == 200


@pytest.mark.parametrize("path", ["service", "answer"])
def test_without_a_service_there_is_no_such_page(tmp_path, path):
    plain = ADesk(tmp_path)
    assert plain.client.get(f"/desk/sign-in/{path}/").status_code == 404
    plain.close()


GOOD = {
    "WAYMARK_OIDC_ISSUER": "https://id.example/", "WAYMARK_OIDC_CLIENT_ID": "x",
    "WAYMARK_OIDC_CLIENT_SECRET": "hidden-value",
}  # fmt: skip


def test_the_settings_are_all_or_none_and_tell_no_secret():
    found = read_oidc(GOOD)
    assert replace(found).issuer == "https://id.example"
    assert "hidden-value" not in repr(found)
    assert read_oidc({}) is None
    for name in GOOD:
        with pytest.raises(BadSettings, match=f"{name} is missing"):
            read_oidc({**GOOD, name: ""})
    with pytest.raises(BadSettings, match="https"):
        read_oidc({**GOOD, "WAYMARK_OIDC_ISSUER": "http://id.example"})
