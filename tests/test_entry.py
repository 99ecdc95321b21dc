"""Entries go to their files and back unchanged, and what is written in one gains no power."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.entry import Entry, dump, parse, path_in
from waymark.entry_fields import BY_NAME, FIELDS, KINDS, RECORD_FACETS
from waymark.errors import BadEntry
from waymark.vocabulary import load_vocabulary

COMMUNITY = Path(__file__).resolve().parent.parent / "community"
VOCABULARY = load_vocabulary(COMMUNITY / "vocabulary.yaml", "community/vocabulary.yaml")
SOURCE = "content/stories/k7/k7f3q9.md"
STORY = ("kind: story", "id: k7f3q9", "lang: en", "title: A title")


def text_of(*more, front=STORY, body="A body."):
    return "\n".join(["---", *front, *more, "---", "", body, ""])


def refusal(text):
    with pytest.raises(BadEntry) as caught:
        parse(text, SOURCE, VOCABULARY)
    return caught.value


def one_line(text):
    return " ".join(text.split())


def body_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


LINES = st.text(max_size=60).map(one_line).filter(lambda line: len(line.split()) <= 6)
TRICKS = st.sampled_from(
    ["---", "\n---\n", "--- ", "...", "\nSave_as: x\n", "{{ 7*7 }}", "{% raw %}", "{filename}a.md",
     "\u2028", "\x85", "\x00", "\ufeff", "<script>", "'", '"', ": ", "#", "- ", "&a", "*a", "!x",
     "\t", "no", "~", "2026-11-24", "\r\n", "\r", "| ", "> ", "%YAML", "\U0010ffff", "é"]
)  # fmt: skip
LONG = (
    st.text(max_size=100) | st.lists(TRICKS | st.text(max_size=5), max_size=9).map("".join)
).map(str.strip)
BODIES = (
    (st.text(max_size=300) | st.lists(TRICKS | st.text(max_size=5), max_size=20).map("".join))
    .map(body_of)
    .filter(str.strip)
)


def values_for(field):
    """Return what a field of this shape may hold."""

    def term(facet):
        return st.sampled_from(sorted(VOCABULARY.facet(facet)))

    def record():
        parts = {}
        for key in field.keys:
            facet = RECORD_FACETS.get((field.name, key))
            if key == "scope":
                parts[key] = st.lists(term(facet), max_size=2).map(tuple)
            elif facet:
                parts[key] = term(facet)
            elif key in ("version", "year"):
                parts[key] = st.integers(0, 3000)
            elif key == "link":
                parts[key] = st.just("https://example.org/a?b=c#d")
            else:
                parts[key] = LONG
        return st.fixed_dictionaries({}, optional=parts)

    ids = st.from_regex(r"[a-z0-9][a-z0-9-]{1,47}", fullmatch=True)
    return {
        "line": lambda: LINES,
        "text": lambda: LONG,
        "lines": lambda: st.lists(LINES, max_size=4).map(tuple),
        "term": lambda: term(field.facet),
        "terms": lambda: st.lists(term(field.facet), unique=True, max_size=field.most or 4).map(
            tuple
        ),
        "id": lambda: ids,
        "ids": lambda: st.lists(ids, max_size=3).map(tuple),
        "flag": st.booleans,
        "number": lambda: st.integers(0, 10**9),
        "month": lambda: st.from_regex(r"20[0-9]{2}-(0[1-9]|1[0-2])", fullmatch=True),
        "record": record,
        "records": lambda: st.lists(record(), max_size=3).map(tuple),
    }[field.shape]()


@st.composite
def entries(draw):
    kind = draw(st.sampled_from(KINDS))
    own = ("kind", "id", "lang", "title")
    optional = {
        field.name: values_for(field)
        for field in FIELDS
        if kind in field.kinds and field.name not in own
    }
    return Entry(
        kind=kind,
        id=draw(values_for(BY_NAME["to"])),
        lang=draw(st.sampled_from(["en", "nl"])),
        title=draw(LINES),
        body=draw(BODIES),
        facts=draw(st.fixed_dictionaries({}, optional=optional)),
        source=SOURCE,
    )


@given(entries())
def test_an_entry_comes_back_from_its_file_as_it_was(entry):
    """Every key of every kind, with any text in it, survives writing and reading."""
    assert parse(dump(entry), SOURCE, VOCABULARY) == entry


@given(BODIES)
def test_an_entry_survives_a_file_on_disk(body):
    """The text is UTF-8 and reads the same with and without translated line ends."""
    text = dump(Entry(kind="story", id="k7f3q9", lang="en", title="A title", body=body))

    assert parse(text.encode().decode(), SOURCE, VOCABULARY).body == body
    assert parse(text.replace("\n", "\r\n"), SOURCE, VOCABULARY).body == body


def test_the_example_of_the_content_model_is_read():
    """Every value arrives in its place, as plain values."""
    entry = parse(KETTLE, SOURCE, VOCABULARY)

    assert (entry.kind, entry.id, entry.lang) == ("strategy", "k7f3q9", "en")
    assert entry.title == "Putting the kettle on counts"
    assert entry.gist == "On days I cannot start, I do one tiny thing with an end."
    assert entry.topics == ("getting-through-the-day", "mornings")
    assert entry.get("setting") == ("home",)
    assert entry.get("not_for") == ("when unsafe - go to help-now",)
    assert entry.notes == ()
    assert entry.get("narrator") == {"type": "person-with-depression", "age_band": "40-59"}
    assert entry.published == "2027-03"
    assert entry.get("consent")["scope"] == ("site",)
    assert entry.get("edits") == ({"rule": "P2", "span_class": "employer"},)
    assert entry.body == "I fill it, I press the button, and that is a thing done."
    assert (entry.is_example, entry.in_feeds, entry.may_be_indexed) == (False, True, True)
    assert entry.url == "/strategies/k7f3q9/"


@pytest.mark.parametrize(
    "key",
    [
        "Save_as", "save_as", "Slug", "slug", "Template", "template", "Status", "status", "url",
        "URL", "date", "Date", "modified", "path", "Path", "author", "category", "tags", "summary",
        "translation", "lang ", "Title", "__class__", "branch", "file", "body",
    ],
)  # fmt: skip
def test_a_key_that_is_not_on_the_list_is_refused_with_a_remedy(key):
    """Pelican's own keys, other spellings and inventions have no power: the file is not read."""
    problem = refusal(text_of(f'"{key}": ../../evil'))

    assert problem.where == f"{SOURCE}:6"
    assert f"`{key}`" in problem.message
    assert problem.remedy.startswith("Remove it, or use one of: ")
    assert "evil" not in str(problem)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "does not begin with front matter"),
        ("A body.", 1, "does not begin with front matter"),
        ("\n---\nkind: story\n---\n", 1, "does not begin with front matter"),
        ("---\nkind: story\n", 1, "does not end"),
        ("---\nkind: story\n ---\nA body.", 1, "does not end"),
        ("---\n---\nA body.", 2, "no `kind`"),
        (text_of(front=STORY[1:]), 2, "no `kind`"),
        (text_of(front=STORY[:1]), 2, "no `id`"),
        (text_of(front=STORY[:2]), 2, "no `lang`"),
        (text_of(front=STORY[:3]), 2, "no `title`"),
        (text_of(body=""), 2, "no text"),
        (text_of(body="\n  \u2028\n"), 2, "no text"),
        (text_of(front=("kind: poem", *STORY[1:])), 2, "kind is not known"),
        (text_of(front=("kind: Story", *STORY[1:])), 2, "kind is not known"),
        (text_of("kind: story"), 6, "stands here twice"),
        (text_of("gist: &a x", "pen_name: *a"), 7, "not valid YAML"),
        (text_of("gist: !!python/name:os.system x"), 6, "Tags such as"),
        (text_of("gist: [unclosed"), 6, "not valid YAML"),
        (text_of("energy: low"), 6, "A story has no `energy`"),
        (text_of("to: k7f3q9"), 6, "A story has no `to`"),
        (text_of("topics: sleep"), 6, "`topics` should be a list"),
        (text_of("topics: [sleep, sleep]"), 6, "the same value twice"),
        (text_of("topics: [sleep, mornings, money, anger]"), 6, "more than 3 values"),
        (text_of("topics: [sleep, nonsense]"), 6, "vocabulary does not know"),
        (text_of("topics:", "- sleep", "- nonsense"), 8, "vocabulary does not know"),
        (text_of("tone: loud"), 6, "vocabulary does not know"),
        (text_of("gist: 12"), 6, "`gist` should be text"),
        (text_of("gist:"), 6, "`gist` should be text"),
        (text_of("gist: " + "word " * 26), 6, "more than 25 words"),
        (text_of("pen_name: one two three four five six seven"), 6, "more than 6 words"),
        (text_of("published: 2026-13"), 6, "should be a month"),
        (text_of("published: 2026-11-24"), 6, "should be a month"),
        (text_of("published: 1999-01"), 6, "should be a month"),
        (text_of("sequence: first"), 6, "should be a whole number"),
        (text_of("example: 'true'"), 6, "`true` or `false`"),
        (text_of("feed: 1"), 6, "`true` or `false`"),
        (text_of("related: [../../etc]"), 6, "the id of an entry"),
        (text_of("narrator: me"), 6, "list of `key: value` lines"),
        (text_of("narrator: {name: x}"), 6, "has a key `name`"),
        (text_of("narrator: {age_band: 7}"), 6, "`narrator.age_band` should be text"),
        (text_of("narrator: {region: [europe, asia]}"), 6, "`narrator.region` should be text"),
        (text_of("consent: {scope: site}"), 6, "`consent.scope` should be a list"),
        (text_of("consent: {version: two}"), 6, "should be a whole number"),
        (text_of("sources: [{link: 'javascript:alert(1)'}]"), 6, "should be an address"),
        (text_of("sources: [{link: //evil.example}]"), 6, "should be an address"),
        (text_of("edits: {rule: P2}"), 6, "`edits` should be a list"),
    ],
)  # fmt: skip
def test_a_broken_entry_is_refused_with_file_line_and_remedy(text, line, words):
    """The person who mends it knows where to look and what to do."""
    problem = refusal(text)

    assert (problem.where, problem.remedy != "") == (f"{SOURCE}:{line}", True), problem
    assert words in problem.message


