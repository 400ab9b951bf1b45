/*
 * Command lines of Windows in pieces: the examples of Microsoft's documentation, and whatever bytes.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/command_line.h"
#include "randoms.h"

#include <string.h>

enum { MOST_UNITS = 128 };

/* expected has a '|' in the place of each zero unit. */
static void expect_split(const char *line, const char *expected)
{
    int32_t length = (int32_t)strlen(line);
    guarded memory = guarded_new(((size_t)length + 1) * sizeof(uint16_t));
    uint16_t *units =
        (uint16_t *)(void *)guarded_last(&memory, ((size_t)length + 1) * sizeof(uint16_t));
    for (int32_t i = 0; i < length; i++) {
        units[i] = (uint8_t)line[i];
    }
    char text[MOST_UNITS];
    int32_t count = pp__command_line_split(units, length);
    for (int32_t i = 0; i < count; i++) {
        text[i] = units[i] == 0 ? '|' : (char)units[i];
    }
    context("<%s>", line);
    EXPECT_BYTES(text, count, expected, strlen(expected));
    guarded_free(&memory);
}

static void programs(void)
{
    expect_split("", "");
    expect_split("a", "a|");
    expect_split("a ", "a|");
    expect_split("\"C:\\with blank\\a.exe\" b", "C:\\with blank\\a.exe|b|");
    expect_split("C:\\a\\ b", "C:\\a\\|b|");
    expect_split("\"\" b", "|b|");
    expect_split(" b", "|b|");
}

static void arguments(void)
{
    expect_split("p \"abc\" d e", "p|abc|d|e|");
    expect_split("p a\\\\b d\"e f\"g h", "p|a\\\\b|de fg|h|");
    expect_split("p a\\\\\\\"b c d", "p|a\\\"b|c|d|");
    expect_split("p a\\\\\\\\\"b c\" d e", "p|a\\\\b c|d|e|");
    expect_split("p a\"b\"\" c d", "p|ab\" c d|");
    expect_split("p \"\" x", "p||x|");
    expect_split("p\t a \t b\t", "p|a|b|");
    expect_split("p \\", "p|\\|");
    expect_split("p \"open", "p|open|");
}

/* It never has more than one unit more than it had, and ends with a zero. */
static void whatever_it_is(void)
{
    static const char alphabet[] = "ab \t\"\\";
    randoms from = {.state = 77};
    guarded memory = guarded_new((MOST_UNITS + 1) * sizeof(uint16_t));
    for (int i = 0; i < 20000; i++) {
        int32_t length = 1 + (int32_t)random_below(&from, 24);
        size_t bytes = ((size_t)length + 1) * sizeof(uint16_t);
        uint16_t *units = (uint16_t *)(void *)guarded_last(&memory, bytes);
        for (int32_t at = 0; at < length; at++) {
            units[at] = (uint8_t)alphabet[random_below(&from, sizeof alphabet - 1)];
        }
        int32_t count = pp__command_line_split(units, length);
        EXPECT_BETWEEN(count, 1, length + 1);
        EXPECT_EQUAL(units[count - 1], 0);
    }
    guarded_free(&memory);
}

DEFINE_SUITE(parse_command_line, CASE(programs), CASE(arguments), CASE(whatever_it_is));
