/*
 * /proc/PID/stat: names that look like the rest of the line, numbers out of range, and every
 * truncation of a valid line.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/stat.h"
#include "procprobe.h"

#include <stdio.h>
#include <string.h>

/* Fields 4 to 22 of a line; each test spoils one. */
#define PARENT "4711"
#define GROUP "4712"
#define SESSION "4713"
#define AFTER_SESSION " 34816 -1 4194560 1200 3400 5 6 "
#define TICKS "123 45"
#define AFTER_TICKS " 7 8 20 0 "
#define THREADS "9"
#define START "987654321"
#define AFTER_START " 12345678 900 18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 1 0 0 0 0 0\n"
#define VALID_TAIL                                                                                 \
    PARENT " " GROUP " " SESSION AFTER_SESSION TICKS AFTER_TICKS THREADS " 0 " START AFTER_START

static bool parse(const void *bytes, size_t length, pp__stat *out)
{
    guarded memory = guarded_new(length);
    memset(out, 0xa5, sizeof *out);
    bool result = pp__parse_stat(guarded_put(&memory, bytes, length), (int32_t)length, out);
    guarded_free(&memory);
    return result;
}

static void expect_valid(const pp__stat *stat, uint32_t state)
{
    EXPECT_EQUAL(stat->state, state);
    EXPECT_EQUAL(stat->parent_pid, 4711);
    EXPECT_EQUAL(stat->process_group, 4712);
    EXPECT_EQUAL(stat->session, 4713);
    EXPECT_EQUAL(stat->user_ticks, 123);
    EXPECT_EQUAL(stat->system_ticks, 45);
    EXPECT_EQUAL(stat->threads, 9);
    EXPECT_EQUAL(stat->start_ticks, 987654321);
}

static void normal_line(void)
{
    static const char line[] = "1234 (cat) S " VALID_TAIL;
    pp__stat stat;
    EXPECT(parse(line, sizeof line - 1, &stat));
    expect_valid(&stat, PP_STATE_SLEEPING);
}

static void hostile_names(void)
{
    static const char *const names[] = {
        "",
        ")",
        "))",
        "(",
        " ",
        ") R 1 (",
        ") R 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "a b  c",
        "new\nline",
        "\n) Z 0 0 0\n",
        "\xff\xfe\x80",
        "\x01\x7f",
        "0123456789012345678901234567890123456789012345678901234567890123", /* 64 bytes */
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char line[1024];
        int length = snprintf(line, sizeof line, "1234 (%s) D %s", names[i], VALID_TAIL);
        pp__stat stat;
        context("name %zu", i);
        EXPECT(parse(line, (size_t)length, &stat));
        expect_valid(&stat, PP_STATE_BLOCKED);
    }
}

static void states(void)
{
    static const char letters[] = "RSDTtZXxIKWP?";
    static const uint32_t expected[] = {
        PP_STATE_RUNNING, PP_STATE_SLEEPING, PP_STATE_BLOCKED, PP_STATE_STOPPED, PP_STATE_TRACED,
        PP_STATE_ZOMBIE,  PP_STATE_DEAD,     PP_STATE_DEAD,    PP_STATE_IDLE,    PP_STATE_UNKNOWN,
        PP_STATE_UNKNOWN, PP_STATE_UNKNOWN,  PP_STATE_UNKNOWN};
    for (size_t i = 0; letters[i] != 0; i++) {
        char line[] = "1234 (cat) ? " VALID_TAIL;
        pp__stat stat;
        line[11] = letters[i];
        context("state %c", letters[i]);
        EXPECT(parse(line, sizeof line - 1, &stat));
        expect_valid(&stat, expected[i]);
    }
}

static void expect_tail(const char *tail, bool expected, pp__stat *stat)
{
    char line[1024];
    int length = snprintf(line, sizeof line, "1 (n) R %s", tail);
    context("%s", tail);
    EXPECT_EQUAL(parse(line, (size_t)length, stat), expected);
}

