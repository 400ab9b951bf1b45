#!/usr/bin/env bash
# How much of native/src/macos the fake reaches (native/test/macos/fake). Fails below 90 % of the lines.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../../.." && pwd)

usage() {
    cat <<'USAGE'
Usage: native/test/macos/coverage.sh [--least PERCENT]

Builds procprobe_fake_macos with gcc and gcov, runs it, and prints the lines of each file of
native/src/macos that were executed, and those that were not.

Exit status: 0 enough, 1 too little or a test failed, 2 bad usage, 3 skipped, for want of gcc or gcov.
USAGE
}

least=90
while [ $# -gt 0 ]; do
    case $1 in
        --help) usage; exit 0 ;;
        --least)
            [[ ${2:-} =~ ^[0-9]+$ ]] || { echo "coverage.sh: --least needs a number (see --help)" >&2; exit 2; }
            least=$2
            shift ;;
        *) echo "coverage.sh: no option $1 (see --help)" >&2; exit 2 ;;
    esac
    shift
done
for tool in gcc gcov; do
    if ! command -v "$tool" >/dev/null; then
        echo "skipped: missing $tool (apt-get install gcc)"
        exit 3
    fi
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
native=$repository/native
includes=(-isystem "$native/test/macos/fake/include" -I"$native/test/macos/fake" -I"$native/include"
    -I"$native/src/common" -I"$native/src/macos" -I"$native/test" -I"$native/test/macos")
mapfile -t sources < <(find "$native/src/macos" "$native/test/macos/fake" "$native/src/common" -name '*.c' | sort)
sources+=("$native/test/harness.c" "$native/test/variants.c" "$native/test/randoms.c"
    "$native/test/macos/check_arguments.c")

objects=()
for source in "${sources[@]}"; do
    object=$folder/$(tr '/' '_' <<<"${source#"$native"/}").o
    measured=()
    [[ $source != "$native/src/macos/"* ]] || measured=(--coverage)
    gcc -std=c11 -O0 -D_GNU_SOURCE "${measured[@]}" "${includes[@]}" -c "$source" -o "$object"
    objects+=("$object")
done
gcc --coverage "${objects[@]}" -lpthread -o "$folder/tests"
if ! "$folder/tests" >"$folder/tests.log"; then
    cat "$folder/tests.log"
    exit 1
fi

cd "$folder"
gcov --preserve-paths src_macos_*.o >gcov.log
# "PERCENT of LINES FILE" for each source; the last figures are of all objects, and have no file.
awk -v prefix="$native/src/macos/" '
    /^File / { split($0, quoted, "\x27"); file = quoted[2] }
    /^Lines executed:/ && index(file, prefix) == 1 {
        split($0, parts, /[:% ]+/)
        print parts[3], parts[5], substr(file, length(prefix) + 1)
    }
    /^Lines executed:/ { file = "" }' gcov.log | sort -k3 >files.log
awk '{ printf "%6.1f %% of %4d  %s\n", $1, $2, $3 }' files.log
grep -H '^ *#####' ./*macos*.gcov | sed -E 's/^.*#macos#//; s/#/\//; s/\.gcov: *#####: */:/; s/^/  not reached: /' || true
awk -v least="$least" '
    { lines += $2; reached += int($1 * $2 / 100 + 0.5) }
    END {
        percent = lines == 0 ? 0 : 100 * reached / lines
        printf "%.1f %% of %d lines, at least %d %%\n", percent, lines, least
        exit percent < least
    }' files.log
