/*
 * What the system refuses: processes of another user, and descriptors when they are exhausted.
 */
#include "children.h"
#include "descriptors.h"
#include "fork.h"
#include "harness.h"
#include "oracle.h"
#include "rows.h"

#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

enum { NOBODY = 65534, MEGABYTE = 1 << 20 };

static int32_t target; /* of the forked children below */

static void become_nobody(void)
{
    if (geteuid() == 0) {
        MUST(setresgid(NOBODY, NOBODY, NOBODY) == 0);
        MUST(setresuid(NOBODY, NOBODY, NOBODY) == 0);
    }
}

static void look_at_other_user(void)
{
    become_nobody();
    const uint64_t granted = PP_FIELDS_CHEAP | PP_FIELDS_TEXT;
    pp_sample row = query(target, granted);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, granted);
    EXPECT_EQUAL(row.uid, 0);
    EXPECT(row.resident_bytes > 0);

    row = query(target, PP_FIELDS_STALL);
    EXPECT_EQUAL(row.status, PP_DENIED);
    EXPECT_EQUAL(row.os_error, EACCES);
    EXPECT_EQUAL(row.failed_call, 1); /* open */

    row = query(target, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, granted);
    EXPECT_EQUAL(row.os_error, EACCES);
    EXPECT_EQUAL(row.failed_call, 1);
}

static void other_user(void)
{
    child it = {.pid = 0};
    target = 1; /* root's wherever we are not root ourselves */
    if (geteuid() == 0) {
        it = child_sleeping();
        target = it.pid;
    } else if (oracle_line("/proc/1/status", "Uid:", 2) != 0) {
        SKIP("not root, and process 1 is not root's either");
    }
    run_in_child(look_at_other_user);
    if (it.pid != 0) {
        child_end(&it);
    }
}

static void look_at_other_users_zombie(void)
{
    become_nobody();
    pp_sample row = query(target, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.alive, 0);
    EXPECT_EQUAL(row.resident_bytes | row.unique_bytes, 0);
}

static void other_users_zombie(void)
{
    if (geteuid() != 0) {
        SKIP("needs root to have processes of two users");
    }
    child it = child_zombie();
    target = it.pid;
    run_in_child(look_at_other_users_zombie);
    child_end(&it);
}

static void user_of_child(void)
{
    if (geteuid() != 0) {
        SKIP("needs root to make a process of another user");
    }
    child it = child_of_user(4711);
    EXPECT_EQUAL(query(it.pid, PP_FIELD_UID).uid, 4711);
    EXPECT_EQUAL(query(it.pid, ONE_SHOT_FIELDS).uid, 4711);
    child_kill(&it);
    EXPECT_EQUAL(query(it.pid, PP_FIELD_UID).uid, 4711);
    child_end(&it);
}

/* ------------------------------------------------------------------------------- descriptors -- */

static void expect_passing(const pp_sample *row)
{
    if (row->status != PP_OK) {
        EXPECT_EQUAL(row->status, PP_AGAIN);
        EXPECT_EQUAL(row->os_error, EMFILE);
    }
}

static int32_t descriptors_left;

static void query_with_few_descriptors(void)
{
    descriptors_close_gaps();
    descriptors_leave(descriptors_left);
    for (int32_t bit = -1; bit <= 18; bit++) {
        uint64_t field = bit < 0 ? 0 : 1ULL << bit;
        context("%d descriptors, bit %d", descriptors_left, bit);
        pp_sample row = query(target, field);
        expect_passing(&row);
        EXPECT(row.status != PP_OK || row.valid == field);
    }
    context("%d descriptors, all fields", descriptors_left);
    pp_sample row = query(target, ONE_SHOT_FIELDS);
    expect_passing(&row);
    if (descriptors_left == 0) {
        EXPECT_EQUAL(row.status, PP_AGAIN);
    }
    if (row.status == PP_OK) {
        EXPECT_EQUAL(row.alive, 1);
        EXPECT(row.state != PP_STATE_ZOMBIE);
        EXPECT((row.valid & PP_FIELD_RESIDENT) == 0 || row.resident_bytes > 0);
    }
    pp_identity who = {.pid = target};
    uint8_t text[64];
    int32_t length = pp_text_name(&who, text, (int32_t)sizeof text);
    EXPECT(descriptors_left == 0 ? length == PP_AGAIN : length > 0);
}

static void each_number_of_descriptors(void)
{
    for (descriptors_left = 0; descriptors_left <= 6; descriptors_left++) {
        run_in_child(query_with_few_descriptors);
    }
}

static void descriptors_exhausted(void)
{
    child it = child_sleeping();
    target = it.pid;
    each_number_of_descriptors();
    child_end(&it);
}

static void descriptors_exhausted_without_first_thread(void)
{
    child it = child_without_first_thread(MEGABYTE);
    target = it.pid;
    each_number_of_descriptors();
    child_end(&it);
}

/* What is found out without descriptors must not be taken for a fact of the kernel. */
static void features_found_without_descriptors(void)
{
    child it = child_sleeping();
    struct rlimit limit;
    descriptors_close_gaps();
    MUST(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    struct rlimit none = {.rlim_cur = 64, .rlim_max = limit.rlim_max};
    MUST(setrlimit(RLIMIT_NOFILE, &none) == 0);
    EXPECT_EQUAL(query(it.pid, PP_FIELD_RESIDENT).status, PP_AGAIN);
    EXPECT_EQUAL(pp_list_pids(NULL, 0), PP_AGAIN);
    MUST(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    pp_system facts;
    EXPECT_EQUAL(pp_system_facts(&facts), PP_OK);
    EXPECT_EQUAL(query(it.pid, ONE_SHOT_FIELDS).valid, ONE_SHOT_FIELDS);
    uint8_t text[512];
    int32_t length = pp_system_mechanism(0, text, (int32_t)sizeof text);
    EXPECT(facts.token_kind == PP_TOKEN_PIDFD_INODE ? text[length - 1] == '\n' : length > 0);
    child_end(&it);
}

DEFINE_SUITE(refused, CASE_PER_VARIANT(other_user), CASE_PER_VARIANT(other_users_zombie),
             CASE_PER_VARIANT(user_of_child), CASE_PER_VARIANT(descriptors_exhausted),
             CASE_PER_VARIANT(descriptors_exhausted_without_first_thread),
             CASE_FRESH(features_found_without_descriptors));
