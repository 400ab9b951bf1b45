/*
 * Handles: as many after a hundred thousand calls as before.
 */
#include "children.h"
#include "harness.h"
#include "procprobe.h"
#include "rows.h"
#include "watches.h"

#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

enum { QUERIES = 100000, MOST_HANDLES = 1 << 16 };

/* A tenth and less for machines that are slow; see CONTRIBUTING. */
static int32_t queries(void)
{
    const char *part = getenv("PROCPROBE_TESTS_PART");
    long number = part == NULL ? 1 : strtol(part, NULL, 10);
    return QUERIES / (int32_t)(number < 1 ? 1 : number);
}

/*
 * By what is there at each number that a handle can have, since Wine says of every process that it
 * has none.
 */
static int32_t count_handles(void)
{
    int32_t count = 0;
    DWORD flags = 0;
    for (uintptr_t number = 4; number < MOST_HANDLES; number += 4) {
        count += GetHandleInformation((HANDLE)number, &flags) != 0;
    }
    DWORD told = 0;
    if (GetProcessHandleCount(GetCurrentProcess(), &told) && told > 0) {
        EXPECT(told >= (DWORD)count);
    }
    return count;
}

static void handles_of_queries(void)
{
    child some = child_sleeping();
    child ended = child_sleeping();
    pp_identity living = identity_of(some.pid);
    pp_identity replaced = living;
    replaced.start_token++;
    pp_identity gone = identity_of(ended.pid);
    child_kill(&ended);
    const pp_identity whos[] = {living, replaced, gone, {.pid = some.pid}};
    pp_sample row;
    EXPECT_EQUAL(pp_query_ids(whos, 1, PP_FIELDS_CHEAP, &row), 1);
    int32_t before = count_handles();
    for (int32_t i = 0; i < queries(); i++) {
        /* What needs a list of all processes is dear: now and then. */
        uint64_t fields = i % 100 == 0 ? ONE_SHOT_FIELDS : PP_FIELDS_CHEAP & ~PP_FIELD_CPU_TOTAL;
        EXPECT_EQUAL(pp_query_ids(&whos[i % 4], 1, fields, &row), 1);
    }
    EXPECT_EQUAL(count_handles(), before);
    printf("  %d handles before and after %d queries\n", before, queries());
    child_reap(&ended);
    child_end(&some);
}

static void handles_of_everything_else(void)
{
    enum { ROUNDS = 300 };
    child some = child_obedient();
    (void)child_order(&some, ORDER_FORK, 0);
    pp_identity who = identity_of(some.pid);
    int32_t before = 0;
    for (int32_t i = 0; i < ROUNDS; i++) {
        uint8_t text[512];
        pp_identity members[4];
        pp_resources resources;
        pp_sample rows[WATCH_MOST_ROWS];
        EXPECT_EQUAL(pp_list_descendants(&who, members, 4), 1);
        EXPECT(pp_list_pids(NULL, 0) > 0);
        (void)pp_text_name(&who, text, sizeof text);
        (void)pp_text_executable(&who, text, sizeof text);
        (void)pp_text_command_line(&who, text, sizeof text);
        (void)pp_query_resources(&who, PP_RESOURCES_ALL, &resources);
        EXPECT_EQUAL(pp_signal_send(&who, 0), PP_OK);
        EXPECT_EQUAL(pp_signal_send(&who, 15), PP_UNSUPPORTED);
        watching it = watching_start(4, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
        (void)watching_add(&it, some.pid);
        (void)watching_add(&it, members[0].pid);
        EXPECT_EQUAL(watching_poll(&it, 0, rows), 2);
        watching_end(&it);
        if (i == ROUNDS / 10) {
            before = count_handles(); /* what the system makes once for itself has been made */
        }
    }
    EXPECT_EQUAL(count_handles(), before);
    child_end(&some);
}

/* Ended processes are not held any longer than it takes to notice it. */
static void handles_of_the_ended(void)
{
    enum { LIVES = 200 };
    watching it = watching_start(4, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    int32_t before = 0;
    for (int32_t i = 0; i < LIVES; i++) {
        child some = child_sleeping();
        int64_t slot = watching_add(&it, some.pid);
        child_kill(&some);
        EXPECT_EQUAL(watching_exit_of(&it, slot).pid, some.pid);
        watching_remove(&it, slot);
        child_reap(&some);
        if (i == LIVES / 10) {
            before = count_handles();
        }
    }
    EXPECT_EQUAL(count_handles(), before);
    watching_end(&it);
}

DEFINE_SUITE(leak, CASE(handles_of_queries), CASE(handles_of_everything_else),
             CASE(handles_of_the_ended));
