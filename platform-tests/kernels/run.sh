#!/usr/bin/env bash
# Boots real Linux kernels under emulation, so that every fallback is executed and not assumed: each
# kernel lacks what came after it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
. "$here/packages.sh"
. "$here/runtime.sh"
. "$here/jars.sh"
. "$here/image.sh"
. "$here/report.sh"

# Name, architecture as Debian calls it, Debian's suite that has the kernel.
KERNELS='5.10-amd64 amd64 bullseye
6.1-amd64 amd64 bookworm
6.12-amd64 amd64 trixie
6.1-arm64 arm64 bookworm
6.12-arm64 arm64 trixie'

# What takes minutes under emulation, and says nothing about a kernel that the others do not say.
SLOW=' plan watch_reuse watch_leak watch_threads table_trees parse_mutations '

PARTS='c java environments'

# With --quick: where it matters whose processes they are.
RIGHTS=' query refused text_refused family table signal hidden watch watch_rows watch_exits '
RIGHTS_CLASSES='EveryProcessTest ExitTest IdentityTest LoadingTest PermissionTest SignalTest TreeKillTest'

usage() {
    cat <<'USAGE'
Usage: platform-tests/kernels/run.sh [OPTION]... [NAME]...

Boots Linux kernels of Debian under QEMU's software emulation, and runs in them, as root and as an
unprivileged user: the C tests, procprobe doctor and the conformance suite on a Java runtime, and
what environments/ makes of the system. Without a NAME: all.

  --list          the names
  --only PARTS    only these, with commas between them: c, java, environments
  --quick         as an unprivileged user only the C suites and the classes where rights matter, and
                  doctor with one binding; of all that counts a third of what --part and --java-part say
  --jobs N        so many kernels at once (default 1; each has two emulated processors)
  --suites "A B"  only these suites of native/test/linux/suites.h
  --part N        the N-th part of C tests that count (default 20)
  --java-part N   the N-th part of the conformance suite's loops that count (default 20)
  --seconds N     at most so long for each kernel (default 1800)
  --cache DIR     where kernels and Java runtimes are kept
                  (default: ${XDG_CACHE_HOME:-~/.cache}/procprobe/kernels)
  --logs DIR      where what the guests print is kept (default: a new temporary folder)
  --help          this text

What is run has to be built: ./mvnw -pl native,java-api,cli,platform-tests verify, and for arm64
./mvnw -Paarch64 -pl native verify. From Debian's packages: qemu-system-x86, qemu-system-arm,
busybox-static, cpio. The Java runtime for amd64 is made of the JDK that builds procprobe, that for
arm64 is fetched with pip, once.

Exit status: 0 all passed, 1 something failed, 2 bad usage, 3 something was skipped, with the reason.
USAGE
}

fail_usage() {
    echo "run.sh: $1 (see --help)" >&2
    exit 2
}

suites='' only='' part=20 java_part=20 jobs=1 quick='' seconds=1800 cache=${XDG_CACHE_HOME:-$HOME/.cache}/procprobe/kernels logs='' names=()
while [ $# -gt 0 ]; do
    case $1 in
        --help) usage; exit 0 ;;
        --list) cut -d' ' -f1 <<<"$KERNELS"; exit 0 ;;
        --only)
            [ $# -ge 2 ] || fail_usage "$1 needs a value"
            for word in ${2//,/ }; do
                [[ " $PARTS " == *" $word "* ]] || fail_usage "no part $word"
            done
            only="$only ${2//,/ }"
            shift ;;
        --quick) quick=yes ;;
        --suites | --part | --java-part | --jobs | --seconds | --cache | --logs)
            [ $# -ge 2 ] || fail_usage "$1 needs a value"
            option=${1#--}
            printf -v "${option//-/_}" '%s' "$2"
            shift ;;
        -*) fail_usage "no option $1" ;;
        *)
            grep -q "^$1 " <<<"$KERNELS" || fail_usage "no kernel $1"
            names+=("$1") ;;
    esac
    shift
done
for number in "$part" "$java_part" "$jobs" "$seconds"; do
    [[ $number =~ ^[1-9][0-9]*$ ]] || fail_usage "--part, --java-part, --jobs and --seconds are numbers"
done
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(cut -d' ' -f1 <<<"$KERNELS")
only=${only:-$PARTS}
if [ -n "$quick" ]; then
    part=$((part * 3)) java_part=$((java_part * 3))
fi
logs=${logs:-$(mktemp -d)}
mkdir -p "$logs" "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What is missing for any guest of an architecture, a line each.
missing_for() {
    local tool
    for tool in busybox cpio readelf apt-get dpkg "$(qemu_of "$1")" "$(compiler_of "$1")"; do
        command -v "$tool" >/dev/null || echo "$tool"
    done
    # One with libraries would not start in the guest.
    ! readelf -l "$(command -v busybox)" 2>/dev/null | grep -q INTERP || echo busybox-static
}

