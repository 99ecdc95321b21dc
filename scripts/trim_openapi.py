#!/usr/bin/env python3
"""Take the operations that we use out of GitHub's OpenAPI description, and leave the rest.

    scripts/trim_openapi.py PACKAGE.tgz INTEGRITY OUTPUT.json

PACKAGE.tgz is npm's @octokit/openapi; INTEGRITY is the hash that npm publishes for it. Exit code 1
when the package is another one, or an operation is not in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import tarfile
from pathlib import Path
from typing import Any

MEMBER = "package/generated/api.github.com.json"
OPERATIONS = (
    "apps/create-installation-access-token", "apps/get-repo-installation",
    "apps/list-webhook-deliveries", "apps/redeliver-webhook-delivery", "apps/get-authenticated",
    "checks/create", "checks/list-for-ref",
    "git/create-blob", "git/create-commit", "git/create-ref", "git/create-tree", "git/delete-ref",
    "git/get-blob", "git/get-commit", "git/get-ref", "git/get-tree", "git/list-matching-refs",
    "git/update-ref",
    "issues/add-labels", "issues/create-comment", "issues/list-comments",
    "issues/list-comments-for-repo", "issues/list-labels-on-issue", "issues/set-labels",
    "issues/update-comment", "issues/list-labels-for-repo",
    "pulls/create", "pulls/get", "pulls/list", "pulls/list-files", "pulls/list-reviews",
    "pulls/merge", "pulls/update",
    "repos/create-commit-status", "repos/create-or-update-file-contents", "repos/get",
    "repos/list-activities",
    "repos/get-content", "repos/list-branches",
    "actions/get-github-actions-permissions-repository",
    "apps/get-webhook-config-for-app",
    "users/get-authenticated",
)  # fmt: skip
"""By GitHub's own names; what we send beside these is a mistake, and the tests say so."""
WORDS_ONLY = {"description", "summary", "example", "examples", "externalDocs", "x-github", "tags"}
KINDS = ("parameters", "schemas", "responses", "headers", "requestBodies")


def main(arguments: list[str]) -> int:
    package, integrity, output = Path(arguments[0]), arguments[1], Path(arguments[2])
    found = "sha512-" + base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if found != integrity:
        print(f"{package.name} is not the package that was asked for.", file=sys.stderr)
        return 1
    with tarfile.open(package) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None, MEMBER
        whole = json.load(member)
    trimmed = trim(whole)
    missing = set(OPERATIONS) - {
        operation["operationId"]
        for verbs in trimmed["paths"].values()
        for operation in verbs.values()
    }
    if missing:
        print(f"GitHub does not describe: {', '.join(sorted(missing))}", file=sys.stderr)
        return 1
    output.write_text(json.dumps(trimmed), encoding="utf-8")
    return 0


def trim(whole: dict[str, Any]) -> dict[str, Any]:
    """Return the description of our operations, with every part that they refer to."""
    paths: dict[str, Any] = {}
    for path, verbs in whole["paths"].items():
        for verb, operation in verbs.items():
            if isinstance(operation, dict) and operation.get("operationId") in OPERATIONS:
                paths.setdefault(path, {})[verb] = _without_words(operation)
    parts: dict[str, Any] = {kind: {} for kind in KINDS}
    todo = list(_references(paths))
    while todo:
        _, _, kind, name = todo.pop().split("/")
        if name not in parts[kind]:
            parts[kind][name] = _without_words(whole["components"][kind][name])
            todo += _references(parts[kind][name])
    kept = {key: whole[key] for key in ("openapi", "info", "servers")}
    return {**kept, "paths": paths, "components": parts}


def _without_words(part: Any, inside: str = "") -> Any:
    if isinstance(part, list):
        return [_without_words(item) for item in part]
    if not isinstance(part, dict):
        return part
    # A property may well be called "description".
    is_names = inside in ("properties", *KINDS)
    return {
        key: _without_words(value, "" if is_names else key)
        for key, value in part.items()
        if is_names or key not in WORDS_ONLY or (key == "description" and inside == "responses")
    }


def _references(part: Any) -> list[str]:
    if isinstance(part, list):
        return [found for item in part for found in _references(item)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return own + [found for value in part.values() for found in _references(value)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
