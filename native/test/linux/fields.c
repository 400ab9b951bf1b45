/*
 * Every field against what /proc says when it is read by other means.
 */
#include "children.h"
#include "emulation.h"
#include "harness.h"
#include "oracle.h"
#include "rows.h"

#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { NS_PER_TICK = 10000000 };

static void expect_stat_fields(const pp_sample *row)
{
    int32_t pid = row->pid;
    EXPECT_EQUAL(row->parent_pid, oracle_stat(pid, 4));
    EXPECT_EQUAL(row->process_group, oracle_stat(pid, 5));
    EXPECT_EQUAL(row->session, oracle_stat(pid, 6));
    EXPECT_EQUAL(row->threads, oracle_stat(pid, 20));
    /* The kernel rounds btime anew at each reading. */
    int64_t boot_s = oracle_line("/proc/stat", "btime", 1);
    int64_t start_ns = boot_s * 1000000000 + oracle_stat(pid, 22) * NS_PER_TICK;
    EXPECT_BETWEEN(row->start_time_ns, start_ns - 1000000000, start_ns + 1000000000);
    EXPECT_EQUAL(row->cpu_user_ns, oracle_stat(pid, 14) * NS_PER_TICK);
    EXPECT_EQUAL(row->cpu_system_ns, oracle_stat(pid, 15) * NS_PER_TICK);
    int64_t ticks_ns = (oracle_stat(pid, 14) + oracle_stat(pid, 15)) * NS_PER_TICK;
    EXPECT_BETWEEN(row->cpu_total_ns, ticks_ns - 2 * NS_PER_TICK, ticks_ns + 2 * NS_PER_TICK);
}

static void expect_memory_fields(const pp_sample *row)
{
    int64_t resident = oracle_statm_bytes(row->pid, 2);
    int64_t shared = oracle_statm_bytes(row->pid, 3);
    EXPECT_EQUAL(row->virtual_bytes, oracle_statm_bytes(row->pid, 1));
    /* The kernel's counters of resident pages are exact to a few pages per CPU. */
    int64_t tolerance = 1 << 20;
    EXPECT_BETWEEN(row->resident_bytes, resident - tolerance, resident + tolerance);
    EXPECT_BETWEEN(row->shared_bytes, shared - tolerance, shared + tolerance);
    EXPECT_EQUAL(row->private_bytes, row->resident_bytes - row->shared_bytes);

    char path[64];
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", row->pid);
    int64_t unique =
        oracle_line(path, "Private_Clean:", 1) + oracle_line(path, "Private_Dirty:", 1);
    EXPECT_EQUAL(row->swap_bytes, oracle_line(path, "Swap:", 1) * 1024);
    int64_t proportional = oracle_line(path, "Pss:", 1) * 1024;
    /* Its pages are shared with us until we, who run meanwhile, write to ours. */
    EXPECT_BETWEEN(row->unique_bytes, unique * 1024 - tolerance, unique * 1024 + tolerance);
    EXPECT_BETWEEN(row->proportional_bytes, proportional - tolerance, proportional + tolerance);
}

static void sleeping_child(void)
{
    child it = child_sleeping();
    oracle_await_sleep(it.pid);
    pp_sample row = query(it.pid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.parent_pid, getpid());
    EXPECT_EQUAL(row.uid, geteuid());
    EXPECT_EQUAL(row.alive, 1);
    EXPECT_EQUAL(row.state, PP_STATE_SLEEPING);
    expect_stat_fields(&row);
    expect_memory_fields(&row);
    child_end(&it);
}

static void burnt_child(void)
{
    child it = child_spent(50000000);
    oracle_await_sleep(it.pid);
    pp_sample row = query(it.pid, ONE_SHOT_FIELDS);
    expect_stat_fields(&row);
    child_end(&it);
}

static void own_process_fields(void)
{
    if (is_emulated()) {
        SKIP("qemu-user makes up /proc/PID/stat of its own process");
    }
    pp_sample row = query(getpid(), ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.parent_pid, getppid());
    EXPECT_EQUAL(row.uid, geteuid());
    EXPECT_EQUAL(row.process_group, getpgrp());
    EXPECT_EQUAL(row.session, getsid(0));
    EXPECT_EQUAL(row.state, PP_STATE_RUNNING);
    EXPECT_EQUAL(row.threads, 1);
}

static void parent_process(void)
{
    pp_sample row = query(getppid(), PP_FIELD_PARENT | PP_FIELD_GROUP | PP_FIELD_SESSION);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.parent_pid, oracle_stat(getppid(), 4));
    EXPECT_EQUAL(row.process_group, oracle_stat(getppid(), 5));
    EXPECT_EQUAL(row.session, oracle_stat(getppid(), 6));
}

