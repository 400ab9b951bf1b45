#!/usr/bin/env bash
# Boots real Linux kernels under emulation and runs the C tests in them, so that every fallback is
# executed and not assumed: each kernel lacks what came after it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
. "$here/packages.sh"
. "$here/guest.sh"

# Name, architecture as Debian calls it, Debian's suite that has the kernel.
KERNELS='5.10-amd64 amd64 bullseye
6.1-amd64 amd64 bookworm
6.12-amd64 amd64 trixie
6.1-arm64 arm64 bookworm
6.12-arm64 arm64 trixie'

# What takes minutes under emulation, and says nothing about a kernel that the others do not say.
SLOW=' watch_reuse watch_leak watch_threads table_trees parse_mutations '

usage() {
    cat <<'USAGE'
Usage: platform-tests/kernels/run.sh [OPTION]... [NAME]...

Boots Linux kernels of Debian under QEMU's software emulation, and runs the C tests in them: as
root and as an unprivileged user. Without a NAME: all.

  --list          the names
  --suites "A B"  only these suites of native/test/suites.h
  --part N        the N-th part of tests that count (default 20)
  --seconds N     at most so long for each kernel (default 900)
  --cache DIR     where kernels are kept (default: ${XDG_CACHE_HOME:-~/.cache}/procprobe/kernels)
  --logs DIR      where what the guests print is kept (default: a new temporary folder)
  --help          this text

The C tests have to be built: ./mvnw -pl native verify, and for arm64 ./mvnw -Paarch64 -pl native
verify. From Debian's packages: qemu-system-x86, qemu-system-arm, busybox-static, cpio.

Exit status: 0 all passed, 1 something failed, 2 bad usage, 3 something was skipped, with the reason.
USAGE
}

fail_usage() {
    echo "run.sh: $1 (see --help)" >&2
    exit 2
}

suites='' part=20 seconds=900 cache=${XDG_CACHE_HOME:-$HOME/.cache}/procprobe/kernels logs='' names=()
while [ $# -gt 0 ]; do
    case $1 in
        --help) usage; exit 0 ;;
        --list) cut -d' ' -f1 <<<"$KERNELS"; exit 0 ;;
        --suites | --part | --seconds | --cache | --logs)
            [ $# -ge 2 ] || fail_usage "$1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift ;;
        -*) fail_usage "no option $1" ;;
        *)
            grep -q "^$1 " <<<"$KERNELS" || fail_usage "no kernel $1"
            names+=("$1") ;;
    esac
    shift
done
[[ $part =~ ^[1-9][0-9]*$ && $seconds =~ ^[1-9][0-9]*$ ]] || fail_usage "--part and --seconds are numbers"
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(cut -d' ' -f1 <<<"$KERNELS")
logs=${logs:-$(mktemp -d)}
mkdir -p "$logs" "$cache"

# What is missing for an architecture, or nothing.
missing_for() {
    local tool
    for tool in busybox cpio gzip readelf apt-get dpkg "$(qemu_of "$1")" "$(compiler_of "$1")"; do
        command -v "$tool" >/dev/null || echo "$tool"
    done
    # One with libraries would not start in the guest.
    ! readelf -l "$(command -v busybox)" 2>/dev/null | grep -q INTERP || echo busybox-static
    [ -x "$(tests_of "$1")" ] || echo "the C tests: $(how_to_build "$1")"
}

# Prints the lines of the guest as they come: some minutes of silence look like a hang.
run_kernel() {
    local name=$1 arch suite log=$logs/$1.log
    read -r _ arch suite < <(grep "^$name " <<<"$KERNELS")
    local missing
    missing=$(missing_for "$arch" | paste -sd';')
    if [ -n "$missing" ]; then
        printf '%-12s skipped: missing %s\n' "$name" "$missing"
        return 3
    fi
    if ! fetch_kernel "$arch" "$suite" "$cache/$name" >"$log" 2>&1; then
        printf '%-12s skipped: the kernel could not be fetched, see %s\n' "$name" "$log"
        return 3
    fi
    make_guest "$arch" "$cache" "$logs/$name.cpio.gz" "$(chosen_suites "$arch")" "$part"
    local begun=$SECONDS
    boot "$arch" "$cache/$name/vmlinuz" "$logs/$name.cpio.gz" "$seconds" >"$log" 2>&1 || true
    rm -f "$logs/$name.cpio.gz"
    report "$name" "$log" $((SECONDS - begun))
}

chosen_suites() {
    local suite
    for suite in $(sed -n 's/^SUITE(\([a-z_0-9]*\))$/\1/p' "$repository/native/test/suites.h"); do
        if [ -n "$suites" ]; then
            [[ " $suites " == *" $suite "* ]] && echo "$suite"
        elif [[ $SLOW != *" $suite "* ]]; then
            echo "$suite"
        fi
    done
    return 0
}

# How many suites ended with 0 (passed), with 77 (skipped), with anything else.
count_results() {
    grep -a '^LAB [a-z]' "$1" | awk '
        $4 == 0 { passed++ } $4 == 77 { skipped++ } $4 != 0 && $4 != 77 { failed++ }
        END { print passed + 0, failed + 0, skipped + 0 }'
}

# A line for a kernel, the mechanisms that were in use on it, and what failed.
report() {
    local name=$1 log=$2 took=$3 passed failed skipped
    tr -d '\r' <"$log" >"$log.lines" && mv "$log.lines" "$log"
    read -r passed failed skipped < <(count_results "$log")
    printf '%-12s %s: %s suites passed, %s failed, %s skipped, in %s s\n' "$name" \
        "$(grep -am1 '^KERNEL ' "$log" | cut -d' ' -f2)" "$passed" "$failed" "$skipped" "$took"
    grep -a '^MECHANISM ' "$log" | sed 's/^MECHANISM //' |
        awk -F'|' '{ printf "    %-22s %s%s\n", $1, $2, $4 == "" ? "" : " (" $4 ")" }'
    grep -a '^LAB [a-z]' "$log" | awk '$4 != 0 && $4 != 77 { print "    failed as " $2 ": " $3 }'
    if ! grep -aq '^LAB-END' "$log"; then
        echo "    the guest did not come to its end"
        failed=1
    fi
    if [ "$failed" -gt 0 ] || [ "$passed" = 0 ]; then
        echo "    see $log"
        return 1
    fi
}

worst=0
for name in "${names[@]}"; do
    status=0
    run_kernel "$name" || status=$?
    [ "$status" = 0 ] || { [ "$worst" = 1 ] || worst=$status; }
done
echo "logs: $logs"
exit $worst
