/*
 * The expectations of the test harness where a fuzzer runs them: the first that fails ends the
 * process, which is how libFuzzer learns of it, and keeps the bytes.
 */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool judge(const char *file, int line, const char *text, bool passed)
{
    if (!passed) {
        fprintf(stderr, "%s:%d: %s: is not as expected\n", file, line, text);
        abort();
    }
    return passed;
}

bool expect_true(const char *file, int line, const char *text, bool condition)
{
    return judge(file, line, text, condition);
}

bool expect_equal(const char *file, int line, const char *text, int64_t actual, int64_t expected)
{
    return judge(file, line, text, actual == expected);
}

bool expect_between(const char *file, int line, const char *text, int64_t actual, int64_t least,
                    int64_t most)
{
    return judge(file, line, text, actual >= least && actual <= most);
}

bool expect_bytes(const char *file, int line, const char *text, const void *actual, int64_t length,
                  const void *expected, int64_t expected_length)
{
    return judge(file, line, text,
                 length == expected_length &&
                     (length <= 0 || memcmp(actual, expected, (size_t)length) == 0));
}
