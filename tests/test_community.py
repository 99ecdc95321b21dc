"""A community's folder is read whole, or refused with the file, the line and what to do."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from tests.a_community import REAL, copy_of_community, line_of, replace_once
from waymark.community import LIMIT_KEYS, SITE_KEYS, load_community
from waymark.errors import BadCommunity
from waymark.helplines import DIAL, STALE_DAYS


@pytest.fixture
def folder(tmp_path):
    return copy_of_community(tmp_path)


def refusal(folder):
    with pytest.raises(BadCommunity) as caught:
        load_community(folder)
    return caught.value


def test_the_real_community_folder_is_read():
    """Everything pages and the desk need is there, in both languages."""
    community = load_community(REAL)

    assert community.site.languages == ("en", "nl")
    assert community.site.emergency_number == "112"
    assert set(community.site.limits) == LIMIT_KEYS
    assert community.site.limits["text_bytes"] == 65_536
    assert community.vocabulary.facet("topics")
    assert {"S1", "C1"} <= set(community.policy)
    for words in (
        community.site.tagline,
        community.site.description,
        community.site.review_promise,
        community.site.emergency_label,
        *(rule.public_reason for rule in community.policy.values()),
    ):
        assert words.by_language.keys() >= {"en", "nl"}


def test_a_message_is_in_the_readers_language_or_in_english():
    """Nobody gets an empty page."""
    community = load_community(REAL)

    assert community.message("received", "nl").heading == "We hebben je woorden"
    assert community.message("received", "fr") == community.message("received", "en")


@pytest.mark.parametrize("line", load_community(REAL).helplines, ids=lambda line: line.id)
def test_every_help_line_can_be_reached_and_says_where_it_was_found(line):
    """A number as a phone dials it, or an address; and the source to check it against."""
    assert line.phone or line.text or line.chat or line.website
    assert all(DIAL.fullmatch(number.dial) for number in (*line.phone, *line.text))
    assert line.source
    assert line.verified_at is None or line.verified_by


def test_every_country_shows_its_emergency_number_first():
    """Finders for anywhere else come last."""
    lines = load_community(REAL).helplines
    countries = list(dict.fromkeys(line.country for line in lines))

    assert countries[-1] == "ANY"
    for country in countries[:-1]:
        assert next(line for line in lines if line.country == country).is_emergency, country


@pytest.mark.parametrize(
    ("verified", "days"), [(None, None), (date(2026, 11, 24), 0), (date(2026, 5, 1), 207)]
)
def test_a_help_line_knows_how_long_ago_a_person_checked_it(folder, verified, days):
    """Never checked is not the same as checked today."""
    if verified:
        file = folder / "helplines.yaml"
        replace_once(file, "verified_at: null", f"verified_at: {verified}")
        replace_once(file, "verified_by: null", "verified_by: a person")
    line = load_community(folder).helplines[0]

    assert line.days_since_check(date(2026, 11, 24)) == days
    assert STALE_DAYS == 180


def test_a_community_may_offer_no_quick_exit_and_no_offline_copies(folder):
    path = folder / "site.yaml"
    replace_once(path, "quick_exit_url: https://www.bbc.co.uk/weather", "quick_exit_url: null")
    replace_once(path, "offline_copies: true", "offline_copies: false")
    site = load_community(folder).site
    assert (site.quick_exit_url, site.offline_copies) == ("", False)


SITE, LINES, POLICY = "site.yaml", "helplines.yaml", "rules/policy.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "words"),
    [
        (SITE, "name: Waymark", "name: Waymark\ncolour: red", "colour: red", "a key `colour`"),
        (SITE, "name: Waymark", "nmae: Waymark", "nmae:", "a key `nmae`"),
        (SITE, "name: Waymark", "name: 12", "name: 12", "should be text"),
        (SITE, "name: Waymark", "name: [a", "", "not valid YAML"),
        (SITE, "name: Waymark", "name: a\nname: b", "name: b", "stands here twice"),
        (SITE, "languages: [en, nl]", "languages: []", "languages: []", "languages"),
        (SITE, "languages: [en, nl]", "languages: [en, fr]", "languages: [en, fr]", "languages"),
        (SITE, "languages: [en, nl]", "languages: en", "languages: en", "should be a list"),
        (SITE, "source_url: /source/", "source_url: source/", "source_url:", "an address"),
        (SITE, "source_url: /source/", "source_url: //evil.example", "source_url:", "an address"),
        (SITE, "source_url: /source/", "source_url: javascript:alert(1)", "source_url:", "address"),
        (SITE, "offline_copies: true", "offline_copies: maybe", "offline_copies:", "`true` or"),
        (SITE, "offline_copies: true\n", "", "", "`offline_copies` is missing"),
        (SITE, "quick_exit_url: https:", "quick_exit_url: http:", "quick_exit_url:", "an address"),
        (SITE, "age_minimum: 18", "age_minimum: eighteen", "age_minimum:", "whole number"),
        (SITE, "  number: \"112\"\n", "", "emergency:", "has no `number`"),
        (SITE, "  number: \"112\"", "  number: 112", "  number: 112", "should be text"),
        (SITE, "  number: \"112\"", "  number: 1-1-2", "  number: 1-1-2", "only digits"),
        (SITE, "  text_bytes: 65536\n", "", "limits:", "has no `text_bytes`"),
        (SITE, "  text_bytes: 65536", "  text_bytes: 0", "  text_bytes: 0", "1 or more"),
        (SITE, "  text_bytes: 65536", "  text_bytes: 64 KiB", "  text_bytes:", "whole number"),
        (SITE, "  text_bytes: 65536", "  text: 1\n  text_bytes: 9", "  text: 1", "a key `text`"),
        (LINES, "dial: \"112\"", "dial: 112", "dial: 112", "should be text"),
        (LINES, "dial: \"112\"", "dial: 1 1 2", "dial: 1 1 2", "only digits"),
        (LINES, "dial: \"112\"", "dial: 0800-0113", "dial: 0800", "only digits"),
        (LINES, "dial: \"112\"", "dial: +31 900", "dial: +31", "only digits"),
        (LINES, "dial: \"112\"", "dial: '١١٢'", "dial: '", "only digits"),
        (LINES, "dial: \"112\"", "dial: '1'", "dial: '1'", "only digits"),
        (LINES, "dial: \"112\"", "dail: '112'", "dail:", "a key `dail`"),
        (LINES, ", dial: \"112\"", "", "phone:", "needs a `label` and a `dial`"),
        (LINES, "- id: nl-113", "- id: nl-112", "", "stands here twice"),
        (LINES, "  country: NL", "  country: Holland", "country: Holland", "two capital letters"),
        (LINES, "  country: NL\n", "", "", "no `country`"),
        (LINES, "  website: https://www.112.nl", "  website: javascript:x", "website: javasc",
         "an address"),
        (LINES, "  chat: https://www.113.nl", "  chat: www.113.nl", "chat: www", "an address"),
        (LINES, "verified_at: null", "verified_at: May 2026", "verified_at: May", "be a day"),
        (LINES, "verified_at: null", "verified_at: 2026-11-24", "verified_at: 2026", "by whom"),
        (LINES, "  emergency: true", "  emergency: always", "emergency: always", "`true` or"),
        (LINES, "  emergency: true", "  fax: '1'", "fax:", "a key `fax`"),
        (POLICY, "- id: S2", "- id: S1", "- id: S1\n  title: \"Amounts", "stands here twice"),
        (POLICY, "verbs: [EDIT, DECLINE, ESCALATE]", "verbs: [BAN]", "verbs: [BAN]", "`verbs`"),
        (POLICY, "verbs: [EDIT, DECLINE, ESCALATE]", "verbs: []", "verbs: []", "`verbs`"),
        (POLICY, "  severity: 4\n", "", "- id: S1", "no `severity`"),
        (POLICY, "  severity: 4\n", "  severity: high\n", "severity: high", "whole number"),
        (POLICY, "  severity: 4\n", "  severity: 4\n  fine: 1\n", "fine: 1", "a key `fine`"),
    ],
)  # fmt: skip
def test_a_broken_folder_is_refused_with_file_line_and_remedy(folder, file, old, new, at, words):
    """Whoever edits it is told where and what, in one line."""
    replace_once(folder / file, old, new)

    problem = refusal(folder)

    place, _, line = problem.where.rpartition(":")
    assert words in problem.message
    assert problem.remedy
    assert place == f"community/{file}"
    assert not at or int(line) == line_of(folder / file, at)
    assert "\n" not in str(problem)


@pytest.mark.parametrize("key", sorted(SITE_KEYS))
def test_every_key_of_the_site_is_needed(folder, key):
    """A missing one is named, whatever the others are."""
    text = (folder / SITE).read_text(encoding="utf-8")
    blocks = text.split(f"\n{key}:")
    rest = blocks[1].split("\n")
    kept = next((i for i, line in enumerate(rest[1:], 1) if line[:1] not in (" ", "")), len(rest))
    (folder / SITE).write_text(blocks[0] + "\n" + "\n".join(rest[kept:]), encoding="utf-8")

    assert f"`{key}` is missing" in refusal(folder).message


@pytest.mark.parametrize("file", [SITE, LINES, POLICY, "vocabulary.yaml"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "missing"),
        (b"", ""),
        (b"\xff\xfe", "not UTF-8"),
        (b"just words", "should be"),
        (b"a: !!python/name:os.system x", ""),
    ],
    ids=["missing", "empty", "not UTF-8", "only words", "a tag"],
)
def test_a_file_that_is_missing_or_empty_or_not_text_is_named(folder, file, content, words):
    """No traceback for a file that was deleted or saved wrongly."""
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)

    problem = refusal(folder)

    assert problem.where.startswith(f"community/{file}")
    assert words in problem.message
    assert problem.remedy


def test_lists_may_not_be_empty(folder):
    """A site without help lines or rules of the house is not served."""
    (folder / LINES).write_text("[]\n", encoding="utf-8")
    assert "no help lines" in refusal(folder).message

    shutil.copy(REAL / LINES, folder / LINES)
    (folder / POLICY).write_text("[]\n", encoding="utf-8")
    assert "no rules of the house" in refusal(folder).message


def test_a_folder_that_is_not_there_is_named_with_a_way_to_make_one(tmp_path):
    """The first mistake of a new operator."""
    problem = refusal(tmp_path / "elsewhere")

    assert problem.where == "elsewhere"
    assert "waymark new" in problem.remedy


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("decline/ZZ9.en.md", "Words.", "no rule of the house"),
        ("decline/S9.en.md", "Words.", "no rule of the house"),
        ("decline/H1.fr.md", "Words.", "no rule of the house"),
        ("ask/S9.en.txt", "Words.", "no rule of the house"),
        ("decline/H1.en.md", " \n", "This answer is empty"),
    ],
)
def test_an_answer_belongs_to_a_rule_that_is_used_for_it(tmp_path, name, text, says):
    """A file for a rule that is not there, or is never used so, is refused by its name."""
    folder = copy_of_community(tmp_path)
    (folder / "messages" / name).write_text(text)

    with pytest.raises(BadCommunity, match=says) as caught:
        load_community(folder)

    assert caught.value.where == f"community/messages/{name}"


def test_every_answer_is_there_in_both_languages_and_is_kind():
    """One for each rule that declines and each that asks; no word that blames."""
    community = load_community(REAL)
    for decision in ("decline", "ask"):
        for rule in community.policy.values():
            if decision.upper() not in rule.verbs:
                continue
            for lang in ("en", "nl"):
                words = community.templates[decision, rule.id][lang].lower()
                for unkind in (
                    "violat",
                    "reject",
                    "attention",
                    "afgewezen",
                    "overtred",
                    "aandacht",
                ):
                    assert unkind not in words, (decision, rule.id, lang)
