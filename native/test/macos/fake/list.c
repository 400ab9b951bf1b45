/*
 * Who is there, and who is whose child.
 */
#include "fake.h"
#include "harness.h"
#include "procprobe.h"

#include <errno.h>

enum { ROOM = 64 };

static int32_t pids[ROOM];
static pp_identity found[ROOM];

static void is_started(void)
{
    static int32_t next = 9000;
    for (int32_t i = 0; i < 20; i++) {
        (void)fake_start(next++, 1);
    }
}

static void all(void)
{
    fake_begin();
    (void)fake_start(30, FAKE_OWN_PID);
    (void)fake_start(20, 30);
    fake_start(10, 30)->uid = FAKE_OTHER_UID;
    fake_exit(20, 0);
    static const int32_t expected[] = {1, 10, 20, 30, FAKE_OWN_PID};
    EXPECT_EQUAL(pp_list_pids(pids, ROOM), 5);
    for (int32_t i = 0; i < 5; i++) {
        EXPECT_EQUAL(pids[i], expected[i]);
    }
    EXPECT_EQUAL(pp_list_pids(NULL, 0), 5);
    pids[2] = -7;
    EXPECT_EQUAL(pp_list_pids(pids, 2), 5);
    EXPECT_EQUAL(pids[2], -7);
}

static void errors(void)
{
    fake_begin();
    fake_fail(FAKE_KINFO_ALL, 0, 3, ENOMEM); /* the table grew meanwhile */
    EXPECT_EQUAL(pp_list_pids(pids, ROOM), 2);
    fake_fail(FAKE_KINFO_ALL, 0, FAKE_FOR_GOOD, ENOMEM);
    EXPECT_EQUAL(pp_list_pids(pids, ROOM), PP_AGAIN);
    EXPECT(fake_count(FAKE_KINFO_ALL) < 20);
    static const int32_t expected[][2] = {
        {EPERM, PP_DENIED}, {EIO, PP_OS_ERROR}, {ESRCH, PP_OS_ERROR}};
    for (size_t i = 0; i < 3; i++) {
        fake_begin();
        fake_fail(FAKE_KINFO_SIZE, 0, 1, expected[i][0]);
        EXPECT_EQUAL(pp_list_pids(pids, ROOM), expected[i][1]);
        fake_fail(FAKE_KINFO_ALL, 0, 1, expected[i][0]);
        EXPECT_EQUAL(pp_list_pids(pids, ROOM), expected[i][1]);
    }
    fake_fail(FAKE_MMAP, 0, 1, ENOMEM);
    EXPECT_EQUAL(pp_list_pids(pids, ROOM), PP_AGAIN);
    fake_cut(FAKE_KINFO_SIZE, 0, 1, INT32_MAX);
    EXPECT_EQUAL(pp_list_pids(pids, ROOM), PP_AGAIN);
    fake_cut(FAKE_KINFO_ALL, 0, 1, 647);
    EXPECT_EQUAL(pp_list_pids(pids, ROOM), PP_MALFORMED);
    fake_begin();
    fake_find(1)->parent_pid = -1;
    EXPECT_EQUAL(pp_list_pids(pids, ROOM), PP_MALFORMED);
}

static void grown_between_the_calls(void)
{
    fake_begin();
    fake_before(FAKE_KINFO_ALL, 0, 1, is_started);
    EXPECT_EQUAL(pp_list_pids(pids, ROOM), 22);
}

/* A living process whose zombie is listed as well, a moment later. */
static void listed_twice(void)
{
    fake_begin();
    (void)fake_start(30, 1);
    (void)fake_start(30, 1);
    EXPECT_EQUAL(pp_list_pids(pids, ROOM), 3);
}

static void begin_family(void)
{
    fake_begin();
    (void)fake_start(10, FAKE_OWN_PID);
    (void)fake_start(11, 10);
    (void)fake_start(12, 10);
    (void)fake_start(13, 11);
    (void)fake_start(14, 13);
    (void)fake_start(15, 1);
}

static void family(void)
{
    begin_family();
    pp_identity root = {.pid = 10};
    EXPECT_EQUAL(pp_list_children(&root, found, ROOM), 2);
    EXPECT_EQUAL(found[0].pid, 11);
    EXPECT_EQUAL(found[0].token_kind, PP_TOKEN_UNIQUE_ID);
    EXPECT_EQUAL(found[0].start_token, fake_find(11)->id);
    EXPECT_EQUAL(found[1].pid, 12);
    static const int32_t expected[] = {11, 12, 13, 14};
    EXPECT_EQUAL(pp_list_descendants(&root, found, ROOM), 4);
    for (int32_t i = 0; i < 4; i++) {
        EXPECT_EQUAL(found[i].pid, expected[i]);
    }
    EXPECT_EQUAL(pp_list_descendants(&root, found, 1),
                 3); /* those of whom did not fit are missing */
    EXPECT_EQUAL(pp_list_children(&root, NULL, 0), 2);
}

static void kill_child(void)
{
    fake_reap(11);
}

static void replace_child(void)
{
    fake_reap(11);
    (void)fake_start(11, 10);
}

static void replace_root(void)
{
    fake_reap(10);
    (void)fake_start(10, 1);
}

static void family_that_changes(void)
{
    pp_identity root = {.pid = 10};
    begin_family();
    fake_exit(12, 0); /* a zombie is a child until it is reaped */
    EXPECT_EQUAL(pp_list_children(&root, found, ROOM), 2);
    fake_exit(10, 0); /* and has none */
    EXPECT_EQUAL(pp_list_children(&root, found, ROOM), 0);
    fake_reap(10);
    EXPECT_EQUAL(pp_list_children(&root, found, ROOM), PP_GONE);

    begin_family();
    fake_before(FAKE_KINFO, 0, 1, kill_child);
    EXPECT_EQUAL(pp_list_children(&root, found, ROOM), 1);
    begin_family(); /* the new one began later than the listed one */
    fake_before(FAKE_KINFO, 0, 1, replace_child);
    EXPECT_EQUAL(pp_list_children(&root, found, ROOM), 1);
    EXPECT_EQUAL(found[0].pid, 12);
    begin_family();
    fake_before(FAKE_KINFO_ALL, 0, 1, replace_root);
    EXPECT_EQUAL(pp_list_children(&root, found, ROOM), PP_GONE);
    begin_family();
    root = (pp_identity){.pid = 10, .token_kind = PP_TOKEN_UNIQUE_ID, .start_token = 1};
    EXPECT_EQUAL(pp_list_children(&root, found, ROOM), PP_REPLACED);
    root.token_kind = PP_TOKEN_START_TICKS;
    EXPECT_EQUAL(pp_list_children(&root, found, ROOM), PP_UNKNOWN_IDENTITY);
    fake_fail(FAKE_KINFO_SIZE, 0, 1, EPERM);
    root.token_kind = PP_TOKEN_NONE;
    EXPECT_EQUAL(pp_list_children(&root, found, ROOM), PP_DENIED);
}

DEFINE_SUITE(list, CASE(all), CASE(errors), CASE(grown_between_the_calls), CASE(listed_twice),
             CASE(family), CASE(family_that_changes));
