"""Coming in: a link works once, for fifteen minutes, and opening it uses nothing up."""

from __future__ import annotations

import hashlib
import threading

import pytest

from tests.desk.a_desk import csrf_of, words_of

REFUSED = "This link does not work any more"


def test_a_link_signs_in_with_its_button_only(desk):
    """Opening it, even often, changes nothing; the button leads to the queue."""
    visitor, link = desk.app.test_client(), desk.new_link()
    for _ in range(3):
        page = visitor.get(link)
        assert page.status_code == 200
    assert visitor.get("/desk/").status_code == 303

    answer = visitor.post(link, data={"csrf_token": csrf_of(page)})

    assert (answer.status_code, answer.location) == (303, "/desk/")
    assert visitor.get("/desk/").status_code == 200


@pytest.mark.parametrize("trouble", ["used", "expired", "wrong", "cut short"])
def test_a_link_that_does_not_work_says_how_to_get_another(desk, trouble):
    """Used, expired, wrong or cut: one plain page, the same for all."""
    visitor, link = desk.app.test_client(), desk.new_link()
    token = csrf_of(visitor.get(link))
    match trouble:
        case "used":
            other = desk.app.test_client()
            other.post(link, data={"csrf_token": csrf_of(other.get(link))})
        case "expired":
            desk.door.later(minutes=15)
        case "wrong":
            link = "/desk/sign-in/" + "x" * 43
        case _:
            link = link[:-1]

    answer = visitor.post(link, data={"csrf_token": token})

    assert answer.status_code == 403
    assert REFUSED in words_of(answer)
    assert "waymark desk-link" in words_of(answer)
    assert visitor.get("/desk/").status_code == 303


def test_a_link_still_works_just_before_it_expires(desk):
    """Fifteen minutes are fifteen minutes."""
    visitor, link = desk.app.test_client(), desk.new_link()
    token = csrf_of(visitor.get(link))
    desk.door.later(minutes=14, seconds=59)

    assert visitor.post(link, data={"csrf_token": token}).status_code == 303


def test_two_at_once_with_one_link_and_only_one_comes_in(desk):
    """The store lets one of them through."""
    link = desk.new_link()
    visitors = [desk.app.test_client() for _ in range(2)]
    tokens = [csrf_of(visitor.get(link)) for visitor in visitors]
    start, codes = threading.Barrier(2), []

    def press(visitor, token):
        start.wait()
        codes.append(visitor.post(link, data={"csrf_token": token}).status_code)

    threads = [
        threading.Thread(target=press, args=pair) for pair in zip(visitors, tokens, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(codes) == [303, 403]


def test_only_hashes_of_links_and_sessions_are_stored(desk):
    """Whoever reads the database cannot sign in with what stands there."""
    link = desk.new_link()
    token = link.rsplit("/", 1)[1]
    cookie = desk.client.get_cookie("waymark-desk", path="/desk").value
    raw = b"".join(path.read_bytes() for path in desk.settings.home.glob("waymark.sqlite3*"))

    assert len(token) >= 43, "256 random bits"
    assert token.encode() not in raw
    assert hashlib.sha256(token.encode()).hexdigest().encode() in raw
    assert cookie.encode() not in raw


def test_the_cookie_is_strict_and_only_for_the_desk(desk):
    """HttpOnly, SameSite=Strict, below /desk, for eight hours; Secure on an https address."""
    visitor, link = desk.app.test_client(), desk.new_link()
    answer = visitor.post(link, data={"csrf_token": csrf_of(visitor.get(link))})
    cookie = visitor.get_cookie("waymark-desk", path="/desk")

    assert cookie.http_only
    assert cookie.same_site == "Strict"
    assert "Expires=" in answer.headers["Set-Cookie"]
    assert "Secure" not in answer.headers["Set-Cookie"], "the test runs on http"


def test_a_session_lasts_eight_hours(desk):
    """In use all the time it is there at seven hours, and at eight it is over."""
    for _ in range(5):
        desk.door.later(hours=1, minutes=35)
        assert desk.client.get("/desk/").status_code == 200

    desk.door.later(minutes=5)

    assert desk.client.get("/desk/").status_code == 303


def test_a_session_that_nobody_uses_ends_after_two_hours(desk):
    """A browser that was left open somewhere is worth nothing later."""
    desk.door.later(hours=1, minutes=59)
    assert desk.client.get("/desk/").status_code == 200

    desk.door.later(hours=2)

    assert desk.client.get("/desk/").status_code == 303


def test_signing_out_ends_the_session_on_the_server(desk):
    """A copy of the cookie is worth nothing afterwards."""
    copy = desk.client.get_cookie("waymark-desk", path="/desk").value
    token = csrf_of(desk.client.get("/desk/"))

    answer = desk.client.post("/desk/sign-out/", data={"csrf_token": token})

    assert answer.location == "/desk/sign-in/"
    assert "signed out" in words_of(desk.client.get("/desk/sign-in/"))
    thief = desk.app.test_client()
    thief.set_cookie("waymark-desk", copy, path="/desk")
    assert thief.get("/desk/").status_code == 303


def test_signing_in_anew_gives_another_session(desk):
    """A session that was planted before is not taken over."""
    before = desk.client.get_cookie("waymark-desk", path="/desk").value
    desk.sign_in("Sam")

    old = desk.app.test_client()
    old.set_cookie("waymark-desk", before, path="/desk")

    assert "Sam" in words_of(desk.client.get("/desk/"))
    assert old.get("/desk/").status_code == 303


def test_who_is_taken_out_of_the_file_is_signed_out_everywhere_at_once(desk):
    """All their sessions end with the file, and a link that was made before signs nobody in."""
    other, sam, link = desk.another("Sam"), desk.another("Sam"), desk.new_link("Sam")
    path = desk.door.community / "moderators.yaml"
    path.write_text(path.read_text().replace("  - {name: Sam, role: moderator}\n", ""))

    for visitor in (other, sam):
        assert visitor.get("/desk/").status_code == 303
    stranger = desk.app.test_client()
    stranger.post(link, data={"csrf_token": csrf_of(stranger.get(link))})
    assert stranger.get("/desk/").status_code == 303
    assert desk.client.get("/desk/").status_code == 200
