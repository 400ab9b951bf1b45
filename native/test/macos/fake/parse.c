/*
 * Bytes and numbers of macOS into ours, without a system.
 */
#include "check_arguments.h"
#include "harness.h"
#include "parse/arguments.h"
#include "parse/failure.h"
#include "parse/kinfo.h"
#include "parse/state.h"
#include "parse/ticks.h"
#include "parse/uuid.h"
#include "procprobe.h"
#include "randoms.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void ticks_to_nanoseconds(void)
{
    const pp__timebase apple =
        pp__timebase_of(24000000, 1, 1); /* what Rosetta says does not count */
    EXPECT_EQUAL(pp__ticks_to_ns(apple, 24000000), 1000000000);
    EXPECT_EQUAL(pp__ticks_to_ns(apple, 3), 125);
    EXPECT_EQUAL(pp__ticks_to_ns(apple, 1), 41);
    /* A hundred cores for a year: the product does not fit in 64 bits. */
    const uint64_t seconds = 86400ULL * 365 * 100;
    EXPECT_EQUAL(pp__ticks_to_ns(apple, seconds * 24000000), seconds * 1000000000);
    EXPECT(pp__ticks_to_ns(apple, UINT64_MAX) == UINT64_MAX);
    const pp__timebase fallback = pp__timebase_of(0, 125, 3);
    EXPECT_EQUAL(pp__ticks_to_ns(fallback, 24), 1000);
    const pp__timebase intel = pp__timebase_of(1000000000, 0, 0);
    EXPECT(pp__ticks_to_ns(intel, UINT64_MAX) == UINT64_MAX);
    const pp__timebase unknown = pp__timebase_of(0, 0, 5);
    EXPECT_EQUAL(pp__ticks_to_ns(unknown, 77), 77);
    EXPECT_EQUAL(pp__ticks_to_ns(pp__timebase_of(0, 5, 0), 77), 77);
}

static void put(uint8_t *bytes, int32_t at, int32_t length, uint64_t number)
{
    for (int32_t i = 0; i < length; i++) {
        bytes[at + i] = (uint8_t)(number >> 8 * i);
    }
}

/* A record as the kernel has it: every byte that is not read is rubbish. */
static void kinfo(void)
{
    uint8_t bytes[PP__KINFO_BYTES + 1];
    memset(bytes, 0xa5, sizeof bytes);
    put(bytes, 0, 8, 1700000000);
    put(bytes, 8, 4, 123456);
    put(bytes, 32, 4, 0x2804);
    bytes[36] = 5;
    put(bytes, 40, 4, 4711);
    memcpy(bytes + 243, "sixteen letters.!", 17);
    put(bytes, 280, 2, 0x0900);
    put(bytes, 420, 4, 501);
    put(bytes, 560, 4, 42);
    put(bytes, 564, 4, 43);
    pp__kinfo it;
    REQUIRE(pp__parse_kinfo(bytes, PP__KINFO_BYTES, &it));
    EXPECT_EQUAL(it.start_us, 1700000000123456);
    EXPECT_EQUAL(it.flags, 0x2804);
    EXPECT_EQUAL(it.state, PP__SZOMB);
    EXPECT_EQUAL(it.pid, 4711);
    EXPECT_BYTES(it.name, it.name_length, "sixteen letters.", 16);
    EXPECT_EQUAL(it.wait_status, 0x0900);
    EXPECT_EQUAL(it.uid, 501);
    EXPECT_EQUAL(it.parent_pid, 42);
    EXPECT_EQUAL(it.group, 43);

    bytes[250] = 0;
    REQUIRE(pp__parse_kinfo(bytes, PP__KINFO_BYTES, &it));
    EXPECT_BYTES(it.name, it.name_length, "sixteen", 7);
    put(bytes, 8, 4, 1000000);
    REQUIRE(pp__parse_kinfo(bytes, PP__KINFO_BYTES, &it));
    EXPECT_EQUAL(it.start_us, 0);

    EXPECT(!pp__parse_kinfo(bytes, PP__KINFO_BYTES - 1, &it));
    EXPECT(!pp__parse_kinfo(bytes, PP__KINFO_BYTES + 1, &it));
    EXPECT(!pp__parse_kinfo(bytes, 0, &it));
    put(bytes, 560, 4, UINT32_MAX);
    EXPECT(!pp__parse_kinfo(bytes, PP__KINFO_BYTES, &it));
    put(bytes, 40, 4, UINT32_MAX);
    EXPECT(!pp__parse_kinfo(bytes, PP__KINFO_BYTES, &it));
}

