/*
 * Rows of processes of every kind.
 */
#include "calls.h"
#include "fake.h"
#include "harness.h"
#include "kernel.h"
#include "procprobe.h"

#include <errno.h>
#include <sys/proc.h>

enum { PID = 500 };

static const uint64_t NEVER = PP_FIELD_SHARED | PP_FIELDS_STALL;
static const uint64_t OF_OTHERS = PP_FIELD_IDENTITY | PP_FIELD_ALIVE | PP_FIELD_PARENT |
                                  PP_FIELD_UID | PP_FIELD_GROUP | PP_FIELD_SESSION |
                                  PP_FIELD_START_TIME;
static const uint64_t ONE_SHOT = PP_FIELDS_CHEAP | PP_FIELDS_TEXT | PP_FIELDS_STALL;

static pp_sample row_of(int32_t pid, uint64_t fields)
{
    pp_sample row;
    EXPECT_EQUAL(pp_query_pid(pid, fields, &row), PP_OK);
    return row;
}

static void own_process(void)
{
    fake_begin();
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    it->running = 1;
    pp_sample row = row_of(PID, ONE_SHOT);
    bool has_footprint = pp__kernel_has(PP__FOOTPRINT);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, ONE_SHOT & ~NEVER & ~(has_footprint ? 0 : PP_FIELD_PRIVATE));
    EXPECT_EQUAL(row.token_kind, PP_TOKEN_UNIQUE_ID);
    EXPECT_EQUAL(row.start_token, it->id);
    EXPECT_EQUAL(row.alive, 1);
    EXPECT_EQUAL(row.parent_pid, FAKE_OWN_PID);
    EXPECT_EQUAL(row.uid, FAKE_UID);
    EXPECT_EQUAL(row.resident_bytes, it->resident_bytes);
    EXPECT_EQUAL(row.virtual_bytes, it->virtual_bytes);
    EXPECT_EQUAL(row.private_bytes, has_footprint ? it->footprint_bytes : 0);
    EXPECT_EQUAL(row.cpu_user_ns, 1000000);
    EXPECT_EQUAL(row.cpu_system_ns, 500000);
    EXPECT_EQUAL(row.cpu_total_ns, 1500000);
    EXPECT_EQUAL(row.state, PP_STATE_RUNNING);
    EXPECT_EQUAL(row.threads, 3);
    EXPECT_EQUAL(row.start_time_ns, it->start_us * 1000);
    EXPECT_EQUAL(row.process_group, FAKE_OWN_PID);
    EXPECT_EQUAL(row.session, FAKE_OWN_PID);
    EXPECT(row.sampled_at_ns != 0 && row.memory_sampled_at_ns == row.sampled_at_ns);
    EXPECT_EQUAL(row.os_error, 0);
}

static void every_field_alone(void)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    for (int32_t bit = 0; bit < 19; bit++) {
        const uint64_t field = 1ULL << bit;
        context("field %d", bit);
        bool is_never =
            (field & NEVER) != 0 || (field == PP_FIELD_PRIVATE && !pp__kernel_has(PP__FOOTPRINT));
        pp_sample row = row_of(PID, field);
        EXPECT_EQUAL(row.status, is_never ? PP_UNSUPPORTED : PP_OK);
        EXPECT_EQUAL(row.valid, is_never ? 0 : field);
    }
    EXPECT_EQUAL(row_of(PID, 0).status, PP_OK);
}

static void only_the_calls_that_are_needed(void)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    (void)row_of(PID, PP_FIELD_IDENTITY);
    EXPECT_EQUAL(fake_count(FAKE_UNIQUE), 2);
    EXPECT_EQUAL(fake_count(FAKE_PIDINFO) + fake_count(FAKE_KINFO) + fake_count(FAKE_RUSAGE), 0);
    (void)row_of(PID, PP_FIELD_RESIDENT | PP_FIELD_CPU_TOTAL | PP_FIELD_PARENT);
    EXPECT_EQUAL(fake_count(FAKE_PIDINFO), 1);
    EXPECT_EQUAL(fake_count(FAKE_KINFO) + fake_count(FAKE_RUSAGE) + fake_count(FAKE_GETSID), 0);
}

