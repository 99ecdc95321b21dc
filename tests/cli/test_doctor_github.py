"""`waymark doctor` looks at the set-up on GitHub and says how to mend each part."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.cli.test_doctor import marked
from tests.forge.github.server import ScriptedGitHub
from tests.forge.github.world import REPOSITORY, TOKEN


@pytest.fixture
def server(tmp_path):
    made = ScriptedGitHub(tmp_path / "github.git").start()
    made.world.protection = "Reviews are required."
    for name in ("crisis", "urgent", "review", "routine"):
        made.world.labels.setdefault(1, []).append(f"level:{name}")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def key() -> str:
    made = rsa.generate_private_key(65537, 2048)
    form = serialization.PrivateFormat.PKCS8
    nothing = serialization.NoEncryption()
    return made.private_bytes(serialization.Encoding.PEM, form, nothing).decode()


@pytest.fixture
def doctor(run, server, key):
    """Return ``doctor(**environment)`` for a set-up with an App; a token replaces it."""

    def doctor(**environment: str):
        github = {
            "WAYMARK_FORGE": "github",
            "WAYMARK_GITHUB_REPOSITORY": REPOSITORY,
            "WAYMARK_GITHUB_API": server.address,
            "WAYMARK_GITHUB_APP_ID": "5",
            "WAYMARK_GITHUB_KEY": key,
            "WAYMARK_GITHUB_WEBHOOK_SECRET": "a-shared-secret",
        }
        return run("doctor", **{**github, **environment})

    return doctor


def test_a_set_up_as_the_guide_leads_to_needs_no_mending(doctor):
    result = doctor()

    assert result.exit_code == 0, result.output
    for part in ("Review repository", "Rights", "Labels", "Branch", "Webhook", "Actions"):
        assert any(line.startswith(f"{part}:") for line in marked(result, "ok")), part


def test_with_a_token_it_says_what_an_app_would_do_better(doctor):
    result = doctor(WAYMARK_GITHUB_APP_ID="", WAYMARK_GITHUB_KEY="", WAYMARK_GITHUB_TOKEN=TOKEN)

    assert result.exit_code == 0, result.output
    assert any("GitHub App has fewer rights" in line for line in marked(result, "look"))
    assert any("asked every few minutes" in line for line in marked(result, "ok"))


@pytest.mark.parametrize(
    ("breaks", "mark", "words"),
    [
        (lambda w: w.facts.update(private=False), "MEND", "not private"),
        (lambda w: w.facts.update(archived=True), "MEND", "archived"),
        (lambda w: w.facts.update(default_branch="trunk"), "MEND", "WAYMARK_GITHUB_BRANCH"),
        (lambda w: w.facts.update(allow_squash_merge=False), "MEND", "squash merges"),
        (lambda w: setattr(w, "is_installed", False), "MEND", "not installed"),
        (lambda w: setattr(w, "is_gone", True), "MEND", "not installed"),
        (lambda w: w.rights.pop("checks"), "MEND", "the App lacks checks"),
        (lambda w: w.rights.update(administration="write"), "look", "administration"),
        (lambda w: w.labels.clear(), "look", "level:crisis"),
        (lambda w: setattr(w, "protection", ""), "look", "not protected"),
        (lambda w: w.events.remove("issue_comment"), "MEND", "does not hear of issue_comment"),
        (lambda w: w.hook.update(url=""), "look", "/webhooks/github"),
        (lambda w: w.hook.update(insecure_ssl="1"), "MEND", "certificate"),
        (lambda w: w.hook.pop("secret"), "MEND", "shared secret"),
        (lambda w: w.forbidden.add(("GET", "/actions/")), "look", "Actions: we may not look"),
    ],
)
def test_each_thing_that_is_wrong_is_said_with_a_remedy(doctor, server, breaks, mark, words):
    """Nothing is changed by looking."""
    breaks(server.world)
    result = doctor()

    [found] = [line for line in marked(result, mark) if words in line]
    assert " -> " in found
    assert result.exit_code == (1 if mark == "MEND" else 0), result.output
    assert [r for r in server.calls() if r.is_write and "access_tokens" not in r.path] == []


def test_without_a_network_it_says_so(doctor, server):
    server.stop()
    result = doctor()

    assert any(line.startswith("GitHub: ") for line in marked(result, "MEND"))
    assert "Traceback" not in result.output
