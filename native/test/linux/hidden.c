/*
 * A /proc that hides processes, that is not there, or that is of another PID namespace.
 */
#include "children.h"
#include "fork.h"
#include "harness.h"
#include "kernel.h"
#include "namespaces.h"
#include "oracle.h"
#include "rows.h"
#include "variants.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define NOT_PERMITTED "needs root, and leave to make PID and mount namespaces"

enum { NOBODY = 65534 };

static void become_nobody(void)
{
    MUST(setresgid(NOBODY, NOBODY, NOBODY) == 0);
    MUST(setresuid(NOBODY, NOBODY, NOBODY) == 0);
}

static child hidden;
static int32_t gone;

/* What this kernel tells without a file: of these fields, those that it has a system call for. */
static uint64_t without_files(uint64_t fields)
{
    uint32_t features = pp__kernel_features();
    uint64_t told = PP_FIELD_CPU_TOTAL | PP_FIELD_ALIVE;
    told |= (features & PP__PIDFS) != 0 ? PP_FIELD_IDENTITY : 0;
    told |= (features & PP__PIDFD_INFO) != 0 ? PP_FIELD_PARENT | PP_FIELD_UID : 0;
    return fields & told;
}

/* Without them, that somebody is there is all that is known of whom /proc does not show. */
static bool has_calls_for_the_hidden(void)
{
    const uint32_t needed = PP__CPU_CLOCK | PP__PIDFD;
    return (pp__kernel_features() & needed) == needed;
}

static void look_at_hidden_process(void)
{
    become_nobody();
    if (!has_calls_for_the_hidden()) {
        return; /* look_by_every_way() says what holds anyway */
    }
    const uint64_t told = without_files(PP_FIELD_CPU_TOTAL | PP_FIELD_PARENT | PP_FIELD_ALIVE);
    pp_sample row = query(hidden.pid, told | PP_FIELD_RESIDENT);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, told);
    EXPECT_EQUAL(row.parent_pid, (told & PP_FIELD_PARENT) != 0 ? getppid() : 0);
    EXPECT_EQUAL(row.alive, 1);
    EXPECT_EQUAL(row.os_error, ENOENT);
    row = query(hidden.pid, PP_FIELDS_CHEAP);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, without_files(PP_FIELDS_CHEAP));
    EXPECT_EQUAL(query(hidden.pid, told).os_error, 0);
    EXPECT_EQUAL(query(hidden.pid, PP_FIELD_RESIDENT).status, PP_DENIED);
    EXPECT_EQUAL(query(hidden.pid, PP_FIELD_STATE).status, PP_DENIED);
    EXPECT_EQUAL(query(hidden.pid, PP_FIELDS_STALL).status, PP_DENIED);
    EXPECT_EQUAL(query(hidden.pid, 0).status, PP_OK);

    if ((pp__kernel_features() & PP__PIDFS) == 0) {
        return; /* start ticks are in a file */
    }
    pp_identity who = identity_of(hidden.pid);
    uint8_t text[64];
    EXPECT_EQUAL(query_id(who, PP_FIELD_CPU_TOTAL).status, PP_OK);
    EXPECT_EQUAL(pp_text_name(&who, text, (int32_t)sizeof text), PP_DENIED);
    EXPECT_EQUAL(pp_text_executable(&who, text, (int32_t)sizeof text), PP_DENIED);
    who.start_token++;
    EXPECT_EQUAL(query_id(who, PP_FIELD_CPU_TOTAL).status, PP_REPLACED);
    EXPECT_EQUAL(pp_text_name(&who, text, (int32_t)sizeof text), PP_REPLACED);
    who.token_kind = PP_TOKEN_START_TICKS;
    EXPECT_EQUAL(query_id(who, PP_FIELD_CPU_TOTAL).status, PP_UNKNOWN_IDENTITY);
    EXPECT_EQUAL(pp_text_name(&who, text, (int32_t)sizeof text), PP_UNKNOWN_IDENTITY);
}

/* What holds of hidden processes by whatever way: nobody is taken for gone, and nobody who is gone
 * for hidden. */
static void look_by_every_way(void)
{
    become_nobody();
    for (int32_t variant = 0; variant < variant_count(); variant++) {
        const char *name = variant_use(variant);
        if ((pp__kernel_features() & PP__ONE_WORLD) == 0) {
            continue; /* by /proc alone, hidden and gone cannot be told apart */
        }
        for (int32_t bit = -1; bit <= 18; bit++) {
            uint64_t field = bit < 0 ? 0 : 1ULL << bit;
            context("%s, bit %d", name, bit);
            int32_t status = query(hidden.pid, field).status;
            EXPECT(status == PP_OK || status == PP_DENIED);
            EXPECT_EQUAL(query(gone, field).status, PP_GONE);
            EXPECT_EQUAL(query(getpid(), field).status, PP_OK);
        }
        EXPECT_EQUAL(query(gone, ONE_SHOT_FIELDS).status, PP_GONE);
        pp_identity who = {.pid = gone};
        uint8_t text[64];
        EXPECT_EQUAL(pp_text_name(&who, text, (int32_t)sizeof text), PP_GONE);
    }
}

