# The C tests, cross-compiled by Maven and run suite by suite.
# shellcheck shell=bash

C_BUILD=$repository/native/target/cmake-windows
C_TESTS=$C_BUILD/test/procprobe_tests.exe

# Once; for later parts nothing is left to do.
build_c() {
    (cd "$repository" && ./mvnw -q -ntp -Pwindows -pl native compile) >"$logs/c-build.log" 2>&1
}

# What the linked library imports and exports, by the tools of the compiler.
check_library() {
    local cmake objdump library=$repository/native/target/windows/windows-x86_64/procprobe.dll
    cmake=$(sed -n 's/^CMAKE_COMMAND:INTERNAL=//p' "$C_BUILD/CMakeCache.txt")
    objdump=$(sed -n 's/^CMAKE_OBJDUMP:[A-Z]*=//p' "$C_BUILD/CMakeCache.txt")
    "$cmake" -DLIBRARY="$library" -DOBJDUMP="$objdump" \
        -DHEADER="$repository/native/include/procprobe.h" \
        -P "$repository/native/test/windows/check_library.cmake" >"$logs/c-library.log" 2>&1
}

c_suites() {
    sed -n 's/^SUITE(\([a-z_0-9]*\))$/\1/p' "$repository/native/test/windows/suites.h"
}

# Cases that were skipped, with the reason, and in how many of the ways in which the library works.
c_skips() {
    sed -n 's|^skipped [^/]*/\([a-z_0-9]*\) ([^)]*): |\1: |p' "$1" | sort | uniq -c |
        sed -E 's/^ *([0-9]+) (.*)/    skipped \2 (\1 times)/'
}

# One line for a suite, then its skips and failures; adds to c_passed, c_failed, c_skipped.
run_c_suite() {
    local name=$1 log=$logs/c-$1.log passed=0 failed=0 skipped=0 status=0 begun=$SECONDS
    in_wine "$seconds" "$C_TESTS" "$name" >"$log" 2>&1 || status=$?
    read -r passed failed skipped < <(
        sed -n "s/^$name: passed \([0-9]*\), failed \([0-9]*\), skipped \([0-9]*\)$/\1 \2 \3/p" "$log"
    ) || true
    if [ -z "$passed" ]; then
        printf '  %-20s did not come to its end (status %s), see %s\n' "$name" "$status" "$log"
        c_failed=$((c_failed + 1))
        return
    fi
    printf '  %-20s passed %s, failed %s, skipped %s, in %s s\n' "$name" "$passed" "$failed" \
        "$skipped" $((SECONDS - begun))
    c_skips "$log"
    if [ "$failed" != 0 ]; then
        grep -v '^skipped' "$log" | sed 's/^/    /'
    fi
    c_passed=$((c_passed + passed)) c_failed=$((c_failed + failed)) c_skipped=$((c_skipped + skipped))
}

# 0 when all passed, 1 when something failed. That there is no zombie to look at makes no run worse.
run_c() {
    local name c_passed=0 c_failed=0 c_skipped=0
    echo 'C tests'
    if ! build_c; then
        echo "  not built, see $logs/c-build.log"
        return 1
    fi
    if check_library; then
        echo '  library              imports and exports are as they should be'
        c_passed=1
    else
        sed 's/^/    /' "$logs/c-library.log"
        c_failed=1
    fi
    for name in ${suites:-$(c_suites)}; do
        run_c_suite "$name"
    done
    echo "  in all: passed $c_passed, failed $c_failed, skipped $c_skipped"
    [ "$c_failed" = 0 ]
}