static void negative_numbers(void)
{
    pp__stat stat;
    expect_tail("0 -1 -1" AFTER_SESSION TICKS AFTER_TICKS "1 0 5" AFTER_START, true, &stat);
    EXPECT_EQUAL(stat.parent_pid, 0);
    EXPECT_EQUAL(stat.process_group, -1);
    EXPECT_EQUAL(stat.session, -1);
    EXPECT_EQUAL(stat.start_ticks, 5);
    expect_tail("-2147483648 2147483647 1" AFTER_SESSION TICKS AFTER_TICKS "1 0 5" AFTER_START,
                true, &stat);
    EXPECT_EQUAL(stat.parent_pid, INT32_MIN);
    EXPECT_EQUAL(stat.process_group, INT32_MAX);
}

static void largest_numbers(void)
{
    pp__stat stat;
    expect_tail(
        "1 1 1 0 -1 4294967295 0 0 0 0 18446744073709551615 18446744073709551615" AFTER_TICKS
        "4294967295 0 18446744073709551615" AFTER_START,
        true, &stat);
    EXPECT_EQUAL(stat.user_ticks, UINT64_MAX);
    EXPECT_EQUAL(stat.system_ticks, UINT64_MAX);
    EXPECT_EQUAL(stat.threads, UINT32_MAX);
    EXPECT_EQUAL(stat.start_ticks, UINT64_MAX);
}

static void numbers_out_of_range(void)
{
    static const char *const tails[] = {
        "2147483648 1 1" AFTER_SESSION TICKS AFTER_TICKS "1 0 5" AFTER_START,
        "1 -2147483649 1" AFTER_SESSION TICKS AFTER_TICKS "1 0 5" AFTER_START,
        "1 1 99999999999999999999" AFTER_SESSION TICKS AFTER_TICKS "1 0 5" AFTER_START,
        "1 1 1" AFTER_SESSION "18446744073709551616 1" AFTER_TICKS "1 0 5" AFTER_START,
        "1 1 1" AFTER_SESSION "1 18446744073709551616" AFTER_TICKS "1 0 5" AFTER_START,
        "1 1 1" AFTER_SESSION "-1 1" AFTER_TICKS "1 0 5" AFTER_START,
        "1 1 1" AFTER_SESSION TICKS AFTER_TICKS "4294967296 0 5" AFTER_START,
        "1 1 1" AFTER_SESSION TICKS AFTER_TICKS "-1 0 5" AFTER_START,
        "1 1 1" AFTER_SESSION TICKS AFTER_TICKS "1 0 18446744073709551616" AFTER_START,
        "1 1 1" AFTER_SESSION TICKS AFTER_TICKS "1 0 -5" AFTER_START,
        "x 1 1" AFTER_SESSION TICKS AFTER_TICKS "1 0 5" AFTER_START,
    };
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        pp__stat stat;
        expect_tail(tails[i], false, &stat);
    }
}

static void no_stat_at_all(void)
{
    static const char *const texts[] = {"",         "\n",          ")",           "1 (n)",
                                        "1 (n) ",   "1 (n) R",     "1 (n) R ",    "1 (n)R 1 ",
                                        "1 n R 1 ", "1 (n) RR 1 ", "1 (n R 1 1 1"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        pp__stat stat;
        context("%s", texts[i]);
        EXPECT(!parse(texts[i], strlen(texts[i]), &stat));
    }
}

/* A number that is cut off is another number: nothing may be made of it. */
static void truncations(void)
{
    static const char *const names[] = {"cat", ") R 1 (", "a)b)c", ""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char line[1024];
        int whole = snprintf(line, sizeof line, "1234 (%s) S %s", names[i], VALID_TAIL);
        int accepted = 0;
        for (int length = 0; length < whole; length++) {
            pp__stat stat;
            context("%d of %d bytes of %s", length, whole, line);
            if (parse(line, (size_t)length, &stat)) {
                expect_valid(&stat, PP_STATE_SLEEPING);
                accepted++;
            }
        }
        EXPECT(accepted > 0); /* what follows field 22 may be cut off */
    }
}

