#!/usr/bin/env bash
# Builds everything that a release ships, with the native libraries of all platforms in one jar.
set -euo pipefail
cd "$(dirname "$0")/.."

show_help() {
    cat <<'HELP'
Usage: release/build.sh [OPTION]...

In a fresh clone of what is committed, cross-compiles the native libraries, and builds the parent, the BOM,
and procprobe-native, procprobe, procprobe-supervisor, procprobe-micrometer, procprobe-agent and procprobe-cli with
their sources, documentation
(javadoc) and bill of materials (CycloneDX), in the folders of a Maven repository.

  --natives DIR     libraries that were built elsewhere, DIR/PLATFORM/LIBRARY, such as those of the runners
                    of a release; they take the place of those that are cross-compiled
  --platforms LIST  with commas between them; default: linux-aarch64,windows-x86_64,macos-x86_64,macos-aarch64.
                    This machine's own is always there. What is missing for one of them is an error
  --to DIR          where it goes (default: target/release)
  --twice           builds all of it twice and compares the bytes
  --help            this text

DIR/SHA256SUMS has the digest of each file. Needs what CONTRIBUTING.md names for cross-compiling.
Exit status: 0 done, 1 failed, or the bytes differ, 2 bad usage.
HELP
}

fail_usage() {
    echo "release/build.sh: $1 (see --help)" >&2
    exit 2
}

natives='' here=no platforms=linux-aarch64,windows-x86_64,macos-x86_64,macos-aarch64 to=target/release twice=no
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            show_help
            exit
            ;;
        --natives | --platforms | --to)
            [ $# -ge 2 ] || fail_usage "$1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift
            ;;
        --twice) twice=yes ;;
        --in-this-clone) here=yes ;; # how this calls itself
        *) fail_usage "unknown option $1" ;;
    esac
    shift
done
mkdir -p "$to"
to=$(cd "$to" && pwd)
commit=$(git rev-parse HEAD)
[ -z "$natives" ] || natives=$(cd "$natives" && pwd)

say() {
    echo "release/build.sh: $1" >&2
}

maven() {
    ./mvnw -B -ntp -q "$@"
}

# The library of one platform into the folder $2/PLATFORM.
cross_compile() {
    local platform=$1 folder=$2 profile status=0
    case $platform in
        linux-aarch64) profile=aarch64 ;;
        windows-x86_64) profile=windows ;;
        macos-x86_64 | macos-aarch64)
            # Both at once.
            if [ ! -d "$to_macos" ]; then
                platform-tests/macos/build.sh --output "$to_macos" >&2 || status=$?
                [ "$status" = 0 ] || { say "no library for macOS"; exit 1; }
            fi
            cp -r "$to_macos/$platform" "$folder/"
            return
            ;;
        *) fail_usage "no platform $platform" ;;
    esac
    maven "-P$profile" -pl native -DskipTests "-Dlibrary.folder=$folder" \
        "-Dcmake.folder=$PWD/target/release-cmake/$platform" compile
}

# All files of the repository folder $1 that a release ships, into $2, with their digests.
collect() {
    (
        cd "$1"
        find io/procprobe -type f \( -name '*.jar' -o -name '*.pom' -o -name '*.json' \) | sort
    ) | while read -r file; do
        mkdir -p "$2/$(dirname "$file")"
        cp "$1/$file" "$2/$file"
    done
    (
        cd "$2"
        find io -type f | sort | xargs sha256sum >SHA256SUMS
    )
}

build() {
    local work platform
    work=$(mktemp -d)
    trap 'rm -rf "$work"' RETURN
    to_macos=$work/macos
    mkdir -p "$work/natives"
    for platform in ${platforms//,/ }; do
        if [ -n "$natives" ] && [ -d "$natives/$platform" ]; then
            cp -r "$natives/$platform" "$work/natives/"
        else
            say "cross-compiling for $platform"
            cross_compile "$platform" "$work/natives"
        fi
    done
    say "building the artifacts"
    # The user's own repository is read, and nothing is put there.
    maven -Prelease -DskipTests "-Dnatives=$work/natives" -pl .,bom,native,java-api,supervisor,micrometer,agent,cli \
        "-Dmaven.repo.local=$work/repository" \
        "-Dmaven.repo.local.tail=${MAVEN_REPOSITORY:-$HOME/.m2/repository}" install
    rm -rf "$to/io" "$to/SHA256SUMS"
    collect "$work/repository" "$to"
}

# In a clone of its own, into the folder $1: nothing of it stays in the folders of this one.
build_in_clone() {
    local work status=0
    work=$(mktemp -d)
    git clone -q . "$work/procprobe"
    git -C "$work/procprobe" checkout -q "$commit"
    "$work/procprobe/release/build.sh" --in-this-clone --platforms "$platforms" --to "$1" \
        ${natives:+--natives "$natives"} >/dev/null || status=$?
    rm -rf "$work"
    return "$status"
}

build_twice() {
    local other status=0
    other=$(mktemp -d)
    say "the first of two builds"
    build_in_clone "$to"
    say "the second of two builds"
    build_in_clone "$other"
    if diff "$to/SHA256SUMS" "$other/SHA256SUMS" >&2; then
        say "two builds gave the same bytes"
    else
        say "two builds of the same sources differ: < the first, > the second"
        status=1
    fi
    rm -rf "$other"
    return "$status"
}

# The version that the BOM has for itself and for all others is that of the parent.
version_of() {
    sed -n 's/^    <version>\(.*\)<\/version>$/\1/p' "$1" | head -n 1
}
if [ "$(version_of pom.xml)" != "$(version_of bom/pom.xml)" ]; then
    say "bom/pom.xml is of version $(version_of bom/pom.xml), pom.xml of $(version_of pom.xml)"
    exit 1
fi

[ "$here" = yes ] || [ -z "$(git status --porcelain)" ] ||
    say "what is not committed is not built: $(git status --porcelain | wc -l) files"
if [ "$here" = yes ]; then
    build
elif [ "$twice" = yes ]; then
    build_twice
else
    build_in_clone "$to"
fi
echo "$to: $(wc -l <"$to/SHA256SUMS") files"
unzip -l "$to"/io/procprobe/procprobe-native/*/procprobe-native-*[0-9T].jar 2>/dev/null |
    grep -oE 'native/[^/]+/[^/]+\.(so|dll|dylib)$' || true
