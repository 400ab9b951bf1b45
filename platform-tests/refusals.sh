#!/usr/bin/env bash
# Runs the conformance suite in JVMs to which the kernel refuses chosen system calls.
set -euo pipefail
cd "$(dirname "$0")/.."

# What old kernels lack, and what old container runtimes refuse.
CALLS=(pidfd_open pidfd_send_signal ioctl epoll clock_gettime)

show_help() {
    cat <<'HELP'
Usage: platform-tests/refusals.sh [--errno ENOSYS|EPERM] [--part N] [CALL[,CALL]...]...

Runs the conformance suite on this machine, once for each CALL (or several at once, with a comma), in a JVM
to which the kernel refuses it by a seccomp filter: so that what procprobe does without it is done for real.

  CALL            pidfd_open, pidfd_send_signal, ioctl (of pidfds alone), epoll, clock_gettime (of CPU clocks
                  of other processes alone); each of them when none is given, and then all at once
  --errno NAME    how it is refused: ENOSYS as an old kernel does, which is the default, or EPERM as an old
                  container runtime does
  --part N        the N-th part of tests that count, 20 unless told otherwise
  --help          this text

Needs ./mvnw -pl platform-tests -am -DskipTests package. Linux only, and no privileges.
Exit status: 0 all passed, 1 something failed, 2 for bad usage or when something is missing.
HELP
}

fail() {
    echo "platform-tests/refusals.sh: $1" >&2
    exit 2
}

errno=ENOSYS part=20 chosen=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            show_help
            exit
            ;;
        --errno | --part)
            [ $# -ge 2 ] || fail "$1 needs a value (see --help)"
            printf -v "${1#--}" '%s' "$2"
            shift
            ;;
        -*) fail "unknown option $1 (see --help)" ;;
        *)
            for call in ${1//,/ }; do
                [[ " ${CALLS[*]} " == *" $call "* ]] || fail "no call $call; there are: ${CALLS[*]}"
            done
            chosen+=("$1")
            ;;
    esac
    shift
done
[ "$errno" = ENOSYS ] || [ "$errno" = EPERM ] || fail "--errno is ENOSYS or EPERM"
[[ $part =~ ^[1-9][0-9]*$ ]] || fail "--part needs a number above 0"
if [ ${#chosen[@]} = 0 ]; then
    chosen=("${CALLS[@]}" "$(IFS=,; echo "${CALLS[*]}")")
fi

suite=platform-tests/target/conformance
refuse=native/target/cmake/programs/procprobe_refuse
[ -e "$suite/procprobe-platform-tests.jar" ] && [ -x "$refuse" ] && [ -e platform-tests/target/jdk ] ||
    fail "not built: ./mvnw -pl platform-tests -am -DskipTests package"
java=$(cat platform-tests/target/jdk)/bin/java
logs=$(mktemp -d)

worst=0
for calls in "${chosen[@]}"; do
    log=$logs/${calls//,/+}.log
    status=0
    begun=$SECONDS
    timeout 1200 "$refuse" --errno "$errno" "$calls" -- "$java" --enable-native-access=ALL-UNNAMED \
        -Dprocprobe.conformance.part="$part" -Dprocprobe.cache.dir="$PWD/platform-tests/target/test-cache" \
        -cp "$suite/*" org.junit.platform.console.ConsoleLauncher execute \
        --select-package io.procprobe.conformance --details=tree --details-theme=ascii --disable-banner \
        --disable-ansi-colors \
        >"$log" 2>&1 || status=$?
    printf '%-6s %-60s %s in %s s\n' "$errno" "$calls" \
        "$(sed -n 's/^\[ *\([0-9]*\) tests \(successful\|failed\|skipped\|aborted\).*/\1 \2/p' "$log" | paste -sd, )" \
        "$((SECONDS - begun))"
    if [ "$status" != 0 ]; then
        grep '\[X\]' "$log" | head -n 20 || true
        echo "exit status $status, see $log"
        worst=1
    fi
done
[ "$worst" = 1 ] || rm -rf "$logs"
exit $worst
