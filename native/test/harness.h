/*
 * The test harness: suites of named cases, and expectations that report both values and go on.
 */
#ifndef PP_TEST_HARNESS_H
#define PP_TEST_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum case_mode {
    MODE_ONCE,
    MODE_PER_VARIANT, /* once for every way in which the library can work here, see variants.h */
    MODE_FRESH,       /* in a new process in which the library has not been used yet */
};

typedef struct test_case {
    const char *name;
    void (*run)(void);
    enum case_mode mode;
} test_case;

typedef struct test_suite {
    const char *name;
    const test_case *cases;
    size_t count;
} test_suite;

/* clang-format would take the braces for blocks. */
/* clang-format off */
#define CASE(function) {#function, function, MODE_ONCE}
#define CASE_PER_VARIANT(function) {#function, function, MODE_PER_VARIANT}
#define CASE_FRESH(function) {#function, function, MODE_FRESH}
/* clang-format on */

#define DEFINE_SUITE(suite, ...)                                                                   \
    static const test_case suite##_cases[] = {__VA_ARGS__};                                        \
    const test_suite suite##_suite = {#suite, suite##_cases,                                       \
                                      sizeof suite##_cases / sizeof suite##_cases[0]}

/* Exit codes of the test program and of every process that runs a part of a case. */
enum { EXIT_PASSED = 0, EXIT_FAILED = 1, EXIT_SKIPPED = 77 };

/* Runs all cases of a suite and prints what came of them. One of the codes above. */
int suite_run(const test_suite *suite);

/* Runs the body of one case, here: the process has been started anew for it. */
int suite_run_fresh(const test_suite *suite, const char *case_name);

/* By the C standard's rules on Windows, too: mingw-w64 has both, and _GNU_SOURCE asks for these. */
#if defined(__MINGW32__)
#define PRINTS(text, first) __attribute__((format(gnu_printf, text, first)))
#else
#define PRINTS(text, first) __attribute__((format(printf, text, first)))
#endif

/* Says what the expectations that follow are about; printed with those that fail. */
void context(const char *format, ...) PRINTS(1, 2);

/* Ends the case as skipped, with the reason in plain words. */
#define SKIP(reason)                                                                               \
    do {                                                                                           \
        note_skip(reason);                                                                         \
        return;                                                                                    \
    } while (0)

/* Ends the case when going on makes no sense. */
#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!expect_true(__FILE__, __LINE__, #condition, condition)) {                             \
            return;                                                                                \
        }                                                                                          \
    } while (0)

#define EXPECT(condition) ((void)expect_true(__FILE__, __LINE__, #condition, condition))

/* Compares integers of at most 64 bits. */
#define EXPECT_EQUAL(actual, expected)                                                             \
    ((void)expect_equal(__FILE__, __LINE__, #actual, (int64_t)(actual), (int64_t)(expected)))

#define EXPECT_BETWEEN(actual, least, most)                                                        \
    ((void)expect_between(__FILE__, __LINE__, #actual, (int64_t)(actual), (int64_t)(least),        \
                          (int64_t)(most)))

#define EXPECT_BYTES(actual, length, expected, expected_length)                                    \
    ((void)expect_bytes(__FILE__, __LINE__, #actual, actual, (int64_t)(length), expected,          \
                        (int64_t)(expected_length)))

/* For what the tests themselves need and the system refuses: there is nothing to test then. */
#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            give_up(__FILE__, __LINE__, #condition);                                               \
        }                                                                                          \
    } while (0)

/* The case that is running: forgets what was found, what came of it so far, and the same of a part. */
void case_begin(void);
int case_result(void);
void case_take_result(int result);
void print_skip(void);

void note_skip(const char *reason);
bool expect_true(const char *file, int line, const char *text, bool condition);
bool expect_equal(const char *file, int line, const char *text, int64_t actual, int64_t expected);
bool expect_between(const char *file, int line, const char *text, int64_t actual, int64_t least,
                    int64_t most);
bool expect_bytes(const char *file, int line, const char *text, const void *actual, int64_t length,
                  const void *expected, int64_t expected_length);
_Noreturn void give_up(const char *file, int line, const char *text);

#endif
