"""What bad input gets: the table of the first issue, row by row, as a page and as JSON."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.a_door import STORY, typed_text

LONG = "a" * 65537
LINES = "\n".join("line" for _ in range(10_000))
FORM = "application/x-www-form-urlencoded"

TEXTS = [
    ("", "write something"),
    (" \n\t ", "write something"),
    ("\u200b\u200d\ufeff\u2060", "write something"),
    ("\u3164\u2800", "write something"),
    (LONG, "longer than"),
    ("é" * 32769, "longer than"),
    (LINES, "more lines"),
    ("one\x00two", "cannot be shown"),
    ("one\x07two", "cannot be shown"),
    ("one\x1b[31mtwo", "cannot be shown"),
    ("one\ufffftwo", "cannot be shown"),
    ("one\u202etwo", "reading direction"),
    ("one\u2066two", "reading direction"),
    ("one\ufffdtwo", "could not read"),
]


@pytest.mark.parametrize(("text", "says"), TEXTS, ids=[f"{says}-{i}" for i, (_, says) in
                                                      enumerate(TEXTS)])  # fmt: skip
def test_a_text_we_cannot_take_gets_one_plain_line_and_stays(door, text, says):
    """422 with one message for the field; the page has the text still in its box."""
    as_data = door.send_json({"text": text, "consent": True})
    assert as_data.status_code == 422
    assert list(as_data.get_json()["errors"]) == ["text"]
    assert says in as_data.get_json()["errors"]["text"]

    as_page = door.send(text=text)
    assert as_page.status_code == 422
    assert says in as_page.text
    kept = typed_text(as_page.text)
    visible = "".join(c for c in text if c.isalnum())
    assert [c for c in kept if c.isalnum()] == list(visible)
    assert door.stored() == []


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": STORY}, {"consent"}),
        ({"text": STORY, "consent": False}, {"consent"}),
        ({"text": STORY, "consent": "no"}, {"consent"}),
        ({"consent": True}, {"text"}),
        ({}, {"text", "consent"}),
        ({"text": STORY, "consent": True, "topics": ["sleep", "nonsense"]}, {"topics"}),
        ({"text": STORY, "consent": True, "lang": "xx"}, {"lang"}),
        ({"text": STORY, "consent": True, "lang": ["en", "nl"]}, {"lang"}),
        ({"text": [STORY, STORY], "consent": True}, {"text"}),
        ({"text": {"a": STORY}, "consent": True}, {"text"}),
        ({"text": [[STORY]], "consent": True}, {"text"}),
        ({"text": True, "consent": True}, {"text"}),
        ({"text": 12, "consent": True}, {"text"}),
        ({"text": None, "consent": True}, {"text"}),
        ({"text": STORY, "consent": {"yes": True}}, {"consent"}),
        ({"text": STORY, "consent": True, "title": "w " * 31}, {"title"}),
        ({"text": STORY, "consent": True, "title": "w" * 301}, {"title"}),
        ({"text": STORY, "consent": True, "what_helped": ["x"] * 11}, {"what_helped"}),
        ({"text": STORY, "consent": True, "surprise": "x"}, {"surprise"}),
        ({"text": STORY, "consent": True, "surprise": {"deep": [1]}}, {"surprise"}),
        ({"text": STORY, "consent": True, "te xt": "x"}, {"form"}),
        ({"text": STORY, "consent": True, "Save_as": "index.html"}, {"Save_as"}),
        ({"text": STORY, "consent": True, "slug": "x", "template": "y"}, {"slug", "template"}),
        ({"text": STORY, "consent": True, "id": "../../etc", "kind": "page"}, {"id", "kind"}),
        ({"text": STORY, "consent": True, "": "x"}, {"form"}),
        ({"text": "lone \ud800 half", "consent": True}, {"text"}),
    ],
)
def test_each_wrong_answer_is_named_and_nothing_else(door, fields, wrong):
    """422 names exactly the fields to mend; nothing is stored."""
    answer = door.send_json(fields)

    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == wrong
    assert all(answer.get_json()["errors"].values())
    assert door.stored() == []


@pytest.mark.parametrize(
    "pairs",
    [
        [("text", STORY), ("text", STORY), ("consent", "yes")],
        [("text", STORY), ("consent", "yes"), ("consent", "yes")],
        [("text", STORY), ("consent", "yes"), ("text[a]", "x")],
        [("text", STORY), ("consent", "yes"), ("lang", "en"), ("lang", "nl")],
    ],
)
def test_a_form_with_repeated_or_nested_fields_keeps_its_text(door, pairs):
    """422, with the words still in the box."""
    from urllib.parse import urlencode

    answer = door.client.post("/share/story/", data=urlencode(pairs), content_type=FORM)

    assert answer.status_code == 422
    assert STORY in typed_text(answer.text)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"consent=yes&text=before+%FF%FE+after", FORM),
        (b"consent=yes&text=before \xff\xfe after", FORM),
        (
            b'--b\r\nContent-Disposition: form-data; name="consent"\r\n\r\nyes\r\n'
            b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nbefore \xff\xfe after\r\n'
            b"--b--\r\n",
            "multipart/form-data; boundary=b",
        ),
        (b'{"consent": true, "text": "before \xff\xfe after"}', "application/json"),
        (b'{"consent": true, "text": "before \\ud800 after"}', "application/json"),
    ],
)
def test_bytes_that_are_no_utf8_are_asked_for_again(door, body, content_type):
    """Whatever the form's shape: 422 for the field, the readable words kept, nothing stored."""
    answer = door.client.post(
        "/share/story/", data=body, content_type=content_type, headers={"Accept": "text/html"}
    )

    assert answer.status_code == 422
    kept = typed_text(answer.text)
    assert kept.startswith("before ")
    assert kept.endswith(" after")
    assert door.stored() == []


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'["text"]', "application/json", 400),
        (b'"text"', "application/json", 400),
        (b"null", "application/json", 400),
        (b"1", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"text":' * 100_000, "application/json", 400),
        (b'{"text": ' + b"[" * 500 + b"]" * 500 + b"}", "application/json", 422),
        (b'{"text": ' + b"9" * 100_000 + b"}", "application/json", 422),
        (b'{"text": 1e999, "consent": NaN}', "application/json", 422),
        (b'{"text": "a", "text": "b", "consent": true}', "application/json", 422),
        (b'{"text": "a", "consent": true, "topics": [], "topics": []}', "application/json", 422),
        (b"text=x&consent=yes", "text/plain", 415),
        (b"<text/>", "application/xml", 415),
        (b"text=x", "", 415),
        (b"text=x", "application/x-www-form-urlencoded; charset=utf-16", 422),
        (b"x", "multipart/form-data", 400),
        (b"x", "multipart/form-data; boundary=\xc3\xa9", 400),
        (b"--b\r\nrubbish", "multipart/form-data; boundary=b", 400),
        (b"", FORM, 422),
        (b"&&&=&==", FORM, 422),
        (b"a=1&" * 3000, FORM, 413),
        (json.dumps({str(i): "x" for i in range(3000)}).encode(), "application/json", 413),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_a_body_nobody_can_read_gets_a_calm_answer(door, body, content_type, status, accept):
    """400, 413, 415 or 422 with a message; never a 500, never anything stored."""
    answer = door.client.post(
        "/share/story/", data=body, content_type=content_type, headers={"Accept": accept}
    )

    assert answer.status_code == status
    if accept == "application/json":
        assert answer.get_json().get("message") or answer.get_json()["errors"]
    else:
        assert "112" in answer.text
    assert door.stored() == []


def test_a_file_is_not_an_answer(door):
    """An uploaded file is refused by name, the text beside it is kept, no file is written."""
    fields = {"text": STORY, "consent": "yes", "picture": (BytesIO(b"\x89PNG"), "me.png")}
    answer = door.client.post("/share/story/", data=fields)

    assert answer.status_code == 422
    assert "picture" in answer.text
    assert typed_text(answer.text) == STORY

    as_text = door.client.post(
        "/share/story/", data={"text": (BytesIO(b"words"), "story.txt"), "consent": "yes"}
    )
    assert as_text.status_code == 422
    assert "me.png" not in answer.text


@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data"])
def test_a_text_somewhat_too_long_is_kept_and_a_huge_one_is_told_so(door, content_type):
    """70 KB and 1 MB get 422 with every word in the box; beyond 4 MiB it is a plain 413."""
    for size in (70_000, 1_000_000):
        answer = door.client.post(
            "/share/story/",
            data={"text": "w" * size, "consent": "yes"},
            content_type=content_type,
        )
        assert answer.status_code == 422
        assert typed_text(answer.text) == "w" * size

    huge = door.client.post(
        "/share/story/", data={"text": "w" * 4_300_000}, content_type=content_type
    )
    assert huge.status_code == 413
    assert "more than we can take" in huge.text


def test_exactly_the_limit_fits(door):
    """64 KiB of text is taken; one byte more is not."""
    assert door.send_json({"text": "a" * 65536, "consent": True}).status_code == 201
    assert door.send_json({"text": "a" * 65537, "consent": True}).status_code == 422


EVERY_SCRIPT = ["عربي \u200f", "עברית \u200e", "naïve\u0301", "👩\u200d👩\u200d👧", "日本"]


@pytest.mark.parametrize("word", EVERY_SCRIPT)
def test_every_script_is_welcome(door, word):
    """Marks that Arabic, Hebrew and emoji need are no reason to ask again."""
    assert door.send(text=f"{STORY} {word}").status_code == 201


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "{{ config }} {% raw %}",
        "---\nSave_as: index.html\n---\n",
        "{filename}/../../etc",
    ],
)
def test_marks_of_machines_are_only_text_on_our_pages(door, text):
    """They go back into the box, and into the preview, as what they are: letters."""
    words = f"{STORY}\n\n{text}"
    box = door.send(text=words, consent="")
    look = door.send(text=words, action="preview")

    assert typed_text(box.text) == words
    for html in (box.text, look.text):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html
    assert door.send(text=words).status_code in (200, 201)


