/*
 * Facts of the machine, and which mechanism serves what.
 */
#include "fake.h"
#include "harness.h"
#include "kernel.h"
#include "procprobe.h"

#include <errno.h>
#include <string.h>

static void all_facts(void)
{
    fake_begin();
    pp_system it;
    REQUIRE(pp_system_facts(&it) == PP_OK);
    EXPECT_EQUAL(it.valid, PP_SYSTEM_BOOT_TIME | PP_SYSTEM_BOOT_ID | PP_SYSTEM_MEMORY |
                               PP_SYSTEM_SWAP | PP_SYSTEM_CPUS | PP_SYSTEM_UID);
    EXPECT_EQUAL(it.boot_time_ns, 1700000000000005000);
    EXPECT(it.boot_id_high == 0x0011223344556677 && it.boot_id_low == 0x8899aabbccddeeff);
    EXPECT_EQUAL(it.memory_total_bytes, 16LL << 30);
    EXPECT_EQUAL(it.memory_available_bytes, 3030 * 16384);
    EXPECT_EQUAL(it.swap_total_bytes, 4LL << 30);
    EXPECT_EQUAL(it.swap_free_bytes, 1LL << 30);
    EXPECT_EQUAL(it.page_bytes, 4096);
    EXPECT_EQUAL(it.cpus_online, 8);
    EXPECT_EQUAL(it.cpus_usable, 8);
    EXPECT_EQUAL(it.ticks_per_second, FAKE_TICKS_PER_SECOND);
    EXPECT_EQUAL(it.token_kind, PP_TOKEN_UNIQUE_ID);
    EXPECT_EQUAL(it.uid, FAKE_UID);
}

/* The time of the boot has been read by then, and is kept. */
static void facts_that_are_refused(void)
{
    fake_begin();
    fake_fail(FAKE_SYSCTL, 0, FAKE_FOR_GOOD, EPERM);
    pp_system it;
    REQUIRE(pp_system_facts(&it) == PP_OK);
    EXPECT_EQUAL(it.valid & ~(uint64_t)PP_SYSTEM_BOOT_TIME, PP_SYSTEM_UID);
    EXPECT_EQUAL(it.boot_id_high, 0);
    fake_begin();
    fake.is_broken = true;
    REQUIRE(pp_system_facts(&it) == PP_OK);
    EXPECT_EQUAL(it.valid & ~(uint64_t)PP_SYSTEM_BOOT_TIME, PP_SYSTEM_UID);
}

static void mechanisms(void)
{
    fake_begin();
    uint8_t text[512];
    int32_t index = 0;
    int32_t length = 0;
    while ((length = pp_system_mechanism(index, text, (int32_t)sizeof text)) > 0) {
        int32_t lines = 0;
        for (int32_t i = 0; i < length; i++) {
            lines += text[i] == '\n';
        }
        context("mechanism %d", index);
        EXPECT_EQUAL(lines, 3);
        EXPECT_EQUAL(pp_system_mechanism(index, text, 5), PP_TOO_SMALL);
        index++;
    }
    EXPECT_EQUAL(length, PP_NOT_FOUND);
    EXPECT(index > 10);
}

static void nothing_fails_with_all_features(void)
{
    EXPECT_EQUAL(pp__kernel_feature_error(PP__TICK_FREQUENCY), 0);
    EXPECT_EQUAL(pp__kernel_feature_error(PP__FOOTPRINT), 0);
    EXPECT_EQUAL(pp__kernel_feature_error(PP__TOKEN_SIGNAL), 0);
}

/* What trying finds on systems without; the answers are not kept here. */
static void features_that_are_missing(void)
{
    int32_t errors[PP__FEATURES];
    fake_begin();
    fake.has_frequency = false;
    fake.has_token_signal = false;
    fake_fail(FAKE_RUSAGE, 0, 1, EPERM);
    EXPECT(pp__kernel_try(errors));
    EXPECT_EQUAL(errors[0], ENOENT);
    EXPECT_EQUAL(errors[1], EPERM);
    EXPECT_EQUAL(errors[2], ENOSYS);
    fake_begin();
    fake_cut(FAKE_SYSCTL, 0, 1, 4);
    EXPECT(pp__kernel_try(errors));
    EXPECT_EQUAL(errors[0], ENOENT);
    EXPECT_EQUAL(errors[1], 0);
    EXPECT_EQUAL(errors[2], 0);
}

DEFINE_SUITE(system, CASE(all_facts), CASE(facts_that_are_refused), CASE_PER_VARIANT(mechanisms),
             CASE(nothing_fails_with_all_features), CASE(features_that_are_missing));
