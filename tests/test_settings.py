"""Settings come from the environment, have defaults that work, and are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from waymark.errors import BadSettings
from waymark.settings import ROOT, Settings


def test_without_any_setting_everything_is_on_this_machine():
    """Two commands are enough: no setting is needed."""
    settings = Settings.from_environment({})

    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.home == ROOT / "var"
    assert settings.community == ROOT / "community"
    assert settings.content == ROOT / "content"
    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'waymark.sqlite3'}"
    assert settings.proxy_depth == 0


def test_an_empty_setting_is_as_good_as_none():
    """Shells and service files often set a variable to nothing."""
    names = ("PORT", "WAYMARK_HOME", "WAYMARK_COMMUNITY", "WAYMARK_CONTENT", "WAYMARK_PUBLIC_URL",
             "WAYMARK_DATABASE_URL", "WAYMARK_PROXY_DEPTH", "WAYMARK_LEASE_SECONDS",
             "WAYMARK_HOST")  # fmt: skip

    assert Settings.from_environment(dict.fromkeys(names, "")) == Settings.from_environment({})


def test_everything_the_service_writes_is_below_the_data_folder(tmp_path):
    """The checkout is never written to."""
    settings = Settings.from_environment({"WAYMARK_HOME": str(tmp_path)})

    for path in (
        settings.forge_folder,
        settings.published,
        settings.sites,
        settings.current_site,
        Path(settings.database_url.removeprefix("sqlite:///")),
    ):
        assert path.is_relative_to(tmp_path)


@pytest.mark.parametrize("own_content", [True, False])
def test_a_community_may_bring_its_own_content(tmp_path, own_content):
    """`waymark new` makes such a folder; without content in it the checkout's is used."""
    if own_content:
        (tmp_path / "content").mkdir()

    settings = Settings.from_environment({"WAYMARK_COMMUNITY": str(tmp_path)})

    assert settings.content == (tmp_path if own_content else ROOT) / "content"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "80.0"),
        ("PORT", "²"),
        ("PORT", "٨٠٨٠"),
        ("PORT", " 8000"),
        ("PORT", "9" * 5000),
        ("WAYMARK_PROXY_DEPTH", "6"),
        ("WAYMARK_PROXY_DEPTH", "yes"),
        ("WAYMARK_LEASE_SECONDS", "0"),
        ("WAYMARK_PUBLIC_URL", "example.org"),
        ("WAYMARK_PUBLIC_URL", "javascript:alert(1)"),
        ("WAYMARK_PUBLIC_URL", "https://"),
        ("WAYMARK_PUBLIC_URL", "https://example.org/?a=b"),
        ("WAYMARK_HOME", "~no-such-user-here/var"),
        ("WAYMARK_HOME", "a\x00b"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_a_remedy(name, value):
    """The message names the variable; what it held is not repeated."""
    with pytest.raises(BadSettings) as caught:
        Settings.from_environment({name: value})

    assert name in caught.value.message
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "field", "value"),
    [
        ({"PORT": "0"}, "port", 0),
        ({"PORT": "8123"}, "address", "http://127.0.0.1:8123"),
        ({"WAYMARK_PUBLIC_URL": "https://example.org/"}, "address", "https://example.org"),
        ({"WAYMARK_PUBLIC_URL": "https://example.org/way/"}, "public_url", "https://example.org/way"),
        ({"WAYMARK_DATABASE_URL": "postgresql:///x"}, "database_url", "postgresql:///x"),
        ({"WAYMARK_PROXY_DEPTH": "1"}, "proxy_depth", 1),
    ],
)  # fmt: skip
def test_a_good_setting_is_used(environment, field, value):
    """What the operator says is what runs."""
    assert getattr(Settings.from_environment(environment), field) == value


def test_a_relative_folder_means_one_below_where_waymark_was_started(tmp_path, monkeypatch):
    """Later changes of the working folder do not move the data."""
    monkeypatch.chdir(tmp_path)

    assert Settings.from_environment({"WAYMARK_HOME": "data"}).home == tmp_path / "data"
