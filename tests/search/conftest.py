"""The demonstration site, built once, for a browser that forgives nothing."""

from __future__ import annotations

import shutil

import pytest

from tests.search.samples import MORNING
from tests.theme.serving import served
from waymark.publish.building import build
from waymark.settings import ROOT, Settings


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Build the demonstration site, with one entry in Dutch more, and return its folder."""
    folder = tmp_path_factory.mktemp("search")
    content = folder / "content"
    shutil.copytree(ROOT / "content", content)
    (content / "strategies" / "example-een-ochtend.md").write_text(MORNING, encoding="utf-8")
    settings = Settings.from_environment(
        {"WAYMARK_HOME": str(folder / "var"), "WAYMARK_CONTENT": str(content)}
    )
    build(settings, folder / "site", "pelicanconf.py")
    yield folder / "site"
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def base_url(site):
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, base_url):
    """Addresses are relative to this site, also when another test opened a browser first."""
    return {**browser_context_args, "base_url": base_url}


@pytest.fixture
def page(page):
    """A page that remembers every request; an error in its console fails the test."""
    wrong = []
    page.asked = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda problem: wrong.append(str(problem)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.may_complain = False
    yield page
    assert page.may_complain or wrong == []
    assert [url for url in page.asked if not url.startswith(("http://127.0.0.1:", "data:"))] == []
    assert page.context.cookies() == []
