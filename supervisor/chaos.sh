#!/usr/bin/env bash
# Kills a supervising JVM again and again among trees of every bad kind, and says what was left or touched wrongly.
set -euo pipefail
cd "$(dirname "$0")/.."

show_help() {
    cat <<'HELP'
Usage: supervisor/chaos.sh [--seconds N] [--seed N] [--same-namespace]

Builds procprobe and has a server start trees that fork, daemonize, crash, stop and ignore signals, as fast
as its slots let it. The server's JVM is killed every few seconds and started again on the same registry:
then it must adopt all who are still alive, and nobody else. PIDs are given anew, to bystanders that come and
go. In the end a last server shuts down.

  --seconds N       how long, 120 unless told otherwise
  --seed N          of what is random; the time unless told otherwise
  --same-namespace  not in a PID namespace of its own, and PIDs are not given anew: needs no root
  --help            this text

Exit status: 0 when nobody was forgotten or left, no bystander was touched, nothing failed, all slots were free
and the registry was empty; 1 otherwise; 2 for bad usage.
HELP
}

fail() {
    echo "supervisor/chaos.sh: $1" >&2
    exit 2
}

seconds=120 seed=$(date +%s) anew=true
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            show_help
            exit
            ;;
        --same-namespace) anew=false ;;
        --seconds | --seed)
            [ $# -ge 2 ] || fail "$1 needs a value (see --help)"
            printf -v "${1#--}" '%s' "$2"
            shift
            ;;
        *) fail "unknown option $1 (see --help)" ;;
    esac
    shift
done
[[ $seconds =~ ^[1-9][0-9]{0,6}$ && $seed =~ ^[0-9]{1,18}$ ]] || fail "--seconds and --seed need numbers"
[ "$anew" = false ] || [ "$(id -u)" = 0 ] || fail "giving PIDs anew needs root; --same-namespace does without"

mkdir -p supervisor/target
log=$PWD/supervisor/target/chaos-build.log
echo "building (log: $log)" >&2
./mvnw -B -ntp -q -pl supervisor -am -DskipTests package >"$log" 2>&1 || {
    grep '^\[ERROR\]' "$log" | head -n 5 >&2
    echo "the build failed, see $log" >&2
    exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '.level=OFF\n' >"$work/logging.properties"
namespace=()
if [ "$anew" = true ]; then
    namespace=(unshare --pid --fork --kill-child --mount-proc native/target/cmake/programs/procprobe_first_process)
fi
echo "seed $seed"
# What a PID namespace holds ends with it; without one the trees end by themselves after minutes.
"${namespace[@]}" "$(cat supervisor/target/jdk)/bin/java" --enable-native-access=ALL-UNNAMED \
    -Djava.util.logging.config.file="$work/logging.properties" \
    -Dprocprobe.cache.dir="$PWD/supervisor/target/test-cache" \
    -cp "supervisor/target/test-classes:supervisor/target/classes:supervisor/target/chaos/*" io.procprobe.supervisor.chaos.Chaos \
    "$seconds" "$work" "$seed" "$anew"
