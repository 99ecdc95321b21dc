#!/bin/sh
# Make or bring up to date a virtual environment: make_venv.sh FOLDER LOCKFILE
set -eu
folder=$1 lock=$2
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "Waymark needs Python 3.11 or newer. Install it, or run: make PYTHON=/path/to/python3.11 ..." >&2
    exit 1
}
if [ ! -x "$folder/bin/python" ]; then
    echo "Making the environment in $folder ..."
    if ! "$python" -m venv "$folder" 2>/dev/null; then
        rm -rf "$folder"
        # Debian ships venv apart from Python.
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
            "$python" -m venv "$folder"
        else
            echo "Python's venv is missing. On Debian: sudo apt install python3-venv" >&2
            exit 1
        fi
    fi
fi
echo "Installing what $lock names ..."
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
