#!/usr/bin/env bash
# Watches processes that come and go for a long time, and reports in numbers what was wrong and what has grown.
set -euo pipefail
cd "$(dirname "$0")/.."

show_help() {
    cat <<'HELP'
Usage: platform-tests/soak.sh [--minutes N] [--binding ffm|jna] [--pids N]

Builds procprobe, has some 500 processes a second made and ended under the same few PIDs, and has them
watched, listed, asked for and killed meanwhile by three threads of a JVM. Each process carries a number
that every reading of it must show, so that one of another process is noticed.

  --minutes N        how long, 60 unless told otherwise
  --binding ffm|jna  the binding, ffm unless told otherwise
  --pids N           how many PIDs are given again and again, 300 unless told otherwise; 0: as the system
                     does. Anything else needs root: it is done in a PID namespace
  --help             this text

Writes lines of a name and a value, wrong_readings, exits_not_told, descriptors_... and
resident_bytes_grown_per_hour among them, and on the way a line for each minute to the error output.
Exit status: 0 when nothing was wrong or has grown, 1 otherwise, 2 for bad usage. Memory that has grown counts
from ten minutes on: a JVM goes on compiling for some.
HELP
}

fail() {
    echo "platform-tests/soak.sh: $1" >&2
    exit 2
}

minutes=60 binding=ffm pids=300
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            show_help
            exit
            ;;
        --minutes | --binding | --pids)
            [ $# -ge 2 ] || fail "$1 needs a value (see --help)"
            printf -v "${1#--}" '%s' "$2"
            shift
            ;;
        *) fail "unknown option $1 (see --help)" ;;
    esac
    shift
done
[[ $minutes =~ ^[1-9][0-9]{0,6}$ ]] || fail "--minutes needs a number above 0"
[[ $pids =~ ^[0-9]{1,6}$ ]] || fail "--pids needs a number"
[ "$binding" = ffm ] || [ "$binding" = jna ] || fail "--binding is ffm or jna"
[ "$pids" = 0 ] || [ "$(id -u)" = 0 ] || fail "giving PIDs again needs root; --pids 0 does without"

mkdir -p platform-tests/target
log=$PWD/platform-tests/target/soak-build.log
echo "building (log: $log)" >&2
./mvnw -B -ntp -q -pl platform-tests -am -DskipTests package >"$log" 2>&1 || {
    grep '^\[ERROR\]' "$log" | head -n 5 >&2
    echo "the build failed, see $log" >&2
    exit 1
}

programs=$PWD/native/target/cmake/programs
namespace=()
if [ "$pids" != 0 ]; then
    namespace=(unshare --pid --fork --kill-child --mount-proc "$programs/procprobe_first_process")
fi
# A heap that is there as a whole from the beginning, so that what grows is something else.
"${namespace[@]}" "$(cat platform-tests/target/jdk)/bin/java" -Xms64m -Xmx64m -XX:+AlwaysPreTouch \
    -XX:+UseSerialGC -XX:ReservedCodeCacheSize=32m --enable-native-access=ALL-UNNAMED \
    -Dprocprobe.binding="$binding" -Dprocprobe.cache.dir="$PWD/platform-tests/target/test-cache" \
    -cp "platform-tests/target/conformance/*" io.procprobe.soak.Soak \
    "$minutes" "$programs/procprobe_churn" "$pids"
