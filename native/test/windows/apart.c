#include "apart.h"

#include "programs.h"

#include <stdio.h>

enum { MOST_UNITS = 256 };

static int result_of(const wchar_t *arguments)
{
    program it = program_start(arguments, NULL, 0);
    DWORD code = program_finish(&it);
    if (code != EXIT_PASSED && code != EXIT_SKIPPED) {
        printf("  a child process failed, exit code %#lx\n", code);
        return EXIT_FAILED;
    }
    return (int)code;
}

int apart_run_suite(const test_suite *suite)
{
    wchar_t arguments[MOST_UNITS];
    swprintf(arguments, MOST_UNITS, L"%hs", suite->name);
    return result_of(arguments);
}

int apart_run_fresh(const char *suite, const char *case_name)
{
    wchar_t arguments[MOST_UNITS];
    swprintf(arguments, MOST_UNITS, L"--fresh %hs %hs", suite, case_name);
    return result_of(arguments);
}