# What is missing for a part, a line each.
missing_for_part() {
    case $1 in
        c) [ -x "$(tests_of "$2")" ] || echo "the C tests: $(how_to_build "$2")" ;;
        environments) compgen -G "$here/environments/*.sh" >/dev/null || echo "environments/*.sh" ;;&
        java | environments)
            missing_jars "$2"
            missing_for_runtime "$2" "$cache" ;;
    esac
}

# Alone, as several kernels and several runs share what is made.
alone() {
    (
        flock 9
        "$@"
    ) 9>"$cache/lock"
}

# shellcheck disable=SC2329 # run by alone
prepare_java() {
    make_runtime "$1" "$cache" && make_jars "$1" "$work/jars-$1" "$(runtime_of "$1" "$cache")"
}

skip() {
    printf '%s: %s skipped: %s\n' "$1" "$2" "$3"
}

# Runs one kernel and prints what came of it.
run_kernel() {
    local name=$1 arch suite word missing parts='' skipped=0 log=$logs/$1.log
    read -r _ arch suite < <(grep "^$name " <<<"$KERNELS")
    missing=$(missing_for "$arch" | paste -sd';')
    if [ -n "$missing" ]; then
        skip "$name" all "missing $missing"
        return 3
    fi
    if ! alone fetch_kernel "$arch" "$suite" "$cache/$name" >"$log" 2>&1; then
        skip "$name" all "the kernel could not be fetched, see $log"
        return 3
    fi
    for word in $PARTS; do
        [[ " $only " == *" $word "* ]] || continue
        missing=$(missing_for_part "$word" "$arch" | paste -sd';')
        if [ -z "$missing" ] && [ "$word" != c ] && ! alone prepare_java "$arch" >"$logs/java-$arch.log" 2>&1; then
            missing="a Java runtime, see $logs/java-$arch.log"
        fi
        if [ -n "$missing" ]; then
            skip "$name" "$word" "missing $missing"
            skipped=3
        else
            parts="$parts $word"
        fi
    done
    [ -n "$parts" ] || return 3
    local image=$work/$name.cpio begun=$SECONDS
    write_settings "$parts" >"$work/$name.settings"
    alone make_guest "$arch" "$cache" "$image" "$work/$name.settings" "$parts" "$work/jars-$arch"
    boot "$arch" "$cache/$name/vmlinuz" "$image" "$seconds" >"$log" 2>&1 || true
    # One emulated processor may run an instruction that the other one is just rewriting, as no real one
    # does: the guest's kernel then meets a breakpoint of its own and panics. Nothing else is tried again.
    if grep -aq 'Oops: int3' "$log" && ! grep -aq '^LAB-END' "$log"; then
        mv "$log" "$log.first"
        echo "$name: the emulator broke the kernel's code, booting again (see $log.first)"
        boot "$arch" "$cache/$name/vmlinuz" "$image" "$seconds" >"$log" 2>&1 || true
    fi
    rm -f "$image"
    report "$name" "$log" $((SECONDS - begun)) && return $skipped
}

# What the guest's scripts are told.
write_settings() {
    local chosen rights bindings='ffm jna' classes='--select-package io.procprobe.conformance' class
    chosen=$(chosen_suites | paste -sd' ')
    rights=$chosen
    if [ -n "$quick" ]; then
        rights=$RIGHTS bindings=ffm classes=''
        for class in $RIGHTS_CLASSES; do
            classes="$classes --select-class io.procprobe.conformance.$class"
        done
    fi
    cat <<SETTINGS
parts='$1'
c_suites='$chosen'
c_suites_nobody='$rights'
c_part=$part
bindings_nobody='$bindings'
java_nobody='$classes'
java_part=$java_part
java_patience=10
java_seconds=$seconds
SETTINGS
}

chosen_suites() {
    local suite
    sed -n 's/^SUITE(\([a-z_0-9]*\))$/\1/p' "$repository/native/test/linux/suites.h" | while read -r suite; do
        if [ -n "$suites" ]; then
            [[ " $suites " != *" $suite "* ]] || echo "$suite"
        elif [[ $SLOW != *" $suite "* ]]; then
            echo "$suite"
        fi
    done
}

# In the background; what it prints and its status stay in $work.
begin() {
    echo "$1: begun"
    (
        status=0
        run_kernel "$1" >"$work/$1.out" || status=$?
        echo "$status" >"$work/$1.status"
    ) &
}

# Prints what came of the kernels that are over since the last time.
collect() {
    local over
    for over in "$work"/*.status; do
        [ -f "$over" ] || continue
        read -r status <"$over"
        [ "$status" = 0 ] || { [ "$worst" = 1 ] || worst=$status; }
        cat "${over%.status}.out"
        rm "$over"
    done
}

worst=0
for name in "${names[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do
        wait -n || true
    done
    collect
    begin "$name"
done
wait
collect
echo "logs: $logs"
exit "$worst"
