/*
 * Numbers and keys in bytes that may be anything, read against a page nobody may touch.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/cursor.h"

#include <string.h>

static guarded memory;

static pp__cursor cursor_at(const char *text)
{
    size_t length = strlen(text);
    uint8_t *at = guarded_put(&memory, text, length);
    context("\"%s\"", text);
    return (pp__cursor){.at = at, .end = at + length};
}

static void expect_unsigned(const char *text, uint64_t expected)
{
    uint64_t number = 0;
    pp__cursor cursor = cursor_at(text);
    EXPECT(pp__cursor_unsigned(&cursor, &number));
    EXPECT_EQUAL(number, expected);
}

static void expect_no_unsigned(const char *text)
{
    uint64_t number = 0;
    pp__cursor cursor = cursor_at(text);
    EXPECT(!pp__cursor_unsigned(&cursor, &number));
}

static void unsigned_numbers(void)
{
    memory = guarded_new(4096);
    expect_unsigned("0", 0);
    expect_unsigned(" \t 7 8", 7);
    expect_unsigned("007x", 7);
    expect_unsigned("18446744073709551615", UINT64_MAX);
    expect_unsigned("00000000000000000000000018446744073709551615", UINT64_MAX);
    expect_unsigned("18446744073709551609", UINT64_MAX - 6); /* the last that cannot overflow */
    expect_unsigned("18446744073709551610", UINT64_MAX - 5);
    expect_unsigned("1844674407370955161", UINT64_MAX / 10);
    expect_unsigned("9999999999999999999", 9999999999999999999ULL);
    expect_unsigned("1:", 1); /* ':' follows '9', and '/' comes before '0' */
    expect_unsigned("9/", 9);
    expect_no_unsigned(":");
    expect_no_unsigned("/");
    expect_no_unsigned("18446744073709551616");
    expect_no_unsigned("18446744073709551619");
    expect_no_unsigned("20000000000000000000");
    expect_no_unsigned("36893488147419103232");                     /* twice 2 to the 64th */
    expect_no_unsigned("184467440737095516160");                    /* ten times */
    expect_no_unsigned("340282366920938463463374607431768211456");  /* 2 to the 128th */
    expect_no_unsigned("340282366920938463463374607431768211463 "); /* and 7: fits again */
    expect_no_unsigned("18446744073709551620");
    expect_no_unsigned("99999999999999999999");
    expect_no_unsigned("184467440737095516150");
    expect_no_unsigned("");
    expect_no_unsigned("  ");
    expect_no_unsigned("-1");
    expect_no_unsigned("+1");
    expect_no_unsigned("x1");
    expect_no_unsigned("\n1");
    guarded_free(&memory);
}

/* What does not fit is passed over all the same, so that it is not read as two numbers. */
static void numbers_that_do_not_fit_are_skipped(void)
{
    memory = guarded_new(4096);
    uint64_t number = 0;
    pp__cursor cursor = cursor_at("99999999999999999999999 7 8");
    EXPECT(!pp__cursor_unsigned(&cursor, &number));
    EXPECT(pp__cursor_unsigned(&cursor, &number));
    EXPECT_EQUAL(number, 7);
    cursor = cursor_at("12345678901234567890123");
    EXPECT(!pp__cursor_unsigned(&cursor, &number));
    EXPECT(cursor.at == cursor.end);
    guarded_free(&memory);
}

static void expect_signed(const char *text, int64_t expected)
{
    int64_t number = 0;
    pp__cursor cursor = cursor_at(text);
    EXPECT(pp__cursor_signed(&cursor, &number));
    EXPECT_EQUAL(number, expected);
}

static void expect_no_signed(const char *text)
{
    int64_t number = 0;
    pp__cursor cursor = cursor_at(text);
    EXPECT(!pp__cursor_signed(&cursor, &number));
}

static void signed_numbers(void)
{
    memory = guarded_new(4096);
    expect_signed("0", 0);
    expect_signed("-0", 0);
    expect_signed(" -1 ", -1);
    expect_signed("9223372036854775807", INT64_MAX);
    expect_signed("-9223372036854775807", -INT64_MAX);
    expect_no_signed("9223372036854775808");
    expect_no_signed("-18446744073709551615");
    expect_no_signed("-18446744073709551616");
    expect_no_signed("");
    expect_no_signed("-");
    expect_no_signed("- 1");
    expect_no_signed("-\t1");
    expect_no_signed("--1");
    expect_no_signed("+1");
    guarded_free(&memory);
}

static void words(void)
{
    memory = guarded_new(4096);
    pp__cursor cursor = cursor_at(" a\tbc\nd");
    EXPECT(pp__cursor_skip_word(&cursor));
    EXPECT_EQUAL(*cursor.at, '\t');
    EXPECT(pp__cursor_skip_word(&cursor));
    EXPECT_EQUAL(*cursor.at, '\n');
    EXPECT(!pp__cursor_skip_word(&cursor)); /* a line end is not skipped */
    cursor = cursor_at("   ");
    EXPECT(!pp__cursor_skip_word(&cursor));
    cursor = cursor_at("");
    EXPECT(!pp__cursor_skip_word(&cursor));
    guarded_free(&memory);
}

static void expect_key(const char *text, const char *key, const char *rest)
{
    pp__cursor cursor = cursor_at(text);
    EXPECT_EQUAL(pp__cursor_find_key(&cursor, key), rest != NULL);
    if (rest != NULL) {
        EXPECT_BYTES(cursor.at, cursor.end - cursor.at, rest, strlen(rest));
    }
}

static void keys(void)
{
    memory = guarded_new(4096);
    expect_key("Key: 1\n", "Key", " 1\n");
    expect_key("Other: 1\nKey:\t2", "Key", "\t2");
    expect_key("KeyLonger: 1\nKey: 2\n", "Key", " 2\n");
    expect_key("Key: 1\nKey: 2\n", "Key", " 1\nKey: 2\n");
    expect_key("Key:", "Key", "");
    expect_key("NotKey: 1\n", "Key", NULL);
    expect_key("a Key: 1\n", "Key", NULL);
    expect_key("Ke", "Key", NULL);
    expect_key("Key", "Key", NULL);
    expect_key("Key\n: 1\n", "Key", NULL);
    expect_key("", "Key", NULL);
    expect_key("\n\n\n", "Key", NULL);
    guarded_free(&memory);
}

static void kilobytes(void)
{
    memory = guarded_new(4096);
    uint64_t bytes = 0;
    EXPECT(pp__cursor_kilobytes(cursor_at("Mem:     12 kB\n"), "Mem", &bytes));
    EXPECT_EQUAL(bytes, 12 * 1024);
    EXPECT(pp__cursor_kilobytes(cursor_at("Mem: 18014398509481983 kB\n"), "Mem", &bytes));
    EXPECT_EQUAL(bytes, UINT64_MAX - 1023);
    EXPECT(!pp__cursor_kilobytes(cursor_at("Mem: 18014398509481984 kB\n"), "Mem", &bytes));
    EXPECT(!pp__cursor_kilobytes(cursor_at("Mem: kB\n"), "Mem", &bytes));
    EXPECT(!pp__cursor_kilobytes(cursor_at("Mem:\n12 kB\n"), "Mem", &bytes));
    EXPECT(!pp__cursor_kilobytes(cursor_at("Memory: 12 kB\n"), "Mem", &bytes));
    guarded_free(&memory);
}

DEFINE_SUITE(parse_cursor, CASE(unsigned_numbers), CASE(numbers_that_do_not_fit_are_skipped),
             CASE(signed_numbers), CASE(words), CASE(keys), CASE(kilobytes));
