# The C tests: the suites of native/test/linux/suites.h, each in a process of its own.
# shellcheck shell=sh disable=SC2154 # what settings say
PROCPROBE_TESTS_PART=$c_part
export PROCPROBE_TESTS_PART

/bin/procprobe_tests --mechanisms | sed 's/^/MECHANISM /'
# run_suite USER SUITE: reports it, and each skipped case with its reason.
run_suite() {
    lab "$1" "$2" /bin/procprobe_tests --own-way "$2"
    sed -n "s/^skipped /TEST $1 $2 skipped /p" /tmp/log
}

for suite in $c_suites; do
    run_suite root "$suite"
    case " $c_suites_nobody " in
        *" $suite "*) run_suite nobody "$suite" ;;
    esac
done