@pytest.mark.parametrize(
    "value",
    ["../x", "a/b", "K7F3Q9", "x", "a" * 49, "-ab", "a b", "ab.md", "ab\u0301", "", "index.html"],
)
def test_an_id_can_only_be_a_plain_file_name(value):
    """Ids become addresses and file names, so they hold letters, digits and dashes."""
    front = ("kind: response", f'id: "{value}"', "lang: en", "title: A title")

    assert refusal(text_of(front=front)).where == f"{SOURCE}:3"
    assert refusal(text_of(f'to: "{value}"', front=("kind: response", *STORY[1:]))).where == (
        f"{SOURCE}:6"
    )


@pytest.mark.parametrize(
    "trick",
    [
        "---\nSave_as: ../../index.html\n---\nHello",
        "Hello\n---\nkind: strategy\nstatus: published\n---\nBye",
        "Status: draft\nSlug: x\n\nHello",
        "...\n---\nkind: response",
        "---",
        "{% include 'secret' %} {{ config }} {filename}/pages/about.md",
    ],
)
def test_front_matter_in_a_body_stays_text(trick):
    """Only the first pair of `---` lines counts; what a writer types below is a text."""
    entry = Entry(kind="story", id="k7f3q9", lang="en", title="A title", body=trick)

    assert parse(dump(entry), "", VOCABULARY) == entry


