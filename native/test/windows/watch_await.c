/*
 * Waiting for ends, while others call or do not.
 */
#include "children.h"
#include "harness.h"
#include "watches.h"

#include <windows.h>

enum { FEW = 16, MANY = 130, NS_PER_MS = 1000000 };

typedef struct waiting {
    const pp_watch *watch;
    int32_t result;
} waiting;

static DWORD WINAPI wait_for_good(void *argument)
{
    waiting *w = argument;
    w->result = pp_watch_await(w->watch, -1);
    return 0;
}

static HANDLE start(waiting *w)
{
    HANDLE thread = CreateThread(NULL, 0, wait_for_good, w, 0, NULL);
    MUST(thread != NULL);
    return thread;
}

static int32_t finish(HANDLE thread, const waiting *w)
{
    MUST(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CloseHandle(thread);
    return w->result;
}

static void times_out(void)
{
    watching it = watching_start(FEW, 0, PP_WATCH_DEFAULT_BUDGET);
    EXPECT_EQUAL(pp_watch_await(it.watch, 0), PP_TIMED_OUT);
    ULONGLONG before = GetTickCount64();
    EXPECT_EQUAL(pp_watch_await(it.watch, 50 * NS_PER_MS + 1), PP_TIMED_OUT);
    EXPECT(GetTickCount64() - before >= 30); /* the ticks of that clock are of 16 ms */
    watching_end(&it);
}

static void woken(void)
{
    watching it = watching_start(FEW, 0, PP_WATCH_DEFAULT_BUDGET);
    EXPECT_EQUAL(pp_watch_wake(it.watch), PP_OK);
    EXPECT_EQUAL(pp_watch_wake(it.watch), PP_OK);
    EXPECT_EQUAL(pp_watch_await(it.watch, -1), PP_WOKEN);
    EXPECT_EQUAL(pp_watch_await(it.watch, 0), PP_TIMED_OUT); /* the two counted as one */
    waiting w = {.watch = it.watch};
    HANDLE thread = start(&w);
    EXPECT_EQUAL(pp_watch_wake(it.watch), PP_OK);
    EXPECT_EQUAL(finish(thread, &w), PP_WOKEN);
    watching_end(&it);
}

/* Whichever of more than one call of the system could wait for. */
static void end_of_any_of_many(void)
{
    static child all[MANY];
    static int64_t slots[MANY];
    watching it = watching_start(MANY, 0, PP_WATCH_DEFAULT_BUDGET);
    for (int i = 0; i < MANY; i++) {
        all[i] = child_sleeping();
        slots[i] = watching_add(&it, all[i].pid);
    }
    static const int ended[] = {0, 63, 64, MANY - 1};
    for (int i = 0; i < 4; i++) {
        waiting w = {.watch = it.watch};
        HANDLE thread = start(&w);
        child_kill(&all[ended[i]]);
        EXPECT_EQUAL(finish(thread, &w), PP_OK);
        EXPECT_EQUAL(watching_exit_of(&it, slots[ended[i]]).pid, all[ended[i]].pid);
    }
    for (int i = 0; i < MANY; i++) {
        child_end(&all[i]);
    }
    watching_end(&it);
}

/* Told again and again until it has been given out, and then no more. */
static void until_it_is_given_out(void)
{
    watching it = watching_start(FEW, 0, PP_WATCH_DEFAULT_BUDGET);
    child some = child_sleeping();
    pp_sample rows[WATCH_MOST_ROWS];
    int64_t slot = watching_add(&it, some.pid);
    child_kill(&some);
    EXPECT_EQUAL(pp_watch_await(it.watch, -1), PP_OK);
    EXPECT_EQUAL(watching_poll(&it, 0, rows), 1);
    EXPECT_EQUAL(pp_watch_await(it.watch, 0), PP_OK);
    EXPECT_EQUAL(watching_exit_of(&it, slot).pid, some.pid);
    EXPECT_EQUAL(pp_watch_await(it.watch, 0), PP_TIMED_OUT);
    child_reap(&some);
    watching_end(&it);
}

static void moved_meanwhile(void)
{
    watching it = watching_start(FEW, 0, PP_WATCH_DEFAULT_BUDGET);
    child some = child_sleeping();
    int64_t slot = watching_add(&it, some.pid);
    guarded old = it.memory;
    guarded memory = guarded_new((size_t)pp_watch_bytes(2 * FEW) + WATCH_ALIGNMENT);
    waiting w = {.watch = it.watch};
    HANDLE thread = start(&w);
    pp_watch *to = watch_memory(&memory, 2 * FEW);
    MUST(pp_watch_move(it.watch, to, pp_watch_bytes(2 * FEW), 2 * FEW) == PP_OK);
    it.watch = to;
    it.memory = memory;
    child_kill(&some);
    EXPECT_EQUAL(finish(thread, &w), PP_OK);
    EXPECT_EQUAL(watching_exit_of(&it, slot).pid, some.pid);
    child_reap(&some);
    watching_end(&it);
    guarded_free(&old);
}

DEFINE_SUITE(watch_await, CASE(times_out), CASE(woken), CASE(end_of_any_of_many),
             CASE(until_it_is_given_out), CASE(moved_meanwhile));
