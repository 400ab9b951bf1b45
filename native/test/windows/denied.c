/*
 * Processes that may not be opened, as those of others are for a user without privileges: what a
 * list of all processes tells of them, and nothing else.
 */
#include "children.h"
#include "harness.h"
#include "kernel.h"
#include "procprobe.h"
#include "rows.h"
#include "watches.h"

#include <string.h>
#include <windows.h>

enum { FEW = 4, KILL = 9 };

/* Takes everybody's rights to it away; those who have a handle keep what it is good for. */
static void close_to_all(int32_t pid)
{
    SECURITY_DESCRIPTOR nobody;
    ACL none;
    HANDLE process = OpenProcess(WRITE_DAC, FALSE, (DWORD)pid);
    MUST(process != NULL);
    MUST(InitializeAcl(&none, sizeof none, ACL_REVISION));
    MUST(InitializeSecurityDescriptor(&nobody, SECURITY_DESCRIPTOR_REVISION));
    MUST(SetSecurityDescriptorDacl(&nobody, TRUE, &none, FALSE));
    MUST(SetKernelObjectSecurity(process, DACL_SECURITY_INFORMATION, &nobody));
    CloseHandle(process);
}

/* A privilege may open what rights do not. */
static bool can_be_opened(int32_t pid)
{
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, (DWORD)pid);
    if (process != NULL) {
        CloseHandle(process);
    }
    return process != NULL;
}

static const uint64_t LISTED = PP_FIELD_IDENTITY | PP_FIELD_ALIVE | PP_FIELD_PARENT |
                               PP_FIELD_RESIDENT | PP_FIELD_PRIVATE | PP_FIELD_VIRTUAL |
                               PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_USER | PP_FIELD_CPU_SYSTEM |
                               PP_FIELD_THREADS | PP_FIELD_START_TIME;

static void read_out_of_the_list(void)
{
    child it = child_holding(8 << 20);
    pp_sample before = query(it.pid, LISTED);
    pp_identity who = identity_of(it.pid);
    close_to_all(it.pid);
    if (can_be_opened(it.pid)) {
        child_end(&it);
        SKIP("this user has the privilege to open every process");
    }
    pp_sample row = query_id(who, LISTED);
    if (pp__kernel_has(PP__BULK)) {
        EXPECT_EQUAL(row.status, PP_OK);
        EXPECT_EQUAL(row.valid, LISTED);
        EXPECT_EQUAL(row.start_token, who.start_token);
        EXPECT_EQUAL(row.parent_pid, own_process());
        EXPECT_EQUAL(row.resident_bytes, before.resident_bytes);
        EXPECT_EQUAL(row.private_bytes, before.private_bytes);
        EXPECT_EQUAL(row.threads, before.threads);
        EXPECT_EQUAL(row.start_time_ns, before.start_time_ns);
        who.start_token++;
        EXPECT_EQUAL(query_id(who, 0).status, PP_REPLACED);
    } else {
        EXPECT_EQUAL(row.status, PP_UNKNOWN_IDENTITY);
        row = query(it.pid, MEMORY_FIELDS);
        EXPECT_EQUAL(row.status, PP_DENIED);
        EXPECT_EQUAL(row.os_error, ERROR_ACCESS_DENIED);
        row = query(it.pid, PP_FIELD_PARENT | PP_FIELD_THREADS | PP_FIELD_RESIDENT);
        EXPECT_EQUAL(row.valid, PP_FIELD_PARENT | PP_FIELD_THREADS);
        EXPECT_EQUAL(row.os_error, ERROR_ACCESS_DENIED);
    }
    int32_t pid = it.pid;
    child_kill(&it);
    EXPECT_EQUAL(query(pid, LISTED).status, PP_GONE);
    child_reap(&it);
}

static void followed_without_a_handle(void)
{
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    close_to_all(it.pid);
    if (can_be_opened(it.pid)) {
        child_end(&it);
        SKIP("this user has the privilege to open every process");
    }
    watching watch = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    int64_t slot = -1;
    int32_t added = pp_watch_add(watch.watch, &who, &slot);
    if (pp__kernel_has(PP__BULK)) {
        EXPECT_EQUAL(added, PP_OK);
        EXPECT_EQUAL(watching_figures(&watch).looked_up, 1);
        EXPECT_EQUAL(watching_row(&watch, 0, slot).start_token, who.start_token);
    } else {
        EXPECT_EQUAL(added, PP_UNKNOWN_IDENTITY); /* Toolhelp32 tells no creation times */
    }
    child_kill(&it);
    if (added == PP_OK) {
        EXPECT_EQUAL(watching_exit_of(&watch, slot).pid, who.pid);
        EXPECT_EQUAL(watching_row(&watch, 0, slot).status, PP_GONE);
    }
    child_reap(&it);
    watching_end(&watch);
}

static void texts_and_signals(void)
{
    child it = child_obedient();
    (void)child_order(&it, ORDER_FORK, 0);
    pp_identity who = identity_of(it.pid);
    pp_identity bare = {.pid = it.pid};
    uint8_t before[64];
    uint8_t text[512];
    int32_t length = pp_text_name(&who, before, (int32_t)sizeof before);
    close_to_all(it.pid);
    if (can_be_opened(it.pid)) {
        child_end(&it);
        SKIP("this user has the privilege to open every process");
    }
    EXPECT_EQUAL(pp_text_name(&bare, text, (int32_t)sizeof text), length);
    EXPECT_BYTES(text, length, before, length);
    EXPECT_EQUAL(pp_text_executable(&who, text, (int32_t)sizeof text), PP_DENIED);
    EXPECT_EQUAL(pp_signal_send(&who, KILL), PP_DENIED);
    pp_identity members[FEW];
    bool is_listed = pp__kernel_has(PP__BULK);
    EXPECT_EQUAL(pp_list_children(&who, members, FEW), is_listed ? 1 : PP_DENIED);
    child_kill(&it);
    EXPECT_EQUAL(pp_text_name(&who, text, (int32_t)sizeof text), PP_GONE);
    EXPECT_EQUAL(pp_signal_send(&who, KILL), PP_GONE);
    EXPECT_EQUAL(pp_list_children(&who, members, FEW), PP_GONE);
    child_reap(&it);
}

DEFINE_SUITE(denied, CASE_PER_VARIANT(read_out_of_the_list),
             CASE_PER_VARIANT(followed_without_a_handle), CASE_PER_VARIANT(texts_and_signals));
