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
pin --group build --group dev --group forge --extra postgresql -o requirements/forge.txt
# Alone: it asks for versions that the others do not.
"$tool/bin/uv" pip compile --group myworld --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet -o requirements/myworld.txt
