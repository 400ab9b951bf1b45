/*
 * Every parser against many thousands of damaged inputs, each ending at a page nobody may touch:
 * whatever the bytes, it must stay within them and within the range of its answers (parse_checks.c).
 * The damage is the same in every run.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/stat.h"
#include "parse_checks.h"
#include "randoms.h"

#include <string.h>

enum { ROUNDS = 200000, ROOM = 1024 };

typedef struct sample_text {
    const char *bytes;
    size_t length;
} sample_text;

/* clang-format would take the braces for a block. */
/* clang-format off */
#define SAMPLE_TEXT(text) {text, sizeof text - 1}
/* clang-format on */

/* Bytes at which parsers decide something are more telling than others. */
static uint8_t telling_byte(randoms *from)
{
    static const char bytes[] = "0123456789-+ \t\n():=,/\0\xff";
    return random_below(from, 4) == 0 ? (uint8_t)random_next(from)
                                      : (uint8_t)bytes[random_below(from, sizeof bytes - 1)];
}

static size_t damage_once(randoms *from, uint8_t *bytes, size_t length)
{
    if (length == 0) {
        return 0;
    }
    uint32_t at = random_below(from, (uint32_t)length);
    switch (random_below(from, 5)) {
    case 0:
        return at; /* cut off */
    case 1:
        memmove(bytes + at, bytes + at + 1, length - at - 1);
        return length - 1;
    case 2:
        if (length < ROOM) {
            memmove(bytes + at + 1, bytes + at, length - at);
            bytes[at] = telling_byte(from);
            return length + 1;
        }
        return length;
    case 3: /* a number becomes a long one */
        for (uint32_t i = at; i < length && i < at + 20; i++) {
            bytes[i] = (uint8_t)('0' + random_below(from, 10));
        }
        return length;
    default:
        bytes[at] = telling_byte(from);
        return length;
    }
}

typedef void (*check)(const uint8_t *bytes, int32_t length);

static void mutate(const sample_text *seeds, uint32_t count, check parse)
{
    randoms from = {.state = 0x5eed};
    guarded memory = guarded_new(ROOM);
    uint8_t bytes[ROOM];
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const sample_text *seed = &seeds[random_below(&from, count)];
        size_t length = seed->length;
        memcpy(bytes, seed->bytes, length);
        for (uint32_t damages = random_below(&from, 4) + 1; damages > 0; damages--) {
            length = damage_once(&from, bytes, length);
        }
        context("round %u", round);
        parse(guarded_put(&memory, bytes, length), (int32_t)length);
    }
    guarded_free(&memory);
}

static void stat(void)
{
    static const sample_text seeds[] = {
        SAMPLE_TEXT("7 (n) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 99 1 1 1 1 1 1 1\n"),
        SAMPLE_TEXT(
            "7 (a) R 1 (b)) Z 0 -1 -1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 18446744073709551615 "),
    };
    mutate(seeds, 2, check_stat);
}

static void wait_status(void)
{
    static const sample_text seeds[] = {
        SAMPLE_TEXT("7 (n) Z 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 99 1 1 1 1 1 1 1 1 1 1 1 "
                    "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 139\n"),
        SAMPLE_TEXT("7 (a) R 1 (b)) Z 0 -1 -1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 18446744073709551615 "
                    "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2147483647\n"),
    };
    int32_t status = 0; /* the seeds are good themselves, or nothing would be tested */
    for (size_t i = 0; i < 2; i++) {
        EXPECT(pp__parse_stat_wait_status((const uint8_t *)seeds[i].bytes, (int32_t)seeds[i].length,
                                          &status));
    }
    mutate(seeds, 2, check_wait_status);
}

static void statm(void)
{
    static const sample_text seeds[] = {SAMPLE_TEXT("2052 1193 1057 5 0 115 0\n"),
                                        SAMPLE_TEXT("4503599627370495 1 0 0 0 0 0\n")};
    mutate(seeds, 2, check_statm);
}

static void smaps_rollup(void)
{
    static const sample_text seeds[] = {
        SAMPLE_TEXT("1-2 ---p 0 0 0 [rollup]\nPss: 601 kB\nPrivate_Clean: 64 kB\n"
                    "Private_Dirty: 232 kB\nPrivate_Hugetlb: 0 kB\nSwap: 12 kB\nSwapPss: 1 kB\n"),
        SAMPLE_TEXT("Swap: 1 kB\nPss: 1 kB\nPrivate_Dirty: 18014398509481983 kB\n"
                    "Private_Clean: 0 kB\n"),
    };
    mutate(seeds, 2, check_smaps_rollup);
}

static void status(void)
{
    static const sample_text seeds[] = {
        SAMPLE_TEXT("Name:\tn\nTgid:\t4711\nPid:\t4711\nUid:\t1000\t1001\t1002\t1003\n"),
        SAMPLE_TEXT("Tgid:\t2147483647\nUid:\t0\t4294967295\t0\t0\n")};
    mutate(seeds, 2, check_status);
}

static void status_tail(void)
{
    static const sample_text seeds[] = {
        SAMPLE_TEXT("NSpid:\t4711\t12\t1\nvoluntary_ctxt_switches:\t150\n"
                    "nonvoluntary_ctxt_switches:\t545\n"),
        SAMPLE_TEXT("0\nNSpid:\t2147483647\nnonvoluntary_ctxt_switches:\t18446744073709551615\n"
                    "voluntary_ctxt_switches:\t0\n")};
    mutate(seeds, 2, check_status_tail);
}

static void io(void)
{
    static const sample_text seeds[] = {
        SAMPLE_TEXT("rchar: 1\nwchar: 22\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 66\n"),
        SAMPLE_TEXT("write_bytes: 18446744073709551615\nread_bytes: 0\nwchar: 1\nrchar: 1\n")};
    mutate(seeds, 2, check_io);
}

static void numbers(void)
{
    static const sample_text seeds[] = {SAMPLE_TEXT("1 4711 2147483647 "),
                                        SAMPLE_TEXT("99999999999999999999 2147483648 12 ")};
    mutate(seeds, 2, check_numbers);
}

static void dirents(void)
{
    static const sample_text seeds[] = {
        SAMPLE_TEXT("INODE678OFFSET78\x18\0\x04"
                    "1234\0INODE678OFFSET78\x20\0\x04"
                    "2147483647\0\0\0INODE678OFFSET78\x18\0\x04"
                    "self\0"),
    };
    mutate(seeds, 1, check_dirents);
}

static void environment(void)
{
    static const sample_text seeds[] = {SAMPLE_TEXT("PATH=/bin\0NAMES=1\0NAME=value\0LAST=1"),
                                        SAMPLE_TEXT("NAME=long value\0NAME=second\0")};
    mutate(seeds, 2, check_environment);
}

static void cgroup_path(void)
{
    static const sample_text seeds[] = {
        SAMPLE_TEXT("12:cpu,cpuacct:/a\n11:memory:/b\n1:name=systemd:/c\n0::/d\n")};
    mutate(seeds, 1, check_cgroup_path);
}

static void cursor(void)
{
    static const sample_text seeds[] = {
        SAMPLE_TEXT("1 -1 18446744073709551615 -9223372036854775807 x 12 \t 7-8")};
    mutate(seeds, 1, check_cursor);
}

DEFINE_SUITE(parse_mutations, CASE(stat), CASE(wait_status), CASE(statm), CASE(smaps_rollup),
             CASE(status), CASE(status_tail), CASE(io), CASE(numbers), CASE(dirents),
             CASE(environment), CASE(cgroup_path), CASE(cursor));
