/*
 * Directory entries, built here as getdents64(2) writes them.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/dirents.h"

#include <string.h>

enum { RECORD_LENGTH_AT = 16, NAME_AT = 19, ROOM = 4096 };

typedef struct entries {
    uint8_t bytes[ROOM];
    size_t length;
} entries;

static void set_record_length(uint8_t *entry, size_t length)
{
    entry[RECORD_LENGTH_AT] = (uint8_t)length;
    entry[RECORD_LENGTH_AT + 1] = (uint8_t)(length >> 8);
}

/* Appends an entry, padded to 8 bytes as the kernel does. */
static uint8_t *append(entries *to, const char *name)
{
    size_t size = (NAME_AT + strlen(name) + 1 + 7) / 8 * 8;
    uint8_t *entry = to->bytes + to->length;
    MUST(to->length + size <= ROOM);
    memset(entry, 0, size);
    set_record_length(entry, size);
    memcpy(entry + NAME_AT, name, strlen(name));
    to->length += size;
    return entry;
}

/* Parses all entries; returns how many there were, numbers[i] of each. */
static int parse(const entries *from, int32_t *numbers)
{
    guarded memory = guarded_new(from->length);
    const uint8_t *bytes = guarded_put(&memory, from->bytes, from->length);
    int32_t offset = 0;
    int count = 0;
    int32_t before = 0;
    while (pp__parse_dirent(bytes, (int32_t)from->length, &offset, &numbers[count])) {
        EXPECT(offset > before && offset <= (int32_t)from->length);
        before = offset;
        count++;
    }
    EXPECT_EQUAL(offset, before);
    guarded_free(&memory);
    return count;
}

static void names(void)
{
    static const struct {
        const char *name;
        int32_t number;
    } expected[] = {
        {".", 0},
        {"..", 0},
        {"1", 1},
        {"4711", 4711},
        {"0", 0},
        {"01", 0},
        {"-1", 0},
        {"+1", 0},
        {" 1", 0},
        {"1 ", 0},
        {"12x", 0},
        {"self", 0},
        {"2147483647", INT32_MAX},
        {"2147483648", 0},
        {"99999999999999999999", 0},
        {"", 0},
        {"1234567", 1234567},
    };
    enum { COUNT = (int)(sizeof expected / sizeof expected[0]) };
    entries all = {.length = 0};
    for (int i = 0; i < COUNT; i++) {
        append(&all, expected[i].name);
    }
    int32_t numbers[COUNT + 1];
    REQUIRE(parse(&all, numbers) == COUNT);
    for (int i = 0; i < COUNT; i++) {
        context("\"%s\"", expected[i].name);
        EXPECT_EQUAL(numbers[i], expected[i].number);
    }
}

static void record_lengths(void)
{
    static const size_t lengths[] = {0, 1, 18, 19, 33, 1000, 65535};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        entries all = {.length = 0};
        append(&all, "7");
        set_record_length(append(&all, "12345678"), lengths[i]);
        int32_t numbers[8];
        context("record length %zu", lengths[i]);
        EXPECT_EQUAL(parse(&all, numbers), 1); /* the good one before */
        EXPECT_EQUAL(numbers[0], 7);
    }
}

/* A name that fills its record to the end, without a zero byte, is not read any further. */
static void name_without_end(void)
{
    entries all = {.length = 0};
    uint8_t *entry = append(&all, "1234");
    memcpy(entry + NAME_AT, "12345", 5);
    all.length = NAME_AT + 5;
    set_record_length(entry, all.length);
    int32_t numbers[2];
    EXPECT_EQUAL(parse(&all, numbers), 1);
    EXPECT_EQUAL(numbers[0], 0);
}

static void truncations(void)
{
    entries all = {.length = 0};
    append(&all, "7");
    append(&all, "1234567");
    size_t whole = all.length;
    for (size_t length = 0; length < whole; length++) {
        int32_t numbers[3] = {0};
        all.length = length;
        context("%zu bytes", length);
        EXPECT_EQUAL(parse(&all, numbers), length < 24 ? 0 : 1);
        EXPECT_EQUAL(numbers[0], length < 24 ? 0 : 7);
    }
}

static void bad_offsets(void)
{
    entries all = {.length = 0};
    append(&all, "7");
    int32_t number = 1;
    int32_t offset = -1;
    EXPECT(!pp__parse_dirent(all.bytes, (int32_t)all.length, &offset, &number));
    EXPECT_EQUAL(number, 0);
    offset = (int32_t)all.length;
    EXPECT(!pp__parse_dirent(all.bytes, (int32_t)all.length, &offset, &number));
    offset = INT32_MAX;
    EXPECT(!pp__parse_dirent(all.bytes, (int32_t)all.length, &offset, &number));
}

DEFINE_SUITE(parse_dirents, CASE(names), CASE(record_lengths), CASE(name_without_end),
             CASE(truncations), CASE(bad_offsets));
