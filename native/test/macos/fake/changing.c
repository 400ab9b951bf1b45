/*
 * Processes that exit, start programs and are replaced while they are being read.
 */
#include "fake.h"
#include "harness.h"
#include "procprobe.h"

#include <errno.h>

enum { PID = 500 };

static pp_sample row_of(const pp_identity *who, uint64_t fields)
{
    pp_sample row;
    EXPECT_EQUAL(pp_query_ids(who, 1, fields, &row), 1);
    return row;
}

static pp_identity begin(void)
{
    fake_begin();
    return (pp_identity){.pid = PID,
                         .token_kind = PP_TOKEN_UNIQUE_ID,
                         .start_token = fake_start(PID, FAKE_OWN_PID)->id};
}

static void exits(void)
{
    fake_exit(PID, 0);
}

static void is_reaped(void)
{
    fake_reap(PID);
}

static void is_replaced(void)
{
    fake_reap(PID);
    fake_start(PID, 1)->resident_bytes = 1;
}

static void starts_a_program(void)
{
    fake_exec(PID);
}

/* A row is the zombie's then, and holds nothing that was read of the living. */
static void exit_between_the_reads(void)
{
    static const enum fake_call calls[] = {FAKE_PIDINFO, FAKE_RUSAGE, FAKE_GETSID};
    uint64_t fields = PP_FIELD_ALIVE | PP_FIELD_RESIDENT | PP_FIELD_PRIVATE | PP_FIELD_SESSION;
    for (size_t i = 0; i < 3; i++) {
        context("call %zu", i);
        pp_identity who = begin();
        fake_before(calls[i], 0, 1, exits);
        pp_sample row = row_of(&who, fields);
        EXPECT_EQUAL(row.status, PP_OK);
        EXPECT_EQUAL(row.alive, 0);
        EXPECT_EQUAL(row.resident_bytes, 0);
        EXPECT_EQUAL(row.valid, fields & ~PP_FIELD_SESSION);
    }
    pp_identity who = begin();
    fake_before(FAKE_UNIQUE, 1, 1, exits); /* after all has been read */
    EXPECT_EQUAL(row_of(&who, fields).alive, 0);
}

static void reaped_between_the_reads(void)
{
    static const enum fake_call calls[] = {FAKE_PIDINFO, FAKE_RUSAGE, FAKE_GETSID, FAKE_UNIQUE};
    for (size_t i = 0; i < 4; i++) {
        context("call %zu", i);
        pp_identity who = begin();
        fake_before(calls[i], 0, 1, is_reaped);
        pp_sample row = row_of(&who, PP_FIELDS_CHEAP | PP_FIELD_SESSION);
        EXPECT_EQUAL(row.status, PP_GONE);
        EXPECT_EQUAL(row.valid, 0);
        EXPECT_EQUAL(row.os_error, 0);
    }
}

static void replaced_between_the_reads(void)
{
    static const enum fake_call calls[] = {FAKE_PIDINFO, FAKE_RUSAGE, FAKE_GETSID, FAKE_UNIQUE};
    for (size_t i = 0; i < 4; i++) {
        context("call %zu", i);
        pp_identity who = begin();
        fake_before(calls[i], 0, 1, is_replaced);
        EXPECT_EQUAL(row_of(&who, PP_FIELDS_CHEAP | PP_FIELD_SESSION).status, PP_REPLACED);

        who = begin();
        who.token_kind = PP_TOKEN_NONE; /* whoever it is, all is of the same one */
        fake_before(calls[i], 0, 1, is_replaced);
        pp_sample row = row_of(&who, PP_FIELDS_CHEAP | PP_FIELD_SESSION);
        EXPECT_EQUAL(row.status, PP_OK);
        EXPECT_EQUAL(row.start_token, fake_find(PID)->id);
        EXPECT_EQUAL(row.resident_bytes, 1);
        EXPECT_EQUAL(row.parent_pid, 1);
    }
}

static void another_program_is_the_same_process(void)
{
    pp_identity who = begin();
    fake_before(FAKE_UNIQUE, 0, 2, starts_a_program);
    pp_sample row = row_of(&who, PP_FIELD_RESIDENT | PP_FIELD_IDENTITY);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.start_token, who.start_token);
}

