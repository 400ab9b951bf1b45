/*
 * /proc/PID/smaps_rollup, from a recorded text.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/smaps_rollup.h"

#include <stdio.h>
#include <string.h>

/* Linux 6.18, a process of its own recording. */
static const char RECORDED[] =
    "55d6c3a4e000-7ffe1b9f2000 ---p 00000000 00:00 0                          [rollup]\n"
    "Rss:                3500 kB\n"
    "Pss:                 601 kB\n"
    "Pss_Dirty:           232 kB\n"
    "Pss_Anon:            228 kB\n"
    "Pss_File:            373 kB\n"
    "Pss_Shmem:             0 kB\n"
    "Shared_Clean:       3200 kB\n"
    "Shared_Dirty:          4 kB\n"
    "Private_Clean:        64 kB\n"
    "Private_Dirty:       232 kB\n"
    "Referenced:         3500 kB\n"
    "Anonymous:           232 kB\n"
    "KSM:                   0 kB\n"
    "LazyFree:              0 kB\n"
    "AnonHugePages:         0 kB\n"
    "ShmemPmdMapped:        0 kB\n"
    "FilePmdMapped:         0 kB\n"
    "Shared_Hugetlb:        0 kB\n"
    "Private_Hugetlb:    2048 kB\n"
    "Swap:                 12 kB\n"
    "SwapPss:               6 kB\n"
    "Locked:                0 kB\n";

static bool parse(const char *text, size_t length, pp__smaps_rollup *out)
{
    guarded memory = guarded_new(length);
    memset(out, 0xa5, sizeof *out);
    bool result = pp__parse_smaps_rollup(guarded_put(&memory, text, length), (int32_t)length, out);
    guarded_free(&memory);
    return result;
}

static void expect_recorded(const pp__smaps_rollup *rollup)
{
    EXPECT_EQUAL(rollup->unique_bytes, (64 + 232 + 2048) * 1024);
    EXPECT_EQUAL(rollup->proportional_bytes, 601 * 1024);
    EXPECT_EQUAL(rollup->swap_bytes, 12 * 1024);
}

static void recorded_text(void)
{
    pp__smaps_rollup rollup;
    EXPECT(parse(RECORDED, sizeof RECORDED - 1, &rollup));
    expect_recorded(&rollup);
}

/* The recorded text without the line that begins with this key. */
static size_t without(const char *key, char *text)
{
    const char *line = strstr(RECORDED, key);
    MUST(line != NULL);
    const char *rest = strchr(line, '\n') + 1;
    size_t before = (size_t)(line - RECORDED);
    memcpy(text, RECORDED, before);
    strcpy(text + before, rest);
    return strlen(text);
}

static void missing_lines(void)
{
    static const char *const needed[] = {"Pss:", "Private_Clean:", "Private_Dirty:", "Swap:"};
    static const char *const others[] = {"Rss:", "Pss_Dirty:", "SwapPss:", "Locked:", "KSM:"};
    char text[sizeof RECORDED];
    pp__smaps_rollup rollup;
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        context("without %s", needed[i]);
        EXPECT(!parse(text, without(needed[i], text), &rollup));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        context("without %s", others[i]);
        EXPECT(parse(text, without(others[i], text), &rollup));
        expect_recorded(&rollup);
    }
    context("a kernel without huge pages");
    EXPECT(parse(text, without("Private_Hugetlb:", text), &rollup));
    EXPECT_EQUAL(rollup.unique_bytes, (64 + 232) * 1024);
}

static bool parse_numbers(const char *clean, const char *dirty, const char *huge)
{
    char text[512];
    int length = snprintf(text, sizeof text,
                          "Pss: 1 kB\nPrivate_Clean: %s kB\nPrivate_Dirty: %s kB\n"
                          "Private_Hugetlb: %s kB\nSwap: 0 kB\n",
                          clean, dirty, huge);
    pp__smaps_rollup rollup;
    context("%s", text);
    return parse(text, (size_t)length, &rollup);
}

static void overflow(void)
{
    EXPECT(parse_numbers("1", "2", "3"));
    EXPECT(parse_numbers("18014398509481983", "0", "0"));
    EXPECT(!parse_numbers("18014398509481984", "0", "0"));
    EXPECT(!parse_numbers("18014398509481983", "1", "0"));
    EXPECT(!parse_numbers("0", "1", "18014398509481983"));
    EXPECT(!parse_numbers("9007199254740992", "9007199254740992", "9007199254740992"));
    EXPECT(!parse_numbers("99999999999999999999", "0", "0"));
    EXPECT(!parse_numbers("-1", "0", "0"));
    EXPECT(!parse_numbers("", "0", "0"));
}

/* A number that is cut off is another number: nothing may be made of it. */
static void truncations(void)
{
    int accepted = 0;
    for (size_t length = 0; length < sizeof RECORDED - 1; length++) {
        pp__smaps_rollup rollup;
        context("%zu bytes", length);
        if (parse(RECORDED, length, &rollup)) {
            expect_recorded(&rollup);
            accepted++;
        }
    }
    EXPECT(accepted > 0);
}

DEFINE_SUITE(parse_smaps_rollup, CASE(recorded_text), CASE(missing_lines), CASE(overflow),
             CASE(truncations));