static void of_another_user(void)
{
    fake_begin();
    fake_process *it = fake_start(PID, 1);
    it->uid = FAKE_OTHER_UID;
    pp_sample row = row_of(PID, ONE_SHOT);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, OF_OTHERS);
    EXPECT_EQUAL(row.uid, FAKE_OTHER_UID);
    EXPECT_EQUAL(row.parent_pid, 1);
    EXPECT_EQUAL(row.start_time_ns, it->start_us * 1000);
    EXPECT_EQUAL(row.resident_bytes, 0);
    EXPECT_EQUAL(row.os_error, EPERM);
    EXPECT_EQUAL(row.failed_call, PP_CALL_READ);
    it->state = SSTOP; /* that is told of everybody */
    row = row_of(PID, PP_FIELD_STATE);
    EXPECT_EQUAL(row.state, PP_STATE_STOPPED);
    it->state = SRUN;
    EXPECT_EQUAL(row_of(PID, PP_FIELD_STATE).status, PP_DENIED);
    row = row_of(PID, PP_FIELD_RESIDENT);
    EXPECT_EQUAL(row.status, PP_DENIED);
    EXPECT_EQUAL(row.os_error, EPERM);
    it->life = FAKE_EXITING;
    row = row_of(PID, PP_FIELD_STATE | PP_FIELD_ALIVE);
    EXPECT_EQUAL(row.state, PP_STATE_DEAD);
    EXPECT_EQUAL(row.alive, 0);
}

static void zombie(void)
{
    fake_begin();
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    fake_exit(PID, 0x700);
    pp_sample row = row_of(PID, ONE_SHOT);
    uint64_t cpu = PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_USER | PP_FIELD_CPU_SYSTEM;
    uint64_t known = PP_FIELD_IDENTITY | PP_FIELD_ALIVE | PP_FIELD_PARENT | PP_FIELD_UID |
                     PP_FIELD_GROUP | PP_FIELD_STATE | PP_FIELD_START_TIME | PP_FIELD_RESIDENT |
                     PP_FIELD_PRIVATE | PP_FIELD_VIRTUAL;
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, known | (pp__kernel_has(PP__FOOTPRINT) ? cpu : 0));
    EXPECT_EQUAL(row.alive, 0);
    EXPECT_EQUAL(row.state, PP_STATE_ZOMBIE);
    EXPECT_EQUAL(row.start_token, it->id);
    EXPECT_EQUAL(row.resident_bytes, 0);
    EXPECT_EQUAL(row.parent_pid, FAKE_OWN_PID);
    it->uid = FAKE_OTHER_UID;
    row = row_of(PID, PP_FIELD_CPU_TOTAL | PP_FIELD_STATE);
    EXPECT_EQUAL(row.valid, PP_FIELD_STATE);
    EXPECT_EQUAL(row.os_error, pp__kernel_has(PP__FOOTPRINT) ? EPERM : 0);
}

/* In the window before it is a zombie, it is found first, and then no more. */
static void exiting(void)
{
    fake_begin();
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    it->life = FAKE_EXITING;
    pp_sample row = row_of(PID, ONE_SHOT & ~PP_FIELD_SESSION);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.alive, 0);
    EXPECT_EQUAL(row.state, PP_STATE_DEAD);
    EXPECT_EQUAL(row.valid & (PP_FIELD_RESIDENT | PP_FIELD_PRIVATE | PP_FIELD_THREADS), 0);
    EXPECT(row.cpu_total_ns != 0);

    it->life = FAKE_LEAVING;
    row = row_of(PID, ONE_SHOT);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.alive, 0);
    EXPECT_EQUAL(row.state, PP_STATE_DEAD);
    EXPECT_EQUAL(row.token_kind, PP_TOKEN_NONE);
    EXPECT_EQUAL(row.valid & (PP_FIELD_IDENTITY | PP_FIELD_RESIDENT | PP_FIELD_CPU_TOTAL), 0);
    pp_identity who = {.pid = PID, .token_kind = PP_TOKEN_UNIQUE_ID, .start_token = it->id};
    EXPECT_EQUAL(pp_query_ids(&who, 1, PP_FIELD_ALIVE, &row), 1);
    EXPECT_EQUAL(row.status, PP_UNKNOWN_IDENTITY);
}

