/*
 * Signals, which nobody gets but who is meant.
 */
#include "fake.h"
#include "harness.h"
#include "kernel.h"
#include "procprobe.h"

#include <errno.h>

enum { PID = 500, TERMINATE = 15 };

static pp_identity begin(void)
{
    fake_begin();
    return (pp_identity){.pid = PID,
                         .token_kind = PP_TOKEN_UNIQUE_ID,
                         .start_token = fake_start(PID, FAKE_OWN_PID)->id};
}

static void is_replaced(void)
{
    fake_reap(PID);
    (void)fake_start(PID, 1);
}

static void exits(void)
{
    fake_exit(PID, 0);
}

static void starts_a_program(void)
{
    fake_exec(PID);
}

static void delivered(void)
{
    pp_identity who = begin();
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_OK);
    EXPECT_EQUAL(fake_delivered.id, who.start_token);
    EXPECT_EQUAL(fake_delivered.signal, TERMINATE);
    EXPECT_EQUAL(fake_count(FAKE_KILL), pp__kernel_has(PP__TOKEN_SIGNAL) ? 0 : 1);
    EXPECT_EQUAL(pp_signal_send(&who, 0), PP_OK);
    EXPECT_EQUAL(pp_signal_send(&who, 32), PP_INVALID);
    EXPECT_EQUAL(pp_signal_send(&who, 64), PP_INVALID);
}

static void refused(void)
{
    pp_identity who = begin();
    fake_find(PID)->uid = FAKE_OTHER_UID;
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_DENIED);
    EXPECT_EQUAL(pp_signal_send(&who, 0), PP_DENIED);
    who.pid = 1;
    EXPECT_EQUAL(pp_signal_send(&who, 0), PP_REFUSED);
    who.pid = 0;
    EXPECT_EQUAL(pp_signal_send(&who, 0), PP_REFUSED);
    who.pid = FAKE_OWN_PID;
    EXPECT_EQUAL(pp_signal_send(&who, 0), PP_REFUSED);
    EXPECT_EQUAL(fake_delivered.count, 0);
}

static void to_somebody_else(void)
{
    pp_identity who = begin();
    who.start_token++;
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_REPLACED);
    who.token_kind = PP_TOKEN_CREATION_TIME;
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_UNKNOWN_IDENTITY);
    who.token_kind = PP_TOKEN_NONE;
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_UNKNOWN_IDENTITY);
    who.pid = PID + 1;
    who.token_kind = PP_TOKEN_UNIQUE_ID;
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_GONE);
    EXPECT_EQUAL(fake_delivered.count, 0);
}

static void to_a_zombie(void)
{
    pp_identity who = begin();
    fake_exit(PID, 0);
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_OK);
    who.start_token++;
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_REPLACED);
    fake.identifies_zombies = false;
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_UNKNOWN_IDENTITY);
    EXPECT_EQUAL(fake_delivered.count, 0);
}

/* Between the check and the signal. */
static void changing_meanwhile(void)
{
    pp_identity who = begin();
    fake_before(FAKE_TOKEN_SIGNAL, 0, 1, is_replaced);
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_REPLACED);
    EXPECT_EQUAL(fake_delivered.count, 0);
    who = begin();
    fake_before(FAKE_TOKEN_SIGNAL, 0, 1, exits);
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_OK);
    EXPECT_EQUAL(fake_delivered.count, 0);
    who = begin();
    fake_before(FAKE_TOKEN_SIGNAL, 0, 3, starts_a_program);
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_OK);
    EXPECT_EQUAL(fake_delivered.count, 1);
    EXPECT_EQUAL(fake_count(FAKE_TOKEN_SIGNAL), 4);
    who = begin();
    fake_before(FAKE_TOKEN_SIGNAL, 0, FAKE_FOR_GOOD, starts_a_program);
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_AGAIN);
    EXPECT_EQUAL(fake_delivered.count, 0);
    who = begin();
    fake_fail(FAKE_TOKEN_SIGNAL, 0, 1, EINVAL);
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_OS_ERROR);
    who = begin();
    fake_fail(FAKE_UNIQUE, 0, 1, EPERM);
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_DENIED);
}

/* On systems before 14.2. */
static void by_number(void)
{
    pp__kernel_allow(PP__ALL_FEATURES & ~PP__TOKEN_SIGNAL);
    pp_identity who = begin();
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_OK);
    EXPECT_EQUAL(fake_count(FAKE_KILL), 1);
    EXPECT_EQUAL(fake_delivered.id, who.start_token);
    fake_before(FAKE_UNIQUE, 1, 1, is_replaced); /* at the last look before the signal */
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_REPLACED);
    EXPECT_EQUAL(fake_delivered.count, 1);
    who = begin();
    fake_fail(FAKE_KILL, 0, 1, EPERM);
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_DENIED);
    pp__kernel_allow(PP__ALL_FEATURES);
}

DEFINE_SUITE(signal, CASE_PER_VARIANT(delivered), CASE_PER_VARIANT(refused),
             CASE_PER_VARIANT(to_somebody_else), CASE_PER_VARIANT(to_a_zombie),
             CASE(changing_meanwhile), CASE(by_number));
