/*
 * PIDs that are used again: nothing is ever told of the next process that has one.
 */
#include "children.h"
#include "harness.h"
#include "procprobe.h"
#include "rows.h"
#include "watches.h"

#include <string.h>

/* Wine gives a PID a second time after some 250 processes. */
enum { MOST_LIVES = 700, REUSES = 5 };

static pp_identity lives[MOST_LIVES];

/* How many earlier lives had this PID. None of them had the same identity. */
static int32_t earlier_lives(int32_t count, pp_identity who)
{
    int32_t found = 0;
    for (int32_t i = 0; i < count; i++) {
        if (lives[i].pid != who.pid) {
            continue;
        }
        found++;
        EXPECT(lives[i].start_token != who.start_token);
        EXPECT_EQUAL(query_id(lives[i], PP_FIELDS_CHEAP).status, PP_REPLACED);
        EXPECT_EQUAL(pp_signal_send(&lives[i], 9), PP_REPLACED);
    }
    return found;
}

static void another_process_with_the_same_pid(void)
{
    watching it = watching_start(1, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child first = child_sleeping();
    int32_t first_pid = first.pid;
    int64_t slot = watching_add(&it, first.pid);
    lives[0] = identity_of(first.pid);
    child_end(&first);
    EXPECT_EQUAL(watching_exit_of(&it, slot).pid, first_pid);
    int32_t reuses = 0;
    int32_t count = 1;
    for (; count < MOST_LIVES && reuses < REUSES; count++) {
        child next = child_sleeping();
        pp_identity who = identity_of(next.pid);
        reuses += earlier_lives(count, who);
        EXPECT_EQUAL(watching_row(&it, 0, slot).status, PP_GONE);
        EXPECT_EQUAL(query_id(who, 0).status, PP_OK); /* no signal got to it */
        lives[count] = who;
        child_end(&next);
    }
    watching_end(&it);
    if (reuses == 0) {
        SKIP("no PID was used again");
    }
}

/* While a handle is held its PID is given to nobody. */
static void held_across_the_end(void)
{
    enum { PROCESSES = 300 };
    child held = child_sleeping();
    int32_t pid = held.pid;
    child_kill(&held); /* and its handle is kept */
    for (int32_t i = 0; i < PROCESSES; i++) {
        child next = child_sleeping();
        EXPECT(next.pid != pid);
        child_end(&next);
    }
    EXPECT_EQUAL(query(pid, 0).status, PP_GONE);
    child_reap(&held);
}

DEFINE_SUITE(reuse, CASE(another_process_with_the_same_pid), CASE(held_across_the_end));
