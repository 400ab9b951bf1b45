#!/usr/bin/env bash
# Builds small projects against the installed artifacts, as users do, and runs them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
cd "$repository"

show_help() {
    cat <<'HELP'
Usage: platform-tests/consumers/run.sh [--artifacts DIR]

Each project beside this script uses procprobe as its users do: class-path (Java 17, JNA, a supervisor),
module-path (Java 25, FFM, without JNA), jlink-image (that tool with a Java of its own), fat-jar (one
executable jar), metrics (procprobe-micrometer with a registry of Prometheus, no supervisor) and agent (which has
procprobe-agent in it), both on class path and module path. Each starts a child, and prints a row about it.

  --artifacts DIR  those to be used, as release/build.sh makes them; otherwise they are built
  --help           this text

Exit status: 0 when all printed what they should, 1 otherwise, 2 for bad usage.
HELP
}

artifacts=''
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            show_help
            exit
            ;;
        --artifacts)
            [ $# -ge 2 ] || { echo "run.sh: $1 needs a value (see --help)" >&2; exit 2; }
            artifacts=$(cd "$2" && pwd)
            shift
            ;;
        *)
            echo "run.sh: unknown option $1 (see --help)" >&2
            exit 2
            ;;
    esac
    shift
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What is built here goes into a repository of its own; the user's is only read.
maven() {
    "$repository/mvnw" -B -ntp -q "-Dmaven.repo.local=$work/repository" \
        "-Dmaven.repo.local.tail=${MAVEN_REPOSITORY:-$HOME/.m2/repository}" "$@"
}

if [ -n "$artifacts" ]; then
    mkdir -p "$work/repository"
    cp -r "$artifacts/io" "$work/repository/"
else
    echo "building the artifacts" >&2
    maven -DskipTests -pl .,bom,native,java-api,supervisor,micrometer,agent install
fi
version=$(sed -n 's/^    <version>\(.*\)<\/version>$/\1/p' pom.xml | head -n 1)

jdk25=$(cat "$repository/supervisor/target/jdk" 2>/dev/null || true)
[ -x "$jdk25/bin/java" ] || { echo "run.sh: no JDK 25 noted in supervisor/target/jdk" >&2; exit 1; }
cp -r "$here"/{class-path,module-path,jlink-image,fat-jar,metrics,agent} "$work"
# By a user whose Java is 25.
build() {
    echo "building $1" >&2
    JAVA_HOME=$jdk25 maven -f "$work/$1/pom.xml" "-Dprocprobe.version=$version" "$2"
}
build class-path package
build module-path install
build jlink-image package
build fat-jar package
build metrics package
build agent package

java17=''
for home in "${JAVA17_HOME:-}" "${JAVA_HOME_17_X64:-}" "${JAVA_HOME_17_arm64:-}" /usr/lib/jvm/*17*; do
    if [ -n "$home" ] && [ -x "$home/bin/java" ]; then
        java17=$home/bin/java
        break
    fi
done

failed=0
# Runs a consumer; its first line has to be a row about its own child, by the binding $2.
expect() {
    local name=$1 binding=$2 out error status=0
    shift 2
    out=$work/$name.out error=$work/$name.err
    "$@" sleep 30 >"$out" 2>"$error" || status=$?
    printf '%-24s %s\n' "$name" "$(head -n 1 "$out")"
    if [ "$status" != 0 ] || [ -s "$error" ] ||
        ! head -n 1 "$out" |
            grep -Eq "^OK pid=[1-9][0-9]* parent=[1-9][0-9]* resident=[1-9][0-9]* cpu=[0-9]+ binding=$binding\$"; then
        echo "$name: not a row by $binding (exit status $status)" >&2
        cat "$out" "$error" >&2
        failed=1
    fi
}

class_path="$work/class-path/target/class-path-1.jar:$work/class-path/target/lib/*"
module_path=$work/module-path/target/module-path-1.jar:$work/module-path/target/lib
fat_jar=$work/fat-jar/target/fat-jar-1.jar
metrics=$work/metrics/target/metrics-1.jar:$work/metrics/target/lib
agent=$work/agent/target/agent-1.jar:$work/agent/target/lib
native_access=--enable-native-access=ALL-UNNAMED
if [ -n "$java17" ]; then
    expect class-path-17 JNA "$java17" -cp "$class_path" org.example.classpath.Server
    expect fat-jar-17 JNA "$java17" -jar "$fat_jar"
    expect metrics-17 JNA "$java17" -cp "$metrics/*" org.example.metrics.Application
    expect agent-17 JNA "$java17" -cp "$agent/*" org.example.agent.Application
else
    echo "no Java 17 found: set JAVA17_HOME to run those of the class path on it as well" >&2
fi
expect class-path-25 FFM "$jdk25/bin/java" $native_access -cp "$class_path" org.example.classpath.Server
expect module-path-25 FFM "$jdk25/bin/java" --enable-native-access=io.procprobe -p "$module_path" \
    -m org.example.modulepath/org.example.modulepath.Tool
expect jlink-image FFM "$work/jlink-image/target/maven-jlink/default/bin/tool"
expect metrics-class-path FFM "$jdk25/bin/java" $native_access -cp "$metrics/*" org.example.metrics.Application
expect metrics-module-path FFM "$jdk25/bin/java" --enable-native-access=io.procprobe -p "$metrics" \
    -m org.example.metrics/org.example.metrics.Application
expect agent-class-path FFM "$jdk25/bin/java" $native_access -cp "$agent/*" org.example.agent.Application
expect agent-module-path FFM "$jdk25/bin/java" --enable-native-access=io.procprobe -p "$agent" \
    -m org.example.agent/org.example.agent.Application
expect fat-jar-25 FFM "$jdk25/bin/java" -jar "$fat_jar"
exit "$failed"
