#!/usr/bin/env bash
# Builds the library for macOS, x86-64 and arm64, with Apple's headers, and looks at the linked files. Nothing
# of it is run: that takes a Mac. What can be run here, native/test/macos/fake, is among the C tests.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)

ARCHITECTURES='x86_64 aarch64'
ZIGLANG='ziglang~=0.17.0'

usage() {
    cat <<'USAGE'
Usage: platform-tests/macos/build.sh [OPTION]...

Cross-compiles the library and the child of the conformance suite for macOS with zig, and checks: the layouts
of all records, Apple's and ours, while compiling; that a record with a byte more ends the build; that the
library exports what the header declares and nothing else, needs libSystem alone, and is signed on arm64.

  --cache DIR  where zig is kept (default: ${XDG_CACHE_HOME:-~/.cache}/procprobe)
  --output DIR where the libraries go (default: native/target/macos)
  --no-install fetches nothing
  --help       this text

Needs cmake, make and Python 3 with pip, which fetches zig (the package ziglang, 90 MB, once). The zig of
$PROCPROBE_ZIG is taken instead, where that is set.

Exit status: 0 all passed, 1 something failed, 2 bad usage, 3 skipped, for want of what is named.
USAGE
}

fail_usage() {
    echo "build.sh: $1 (see --help)" >&2
    exit 2
}

cache=${XDG_CACHE_HOME:-$HOME/.cache}/procprobe output=$repository/native/target/macos install=yes
while [ $# -gt 0 ]; do
    case $1 in
        --help) usage; exit 0 ;;
        --no-install) install=no ;;
        --cache | --output)
            [ $# -ge 2 ] || fail_usage "$1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift ;;
        *) fail_usage "no option $1" ;;
    esac
    shift
done

skip() {
    echo "skipped: $1"
    exit 3
}

newest_zig() {
    printf '%s\n' "$cache"/ziglang-*/ziglang/zig | sort -rV | head -n 1
}

# Into a folder of its own name, which is there when all of it is.
fetch_zig() {
    local folder=$cache/ziglang-new.$$
    mkdir -p "$cache"
    if ! python3 -m pip -q --disable-pip-version-check install --no-deps --only-binary=:all: --target "$folder" \
        --root-user-action=ignore "$ZIGLANG" >"$folder.log" 2>&1; then
        echo "$(tail -n 1 "$folder.log")" >&2
        rm -rf "$folder" "$folder.log"
        return 1
    fi
    mv "$folder" "$cache/ziglang-$("$folder/ziglang/zig" version)"
    rm -f "$folder.log"
}

for tool in cmake make python3; do
    command -v "$tool" >/dev/null || skip "missing $tool (apt-get install cmake make python3)"
done
if [ -z "${PROCPROBE_ZIG:-}" ]; then
    if [ ! -x "$(newest_zig)" ]; then
        [ "$install" = yes ] || skip "missing zig: call this without --no-install, or name one in PROCPROBE_ZIG"
        python3 -m pip --version >/dev/null 2>&1 || skip "missing pip (apt-get install python3-pip)"
        fetch_zig || skip "missing zig: pip cannot fetch $ZIGLANG; name one in PROCPROBE_ZIG"
    fi
    PROCPROBE_ZIG=$(newest_zig)
fi
export PROCPROBE_ZIG
"$PROCPROBE_ZIG" version >/dev/null 2>&1 || skip "missing zig: $PROCPROBE_ZIG does not run"
echo "zig $("$PROCPROBE_ZIG" version)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
libraries=()
for architecture in $ARCHITECTURES; do
    build=$work/$architecture
    if cmake -S "$repository/native" -B "$build" -DPROCPROBE_LIBRARY_DIR="$output" -DBUILD_TESTING=OFF \
        -DCMAKE_TOOLCHAIN_FILE="$repository/native/cmake/$architecture-macos.cmake" >"$build.log" 2>&1 &&
        cmake --build "$build" >>"$build.log" 2>&1; then
        libraries+=("$output/macos-$architecture/libprocprobe.dylib")
    else
        tail -n 30 "$build.log" | sed 's/^/    /'
        echo "$architecture: not built"
        failed=1
    fi
    if ! cmake "-DCOMPILER=$PROCPROBE_ZIG;cc;-target;$architecture-macos" -DNATIVE="$repository/native" \
        -DFOLDER="$work/layout" -P "$repository/native/test/check_layout.cmake"; then
        failed=1
    fi
done
[ "${#libraries[@]}" = 0 ] ||
    python3 "$repository/native/test/macos/check_library.py" "$repository/native/include/procprobe.h" \
        "${libraries[@]}" || failed=1
exit "$failed"