static bool has_line(int32_t index, const char *expected)
{
    char text[513] = "";
    int32_t length = pp_system_mechanism(index, (uint8_t *)text, 512);
    text[length > 0 ? length : 0] = 0;
    const char *at = text;
    for (; *expected != 0 && *at == *expected; at++, expected++) {
    }
    return *expected == 0;
}

static void visibility_is_told(void)
{
    become_nobody();
    int32_t index = 0;
    uint8_t text[512];
    bool found = false;
    for (; pp_system_mechanism(index, text, 512) != PP_NOT_FOUND; index++) {
        found = found || has_line(index, "visibility\nown processes\nall processes\n/proc/1");
    }
    EXPECT(found);
    int32_t pids[64];
    int32_t count = pp_list_pids(pids, 64);
    EXPECT(count > 0);
    for (int32_t i = 0; i < count && i < 64; i++) {
        EXPECT(pids[i] != hidden.pid && pids[i] != getppid());
    }
}

static void hidepid(void)
{
    if (!enter_mount_namespace()) {
        SKIP(NOT_PERMITTED);
    }
    hidden = child_sleeping();
    child none = child_sleeping();
    gone = none.pid;
    child_end(&none);
    mount_proc("hidepid=2");
    run_in_child(look_at_hidden_process);
    run_in_child(look_by_every_way);
    run_in_child(visibility_is_told);
    child_end(&hidden);
}

/* --------------------------------------------------------------------------------- no /proc -- */

static void look_without_proc(void)
{
    pp_sample row = query(hidden.pid, PP_FIELD_CPU_TOTAL);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, PP_FIELD_CPU_TOTAL);
    const uint64_t told = without_files(PP_FIELD_CPU_TOTAL | PP_FIELD_ALIVE | PP_FIELD_PARENT);
    EXPECT_EQUAL(query(hidden.pid, told).valid, told);
    row = query(hidden.pid, told | PP_FIELD_RESIDENT);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, told);
    EXPECT_EQUAL(query(hidden.pid, 0).status, PP_OK);
    EXPECT_EQUAL(query(hidden.pid, PP_FIELD_RESIDENT).status, PP_NO_PROCFS);
    EXPECT_EQUAL(query(hidden.pid, PP_FIELD_STATE).status, PP_NO_PROCFS);
    EXPECT_EQUAL(query(hidden.pid, PP_FIELDS_STALL).status, PP_NO_PROCFS);
    EXPECT_EQUAL(query(gone, PP_FIELD_RESIDENT).status, PP_GONE);
    EXPECT_EQUAL(query(gone, ONE_SHOT_FIELDS).status, PP_GONE);
    EXPECT_EQUAL(query(gone, 0).status, PP_GONE);
    EXPECT_EQUAL(pp_list_pids(NULL, 0), PP_NO_PROCFS);

    pp_identity who = {.pid = hidden.pid};
    uint8_t text[64];
    EXPECT_EQUAL(pp_text_name(&who, text, (int32_t)sizeof text), PP_NO_PROCFS);
    EXPECT_EQUAL(pp_text_executable(&who, text, (int32_t)sizeof text), PP_NO_PROCFS);
    EXPECT_EQUAL(pp_text_command_line(&who, text, (int32_t)sizeof text), PP_NO_PROCFS);
    who.pid = gone;
    EXPECT_EQUAL(pp_text_name(&who, text, (int32_t)sizeof text), PP_GONE);
}

static void facts_without_proc(void)
{
    pp_system facts;
    EXPECT_EQUAL(pp_system_facts(&facts), PP_NO_PROCFS);
    EXPECT_EQUAL(facts.page_bytes, sysconf(_SC_PAGESIZE));
    EXPECT_EQUAL(facts.ticks_per_second, 100);
    EXPECT_EQUAL(facts.uid, geteuid());
    EXPECT_EQUAL(facts.valid & ~(PP_SYSTEM_CPUS | PP_SYSTEM_UID), 0);
}

static void no_proc(void)
{
    if (!enter_mount_namespace()) {
        SKIP(NOT_PERMITTED);
    }
    hidden = child_sleeping();
    child none = child_sleeping();
    gone = none.pid;
    child_end(&none);
    hide_proc();
    if (has_calls_for_the_hidden()) {
        look_without_proc();
    }
    facts_without_proc();
    child_end(&hidden);
}

