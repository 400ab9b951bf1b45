/*
 * Lists of numbers, in pieces of every size.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/numbers.h"

#include <string.h>

enum { ROOM = 16 };

typedef struct taken {
    int32_t numbers[ROOM];
    int32_t count;
    int32_t most; /* the walk ends with this one */
} taken;

static bool take(void *context, int32_t number)
{
    taken *all = context;
    if (all->count < ROOM) {
        all->numbers[all->count] = number;
    }
    all->count++;
    return all->count < all->most;
}

static taken parse(const char *text, size_t piece_bytes, int32_t most)
{
    taken all = {.most = most};
    pp__numbers numbers = {.value = 0};
    size_t length = strlen(text);
    guarded memory = guarded_new(piece_bytes);
    bool more = true;
    for (size_t at = 0; at < length && more; at += piece_bytes) {
        size_t rest = length - at < piece_bytes ? length - at : piece_bytes;
        more = pp__numbers_take(&numbers, guarded_put(&memory, text + at, rest), (int32_t)rest,
                                take, &all);
    }
    guarded_free(&memory);
    return all;
}

static void expect_numbers(const char *text, const int32_t *expected, int32_t count)
{
    for (size_t piece = 1; piece <= strlen(text) + 1; piece++) {
        context("\"%s\" in pieces of %zu", text, piece);
        taken all = parse(text, piece, INT32_MAX);
        REQUIRE(all.count == count);
        EXPECT_BYTES(all.numbers, (size_t)count * sizeof *expected, expected,
                     (size_t)count * sizeof *expected);
    }
}

static void lists(void)
{
    static const int32_t three[] = {1, 4711, 2147483647};
    static const int32_t two[] = {12, 3};
    expect_numbers("1 4711 2147483647 ", three, 3);
    expect_numbers("1\n4711\t2147483647\n", three, 3);
    expect_numbers("  12  3 ", two, 2);
    expect_numbers("", NULL, 0);
    expect_numbers(" ", NULL, 0);
}

static void what_is_no_number(void)
{
    static const int32_t two[] = {12, 3};
    expect_numbers("0 12 2147483648 3 ", two, 2);
    expect_numbers("99999999999999999999999999999999 12 3 4", two, 2); /* the last has no end */
    expect_numbers("12 18446744073709551617 3 ", two, 2);
    expect_numbers("12-3 ", two, 2);
}

static void ends_when_told(void)
{
    for (size_t piece = 1; piece <= 9; piece++) {
        EXPECT_EQUAL(parse("1 2 3 4 5 ", piece, 3).count, 3);
    }
}

DEFINE_SUITE(parse_numbers, CASE(lists), CASE(what_is_no_number), CASE(ends_when_told));
