/*
 * UTF-16 into UTF-8, against what the system makes of it.
 */
#include "utf8.h"
#include "guarded.h"
#include "harness.h"

#include <string.h>
#include <windows.h>

static void expect_same(const uint16_t *units, int32_t count)
{
    char expected[64];
    int length = count == 0 ? 0
                            : WideCharToMultiByte(CP_UTF8, 0, (const wchar_t *)units, count,
                                                  expected, sizeof expected, NULL, NULL);
    guarded memory = guarded_new(64);
    for (int32_t capacity = 0; capacity <= length + 1; capacity++) {
        uint8_t *bytes = guarded_last(&memory, (size_t)capacity);
        int32_t written = capacity < length ? capacity : length;
        pp__text text = pp__text_into(bytes, capacity);
        context("first unit %#x, capacity %d", (unsigned)units[0], capacity);
        pp__utf8_append(&text, units, count);
        EXPECT_BYTES(bytes, text.length, expected, written);
        EXPECT_EQUAL(text.cut, capacity < length);
        int32_t fitting = pp__utf8_fit(bytes, capacity, units, count);
        EXPECT_BETWEEN(fitting, written - 3 > 0 ? written - 3 : 0, written);
        EXPECT_BYTES(bytes, fitting, expected, fitting);
        EXPECT(fitting == length ||
               (expected[fitting] & 0xc0) != 0x80); /* not within a character */
    }
    guarded_free(&memory);
}

static void characters(void)
{
    static const uint16_t texts[][4] = {
        {'a', 'b', 'c', 'd'},        {0x7f, 0x80, 0x7ff, 0x800},
        {0xffff, 0xe9, 0x20ac, 'z'}, {0xd83d, 0xde00, 0xd800, 0xdc00},
        {0xdbff, 0xdfff, 'a', 'b'},  {0xd7ff, 0xe000, 0, 1},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (int32_t count = 0; count <= 4; count += 2) {
            expect_same(texts[i], count);
        }
    }
}

static void halves_of_characters(void)
{
    static const uint16_t texts[][3] = {
        {0xd800, 'a', 'b'}, {0xdc00, 'a', 'b'}, {'a', 'b', 0xdbff}, {0xdc00, 0xd800, 'a'}};
    static const char *const expected[] = {"\xef\xbf\xbd"
                                           "ab",
                                           "\xef\xbf\xbd"
                                           "ab",
                                           "ab\xef\xbf\xbd",
                                           "\xef\xbf\xbd\xef\xbf\xbd"
                                           "a"};
    for (size_t i = 0; i < 4; i++) {
        uint8_t bytes[16];
        pp__text text = pp__text_into(bytes, (int32_t)sizeof bytes);
        pp__utf8_append(&text, texts[i], 3);
        EXPECT_BYTES(bytes, text.length, expected[i], strlen(expected[i]));
    }
}

DEFINE_SUITE(utf8, CASE(characters), CASE(halves_of_characters));
