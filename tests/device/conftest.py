"""One site for all tests of this folder, and pages that remember every error of their console."""

from __future__ import annotations

import shutil

import pytest

from tests.device.a_site import build_site
from tests.theme.serving import served

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("device")
    yield build_site(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def base_url(site):
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, base_url):
    return {**browser_context_args, "base_url": base_url, "viewport": PHONE}


@pytest.fixture
def context(context):
    """What goes wrong in any page of the browser is remembered, and fails the test at its end."""
    context.set_default_timeout(10_000)
    wrong: list[str] = []
    context.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    context.on("weberror", lambda problem: wrong.append(str(problem.error)))
    context.wrong = wrong
    yield context
    assert wrong == []


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def any_size(request, page):
    """The same page on a phone and on a desk."""
    page.set_viewport_size(request.param)
    return page


def kept(page) -> dict[str, str]:
    """Return all that the browser keeps for this site, in both kinds of storage."""
    return page.evaluate("({ ...localStorage, ...sessionStorage })")
