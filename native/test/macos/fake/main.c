/*
 * procprobe_fake_macos [SUITE...]   these suites of suites.h, or all
 */
#include "apart.h"
#include "fake.h"
#include "harness.h"

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

/* No case of these wants a process of its own. */
int apart_run_fresh(const char *suite, const char *case_name)
{
    (void)suite;
    (void)case_name;
    abort();
}

static bool is_wanted(const test_suite *suite, int count, char **names)
{
    bool found = count == 0;
    for (int i = 0; i < count; i++) {
        found = found || strcmp(names[i], suite->name) == 0;
    }
    return found;
}

int main(int count, char **arguments)
{
    int worst = EXIT_PASSED;
    setvbuf(stdout, NULL, _IOLBF, 0);
    fake_begin(); /* the library finds out what there is at its first use */
    for (size_t i = 0; i < sizeof SUITES / sizeof SUITES[0]; i++) {
        if (is_wanted(SUITES[i], count - 1, arguments + 1) && suite_run(SUITES[i]) == EXIT_FAILED) {
            worst = EXIT_FAILED;
        }
    }
    if (fake_mapped != 0) {
        printf("FAILED: %d mappings were not given back\n", fake_mapped);
        worst = EXIT_FAILED;
    }
    return worst;
}
