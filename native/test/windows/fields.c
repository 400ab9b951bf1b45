/*
 * Every field against what the system says when it is asked by other means.
 */
#include "children.h"
#include "harness.h"
#include "offers.h"
#include "programs.h"
#include "rows.h"
#include "wine.h"

#include <tlhelp32.h>

enum { MEGABYTE = 1 << 20, NS_PER_MS = 1000000, SLACK_MS = 40 };

static PROCESSENTRY32W listed(int32_t pid)
{
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    HANDLE list = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    MUST(list != INVALID_HANDLE_VALUE);
    BOOL more = Process32FirstW(list, &entry);
    while (more && entry.th32ProcessID != (DWORD)pid) {
        more = Process32NextW(list, &entry);
    }
    MUST(more);
    CloseHandle(list);
    return entry;
}

static uint64_t creation_time(int32_t pid)
{
    FILETIME times[4];
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, (DWORD)pid);
    MUST(process != NULL);
    MUST(GetProcessTimes(process, &times[0], &times[1], &times[2], &times[3]));
    CloseHandle(process);
    return (uint64_t)times[0].dwHighDateTime << 32 | times[0].dwLowDateTime;
}

static void against_other_functions(void)
{
    child it = child_sleeping();
    pp_sample row = query(it.pid, ONE_SHOT_FIELDS);
    PROCESSENTRY32W entry = listed(it.pid);
    uint64_t created = creation_time(it.pid);
    EXPECT_EQUAL(row.parent_pid, own_process());
    EXPECT_EQUAL(row.parent_pid, entry.th32ParentProcessID);
    EXPECT_EQUAL(row.threads, entry.cntThreads);
    EXPECT_EQUAL(row.token_kind, PP_TOKEN_CREATION_TIME);
    EXPECT_EQUAL(row.start_token, created);
    EXPECT_EQUAL(row.start_time_ns, (int64_t)(created - 116444736000000000ULL) * 100);
    EXPECT_EQUAL(row.alive, 1);
    child_end(&it);
}

static void memory_grows_with_what_is_touched(void)
{
    child it = child_obedient();
    pp_sample before = query(it.pid, MEMORY_FIELDS);
    (void)child_order(&it, ORDER_TOUCH, 48 * MEGABYTE);
    pp_sample after = query(it.pid, MEMORY_FIELDS);
    EXPECT_BETWEEN(after.resident_bytes - before.resident_bytes, 47 * MEGABYTE, 50 * MEGABYTE);
    EXPECT_BETWEEN(after.private_bytes - before.private_bytes, 47 * MEGABYTE, 50 * MEGABYTE);
    child_end(&it);
}

/* The CPU time of the child, and not that of whoever asks. */
static void cpu_of_others(void)
{
    if ((offered_fields() & PP_FIELD_CPU_TOTAL) == 0) {
        SKIP("Wine's GetProcessTimes lies, and this way does without the list that does not");
    }
    child idle = child_sleeping();
    child busy = child_spent(500 * NS_PER_MS);
    int64_t idle_ns = (int64_t)query(idle.pid, PP_FIELD_CPU_TOTAL).cpu_total_ns;
    pp_sample row = query(busy.pid, PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_USER | PP_FIELD_CPU_SYSTEM);
    EXPECT_BETWEEN(row.cpu_total_ns, busy.report - SLACK_MS * NS_PER_MS,
                   busy.report + SLACK_MS * NS_PER_MS);
    EXPECT_EQUAL(row.cpu_total_ns, row.cpu_user_ns + row.cpu_system_ns);
    EXPECT_BETWEEN(idle_ns, 0, 400 * NS_PER_MS);
    child_end(&idle);
    child_end(&busy);
}

/* OpenProcess takes the three numbers after a PID for the same process. */
static void numbers_after_a_pid(void)
{
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    for (int32_t i = 1; i <= 3; i++) {
        context("PID + %d", i);
        EXPECT_EQUAL(query(it.pid + i, PP_FIELDS_CHEAP).status, PP_GONE);
        pp_identity next = {
            .pid = it.pid + i, .token_kind = who.token_kind, .start_token = who.start_token};
        EXPECT_EQUAL(query_id(next, 0).status, PP_GONE);
        EXPECT_EQUAL(pp_signal_send(&next, 9), PP_GONE);
    }
    EXPECT_EQUAL(query(it.pid, 0).status, PP_OK);
    child_end(&it);
}

/* A handle of somebody keeps it from being forgotten, and its code says that it still runs. */
static void ended_with_259_while_a_handle_is_held(void)
{
    child it = child_obedient();
    int32_t pid = it.pid;
    pp_identity who = identity_of(pid);
    child_exit(&it, STILL_ACTIVE);
    HANDLE handle = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, (DWORD)pid);
    DWORD code = 0;
    MUST(handle != NULL && GetExitCodeProcess(handle, &code));
    EXPECT_EQUAL(code, STILL_ACTIVE);
    EXPECT_EQUAL(query(pid, ONE_SHOT_FIELDS).status, PP_GONE);
    EXPECT_EQUAL(query_id(who, 0).status, PP_GONE);
    CloseHandle(handle);
    child_reap(&it);
}

static void processes_of_the_system(void)
{
    if (is_wine()) {
        SKIP("Wine has neither PID 0 nor PID 4");
    }
    pp_sample row = query(4, PP_FIELDS_CHEAP | PP_FIELD_THREADS);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.parent_pid, 0);
    EXPECT_EQUAL(query(0, 0).status, PP_INVALID);
}

static void state_of_threads(void)
{
    if ((offered_fields() & PP_FIELD_STATE) == 0) {
        SKIP("the states of threads are not told: Wine says 0 of all, Toolhelp32 nothing");
    }
    child idle = child_sleeping();
    child busy = child_obedient();
    (void)child_order(&busy, ORDER_SPIN, 0);
    while (query(idle.pid, PP_FIELD_STATE).state != PP_STATE_SLEEPING ||
           query(busy.pid, PP_FIELD_STATE).state != PP_STATE_RUNNING) {
        Sleep(1);
    }
    child_end(&idle);
    child_end(&busy);
}

DEFINE_SUITE(fields, CASE_PER_VARIANT(against_other_functions),
             CASE_PER_VARIANT(memory_grows_with_what_is_touched), CASE_PER_VARIANT(cpu_of_others),
             CASE_PER_VARIANT(numbers_after_a_pid),
             CASE_PER_VARIANT(ended_with_259_while_a_handle_is_held),
             CASE_PER_VARIANT(processes_of_the_system), CASE_PER_VARIANT(state_of_threads));
