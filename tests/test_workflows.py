"""What runs on GitHub keeps its promises: pinned, least rights, no secret near a proposal."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from waymark.settings import ROOT

FOLDER = ROOT / ".github" / "workflows"
PINNED = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
RIGHTS = {
    "proposals.yml": {"check": {"contents": "read"}},
    "publish.yml": {
        "build": {"contents": "read"},
        "pages": {"pages": "write", "id-token": "write"},
        "repository": {},
    },
    "reconcile.yml": {"reconcile": {"contents": "read"}},
    "events.yml": {"attend": {"contents": "read"}},
}
"""Everything that a job may do, and nothing else."""
STARTS = {
    "proposals.yml": {"pull_request"},
    "publish.yml": {"schedule", "workflow_dispatch"},
    "reconcile.yml": {"schedule", "workflow_dispatch"},
    "events.yml": {"issue_comment"},
}
NAMES = sorted(path.name for path in FOLDER.iterdir())


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def read(name: str) -> dict[str, Any]:
    found = yaml.safe_load(text_of(name))
    found["on"] = found.pop(True)  # YAML 1.1 reads `on` so
    return found


def steps_of(name: str) -> list[dict[str, Any]]:
    return [step for job in read(name)["jobs"].values() for step in job["steps"]]


def test_every_workflow_is_known_here():
    assert NAMES == sorted(RIGHTS) == sorted(STARTS)


@pytest.mark.parametrize("name", NAMES)
def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it(name):
    used = re.findall(r"uses:\s*(.+)", text_of(name))

    assert used
    assert [line for line in used if not PINNED.fullmatch(line.strip())] == []


def test_one_action_has_one_pin():
    used = [line for name in NAMES for line in re.findall(r"uses:\s*(\S+)", text_of(name))]

    assert len(set(used)) == len({line.split("@")[0] for line in used})


@pytest.mark.parametrize("name", NAMES)
def test_every_job_has_the_rights_it_needs_and_no_other(name):
    found = read(name)
    usual = found["permissions"]

    jobs = found["jobs"].items()
    assert {job: given.get("permissions", usual) for job, given in jobs} == RIGHTS[name]


@pytest.mark.parametrize("name", NAMES)
def test_each_starts_only_from_what_runs_trusted_code(name):
    """`pull_request_target` and `workflow_run` would give a proposal the rights of the house."""
    assert set(read(name)["on"]) == STARTS[name]


@pytest.mark.parametrize("name", NAMES)
def test_runs_do_not_pile_up_nor_last_for_ever(name):
    found = read(name)

    assert found["concurrency"]["group"]
    assert all(job["timeout-minutes"] <= 30 for job in found["jobs"].values())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_people_write_is_pasted_into_a_command(name):
    """A branch's name in a `run:` line would be run; through the environment it is only text."""
    assert [step["run"] for step in steps_of(name) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_checkout_leaves_a_key_behind(name):
    """But the one whose work is to push the built site with a key of its own."""
    checkouts = [s["with"] for s in steps_of(name) if "actions/checkout@" in s.get("uses", "")]
    left = [c for c in checkouts if c.get("persist-credentials") is not False]

    assert [c["repository"] for c in left] == (
        ["${{ vars.WAYMARK_SITE_REPOSITORY }}"] if name == "publish.yml" else []
    )


def test_no_secret_is_near_a_proposal():
    text = text_of("proposals.yml")

    assert "secrets" not in text
    assert "github.token" not in text
    assert "environment:" not in text


def test_of_a_proposal_nothing_is_run():
    """What is installed and run is the main branch's; the proposal lies beside it as data."""
    trusted, proposal = [s["with"] for s in steps_of("proposals.yml") if "with" in s][:2]
    assert (trusted["path"], trusted["ref"]) == (
        "trusted", "${{ github.event.pull_request.base.sha }}"
    )  # fmt: skip
    assert (proposal["path"], proposal["ref"]) == (
        "proposal", "${{ github.event.pull_request.head.sha }}"
    )  # fmt: skip
    runs = [step for step in steps_of("proposals.yml") if "run" in step]
    assert {step["working-directory"] for step in runs} == {"trusted"}


@pytest.mark.parametrize("name", ["reconcile.yml", "events.yml"])
def test_the_keys_of_the_service_wait_in_an_environment_of_their_own(name):
    """An environment can be limited to the main branch; it is named where a secret is used."""
    for job in read(name)["jobs"].values():
        assert job["environment"]["name"] == "waymark-service"
        assert "vars.WAYMARK_EVENTS == 'actions'" in job["if"]


def test_secrets_stand_in_the_step_that_needs_them():
    for name in NAMES:
        found = read(name)
        assert "secrets." not in str(found.get("env", {}))
        for job in found["jobs"].values():
            assert "secrets." not in str(job.get("env", {}))
            with_secret = [step for step in job["steps"] if "secrets." in str(step)]
            assert len(with_secret) <= 1


def test_a_site_is_checked_before_it_is_handed_on():
    names = [step.get("name", "") for step in read("publish.yml")["jobs"]["build"]["steps"]]
    handed = [place for place, name in enumerate(names) if name.startswith("Hand over")]

    assert len(handed) == 2
    for check in ("Check community, rules and entries", "Check the built site"):
        assert names.index(check) < min(handed)


def test_every_command_that_a_workflow_runs_is_there():
    runs = " ".join(step.get("run", "") for name in NAMES for step in steps_of(name))
    scripts = set(re.findall(r"scripts/[\w.]+", runs))

    assert scripts == {
        "scripts/check_proposal.py", "scripts/check_site.py", "scripts/make_venv.sh",
        "scripts/on_event.py",
    }  # fmt: skip
    assert all((ROOT / script).is_file() for script in scripts)
    assert set(re.findall(r"waymark (\w+)", runs)) <= {"check", "build", "reconcile"}
