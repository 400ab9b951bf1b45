#include "harness.h"

#include "apart.h"
#include "variants.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A loop over inputs that goes wrong would bury its first failure under thousands more. */
enum { FAILURES_SHOWN = 10 };

static int failures; /* of the case that is running, in this process */
static const char *skip_reason;
static char about[256];

static bool judge(bool passed)
{
    failures += !passed;
    return !passed && failures <= FAILURES_SHOWN;
}

static void print_place(const char *file, int line, const char *text)
{
    const char *name = strrchr(file, '/');
    printf("  %s:%d: ", name != NULL ? name + 1 : file, line);
    if (about[0] != 0) {
        printf("[%s] ", about);
    }
    printf("%s", text);
}

bool expect_true(const char *file, int line, const char *text, bool condition)
{
    if (judge(condition)) {
        print_place(file, line, text);
        printf(": is not so\n");
    }
    return condition;
}

bool expect_equal(const char *file, int line, const char *text, int64_t actual, int64_t expected)
{
    if (judge(actual == expected)) {
        print_place(file, line, text);
        printf(": is %" PRId64 " (%#" PRIx64 "), expected %" PRId64 " (%#" PRIx64 ")\n", actual,
               (uint64_t)actual, expected, (uint64_t)expected);
    }
    return actual == expected;
}

bool expect_between(const char *file, int line, const char *text, int64_t actual, int64_t least,
                    int64_t most)
{
    bool passed = actual >= least && actual <= most;
    if (judge(passed)) {
        print_place(file, line, text);
        printf(": is %" PRId64 ", expected %" PRId64 " to %" PRId64 "\n", actual, least, most);
    }
    return passed;
}

static void print_bytes(const uint8_t *bytes, int64_t length)
{
    for (int64_t i = 0; i < length && i < 64; i++) {
        printf(bytes[i] >= ' ' && bytes[i] < 127 ? "%c" : "\\%03o", bytes[i]);
    }
}

bool expect_bytes(const char *file, int line, const char *text, const void *actual, int64_t length,
                  const void *expected, int64_t expected_length)
{
    bool passed =
        length == expected_length && (length <= 0 || memcmp(actual, expected, (size_t)length) == 0);
    if (judge(passed)) {
        print_place(file, line, text);
        printf(": is \"");
        print_bytes(actual, length);
        printf("\" (%" PRId64 " bytes), expected \"", length);
        print_bytes(expected, expected_length);
        printf("\" (%" PRId64 " bytes)\n", expected_length);
    }
    return passed;
}

void give_up(const char *file, int line, const char *text)
{
    int error = errno;
    print_place(file, line, text);
    printf(": the test itself cannot go on (%s)\n", strerror(error));
    fflush(stdout);
    _Exit(EXIT_FAILED);
}

void note_skip(const char *reason)
{
    skip_reason = reason;
}

void context(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(about, sizeof about, format, arguments);
    va_end(arguments);
}

int case_result(void)
{
    return failures > 0 ? EXIT_FAILED : skip_reason != NULL ? EXIT_SKIPPED : EXIT_PASSED;
}

void case_begin(void)
{
    failures = 0;
    skip_reason = NULL;
}

void case_take_result(int result)
{
    if (result == EXIT_SKIPPED) {
        note_skip("see the reason above");
    } else if (result != EXIT_PASSED) {
        failures++;
    }
}

void print_skip(void)
{
    if (failures == 0 && skip_reason != NULL) {
        printf("  skipped: %s\n", skip_reason);
    }
}

int suite_run_fresh(const test_suite *suite, const char *case_name)
{
    for (size_t i = 0; i < suite->count; i++) {
        if (strcmp(suite->cases[i].name, case_name) == 0) {
            case_begin();
            suite->cases[i].run();
            print_skip();
            return case_result();
        }
    }
    return EXIT_FAILED;
}

int suite_run(const test_suite *suite)
{
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    for (size_t i = 0; i < suite->count; i++) {
        const test_case *test = &suite->cases[i];
        int32_t runs = test->mode == MODE_PER_VARIANT ? variant_count() : 1;
        for (int32_t variant = 0; variant < runs; variant++) {
            case_begin();
            about[0] = 0;
            const char *variant_name = variant_use(variant);
            if (test->mode == MODE_FRESH) {
                case_take_result(apart_run_fresh(suite->name, test->name));
            } else {
                test->run();
            }
            int result = case_result();
            passed += result == EXIT_PASSED;
            failed += result == EXIT_FAILED;
            skipped += result == EXIT_SKIPPED;
            if (result != EXIT_PASSED) {
                printf("%s %s/%s (%s)%s%s\n", result == EXIT_FAILED ? "FAILED" : "skipped",
                       suite->name, test->name, variant_name, result == EXIT_FAILED ? "" : ": ",
                       result == EXIT_FAILED ? "" : skip_reason);
            }
        }
    }
    (void)variant_use(0);
    printf("%s: passed %d, failed %d, skipped %d\n", suite->name, passed, failed, skipped);
    fflush(stdout);
    return failed > 0 ? EXIT_FAILED : passed == 0 ? EXIT_SKIPPED : EXIT_PASSED;
}
