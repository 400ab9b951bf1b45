#!/usr/bin/env bash
# Gives every parser of text from the kernel what libFuzzer makes up.
set -euo pipefail
cd "$(dirname "$0")/.."

show_help() {
    cat <<'HELP'
Usage: native/fuzz/run.sh [--seconds N] [NAME...]

Builds the targets of this folder with clang (libFuzzer, AddressSanitizer, UndefinedBehaviorSanitizer) and
runs each for a time, two at once, beginning with the texts of native/fuzz/corpus.

  NAME         a target, such as stat; all of them when none is given
  --seconds N  how long each runs, 60 unless told otherwise
  --help       this text

Everything is written to a new folder outside of the repository. It is removed when nothing was found; else
the last line names it, with the findings (findings/NAME-...), what libFuzzer said of them (NAME.log) and the
programs. A finding is repeated by giving it to the program: FOLDER/NAME FINDING.
Exit status: 0 without findings, 1 with one, 2 for bad usage or a missing tool.
HELP
}

fail() {
    echo "native/fuzz/run.sh: $1" >&2
    exit 2
}

seconds=60
names=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            show_help
            exit
            ;;
        --seconds | --seconds=*)
            if [ "$1" = --seconds ]; then
                shift
                seconds=${1-}
            else
                seconds=${1#*=}
            fi
            [[ $seconds =~ ^[1-9][0-9]{0,6}$ ]] || fail "--seconds needs a number above 0"
            ;;
        -*) fail "unknown option $1 (see --help)" ;;
        *)
            [ -d "fuzz/corpus/$1" ] || fail "no target $1; there are: $(ls fuzz/corpus | tr '\n' ' ')"
            names+=("$1")
            ;;
    esac
    shift
done
if [ ${#names[@]} -eq 0 ]; then
    mapfile -t names < <(ls fuzz/corpus)
fi

compiler=${CLANG:-clang}
command -v "$compiler" >/dev/null || fail "clang not found: install it, for instance with: sudo apt-get install clang"
version=$("$compiler" -dumpversion)

folder=$(mktemp -d "${TMPDIR:-/tmp}/procprobe-fuzz.XXXXXX")
trap 'rm -r "$folder"' EXIT
mkdir "$folder/objects" "$folder/corpus" "$folder/findings"

# The runtime is a package of its own, which has to be of the version of the compiler.
checks=(-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all)
if ! "$compiler" "${checks[@]}" -x c - -o "$folder/probe" 2>"$folder/probe.log" <<<'#include <stddef.h>
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) { return bytes != 0 && length == 0; }'; then
    cat "$folder/probe.log" >&2
    fail "clang $version has no libFuzzer: install its runtime, for instance with: sudo apt-get install libclang-rt-${version%%.*}-dev"
fi

options=(-std=c11 -O1 -g -fno-omit-frame-pointer -Wall -Wextra -Werror
    -Iinclude -Isrc/common -Isrc/linux -Isrc/macos -Itest -Itest/linux -Itest/macos -Ifuzz)
objects=()
for source in src/linux/parse/*.c src/macos/parse/arguments.c src/common/text.c test/linux/parse_checks.c \
    test/macos/check_arguments.c fuzz/expect.c; do
    object=$folder/objects/$(basename "$source" .c).o
    # The same checks, but without the main() that libFuzzer brings.
    "$compiler" "${options[@]}" "${checks[0]/fuzzer/fuzzer-no-link}" "${checks[1]}" -c "$source" -o "$object"
    objects+=("$object")
done
for name in "${names[@]}"; do
    "$compiler" "${options[@]}" "${checks[@]}" "fuzz/$name.c" "${objects[@]}" -o "$folder/$name"
done

# One target to its end, and a line of what came of it. The memory is bounded, and the length of a text to that of
# the largest buffer that a parser is given.
run_target() {
    local name=$1 log=$folder/$1.log begin=$SECONDS status=0 executions findings
    mkdir "$folder/corpus/$name"
    "$folder/$name" -max_total_time="$seconds" -max_len=4096 -rss_limit_mb=512 -malloc_limit_mb=128 -timeout=10 \
        -print_final_stats=1 -artifact_prefix="$folder/findings/$name-" \
        "$folder/corpus/$name" "fuzz/corpus/$name" >"$log" 2>&1 &
    local fuzzer=$!
    trap 'kill "$fuzzer"; exit 130' INT TERM
    wait "$fuzzer" || status=$?
    trap - INT TERM
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    findings=$(find "$folder/findings" -name "$name-*" | wc -l)
    printf '%-12s %12s executions %5d s %3d findings\n' \
        "$name" "${executions:-no}" $((SECONDS - begin)) "$findings"
    if [ "$status" != 0 ]; then
        # A finding, or else the fuzzer itself could not go on.
        grep -E -m 5 'ERROR|runtime error|is not as expected|Test unit written|SUMMARY' "$log" || tail -n 5 "$log"
        : >"$folder/failed"
    fi
}

stop() {
    local running
    mapfile -t running < <(jobs -rp)
    [ ${#running[@]} -eq 0 ] || kill "${running[@]}" || :
    wait
    exit 130
}
trap stop INT TERM
for name in "${names[@]}"; do
    [ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n
    run_target "$name" &
done
wait
if [ -e "$folder/failed" ]; then
    trap - EXIT
    echo "findings, logs and programs: $folder"
    exit 1
fi
