/*
 * /proc/PID/statm.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/statm.h"

#include <string.h>

static bool parse(const char *text, size_t length, uint32_t page_bytes, pp__statm *out)
{
    guarded memory = guarded_new(length);
    memset(out, 0xa5, sizeof *out);
    context("%.*s", (int)length, text);
    bool result =
        pp__parse_statm(guarded_put(&memory, text, length), (int32_t)length, page_bytes, out);
    guarded_free(&memory);
    return result;
}

static void expect_pages(const char *text, uint32_t page_bytes, uint64_t size, uint64_t resident,
                         uint64_t shared)
{
    pp__statm statm;
    EXPECT(parse(text, strlen(text), page_bytes, &statm));
    EXPECT_EQUAL(statm.virtual_bytes, size * page_bytes);
    EXPECT_EQUAL(statm.resident_bytes, resident * page_bytes);
    EXPECT_EQUAL(statm.shared_bytes, shared * page_bytes);
}

static void normal_lines(void)
{
    expect_pages("2052 1193 1057 5 0 115 0\n", 4096, 2052, 1193, 1057);
    expect_pages("2052 1193 1057 5 0 115 0\n", 65536, 2052, 1193, 1057);
    expect_pages("0 0 0 0 0 0 0\n", 4096, 0, 0, 0);
    expect_pages("4503599627370495 1 2 0 0 0 0\n", 4096, 4503599627370495, 1, 2);
}

static void what_is_refused(void)
{
    static const char *const texts[] = {
        "",
        "\n",
        "1",
        "1 2",
        "1 2 \n",
        "1 2 x\n",
        "-1 2 3 0 0 0 0\n",
        "1 -2 3 0 0 0 0\n",
        "4503599627370496 1 1 0 0 0 0\n", /* 2^64 bytes */
        "1 4503599627370496 1 0 0 0 0\n",
        "1 1 4503599627370496 0 0 0 0\n",
        "18446744073709551616 1 1 0 0 0 0\n",
        "18446744073709551615 1 1 0 0 0 0\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        pp__statm statm;
        EXPECT(!parse(texts[i], strlen(texts[i]), 4096, &statm));
    }
}

/* A number that is cut off is another number: nothing may be made of it. */
static void truncations(void)
{
    static const char line[] = "2052 1193 1057 5 0 115 0\n";
    int accepted = 0;
    for (size_t length = 0; length < sizeof line - 1; length++) {
        pp__statm statm;
        if (parse(line, length, 4096, &statm)) {
            EXPECT_EQUAL(statm.virtual_bytes, 2052 * 4096);
            EXPECT_EQUAL(statm.resident_bytes, 1193 * 4096);
            EXPECT_EQUAL(statm.shared_bytes, 1057 * 4096);
            accepted++;
        }
    }
    EXPECT(accepted > 0);
}

DEFINE_SUITE(parse_statm, CASE(normal_lines), CASE(what_is_refused), CASE(truncations));