/* ---------------------------------------------------------------------- field 52: the status -- */

/* Fields 4 to 51 of a line of 52. */
#define BEFORE_STATUS                                                                              \
    "4711 4712 4713 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 9 10 11 18446744073709551615 1 1 0 0 "   \
    "0 0 0 4096 0 0 0 0 17 1 0 0 0 0 0 1 1 1 1 1 1 1"

static bool parse_wait_status(const void *bytes, size_t length, int32_t *status)
{
    guarded memory = guarded_new(length);
    *status = -4711;
    bool result =
        pp__parse_stat_wait_status(guarded_put(&memory, bytes, length), (int32_t)length, status);
    guarded_free(&memory);
    return result;
}

static void expect_wait_status(const char *tail, bool is_there, int32_t expected)
{
    char line[1024];
    int32_t status = 0;
    int length = snprintf(line, sizeof line, "1 (n) Z %s", tail);
    context("%s", tail);
    EXPECT_EQUAL(parse_wait_status(line, (size_t)length, &status), is_there);
    if (is_there) {
        EXPECT_EQUAL(status, expected);
    }
}

static void wait_statuses(void)
{
    expect_wait_status(BEFORE_STATUS " 0\n", true, 0);
    expect_wait_status(BEFORE_STATUS " 9\n", true, 9);
    expect_wait_status(BEFORE_STATUS " 65280\n", true, 255 << 8);
    expect_wait_status(BEFORE_STATUS " 2147483647\n", true, INT32_MAX);
    expect_wait_status(BEFORE_STATUS " -1\n", true, -1);
    expect_wait_status(BEFORE_STATUS " 139 and fields to come\n", true, 139);
    expect_wait_status(BEFORE_STATUS " 2147483648\n", false, 0);
    expect_wait_status(BEFORE_STATUS " 99999999999999999999\n", false, 0);
    expect_wait_status(BEFORE_STATUS " x\n", false, 0);
    expect_wait_status(BEFORE_STATUS " \n", false, 0);
    expect_wait_status(BEFORE_STATUS "\n", false, 0);
    expect_wait_status(BEFORE_STATUS " 9", false, 0); /* or its last digits may be missing */
    expect_wait_status("1 2 3 9\n", false, 0);
    expect_wait_status("", false, 0);
}

/* Of the names that look like the rest of a line, and of every truncation: only a whole line. */
static void wait_statuses_behind_hostile_names(void)
{
    static const char *const names[] = {
        "cat", "", ")", ") Z 1 (", "a)b)c", "new\nline", ") Z " BEFORE_STATUS " 7\n"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char line[2048];
        int32_t status = 0;
        int whole = snprintf(line, sizeof line, "1 (%s) Z " BEFORE_STATUS " 139\n", names[i]);
        for (int length = 0; length <= whole; length++) {
            /* A line of this form is in the last name, and ends before its parenthesis comes. */
            bool is_inside_name = length <= whole - (int)strlen(") Z " BEFORE_STATUS " 139\n");
            bool is_whole = length == whole;
            context("%d of %d bytes, name %zu", length, whole, i);
            bool is_there = parse_wait_status(line, (size_t)length, &status);
            EXPECT(is_inside_name || is_there == is_whole);
            EXPECT(!is_there || status == (is_whole ? 139 : 7));
        }
    }
}

DEFINE_SUITE(parse_stat, CASE(normal_line), CASE(hostile_names), CASE(states),
             CASE(negative_numbers), CASE(largest_numbers), CASE(numbers_out_of_range),
             CASE(no_stat_at_all), CASE(truncations), CASE(wait_statuses),
             CASE(wait_statuses_behind_hostile_names));
