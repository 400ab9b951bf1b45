#!/usr/bin/env bash
# What the agent costs among a thousand processes, and whether it answers everybody.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."

show_help() {
    cat <<'HELP'
Usage: platform-tests/agent/load.sh [--seconds N] [--tolerance FACTOR]

Starts 1,000 processes that sleep and ./procprobe serve --interval 1s on a free port of 127.0.0.1, and measures CPU
time and memory of the agent while nobody asks, while one dashboard does, and under 200 requests a second for all
paths. Goals: 2 % of a core with nobody or a dashboard, 150 MiB always, no request lost, one poll a second.

  --seconds N         how long each is measured, 60 unless told otherwise
  --tolerance FACTOR  how much more CPU time is forgiven, 1 unless told otherwise: other work on the machine adds to it
  --help              this text

Exit status: 0 all goals are met, 1 one is missed, 2 bad usage or a missing tool.
HELP
}

fail_usage() {
    echo "load.sh: $1 (see --help)" >&2
    exit 2
}

seconds=60 tolerance=1
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            show_help
            exit
            ;;
        --seconds | --tolerance)
            [ $# -ge 2 ] || fail_usage "$1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift
            ;;
        *) fail_usage "no option $1" ;;
    esac
    shift
done
[[ $seconds =~ ^[1-9][0-9]{0,6}$ ]] || fail_usage "--seconds needs a number above 0"
[[ $tolerance =~ ^[0-9]+([.][0-9]+)?$ ]] || fail_usage "--tolerance needs a factor"
command -v python3 >/dev/null || fail_usage "missing python3 (apt-get install python3)"

# Builds it, where it is not built.
./procprobe --version
children=native/target/cmake/floor/procprobe_children
[ -x "$children" ] || fail_usage "no $children: ./mvnw -pl native -DskipTests package builds it"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 python3 "$here/load.py" "$children" "$seconds" "$tolerance" "$work"
