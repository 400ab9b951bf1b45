# The C tests: the suites of native/test/suites.h, each in a process of its own.
# shellcheck shell=sh disable=SC2154 # what settings say
PROCPROBE_TESTS_PART=$c_part
export PROCPROBE_TESTS_PART

/bin/procprobe_tests --mechanisms | sed 's/^/MECHANISM /'
for suite in $c_suites; do
    lab root "$suite" /bin/procprobe_tests --own-way "$suite"
    case " $c_suites_nobody " in
        *" $suite "*) lab nobody "$suite" /bin/procprobe_tests --own-way "$suite" ;;
    esac
done