/* ------------------------------------------------------------------- /proc of another world -- */

/* The number that the /proc outside gives to a process of this namespace: the last one of NSpid is
 * its number inside. */
static int32_t number_in_proc(void)
{
    char link[32] = "";
    MUST(readlink("/proc/self", link, sizeof link - 1) > 0);
    return (int32_t)strtol(link, NULL, 10);
}

static void look_from_inside(void)
{
    uint32_t features = pp__kernel_features();
    EXPECT_EQUAL(features & (PP__ONE_WORLD | PP__PIDFD | PP__CPU_CLOCK), 0);
    EXPECT_EQUAL(pp__kernel_token_kind(), PP_TOKEN_START_TICKS);
    int32_t self = number_in_proc();
    EXPECT(self != getpid());
    pp_sample row = query(self, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.parent_pid, oracle_stat(self, 4));
    EXPECT_EQUAL(row.token_kind, PP_TOKEN_START_TICKS);
    EXPECT_EQUAL(row.start_token, oracle_stat(self, 22));
    EXPECT_EQUAL(row.uid, geteuid());
    EXPECT_EQUAL(row.alive, 1);
    EXPECT_EQUAL(query(self, 0).status, PP_OK);

    /* By the numbers of /proc, 1 is the first process outside and not us. */
    row = query(1, PP_FIELD_PARENT | PP_FIELD_IDENTITY | PP_FIELD_RESIDENT);
    EXPECT_EQUAL(row.start_token, oracle_stat(1, 22));
    EXPECT_EQUAL(row.parent_pid, 0);
    EXPECT_EQUAL(query(INT32_MAX, PP_FIELD_RESIDENT).status, PP_GONE);

    row = query(hidden.pid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.parent_pid, oracle_stat(self, 4));
    EXPECT_EQUAL(query(gone, ONE_SHOT_FIELDS).status, PP_GONE);
    EXPECT_EQUAL(query(gone, 0).status, PP_GONE);
    /* By the numbers of this namespace somebody has it: who is nobody's business. */
    force_next_pid(gone);
    child same = child_sleeping();
    EXPECT_EQUAL(same.pid, gone);
    EXPECT_EQUAL(query(gone, PP_FIELD_RESIDENT).status, PP_GONE);
    child_end(&same);

    pp_identity who = identity_of(self);
    uint8_t text[64];
    EXPECT(pp_text_name(&who, text, (int32_t)sizeof text) > 0);
    EXPECT_EQUAL(query_id(who, ONE_SHOT_FIELDS).status, PP_OK);
    /* kill(2) would send to whoever has this number inside. */
    EXPECT_EQUAL(pp_signal_send(&who, 0), PP_UNKNOWN_IDENTITY);
    who.start_token++;
    EXPECT_EQUAL(query_id(who, 0).status, PP_REPLACED);
    EXPECT(has_line(10, "process numbers\n/proc alone\n"));
    EXPECT(pp_list_pids(NULL, 0) > 1);
}

static void foreign_proc(void)
{
    hidden = (child){.pid = 0};
    if (geteuid() == 0) {
        hidden = child_sleeping();
        child none = child_sleeping();
        gone = none.pid;
        child_end(&none);
    }
    if (!run_as_first_process(look_from_inside)) {
        SKIP(NOT_PERMITTED);
    }
    child_end(&hidden);
}

/* With a /proc of its own, a namespace is as good as the machine itself. */
static void look_in_own_world(void)
{
    mount_proc(NULL);
    EXPECT((pp__kernel_features() & PP__ONE_WORLD) != 0);
    child it = child_sleeping();
    for (int32_t variant = 0; variant < variant_count(); variant++) {
        context("%s", variant_use(variant));
        EXPECT_EQUAL(query(getpid(), ONE_SHOT_FIELDS).valid, ONE_SHOT_FIELDS);
        pp_sample row = query(getpid(), PP_FIELD_PARENT); /* which is outside: no process of ours */
        EXPECT_EQUAL(row.valid, PP_FIELD_PARENT);
        EXPECT_EQUAL(row.parent_pid, 0);
        EXPECT_EQUAL(query(it.pid, ONE_SHOT_FIELDS).parent_pid, 1);
        EXPECT_EQUAL(pp_list_pids(NULL, 0), 2);
    }
    child_end(&it);
}

static void own_proc(void)
{
    if (!run_as_first_process(look_in_own_world)) {
        SKIP(NOT_PERMITTED);
    }
}

DEFINE_SUITE(hidden, CASE_FRESH(hidepid), CASE_FRESH(no_proc), CASE_FRESH(foreign_proc),
             CASE_FRESH(own_proc));