static int64_t lead_session(const void *argument)
{
    (void)argument;
    return setsid();
}

static void session_of_its_own(void)
{
    child it = child_start(lead_session, NULL);
    pp_sample row = query(it.pid, PP_FIELD_GROUP | PP_FIELD_SESSION);
    EXPECT_EQUAL(row.process_group, it.pid);
    EXPECT_EQUAL(row.session, it.pid);
    child_end(&it);
}

static void hostile_names(void)
{
    static const char *const names[] = {") R 1 (",   ")",        "",          "a b",
                                        "new\nline", "\xff\xfe", "))) Z 0 0", "Tgid:\t1\nUid:\t0"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        child it = child_named(names[i]);
        oracle_await_sleep(it.pid);
        context("name %zu", i);
        pp_sample row = query(it.pid, ONE_SHOT_FIELDS);
        EXPECT_EQUAL(row.status, PP_OK);
        EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS);
        EXPECT_EQUAL(row.state, PP_STATE_SLEEPING);
        EXPECT_EQUAL(row.parent_pid, getpid());
        EXPECT_EQUAL(row.uid, geteuid());
        EXPECT_EQUAL(query(it.pid, PP_FIELD_UID).uid, geteuid());
        child_end(&it);
    }
}

/* A process that may not be traced belongs to root in /proc, but not its folder. */
static int64_t forbid_tracing(const void *argument)
{
    (void)argument;
    return prctl(PR_SET_DUMPABLE, 0);
}

static void untraceable_child(void)
{
    child it = child_start(forbid_tracing, NULL);
    pp_sample row = query(it.pid, PP_FIELD_UID | PP_FIELD_RESIDENT | PP_FIELD_STATE);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, PP_FIELD_UID | PP_FIELD_RESIDENT | PP_FIELD_STATE);
    EXPECT_EQUAL(row.uid, geteuid());
    child_end(&it);
}

static void stopped_child(void)
{
    child it = child_sleeping();
    child_stop(&it);
    pp_sample row = query(it.pid, PP_FIELD_STATE | PP_FIELD_ALIVE);
    EXPECT_EQUAL(row.state, PP_STATE_STOPPED);
    EXPECT_EQUAL(row.alive, 1);
    child_end(&it);
}

static bool is_kernel_thread(int32_t pid)
{
    char path[64];
    char text[64] = "";
    snprintf(path, sizeof path, "/proc/%d/comm", pid);
    return oracle_read(path, text, (int32_t)sizeof text) && oracle_statm_bytes(pid, 1) == 0 &&
           oracle_stat(pid, 4) == 0;
}

static void kernel_thread(void)
{
    if (!is_kernel_thread(2)) {
        SKIP("process 2 is no kernel thread here");
    }
    const uint64_t fields = PP_FIELDS_CHEAP | PP_FIELDS_TEXT;
    pp_sample row = query(2, fields);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, fields);
    EXPECT_EQUAL(row.alive, 1);
    EXPECT_EQUAL(row.parent_pid, 0);
    EXPECT_EQUAL(row.uid, 0);
    EXPECT_EQUAL(row.virtual_bytes | row.resident_bytes | row.private_bytes, 0);
    EXPECT_EQUAL(query(2, PP_FIELD_PARENT).valid, PP_FIELD_PARENT);
    EXPECT_EQUAL(query(2, PP_FIELD_RESIDENT).valid, PP_FIELD_RESIDENT);
    pp_sample exact = query(2, PP_FIELDS_STALL);
    EXPECT_EQUAL(exact.status, PP_OK);
    EXPECT_EQUAL(exact.valid, PP_FIELDS_STALL);
    EXPECT_EQUAL(exact.unique_bytes | exact.proportional_bytes | exact.swap_bytes, 0);
}

static void first_process(void)
{
    const uint64_t fields = PP_FIELDS_CHEAP | PP_FIELDS_TEXT;
    pp_sample row = query(1, fields);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, fields);
    EXPECT_EQUAL(row.parent_pid, 0);
}

DEFINE_SUITE(fields, CASE_PER_VARIANT(sleeping_child), CASE_PER_VARIANT(burnt_child),
             CASE_PER_VARIANT(own_process_fields), CASE_PER_VARIANT(parent_process),
             CASE_PER_VARIANT(session_of_its_own), CASE_PER_VARIANT(hostile_names),
             CASE_PER_VARIANT(untraceable_child), CASE_PER_VARIANT(stopped_child),
             CASE_PER_VARIANT(kernel_thread), CASE_PER_VARIANT(first_process));
