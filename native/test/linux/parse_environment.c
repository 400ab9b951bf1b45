/*
 * The search for one variable in an environment that comes in pieces.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/environment.h"

#include <string.h>

/* Zero bytes are part of it: the sizes are those of the arrays but for their last byte. */
static const char ENVIRONMENT[] = "PATHS=no\0=odd\0noequals\0PATH=/bin:/usr/bin\0EMPTY=\0A=B=C\0"
                                  "XPATH=no\0PATH=second\0\0LAST=end";

typedef struct answer {
    bool found;
    bool cut;
    int32_t length;
    uint8_t value[64];
} answer;

static void take(pp__environment_search *search, const char *piece, size_t length, pp__text *value)
{
    guarded memory = guarded_new(length);
    const uint8_t *bytes = guarded_put(&memory, piece, length);
    (void)pp__environment_search_piece(search, bytes, (int32_t)length, value);
    guarded_free(&memory);
}

/* Gives the environment in two pieces. */
static answer search_for(const char *name, const char *text, size_t length, size_t split,
                         int32_t capacity)
{
    answer out = {0};
    pp__environment_search search =
        pp__environment_search_for((const uint8_t *)name, (int32_t)strlen(name));
    guarded room = guarded_new(64);
    uint8_t *value_bytes = guarded_last(&room, (size_t)capacity);
    pp__text value = pp__text_into(value_bytes, capacity);
    take(&search, text, split, &value);
    if (!search.found) {
        take(&search, text + split, length - split, &value);
    }
    out.found = search.found || search.in_value;
    out.cut = value.cut;
    out.length = value.length;
    memcpy(out.value, value_bytes, (size_t)value.length);
    guarded_free(&room);
    return out;
}

static void expect_value(const char *name, const char *expected)
{
    size_t whole = sizeof ENVIRONMENT - 1;
    for (size_t split = 0; split <= whole; split++) {
        answer got = search_for(name, ENVIRONMENT, whole, split, 64);
        context("%s, split at %zu", name, split);
        EXPECT_EQUAL(got.found, expected != NULL);
        EXPECT(!got.cut);
        if (expected != NULL) {
            EXPECT_BYTES(got.value, got.length, expected, strlen(expected));
        } else {
            EXPECT_EQUAL(got.length, 0);
        }
    }
}

static void values(void)
{
    expect_value("PATH", "/bin:/usr/bin"); /* the first one counts, as in getenv(3) */
    expect_value("PATHS", "no");
    expect_value("XPATH", "no");
    expect_value("EMPTY", "");
    expect_value("A", "B=C");
    expect_value("LAST", "end"); /* without a final zero byte */
}

static void what_is_not_there(void)
{
    expect_value("PAT", NULL);
    expect_value("PATHX", NULL);
    expect_value("noequals", NULL);
    expect_value("odd", NULL);
    expect_value("path", NULL);
    expect_value("LASTS", NULL);
    expect_value("B", NULL);
    expect_value("no", NULL);
}

static void too_small(void)
{
    static const char text[] = "A=1\0NAME=value\0B=2";
    for (int32_t capacity = 0; capacity <= 6; capacity++) {
        answer got = search_for("NAME", text, sizeof text - 1, 7, capacity);
        int32_t expected = capacity < 5 ? capacity : 5;
        context("capacity %d", capacity);
        EXPECT(got.found);
        EXPECT_EQUAL(got.cut, capacity < 5);
        EXPECT_BYTES(got.value, got.length, "value", expected);
    }
}

static void nothing_at_all(void)
{
    EXPECT(!search_for("A", "", 0, 0, 8).found);
    EXPECT(!search_for("A", "A", 1, 0, 8).found);
    EXPECT(!search_for("A", "\0\0\0", 3, 1, 8).found);
    EXPECT(search_for("A", "A=", 2, 1, 0).found);
}

DEFINE_SUITE(parse_environment, CASE(values), CASE(what_is_not_there), CASE(too_small),
             CASE(nothing_at_all));