static void times(void)
{
    EXPECT_EQUAL(pp__parse_time_us(1, 2), 1000002);
    EXPECT_EQUAL(pp__parse_time_us(0, 2), 0);
    EXPECT_EQUAL(pp__parse_time_us(-1, 2), 0);
    EXPECT_EQUAL(pp__parse_time_us(1, -1), 0);
    EXPECT_EQUAL(pp__parse_time_us(INT64_MAX, 0), 0);
    EXPECT_EQUAL(pp__parse_time_us(INT64_MAX / 1000000000, 0), 0);
    EXPECT(pp__parse_time_us(INT64_MAX / 1000000000 - 1, 999999) > 0);
}

static void states(void)
{
    EXPECT(pp__state_has_exited(PP__SZOMB, 0));
    EXPECT(pp__state_has_exited(PP__SRUN, PP__P_EXITING | 4));
    EXPECT(!pp__state_has_exited(PP__SRUN, PP__P_TRACED));
    EXPECT_EQUAL(pp__state_of_exited(PP__SZOMB), PP_STATE_ZOMBIE);
    EXPECT_EQUAL(pp__state_of_exited(PP__SRUN), PP_STATE_DEAD);
    EXPECT_EQUAL(pp__state_of_living(PP__SRUN, false, 2), PP_STATE_RUNNING);
    EXPECT_EQUAL(pp__state_of_living(PP__SRUN, true, 0), PP_STATE_SLEEPING);
    EXPECT_EQUAL(pp__state_of_living(PP__SRUN, false, -1), PP_STATE_UNKNOWN);
    EXPECT_EQUAL(pp__state_of_living(PP__SSTOP, false, -1), PP_STATE_STOPPED);
    EXPECT_EQUAL(pp__state_of_living(PP__SSTOP, true, 1), PP_STATE_TRACED);
    EXPECT_EQUAL(pp__exit_status_of_wait(0), 0);
    EXPECT_EQUAL(pp__exit_status_of_wait(0xff00), 255);
    EXPECT_EQUAL(pp__exit_status_of_wait(9), PP_EXIT_SIGNALLED + 9);
    EXPECT_EQUAL(pp__exit_status_of_wait(0x8b), PP_EXIT_SIGNALLED + 11); /* with a core */
}

static void codes_of_errno(void)
{
    static const int32_t expected[][2] = {
        {ESRCH, PP_GONE},         {EPERM, PP_DENIED},       {EACCES, PP_DENIED},
        {ENOMEM, PP_AGAIN},       {EAGAIN, PP_AGAIN},       {EMFILE, PP_AGAIN},
        {ENFILE, PP_AGAIN},       {EINVAL, PP_UNSUPPORTED}, {ENOTSUP, PP_UNSUPPORTED},
        {ENOSYS, PP_UNSUPPORTED}, {ENOENT, PP_UNSUPPORTED}, {EIO, PP_OS_ERROR},
        {0, PP_OS_ERROR},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        context("errno %d", expected[i][0]);
        EXPECT_EQUAL(pp__status_of_errno(expected[i][0]), expected[i][1]);
    }
}

#define BYTES(text) (const uint8_t *)(text), (int32_t)sizeof(text) - 1

static bool value_of(pp__span environment, const char *name, pp__span *value)
{
    return pp__parse_variable(environment, (const uint8_t *)name, (int32_t)strlen(name), value);
}

