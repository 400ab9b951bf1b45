#!/usr/bin/env bash
# The tests on Windows, as far as Wine is one. What Wine answers by rote is skipped, each case by name.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)

PARTS='c'

usage() {
    cat <<'USAGE'
Usage: platform-tests/wine/run.sh [OPTION]...

Cross-compiles for Windows with mingw-w64 and runs the tests under Wine, without a display and in a
prefix of its own.

  --only PART     only this part: c (the C tests of native/test)
  --suites "A B"  of the C tests only these suites of native/test/windows/suites.h
  --part N        the N-th part of tests that count (default 1)
  --seconds N     at most so long for each suite (default 600)
  --prefix DIR    Wine's prefix (default: ${XDG_CACHE_HOME:-~/.cache}/procprobe/wine)
  --no-install    installs nothing; otherwise root gets what is missing from Debian's packages
  --logs DIR      where the output is kept (default: a new temporary folder)
  --help          this text

Needs Debian's packages wine, wine64 and gcc-mingw-w64-x86-64.

Exit status: 0 all passed, 1 something failed, 2 bad usage, 3 skipped, for want of what is named.
USAGE
}

fail_usage() {
    echo "run.sh: $1 (see --help)" >&2
    exit 2
}

only='' suites='' part=1 seconds=600 logs='' install=yes
prefix=${XDG_CACHE_HOME:-$HOME/.cache}/procprobe/wine
while [ $# -gt 0 ]; do
    case $1 in
        --help) usage; exit 0 ;;
        --no-install) install=no ;;
        --only | --suites | --part | --seconds | --prefix | --logs)
            [ $# -ge 2 ] || fail_usage "$1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift ;;
        *) fail_usage "no option $1" ;;
    esac
    shift
done
[[ $part =~ ^[1-9][0-9]*$ && $seconds =~ ^[1-9][0-9]*$ ]] || fail_usage "--part and --seconds are numbers"
[ -z "$only" ] || [[ " $PARTS " == *" $only "* ]] || fail_usage "no part $only"
logs=${logs:-$(mktemp -d)}
mkdir -p "$logs"
logs=$(cd "$logs" && pwd)
export PROCPROBE_TESTS_PART=$part

# shellcheck source-path=SCRIPTDIR
. "$here/prefix.sh"
# shellcheck source-path=SCRIPTDIR
. "$here/c.sh"

[ "$install" = no ] || install_missing "$logs/install.log"
missing=$(missing_programs | paste -sd' ')
if [ -n "$missing" ]; then
    echo "skipped: missing $missing (apt-get install $(missing_packages | paste -sd' '))"
    exit 3
fi
if ! enter_prefix "$prefix" "$logs/wineboot.log"; then
    echo "skipped: Wine cannot make a prefix in $prefix, see $logs/wineboot.log"
    exit 3
fi
echo "$(wine --version)"

worst=0
for name in ${only:-$PARTS}; do
    "run_$name" || worst=1
done
echo "logs: $logs"
exit $worst
