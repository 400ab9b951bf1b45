/*
 * Parts of the tests in processes of their own, which cannot outlive the one that started them.
 */
#ifndef PP_TEST_APART_H
#define PP_TEST_APART_H

#include "harness.h"

/*
 * Runs a suite where memory that others left is not in its measurements. One of the exit codes of
 * harness.h.
 */
int apart_run_suite(const test_suite *suite);

/* Runs one case in a process in which the library has not been used yet. One of the same codes. */
int apart_run_fresh(const char *suite, const char *case_name);

#endif
