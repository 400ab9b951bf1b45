# The jars that a guest runs, as the build leaves them, and the native library for its architecture.
# shellcheck shell=bash disable=SC2154 # $here and $repository are those of run.sh

suite_folder() {
    echo "$repository/platform-tests/target/conformance"
}

command_folder() {
    echo "$repository/cli/target/app/lib"
}

child_of() {
    echo "$repository/native/target/$(build_folder "$1")/programs/procprobe_child"
}

# What is missing, a line each, with the command that makes it.
missing_jars() {
    local jar
    for jar in procprobe-platform-tests procprobe procprobe-native jna junit-platform-console-standalone; do
        if [ ! -f "$(suite_folder)/$jar.jar" ]; then
            echo "$jar.jar of the suite: ./mvnw -pl native,java-api,platform-tests -DskipTests package"
            break
        fi
    done
    compgen -G "$(command_folder)/procprobe-cli-*.jar" >/dev/null ||
        echo "the command: ./mvnw -pl native,java-api,cli -DskipTests package"
    [ -x "$(child_of "$1")" ] || echo "the suite's child: $(how_to_build "$1")"
    [ "$1" = amd64 ] || [ -n "$(cross_library)" ] || echo "the library for $1: $(how_to_build "$1")"
}

# The folder linux-aarch64 that the cross build fills, if it did.
cross_library() {
    local library
    for library in "$repository"/native/target/aarch64/*/libprocprobe.so; do
        [ -f "$library" ] && dirname "$library"
    done
    return 0
}

# The jars of the suite and of the command in one folder, once for each architecture. A foreign one gets a
# further jar with the library where the loader looks for it, so that the packed one is what is tested.
make_jars() {
    local arch=$1 folder=$2 runtime=$3
    [ ! -d "$folder" ] || return 0
    mkdir -p "$folder"
    # Of the command all that is ours and not of the suite, whatever modules there may come to be.
    find "$(command_folder)" -name 'procprobe-[a-z]*.jar' ! -name 'procprobe-native-*' -exec cp -p {} "$folder" \;
    cp -p "$(suite_folder)"/*.jar "$(command_folder)"/{picocli,jackson-core}-*.jar "$folder"
    if [ "$arch" != amd64 ]; then
        local resources
        resources=$(mktemp -d)
        mkdir -p "$resources/io/procprobe/native"
        cp -r "$(cross_library)" "$resources/io/procprobe/native"
        (cd "$resources" && python3 -m zipfile -c "$folder/procprobe-native-$arch.jar" io)
        rm -rf "$resources"
    fi
    make_archive "$arch" "$folder" "$runtime/jre/bin/java"
}

# The classes that doctor and JUnit load, ready for use: halves the time of a start in a guest. The list
# is made on this machine; for another architecture the archive is dumped under user emulation. Without
# one the JVM starts all the same.
make_archive() {
    local arch=$1 folder=$2 java=("$3") list home binding
    home=$(jdk_home)
    [ -n "$home" ] || return 0
    if [ "$arch" != amd64 ]; then
        command -v qemu-aarch64 >/dev/null || return 0
        java=(qemu-aarch64 -L /usr/aarch64-linux-gnu "$3")
    fi
    list=$(mktemp -d)
    local record=("$home/bin/java" --enable-native-access=ALL-UNNAMED -cp "$(class_path "$folder")")
    for binding in ffm jna; do
        "${record[@]}" -XX:DumpLoadedClassList="$list/$binding" -Dprocprobe.binding="$binding" \
            io.procprobe.cli.Main doctor || true
    done
    "${record[@]}" -XX:DumpLoadedClassList="$list/junit" org.junit.platform.console.ConsoleLauncher execute \
        --select-class io.procprobe.conformance.LoadingTest --details=testfeed || true
    # Numbers differ between the runs, and classes of loaders other than the usual ones need them.
    sed '/^#/d; / source: /d; s/ id: [0-9]*$//' "$list"/* | sort -u >"$folder/classes.list"
    "${java[@]}" -Xshare:dump -XX:+UseSerialGC -XX:SharedClassListFile="$folder/classes.list" \
        -XX:SharedArchiveFile="$folder/classes.jsa" -cp "$(class_path "$folder")" || rm -f "$folder/classes.jsa"
    rm -rf "$list" "$folder/classes.list"
}

# In a fixed order: an archive of classes fits one class path.
class_path() {
    local jars=("$1"/*.jar)
    (IFS=: && echo "${jars[*]}")
}