/* Should the system not identify them after all, which nobody has tried. */
static void zombie_without_identity(void)
{
    fake_begin();
    fake.identifies_zombies = false;
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    fake_exit(PID, 0);
    pp_sample row = row_of(PID, PP_FIELD_IDENTITY | PP_FIELD_ALIVE | PP_FIELD_STATE);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, PP_FIELD_ALIVE | PP_FIELD_STATE);
    pp_identity who = {.pid = PID, .token_kind = PP_TOKEN_UNIQUE_ID, .start_token = it->id};
    EXPECT_EQUAL(pp_query_ids(&who, 1, PP_FIELD_ALIVE, &row), 1);
    EXPECT_EQUAL(row.status, PP_UNKNOWN_IDENTITY);
}

static void by_identity(void)
{
    fake_begin();
    uint64_t id = fake_start(PID, FAKE_OWN_PID)->id;
    pp_identity who[] = {{.pid = PID, .token_kind = PP_TOKEN_UNIQUE_ID, .start_token = id},
                         {.pid = PID, .token_kind = PP_TOKEN_UNIQUE_ID, .start_token = id + 1},
                         {.pid = PID, .token_kind = PP_TOKEN_CREATION_TIME, .start_token = id},
                         {.pid = PID},
                         {.pid = PID + 1},
                         {.pid = 0}};
    static const int32_t expected[] = {PP_OK, PP_REPLACED, PP_UNKNOWN_IDENTITY,
                                       PP_OK, PP_GONE,     PP_INVALID};
    enum { COUNT = sizeof expected / sizeof expected[0] };
    pp_sample rows[COUNT];
    EXPECT_EQUAL(pp_query_ids(who, COUNT, PP_FIELD_RESIDENT, rows), COUNT);
    for (int32_t i = 0; i < COUNT; i++) {
        context("row %d", i);
        EXPECT_EQUAL(rows[i].status, expected[i]);
        EXPECT_EQUAL(rows[i].valid, expected[i] == PP_OK ? PP_FIELD_RESIDENT : 0);
        EXPECT_EQUAL(rows[i].pid, who[i].pid);
    }
}

static void states(void)
{
    fake_begin();
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    EXPECT_EQUAL(row_of(PID, PP_FIELD_STATE).state, PP_STATE_SLEEPING);
    it->running = 2;
    EXPECT_EQUAL(row_of(PID, PP_FIELD_STATE).state, PP_STATE_RUNNING);
    it->state = SSTOP;
    EXPECT_EQUAL(row_of(PID, PP_FIELD_STATE).state, PP_STATE_STOPPED);
    it->is_traced = true;
    EXPECT_EQUAL(row_of(PID, PP_FIELD_STATE).state, PP_STATE_TRACED);
}

static void errors_of_finding(void)
{
    static const int32_t expected[][2] = {
        {EPERM, PP_DENIED}, {ENOMEM, PP_AGAIN}, {EINVAL, PP_UNSUPPORTED}, {EIO, PP_OS_ERROR}};
    for (size_t i = 0; i < 4; i++) {
        context("errno %d", expected[i][0]);
        fake_begin();
        (void)fake_start(PID, FAKE_OWN_PID);
        fake_fail(FAKE_UNIQUE, 0, FAKE_FOR_GOOD, expected[i][0]);
        pp_sample row = row_of(PID, PP_FIELD_RESIDENT);
        EXPECT_EQUAL(row.status, expected[i][1]);
        EXPECT_EQUAL(row.os_error, expected[i][1] == PP_UNSUPPORTED ? 0 : expected[i][0]);
        EXPECT_EQUAL(row.valid, 0);
    }
}