MULTIPART = ("multipart/form-data", "multipart/form-data; boundary=b")
KNOWN = [
    "text",
    "consent",
    "topics",
    "token",
    "altcha",
    "website",
    "action",
    "seen",
    "lang",
    "what_helped",
]
NAMES = st.one_of(st.sampled_from(KNOWN), st.text(max_size=20))
VALUES = st.recursive(
    st.one_of(st.text(max_size=60), st.booleans(), st.none(), st.integers(), st.floats()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
CALM = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
EXPECTED = {200, 201, 400, 404, 413, 415, 422, 429}


@CALM
@given(
    body=st.binary(max_size=300),
    content_type=st.sampled_from(
        ["", "x", FORM, f"{FORM}; charset=x", "application/json", *MULTIPART]
    ),
    path=st.sampled_from(
        [
            "/share/story/",
            "/receipt/",
            "/receipt/answer",
            "/receipt/withdraw",
            "/receipt/yes",
            "/receipt/appeal",
        ]
    ),
)
def test_no_bytes_at_all_break_the_door(door, body, content_type, path):
    """Arbitrary bytes under any type never give a 500."""
    answer = door.client.post(path, data=body, content_type=content_type)

    assert answer.status_code in EXPECTED


@CALM
@given(fields=st.dictionaries(NAMES, VALUES, max_size=6))
def test_no_json_at_all_breaks_the_door(door, fields):
    """Arbitrary JSON under any name never gives a 500, for forms and for receipts."""
    for path in ("/share/story/", "/receipt/"):
        body = json.dumps(fields)
        answer = door.client.post(path, data=body, content_type="application/json")
        assert answer.status_code in EXPECTED


@CALM
@given(pairs=st.lists(st.tuples(NAMES, st.text(max_size=60)), max_size=6))
def test_no_form_at_all_breaks_the_door(door, pairs):
    """Arbitrary fields never give a 500, and what is asked again is asked on a page."""
    from urllib.parse import urlencode

    body = urlencode(pairs, errors="surrogatepass")
    answer = door.client.post("/share/strategy/", data=body, content_type=FORM)

    assert answer.status_code in EXPECTED
