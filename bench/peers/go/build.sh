#!/usr/bin/env bash
# See ../README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$1

command -v go >/dev/null || {
    echo "Go is not installed" >&2
    exit 69
}
go build -C "$here" -mod=readonly -o "$out/poll" .