static void arguments(void)
{
    pp__arguments it;
    REQUIRE(pp__parse_arguments(BYTES("\2\0\0\0/bin/cat\0\0\0\0cat\0-\0A=1\0AB=\0B=x=y\0\0own=2\0"),
                                &it));
    EXPECT_BYTES(it.arguments.bytes, it.arguments.length, "cat\0-\0", 6);
    EXPECT_BYTES(it.environment.bytes, it.environment.length, "A=1\0AB=\0B=x=y\0", 14);
    pp__span value;
    REQUIRE(value_of(it.environment, "A", &value));
    EXPECT_BYTES(value.bytes, value.length, "1", 1);
    REQUIRE(value_of(it.environment, "AB", &value));
    EXPECT_EQUAL(value.length, 0);
    REQUIRE(value_of(it.environment, "B", &value));
    EXPECT_BYTES(value.bytes, value.length, "x=y", 3);
    EXPECT(!value_of(it.environment, "own", &value));
    EXPECT(!value_of(it.environment, "ABC", &value));

    /* Left out for protected programs; no arguments at all; empty ones. */
    REQUIRE(pp__parse_arguments(BYTES("\1\0\0\0/bin/cat\0cat\0"), &it));
    EXPECT_EQUAL(it.environment.length, 0);
    REQUIRE(pp__parse_arguments(BYTES("\0\0\0\0/bin/cat\0"), &it));
    EXPECT_EQUAL(it.arguments.length, 0);
    REQUIRE(pp__parse_arguments(BYTES("\3\0\0\0/bin/cat\0a\0\0b\0"), &it));
    EXPECT_BYTES(it.arguments.bytes, it.arguments.length, "a\0\0b\0", 5);

    /* The first one is empty: it is not one of the zeros behind the path. */
    REQUIRE(pp__parse_arguments(BYTES("\2\0\0\0/bin/c\0\0\0x\0SECRET=1\0"), &it));
    EXPECT_BYTES(it.arguments.bytes, it.arguments.length, "\0x\0", 3);
    EXPECT_BYTES(it.environment.bytes, it.environment.length, "SECRET=1\0", 9);

    /* Cut: what is whole is given, half a variable is not. */
    REQUIRE(pp__parse_arguments(BYTES("\1\0\0\0/bin/cat\0cat\0A=1\0B=x"), &it));
    EXPECT_BYTES(it.environment.bytes, it.environment.length, "A=1\0", 4);
    EXPECT(!pp__parse_arguments(BYTES("\1\0\0\0/bin/cat\0ca"), &it));
    EXPECT(!pp__parse_arguments(BYTES("\2\0\0\0/bin/cat\0cat\0"), &it));
    EXPECT(!pp__parse_arguments(BYTES("\1\0\0\0"), &it));
    EXPECT(!pp__parse_arguments(BYTES("\1\0\0"), &it));
    EXPECT(!pp__parse_arguments(BYTES("\377\377\377\377/bin/cat\0cat\0"), &it));
}

/* In memory of just their size, in which a sanitizer sees a read past the end. */
static void damaged_arguments(void)
{
    static const char whole[] = "\2\0\0\0/bin/cat\0\0cat\0-\0A=1\0AB=\0B=x=y\0\0own=2";
    enum { ROUNDS = 20000, DAMAGES = 4 };
    static const uint8_t telling[] = {0, 1, 'A', '=', 0xff};
    randoms from = {.state = 1};
    for (int32_t round = 0; round < ROUNDS; round++) {
        int32_t length = (int32_t)random_below(&from, sizeof whole + 1);
        uint8_t *bytes = malloc(length == 0 ? 1 : (size_t)length);
        MUST(bytes != NULL);
        memcpy(bytes, whole, (size_t)length);
        for (int32_t i = 0; i < DAMAGES && length > 0; i++) {
            bytes[random_below(&from, (uint32_t)length)] =
                telling[random_below(&from, sizeof telling)];
        }
        context("round %d", round);
        check_arguments(bytes, length);
        free(bytes);
    }
}

static void uuids(void)
{
    uint64_t high = 0;
    uint64_t low = 0;
    REQUIRE(pp__parse_uuid(BYTES("00112233-4455-6677-8899-aAbBcCdDeEfF\0"), &high, &low));
    EXPECT(high == 0x0011223344556677 && low == 0x8899aabbccddeeff);
    EXPECT(!pp__parse_uuid(BYTES("00112233-4455-6677-8899-aabbccddeef"), &high, &low));
    EXPECT(!pp__parse_uuid(BYTES("00112233-4455-6677-8899-aabbccddeeff0"), &high, &low));
    EXPECT(!pp__parse_uuid(BYTES("00112233-4455-6677-8899-aabbccddeefg"), &high, &low));
    EXPECT(!pp__parse_uuid(BYTES(""), &high, &low));
}

DEFINE_SUITE(parse, CASE(ticks_to_nanoseconds), CASE(kinfo), CASE(times), CASE(states),
             CASE(codes_of_errno), CASE(arguments), CASE(damaged_arguments), CASE(uuids));
