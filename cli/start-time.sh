#!/usr/bin/env bash
# How long `procprobe stat` of one PID takes as a whole process, against a Java program that prints one line.
# usage: cli/start-time.sh [--rounds N] [--tolerance FACTOR]; exits 1 when it takes more than three times as long.
set -euo pipefail
cd "$(dirname "$0")/.."

bar=3
rounds=21
tolerance=1
while [ $# -gt 0 ]; do
    case $1 in
        --rounds) rounds=$2 ;;
        --tolerance) tolerance=$2 ;;
        *)
            echo "usage: $0 [--rounds N] [--tolerance FACTOR]" >&2
            exit 2
            ;;
    esac
    shift 2
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Builds what is missing, and has files in memory.
./procprobe stat $$ >/dev/null
jdk=$(cat cli/target/app/jdk)
cat >"$work/OneLine.java" <<'JAVA'
final class OneLine {
    public static void main(String[] args) {
        System.out.println("one line");
    }
}
JAVA
"$jdk/bin/javac" -d "$work" "$work/OneLine.java"

# Microseconds that a command takes, appended to a file.
measure() {
    local into=$1 begun ended
    shift
    begun=${EPOCHREALTIME/[.,]/}
    "$@" >/dev/null </dev/null
    ended=${EPOCHREALTIME/[.,]/}
    echo $((ended - begun)) >>"$into"
}

median() {
    sort -n "$1" | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

# By turns, so that both see the same machine.
for ((round = 0; round < rounds; round++)); do
    measure "$work/one-line" "$jdk/bin/java" -cp "$work" OneLine
    measure "$work/stat" ./procprobe stat $$
done

[ -f cli/target/app/command.aot ] || echo "without a class-data archive: see the build" >&2
awk -v line="$(median "$work/one-line")" -v stat="$(median "$work/stat")" -v rounds="$rounds" \
    -v bar="$bar" -v tolerance="$tolerance" 'BEGIN {
    printf "one line of Java %.1f ms, procprobe stat %.1f ms: %.2f times as long (bar %s, medians of %d)\n",
        line / 1000, stat / 1000, stat / line, bar, rounds
    exit stat > bar * tolerance * line
}'