static void errors_of_reading(void)
{
    static const int32_t expected[][2] = {
        {ENOMEM, PP_AGAIN}, {EINVAL, PP_UNSUPPORTED}, {EIO, PP_OS_ERROR}};
    for (size_t i = 0; i < 3; i++) {
        context("errno %d", expected[i][0]);
        fake_begin();
        (void)fake_start(PID, FAKE_OWN_PID);
        fake_fail(FAKE_PIDINFO, 0, FAKE_FOR_GOOD, expected[i][0]);
        EXPECT_EQUAL(row_of(PID, PP_FIELD_RESIDENT).status, expected[i][1]);
        EXPECT_EQUAL(row_of(PID, PP_FIELD_UID).status, expected[i][1]);
        pp_sample row = row_of(PID, PP_FIELD_RESIDENT | PP_FIELD_IDENTITY);
        EXPECT_EQUAL(row.status, PP_OK);
        EXPECT_EQUAL(row.os_error, expected[i][0]);
        EXPECT_EQUAL(row.valid, PP_FIELD_IDENTITY);
    }
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    fake_fail(FAKE_RUSAGE, 0, 1, EPERM);
    fake_fail(FAKE_GETSID, 0, 1, EPERM);
    pp_sample row = row_of(PID, PP_FIELD_PRIVATE | PP_FIELD_SESSION | PP_FIELD_UID);
    EXPECT_EQUAL(row.valid, PP_FIELD_UID);
    EXPECT_EQUAL(row.os_error, EPERM);
}

/* A short answer is none. */
static void answers_that_are_cut(void)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    fake_cut(FAKE_PIDINFO, 0, 1, 136);
    pp_sample row = row_of(PID, PP_FIELD_RESIDENT | PP_FIELD_IDENTITY);
    EXPECT_EQUAL(row.status, PP_MALFORMED);
    EXPECT_EQUAL(row.failed_call, PP_CALL_PARSE);
    fake_cut(FAKE_UNIQUE, 0, 1, 55);
    EXPECT_EQUAL(row_of(PID, PP_FIELD_IDENTITY).status, PP_MALFORMED);
    fake_cut(FAKE_UNIQUE, 0, 1, 0); /* a failure without a code */
    EXPECT_EQUAL(row_of(PID, PP_FIELD_IDENTITY).status, PP_MALFORMED);
    fake_exit(PID, 0);
    fake_cut(FAKE_KINFO, 0, 1, 647);
    EXPECT_EQUAL(row_of(PID, PP_FIELD_STATE).status, PP_MALFORMED);
    fake_cut(FAKE_KINFO, 0, 1, 1296);
    EXPECT_EQUAL(row_of(PID, PP_FIELD_STATE).status, PP_MALFORMED);
    fake_fail(FAKE_KINFO, 0, 1, EIO);
    row = row_of(PID, PP_FIELD_STATE);
    EXPECT_EQUAL(row.status, PP_OS_ERROR);
    EXPECT_EQUAL(row.os_error, EIO);
    EXPECT_EQUAL(row.failed_call, PP_CALL_STAT);
}

static void refused_everywhere(void)
{
    fake_begin();
    fake_start(PID, 1)->uid = FAKE_OTHER_UID;
    fake_fail(FAKE_KINFO, 0, 1, EPERM); /* a sandbox may forbid whatever it wants */
    pp_sample row = row_of(PID, PP_FIELD_START_TIME);
    EXPECT_EQUAL(row.status, PP_DENIED);
    fake_fail(FAKE_PIDINFO, 0, 2, EPERM);
    row = row_of(PID, PP_FIELD_UID | PP_FIELD_RESIDENT);
    EXPECT_EQUAL(row.status, PP_DENIED);
}

DEFINE_SUITE(query, CASE_PER_VARIANT(own_process), CASE_PER_VARIANT(every_field_alone),
             CASE(only_the_calls_that_are_needed), CASE(of_another_user), CASE_PER_VARIANT(zombie),
             CASE(exiting), CASE(zombie_without_identity), CASE(by_identity), CASE(states),
             CASE(errors_of_finding), CASE(errors_of_reading), CASE(answers_that_are_cut),
             CASE(refused_everywhere));
