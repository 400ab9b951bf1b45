/*
 * procprobe_tests           all suites
 * procprobe_tests SUITE     one suite
 *
 * The tests call this program again in two further ways: to run one case in a process that has not
 * used the library yet, and as a child that only waits (see children.h).
 */
#include "children.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUITE(name) extern const test_suite name##_suite;
#include "suites.h"
#undef SUITE

#define SUITE(name) &name##_suite,
static const test_suite *const SUITES[] = {
#include "suites.h"
};
#undef SUITE

enum { SUITE_COUNT = (int)(sizeof SUITES / sizeof SUITES[0]) };

static const test_suite *find_suite(const char *name)
{
    for (int i = 0; i < SUITE_COUNT; i++) {
        if (strcmp(SUITES[i]->name, name) == 0) {
            return SUITES[i];
        }
    }
    fprintf(stderr, "no suite \"%s\": test/suites.h lists them\n", name);
    exit(2);
}

static int run_all(void)
{
    int worst = EXIT_PASSED;
    for (int i = 0; i < SUITE_COUNT; i++) {
        if (suite_run(SUITES[i]) == EXIT_FAILED) {
            worst = EXIT_FAILED;
        }
    }
    return worst;
}

int main(int count, char **arguments)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count >= 3 && strcmp(arguments[1], CHILD_PROGRAM_OPTION) == 0) {
        return child_program_main(arguments[2]);
    }
    if (count == 4 && strcmp(arguments[1], "--fresh") == 0) {
        int code = suite_run_fresh(find_suite(arguments[2]), arguments[3]);
        /* At once: a leak check at exit would need the /proc that the case may have taken away. */
        fflush(stdout);
        _exit(code);
    }
    if (count == 2) {
        return suite_run(find_suite(arguments[1]));
    }
    return run_all();
}
