#!/usr/bin/env bash
# Builds and runs the benchmarks, and checks the bars of the design.
set -euo pipefail
cd "$(dirname "$0")/.."

show_help() {
    cat <<'HELP'
Usage: bench/run.sh [--quick] [--peers] [--only REGEX] [--tolerance FACTOR]

Builds procprobe, measures it next to the very system calls that it makes (its floor, from C) and next
to other libraries that do the same work, and checks the goals that are set for it.

  --quick             what the goals need, in less than 6 minutes; without it every size, in 75 minutes
  --peers             also what other languages use (psutil, sysinfo, procfs, gopsutil), where their tools
                      are installed; builds small programs with packages from their registries
  --only REGEX        only what has a label that this is found in, such as '^table' or 'OSHI|ps';
                      goals that need something else are left out
  --tolerance FACTOR  ratios of times may miss their goal by this factor, such as 1.3 on a noisy machine;
                      allocation may not
  --help              this text

Writes bench/target/results.json, results.md and results.svg; jmh.log beside them has JMH's own words.
Exit status: 0 when every goal was measured and met, 1 when one was missed or could not be measured, 2 for
bad usage.
HELP
}

value_of=
for argument in "$@"; do
    if [ -n "$value_of" ]; then
        value_of=
        continue
    fi
    case $argument in
        -h | --help)
            show_help
            exit
            ;;
        --only | --tolerance) value_of=$argument ;;
        --quick | --peers | --only=* | --tolerance=*) ;;
        *)
            echo "bench/run.sh: unknown option $argument (see --help)" >&2
            exit 2
            ;;
    esac
done

mkdir -p bench/target
log=$PWD/bench/target/build.log
echo "building (log: $log)" >&2
./mvnw -B -ntp -q -pl bench -am -DskipTests=true -Dmaven.test.skip=true package >"$log" 2>&1 || {
    grep '^\[ERROR\]' "$log" | head -n 5 >&2
    echo "the build failed, see $log" >&2
    exit 1
}

# For JMH and for JNA (by OSHI), which would give warnings on a new Java.
exec "$(cat bench/target/jdk)/bin/java" --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
    -cp bench/target/benchmarks.jar io.procprobe.bench.run.BenchCommand --folder "$PWD/bench" "$@"
