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

# The suite to /suite, the command to /cli. For a foreign architecture each gets a further jar with the
# library where the loader looks for it, so that the packed one is what is tested.
copy_jars() {
    local arch=$1 root=$2
    mkdir -p "$root/suite" "$root/cli"
    cp "$(suite_folder)"/*.jar "$root/suite"
    cp "$(command_folder)"/*.jar "$root/cli"
    cp "$(child_of "$arch")" "$root/bin/procprobe_child"
    if [ "$arch" != amd64 ]; then
        local folder
        folder=$(mktemp -d)
        mkdir -p "$folder/io/procprobe/native"
        cp -r "$(cross_library)" "$folder/io/procprobe/native"
        (cd "$folder" && python3 -m zipfile -c "$root/suite/procprobe-native-$arch.jar" io)
        cp "$root/suite/procprobe-native-$arch.jar" "$root/cli"
        rm -rf "$folder"
    fi
}
