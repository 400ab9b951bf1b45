#!/usr/bin/env bash
# Runs a Windows program in the prefix that run.sh has made; without one it is skipped as a test (77),
# for the user's own prefix is left alone.
if [ -z "${PROCPROBE_WINE:-}" ]; then
    echo "skipped: platform-tests/wine/run.sh has the Wine to run this in"
    exit 77
fi
exec wine "$@"
