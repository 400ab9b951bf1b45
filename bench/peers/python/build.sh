#!/usr/bin/env bash
# See ../README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$1

command -v python3 >/dev/null || {
    echo "python3 is not installed" >&2
    exit 69
}
python3 -c 'import ensurepip, venv' 2>/dev/null || {
    echo "Python's venv is not installed (Debian: python3-venv)" >&2
    exit 69
}
[ -x "$out/venv/bin/python" ] || python3 -m venv "$out/venv"
"$out/venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$out/venv/bin/python" "$here/poll.py" >"$out/poll"
chmod +x "$out/poll"
