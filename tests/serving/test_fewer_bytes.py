"""Files of the site go out in as few bytes as the browser takes; what holds a secret as it is."""

from __future__ import annotations

import gzip

import brotli
import pytest

LONG = "A line that comes again.\n" * 100
PAGE = f"<!doctype html><title>x</title><p>{LONG}"


@pytest.fixture
def client(door):
    site = door.settings.current_site
    for name, content in {
        "long/index.html": PAGE.encode(),
        "short/index.html": b"<!doctype html><title>x</title>",
        "pagefind/wasm.en.pagefind": gzip.compress(b"pagefind_dcd and more"),
        "pagefind/wasm.en.pagefind.br": brotli.compress(b"pagefind_dcd and more"),
        "share/story/index.html": (PAGE + '<input name="token">').encode(),
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)
    return door.app.test_client()


@pytest.mark.parametrize(
    ("path", "accepted", "encoding"),
    [
        ("/long/", "gzip, deflate, br", "gzip"),
        ("/long/", "br", None),
        ("/long/", "identity", None),
        ("/long/", "gzip;q=0", None),
        ("/short/", "gzip", None),
        ("/share/story/", "gzip, br", None),  # it holds a token
        ("/pagefind/wasm.en.pagefind", "gzip, br", "br"),
        ("/pagefind/wasm.en.pagefind", "gzip", None),
    ],
)
def test_what_a_browser_takes_decides_how_it_is_sent(client, path, accepted, encoding):
    answer = client.get(path, headers={"Accept-Encoding": accepted})

    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding") == encoding
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_both_ways_hold_the_same_and_caches_keep_them_apart(client):
    plain = client.get("/long/")
    packed = client.get("/long/", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(packed.data) == plain.data == PAGE.encode()
    assert len(packed.data) < len(plain.data) / 4
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_what_did_not_change_is_not_sent_again(client):
    headers = {"Accept-Encoding": "gzip"}
    mark = client.get("/long/", headers=headers).headers["ETag"]

    again = client.get("/long/", headers={**headers, "If-None-Match": mark})

    assert again.status_code == 304
    assert again.data == b""


def test_the_packed_copy_unpacks_to_what_search_reads(client):
    answer = client.get("/pagefind/wasm.en.pagefind", headers={"Accept-Encoding": "br"})

    assert brotli.decompress(answer.data).startswith(b"pagefind_dcd")
