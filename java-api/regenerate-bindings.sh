#!/bin/sh
# Writes what jextract makes of native/include/procprobe.h into src/main/java25, for every operating
# system at once. To be run after each change of the header; BindingsUpToDateTest fails until then.
#
#   regenerate-bindings.sh [FOLDER]   into FOLDER instead (for comparing)
#
# Needs jextract (a build for JDK 23 or later) on the PATH or in JEXTRACT_HOME.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
header=$here/../native/include/procprobe.h
package=io.procprobe.internal.ffm.generated
output=${1:-$here/src/main/java25}

if [ -n "${JEXTRACT_HOME:-}" ]; then
    jextract=$JEXTRACT_HOME/bin/jextract
else
    jextract=jextract
fi
command -v "$jextract" >/dev/null || {
    echo "jextract not found: put it on the PATH or set JEXTRACT_HOME (see CONTRIBUTING.md)" >&2
    exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The integers of the header without those of this machine's libc: uint64_t is a long here and a long
# long on Windows, and one output is to serve both.
cat >"$work/stdint.h" <<'TYPES'
typedef unsigned char uint8_t;
typedef int int32_t;
typedef unsigned int uint32_t;
typedef long long int64_t;
typedef unsigned long long uint64_t;
TYPES

"$jextract" -I "$work" --dump-includes "$work/all" "$header"
sed -n 's/ *# header: .*procprobe\.h$//p' "$work/all" >"$work/ours"

rm -rf "$output/$(echo $package | tr . /)"
"$jextract" -I "$work" --output "$output" --target-package $package @"$work/ours" "$header"

# jextract states the C types of the machine it runs on, used or not, and fails to load where a long has
# another size. The header has no long.
shared=$output/$(echo $package | tr . /)/procprobe_h\$shared.java
grep -v 'C_LONG = ' "$shared" >"$work/shared"
cp "$work/shared" "$shared"
