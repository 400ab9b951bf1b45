/*
 * procprobe_tests                          all suites
 * procprobe_tests [--own-way] SUITE...     these suites
 * procprobe_tests --mechanisms             what serves which query here, and why not the first choice
 *
 * --own-way leaves out the ways of variants.h but the first, which the library finds out by itself:
 * for systems that take something away from it for real.
 *
 * The tests call this program again in two further ways: to run one case in a process that has not
 * used the library yet, and as a child that only waits (see children.h).
 */
#include "apart.h"
#include "children.h"
#include "harness.h"
#include "procprobe.h"
#include "variants.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    fprintf(stderr, "no suite \"%s\": suites.h in the folder of the system lists them\n", name);
    exit(2);
}

/* Fails when one fails, and is skipped when all are. */
static int run_named(char **names)
{
    int code = EXIT_SKIPPED;
    for (; *names != NULL; names++) {
        int result = apart_run_suite(find_suite(*names));
        if (result != EXIT_PASSED && result != EXIT_SKIPPED) {
            code = EXIT_FAILED;
        } else if (result == EXIT_PASSED && code == EXIT_SKIPPED) {
            code = EXIT_PASSED;
        }
    }
    return code;
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

/* The four lines of each, as one with bars between them. */
static int list_mechanisms(void)
{
    uint8_t text[512];
    int32_t length = 0;
    for (int32_t i = 0; (length = pp_system_mechanism(i, text, (int32_t)sizeof text)) >= 0; i++) {
        for (int32_t at = 0; at < length; at++) {
            putchar(text[at] == '\n' ? '|' : text[at]);
        }
        putchar('\n');
    }
    return EXIT_PASSED;
}

int main(int count, char **arguments)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count >= 3 && strcmp(arguments[1], CHILD_PROGRAM_OPTION) == 0) {
        return child_program_main(arguments[2]);
    }
    bool is_own_way = count == 4 && strcmp(arguments[1], "--fresh-own-way") == 0;
    if (is_own_way || (count == 4 && strcmp(arguments[1], "--fresh") == 0)) {
        if (is_own_way) {
            variant_only_own();
        }
        int code = suite_run_fresh(find_suite(arguments[2]), arguments[3]);
        /* At once: a leak check at exit would need the /proc that the case may have taken away. */
        fflush(stdout);
        _Exit(code);
    }
    if (count >= 2 && strcmp(arguments[1], "--own-way") == 0) {
        variant_only_own();
        return run_named(arguments + 2);
    }
    if (count == 2 && strcmp(arguments[1], "--mechanisms") == 0) {
        return list_mechanisms();
    }
    if (count == 2) {
        return suite_run(find_suite(arguments[1]));
    }
    return count > 2 ? run_named(arguments + 1) : run_all();
}