@pytest.mark.parametrize("field", ["title", "gist", "pen_name"])
def test_front_matter_in_a_line_stays_text(field):
    """A value with line breaks and fences cannot add a key."""
    trick = "x\n---\nSave_as: evil"
    facts = {} if field == "title" else {field: trick}
    title = trick if field == "title" else "A title"
    entry = Entry(kind="story", id="k7f3q9", lang="en", title=title, body="A body.", facts=facts)

    read = parse(dump(entry), "", VOCABULARY)

    assert (read.title if field == "title" else read.get(field)) == "x --- Save_as: evil"
    assert read.body == "A body."


def test_windows_files_are_read_like_any_other():
    """A byte order mark and CRLF line ends change nothing."""
    read = parse("\ufeff" + text_of().replace("\n", "\r\n"), SOURCE, VOCABULARY)

    assert read == parse(text_of(), SOURCE, VOCABULARY)


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("story", "submissions/stories/k7/k7f3q9.md"),
        ("strategy", "submissions/strategies/k7/k7f3q9.md"),
        ("response", "submissions/responses/k7/k7f3q9.md"),
    ],
)
def test_a_path_is_made_of_kind_and_id_only(kind, path):
    """Nothing that a writer typed is part of where a file is kept."""
    assert path_in("submissions", kind, "k7f3q9") == path


KETTLE = """---
kind: strategy
id: k7f3q9
lang: en
title: Putting the kettle on counts
gist: On days I cannot start, I do one tiny thing with an end.
topics: [getting-through-the-day, mornings]
cluster: self-care-structure-planning
energy: low            # can-do-it-lying-down | low | some | a-lot
time: 2-min
cost: free
company: alone
setting: [home]
smallest_version: Sit up and put both feet on the floor.
good_for: [numbness, mornings]
not_for: [when unsafe - go to help-now]
helped_author: a-bit    # helped | a-bit | no-change | worse
notes: []
tone: steady
narrator: {type: person-with-depression, age_band: 40-59}
pen_name: A reader
published: 2027-03      # month only
consent: {version: 2, scope: [site], edit_permission: safety-only, license: permission-to-publish}
edits: [{rule: P2, span_class: employer}]
withdraw_ref: q2m8      # opaque pointer; the hash lives in the private store
---

I fill it, I press the button, and that is a thing done.
"""
