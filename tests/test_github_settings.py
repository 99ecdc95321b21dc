"""Settings for GitHub: named when they cannot be used, and their secrets shown to nobody."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from waymark.errors import BadSettings
from waymark.github_settings import App, GitHubSettings, Pace, Secret
from waymark.settings import Settings

KEY = "-----BEGIN RSA PRIVATE KEY-----\nnot-a-real-key\n-----END RSA PRIVATE KEY-----"
GIVEN = {
    "WAYMARK_FORGE": "github",
    "WAYMARK_GITHUB_REPOSITORY": "peers/review",
    "WAYMARK_GITHUB_TOKEN": "a-token",
}
APP = {"WAYMARK_GITHUB_APP_ID": "12", "WAYMARK_GITHUB_KEY": KEY, "WAYMARK_GITHUB_TOKEN": ""}


def read(**changes: str) -> GitHubSettings:
    github = Settings.from_environment({**GIVEN, **changes}).github
    assert github is not None
    return github


def test_without_the_word_github_the_forge_is_built_in():
    """Half a set-up changes nothing."""
    assert Settings.from_environment({**GIVEN, "WAYMARK_FORGE": ""}).github is None


def test_a_token_is_enough():
    github = read()

    assert (github.repository, github.who) == ("peers/review", Secret("a-token"))
    assert (github.branch, github.pace) == ("main", Pace(60, 450))
    assert github.site == "https://github.com/peers/review"


def test_an_app_has_a_number_and_a_key_from_the_environment_or_a_file(tmp_path):
    """The key may be written in one line, as some hosts want it."""
    file = tmp_path / "key.pem"
    file.write_text(KEY)
    from_file = {**APP, "WAYMARK_GITHUB_KEY": "", "WAYMARK_GITHUB_KEY_FILE": str(file)}
    one_line = {**APP, "WAYMARK_GITHUB_KEY": KEY.replace("\n", "\\n")}

    assert read(**APP).who == read(**from_file).who == read(**one_line).who == App(12, Secret(KEY))


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"WAYMARK_FORGE": "gitlab"}, "WAYMARK_FORGE"),
        ({"WAYMARK_GITHUB_REPOSITORY": ""}, "WAYMARK_GITHUB_REPOSITORY"),
        ({"WAYMARK_GITHUB_REPOSITORY": "review"}, "WAYMARK_GITHUB_REPOSITORY"),
        ({"WAYMARK_GITHUB_REPOSITORY": "a/../b"}, "WAYMARK_GITHUB_REPOSITORY"),
        ({"WAYMARK_GITHUB_REPOSITORY": "a/.."}, "WAYMARK_GITHUB_REPOSITORY"),
        ({"WAYMARK_GITHUB_TOKEN": ""}, "WAYMARK_GITHUB_APP_ID"),
        ({**APP, "WAYMARK_GITHUB_TOKEN": "x"}, "WAYMARK_GITHUB_APP_ID"),
        ({**APP, "WAYMARK_GITHUB_APP_ID": ""}, "WAYMARK_GITHUB_APP_ID"),
        ({**APP, "WAYMARK_GITHUB_APP_ID": "waymark"}, "WAYMARK_GITHUB_APP_ID"),
        ({**APP, "WAYMARK_GITHUB_KEY": "hunter2"}, "PEM"),
        ({"WAYMARK_GITHUB_TOKEN_FILE": "/nowhere"}, "WAYMARK_GITHUB_TOKEN"),
        ({"WAYMARK_GITHUB_TOKEN": "", "WAYMARK_GITHUB_TOKEN_FILE": "/nowhere"}, "cannot be read"),
        ({"WAYMARK_GITHUB_API": "http://elsewhere.example"}, "WAYMARK_GITHUB_API"),
        ({"WAYMARK_GITHUB_API": "ftp://127.0.0.1"}, "WAYMARK_GITHUB_API"),
        ({"WAYMARK_GITHUB_BRANCH": "a branch"}, "WAYMARK_GITHUB_BRANCH"),
        ({"WAYMARK_GITHUB_WRITES_PER_HOUR": "5000"}, "WAYMARK_GITHUB_WRITES_PER_HOUR"),
        ({"WAYMARK_GITHUB_WRITES_PER_MINUTE": "0"}, "WAYMARK_GITHUB_WRITES_PER_MINUTE"),
    ],
)
def test_what_cannot_be_used_is_named_and_no_secret_is_repeated(changes, name):
    with pytest.raises(BadSettings) as caught:
        read(**changes)

    assert name in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert "a-token" not in str(caught.value)


def test_a_secret_shows_itself_to_nobody():
    """Not in a message, not in a debugger, not in a file."""
    github = replace(read(**APP), webhook_secret=Secret("a-shared-secret"))

    for shown in (repr(github), str(github), f"{github.who}", repr(Secret("x"))):
        assert "not-a-real-key" not in shown
        assert "a-shared-secret" not in shown
    with pytest.raises(TypeError):
        pickle.dumps(github)
    assert github.who != Secret("x")
    assert len({Secret("x"), Secret("x")}) == 1


@pytest.mark.parametrize(
    ("api", "site"),
    [
        ("https://api.github.com", "https://github.com/peers/review"),
        ("https://git.peers.example/api/v3", "https://git.peers.example/peers/review"),
        ("http://127.0.0.1:4101", "http://127.0.0.1:4101/peers/review"),
    ],
)
def test_people_find_the_repository_where_its_server_is(api, site):
    assert read(WAYMARK_GITHUB_API=api).site == site