/* It is not read for good. */
static void changing_all_the_time(void)
{
    pp_identity who = begin();
    who.token_kind = PP_TOKEN_NONE;
    fake_before(FAKE_UNIQUE, 0, FAKE_FOR_GOOD, is_replaced);
    pp_sample row = row_of(&who, PP_FIELD_RESIDENT);
    EXPECT_EQUAL(row.status, PP_AGAIN);
    EXPECT_EQUAL(row.valid, 0);
    EXPECT(fake_count(FAKE_UNIQUE) < 20);
}

/* Zombies are reaped, and their numbers used again, too. */
static void zombie_that_is_replaced(void)
{
    pp_identity who = begin();
    fake_exit(PID, 0);
    fake_before(FAKE_KINFO, 0, 1, is_replaced);
    EXPECT_EQUAL(row_of(&who, PP_FIELD_STATE).status, PP_REPLACED);
    who = begin();
    fake_exit(PID, 0);
    fake_before(FAKE_KINFO, 0, 1, is_reaped);
    EXPECT_EQUAL(row_of(&who, PP_FIELD_STATE).status, PP_GONE);
    who = begin();
    fake_exit(PID, 0);
    fake.identifies_zombies = false;
    who.token_kind = PP_TOKEN_NONE;
    fake_before(FAKE_KINFO, 1, 1, is_reaped);
    EXPECT_EQUAL(row_of(&who, PP_FIELD_STATE).status, PP_GONE);
}

static void is_replaced_by_a_zombie(void)
{
    is_replaced();
    fake_exit(PID, 0);
}

/* Of two that the system does not identify, the time at which they began tells them apart. */
static void unidentified_zombie_that_is_replaced(void)
{
    pp_identity who = begin();
    who.token_kind = PP_TOKEN_NONE;
    fake_exit(PID, 0);
    fake.identifies_zombies = false;
    fake_before(FAKE_KINFO, 2, 1, is_replaced_by_a_zombie); /* after it has been read */
    pp_sample row = row_of(&who, PP_FIELD_START_TIME);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.start_time_ns, fake_find(PID)->start_us * 1000);
}

/* The system does not know it in one moment, and in the next somebody has the number. */
static void begun_while_it_was_looked_for(void)
{
    pp_identity who = begin();
    who.token_kind = PP_TOKEN_NONE;
    fake_fail(FAKE_UNIQUE, 0, 2, ESRCH);
    EXPECT_EQUAL(row_of(&who, PP_FIELD_RESIDENT).status, PP_OK);
    fake_fail(FAKE_UNIQUE, 0, FAKE_FOR_GOOD, ESRCH);
    EXPECT_EQUAL(row_of(&who, PP_FIELD_RESIDENT).status, PP_AGAIN);
}

/* Asked for the exited one, the system tells of who lives, too. */
static void begun_while_the_exited_was_looked_for(void)
{
    pp_identity who = begin();
    who.token_kind = PP_TOKEN_NONE;
    fake_fail(FAKE_UNIQUE, 0, 1, ESRCH);
    pp_sample row = row_of(&who, PP_FIELD_ALIVE | PP_FIELD_RESIDENT);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.alive, 1);
    EXPECT(row.resident_bytes > 0);
}

static void other_users_process_that_goes(void)
{
    pp_identity who = begin();
    fake_find(PID)->uid = FAKE_OTHER_UID;
    fake_before(FAKE_PIDINFO, 1, 1, is_reaped);
    EXPECT_EQUAL(row_of(&who, PP_FIELD_RESIDENT).status, PP_GONE);
    who = begin();
    fake_find(PID)->uid = FAKE_OTHER_UID;
    fake_before(FAKE_KINFO, 0, 1, is_reaped);
    EXPECT_EQUAL(row_of(&who, PP_FIELD_START_TIME).status, PP_GONE);
}

DEFINE_SUITE(changing, CASE(exit_between_the_reads), CASE(reaped_between_the_reads),
             CASE(replaced_between_the_reads), CASE(another_program_is_the_same_process),
             CASE(changing_all_the_time), CASE(zombie_that_is_replaced),
             CASE(unidentified_zombie_that_is_replaced), CASE(begun_while_it_was_looked_for),
             CASE(begun_while_the_exited_was_looked_for), CASE(other_users_process_that_goes));
