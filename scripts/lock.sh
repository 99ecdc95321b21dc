#!/bin/sh
# Pin every dependency anew: hashes, no addresses, the same for Python 3.11 and newer.
set -eu
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
python3 -m venv "$tool" && "$tool/bin/pip" install --quiet uv
pin() {
    "$tool/bin/uv" pip compile pyproject.toml "$@" --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet
}
pin --group build -o requirements/runtime.txt
pin --group build --group dev --extra postgresql -o requirements/dev.txt
# What the tests of the GitHub forge need on top; and a program that asks for versions of its own.
alone() {
    "$tool/bin/uv" pip compile "$@" --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet
}
alone --group forge -c requirements/dev.txt -o requirements/forge.txt
alone --group myworld -o requirements/myworld.txt
