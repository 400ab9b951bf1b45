/*
 * Waiting for ends: time-outs, ends before and during the wait, wakes from other threads.
 */
#include "children.h"
#include "harness.h"
#include "kernel.h"
#include "oracle.h"
#include "rows.h"
#include "watches.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FEW = 8, MILLISECOND = 1000000 };

/* Long enough for everything that is to happen meanwhile, short enough for the test to fail. */
static const int64_t LONG_NS = 120LL * 1000 * MILLISECOND;

static bool can_hold(void)
{
    return (pp__kernel_features() & PP__HOLDING) == PP__HOLDING;
}

static int64_t now_ns(void)
{
    struct timespec now;
    MUST(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return now.tv_sec * 1000LL * MILLISECOND + now.tv_nsec;
}

/* -------------------------------------------------------------------------------- one thread -- */

static void nothing_ends(void)
{
    static const int64_t timeouts_ns[] = {0, 1, MILLISECOND, 20 * MILLISECOND};
    watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child it = child_sleeping();
    for (int tracked = 0; tracked < 2; tracked++) {
        for (size_t i = 0; i < 4; i++) {
            int64_t before = now_ns();
            EXPECT_EQUAL(pp_watch_await(by.watch, timeouts_ns[i]), PP_TIMED_OUT);
            EXPECT(now_ns() - before >= timeouts_ns[i]);
        }
        (void)watching_add(&by, it.pid);
    }
    watching_end(&by);
    child_end(&it);
}

static void end_before_the_wait(void)
{
    if (!can_hold()) {
        SKIP("of what is looked up nothing is heard");
    }
    static const int64_t timeouts_ns[] = {0, -1, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < 4; i++) {
        for (int is_noticed = 0; is_noticed < 2; is_noticed++) {
            context("time-out %lld, noticed by a poll: %d", (long long)timeouts_ns[i], is_noticed);
            watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
            child it = child_sleeping();
            int64_t slot = watching_add(&by, it.pid);
            child_kill(&it);
            if (is_noticed != 0) {
                EXPECT_EQUAL(watching_row(&by, 0, slot).alive, 0);
            }
            EXPECT_EQUAL(pp_watch_await(by.watch, timeouts_ns[i]), PP_OK);
            EXPECT_EQUAL(pp_watch_await(by.watch, timeouts_ns[i]), PP_OK); /* not given out yet */
            EXPECT_EQUAL(watching_exit_of(&by, slot).pid, it.pid);
            EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_TIMED_OUT);
            child_reap(&it);
            EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_TIMED_OUT);
            watching_end(&by);
        }
    }
}

/* Of those that are looked up an end is heard of as soon as a poll or pp_watch_exits() noticed. */
static void end_of_looked_up(void)
{
    watching by = watching_start(FEW, WATCH_FIELDS, 0);
    child it = child_sleeping();
    int64_t slot = watching_add(&by, it.pid);
    child_kill(&it);
    EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_TIMED_OUT);
    EXPECT_EQUAL(watching_row(&by, 0, slot).alive, 0);
    EXPECT_EQUAL(pp_watch_await(by.watch, LONG_NS), PP_OK);
    EXPECT_EQUAL(watching_exit_of(&by, slot).pid, it.pid);
    EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_TIMED_OUT);
    child_reap(&it);
    watching_end(&by);
}

static void wakes_before_the_wait(void)
{
    watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    for (int wakes = 1; wakes <= 3; wakes++) {
        for (int i = 0; i < wakes; i++) {
            EXPECT_EQUAL(pp_watch_wake(by.watch), PP_OK);
        }
        EXPECT_EQUAL(pp_watch_await(by.watch, -1), PP_WOKEN); /* all of them count as one */
        EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_TIMED_OUT);
    }
    /* Also for a watch that moves between the two, and by the memory that it moved away from. */
    EXPECT_EQUAL(pp_watch_wake(by.watch), PP_OK);
    watching_move(&by, 2 * FEW);
    EXPECT_EQUAL(pp_watch_await(by.watch, -1), PP_WOKEN);
    EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_TIMED_OUT);
    watching_end(&by);
}

/* Neither a wake nor an end gets lost when both are there. */
static void wake_and_end(void)
{
    if (!can_hold()) {
        SKIP("of what is looked up nothing is heard");
    }
    watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child it = child_sleeping();
    int64_t slot = watching_add(&by, it.pid);
    child_kill(&it);
    EXPECT_EQUAL(pp_watch_wake(by.watch), PP_OK);
    int32_t first = pp_watch_await(by.watch, -1);
    int32_t second = first == PP_WOKEN ? pp_watch_await(by.watch, -1) : PP_WOKEN;
    EXPECT_EQUAL(first == PP_WOKEN ? second : first, PP_OK);
    EXPECT_EQUAL(watching_exit_of(&by, slot).pid, it.pid);
    EXPECT_EQUAL(pp_watch_await(by.watch, 0), first == PP_WOKEN ? PP_TIMED_OUT : PP_WOKEN);
    child_reap(&it);
    watching_end(&by);
}

/* A watch that was opened where another one has been closed owes it no wake. */
static void opened_again(void)
{
    watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    EXPECT_EQUAL(pp_watch_wake(by.watch), PP_OK);
    EXPECT_EQUAL(pp_watch_close(by.watch), PP_OK);
    EXPECT_EQUAL(pp_watch_await(by.watch, -1), PP_CLOSED);
    EXPECT_EQUAL(pp_watch_open(by.watch, pp_watch_bytes(FEW), FEW, 0, PP_WATCH_DEFAULT_BUDGET),
                 PP_OK);
    EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_TIMED_OUT);
    watching_end(&by);
}

/* The end of a parent may end a wait, and then there is nothing to give out. */
static void end_of_a_parent(void)
{
    if (!can_hold()) {
        SKIP("no parent is awaited");
    }
    watching by = watching_start(FEW, PP_FIELD_PARENT, PP_WATCH_DEFAULT_BUDGET);
    child parent = child_obedient();
    (void)watching_add(&by, (int32_t)child_order(&parent, ORDER_FORK, 0));
    child_kill(&parent);
    EXPECT_EQUAL(pp_watch_await(by.watch, -1), PP_OK);
    pp_exit none;
    EXPECT_EQUAL(watching_exits(&by, &none, 1), 0);
    EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_TIMED_OUT); /* it is not told of again */
    child_reap(&parent);
    watching_end(&by);
}

/* --------------------------------------------------------------------------- several threads -- */

typedef struct waiter {
    pthread_t thread;
    const pp_watch *watch;
    int64_t timeout_ns;
    _Atomic int32_t tid;
    _Atomic int32_t result; /* above 0: waits */
} waiter;

enum { WAITING = 1 };

static void *be_waiter(void *argument)
{
    waiter *it = argument;
    atomic_store(&it->tid, gettid());
    atomic_store(&it->result, pp_watch_await(it->watch, it->timeout_ns));
    return NULL;
}

static bool is_asleep(int32_t tid)
{
    char path[64];
    char text[512] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", tid);
    (void)oracle_read(path, text, (int32_t)sizeof text);
    const char *name_end = strrchr(text, ')');
    return name_end != NULL && name_end[2] == 'S';
}

/* Returns once it sleeps, which it does nowhere else for long, or has returned already. */
static void start_waiter(waiter *it, const pp_watch *watch, int64_t timeout_ns)
{
    it->watch = watch;
    it->timeout_ns = timeout_ns;
    atomic_init(&it->tid, 0);
    atomic_init(&it->result, WAITING);
    MUST(pthread_create(&it->thread, NULL, be_waiter, it) == 0);
    while (atomic_load(&it->result) == WAITING && !is_asleep(atomic_load(&it->tid))) {
        sched_yield();
    }
}

static int32_t result_of(waiter *it)
{
    MUST(pthread_join(it->thread, NULL) == 0);
    return atomic_load(&it->result);
}

static void end_during_the_wait(void)
{
    if (!can_hold()) {
        SKIP("of what is looked up nothing is heard");
    }
    for (int round = 0; round < 20; round++) {
        watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
        child it = child_sleeping();
        int64_t slot = watching_add(&by, it.pid);
        waiter waiting;
        start_waiter(&waiting, by.watch, round % 2 == 0 ? -1 : LONG_NS);
        child_kill(&it);
        EXPECT_EQUAL(result_of(&waiting), PP_OK);
        EXPECT_EQUAL(watching_exit_of(&by, slot).pid, it.pid);
        child_reap(&it);
        watching_end(&by);
    }
}

/* The end has been taken from the kernel by a poll before the waiter could look. */
static void end_noticed_by_a_poll_during_the_wait(void)
{
    for (int round = 0; round < 20; round++) {
        watching by = watching_start(FEW, WATCH_FIELDS, round % 2 == 0 ? 0 : -1);
        child it = child_sleeping();
        int64_t slot = watching_add(&by, it.pid);
        waiter waiting;
        start_waiter(&waiting, by.watch, LONG_NS);
        child_kill(&it);
        EXPECT_EQUAL(watching_row(&by, 0, slot).alive, 0);
        EXPECT_EQUAL(result_of(&waiting), PP_OK);
        EXPECT_EQUAL(watching_exit_of(&by, slot).pid, it.pid);
        child_reap(&it);
        watching_end(&by);
    }
}

static void wake_during_the_wait(void)
{
    for (int round = 0; round < 20; round++) {
        watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
        waiter waiting;
        start_waiter(&waiting, by.watch, round % 2 == 0 ? -1 : LONG_NS);
        EXPECT_EQUAL(pp_watch_wake(by.watch), PP_OK);
        EXPECT_EQUAL(result_of(&waiting), PP_WOKEN);
        EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_TIMED_OUT);
        watching_end(&by);
    }
}

static void woken_in_the_memory_that_it_left(void)
{
    watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    guarded memory = guarded_new((size_t)pp_watch_bytes(FEW) + WATCH_ALIGNMENT);
    pp_watch *to = watch_memory(&memory, FEW);
    waiter waiting;
    start_waiter(&waiting, by.watch, -1);
    EXPECT_EQUAL(pp_watch_move(by.watch, to, pp_watch_bytes(FEW), FEW), PP_OK);
    EXPECT_EQUAL(pp_watch_wake(to), PP_OK);
    EXPECT_EQUAL(result_of(&waiting), PP_WOKEN);
    /* One that does not know of the move yet wakes whoever waits in the new memory. */
    start_waiter(&waiting, to, -1);
    EXPECT_EQUAL(pp_watch_wake(by.watch), PP_OK);
    EXPECT_EQUAL(result_of(&waiting), PP_WOKEN);
    EXPECT_EQUAL(pp_watch_close(to), PP_OK);
    guarded_free(&memory);
    guarded_free(&by.memory);
}

/* One wake ends one wait: the others go on, however many there are, and never for want of time. */
static void one_wake_and_many_waiters(void)
{
    enum { WAITERS = 6, ROUNDS = 30 };
    watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    for (int round = 0; round < ROUNDS; round++) {
        waiter waiters[WAITERS];
        for (int i = 0; i < WAITERS; i++) {
            start_waiter(&waiters[i], by.watch, i % 2 == 0 ? -1 : LONG_NS);
        }
        for (int woken = 1; woken <= WAITERS; woken++) {
            EXPECT_EQUAL(pp_watch_wake(by.watch), PP_OK);
            int ended = 0;
            while (ended < woken) { /* or the next wake would count as this one */
                ended = 0;
                for (int i = 0; i < WAITERS; i++) {
                    int32_t result = atomic_load(&waiters[i].result);
                    EXPECT(result == WAITING || result == PP_WOKEN);
                    ended += result != WAITING;
                }
                sched_yield();
            }
            EXPECT_EQUAL(ended, woken);
        }
        for (int i = 0; i < WAITERS; i++) {
            EXPECT_EQUAL(result_of(&waiters[i]), PP_WOKEN);
        }
    }
    watching_end(&by);
}

/* An end is for all who wait: which of them asks for it is their affair. */
static void one_end_and_many_waiters(void)
{
    enum { WAITERS = 6 };
    if (!can_hold()) {
        SKIP("of what is looked up nothing is heard");
    }
    watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child it = child_sleeping();
    int64_t slot = watching_add(&by, it.pid);
    waiter waiters[WAITERS];
    for (int i = 0; i < WAITERS; i++) {
        start_waiter(&waiters[i], by.watch, -1);
    }
    child_kill(&it);
    for (int i = 0; i < WAITERS; i++) {
        EXPECT_EQUAL(result_of(&waiters[i]), PP_OK);
    }
    EXPECT_EQUAL(watching_exit_of(&by, slot).pid, it.pid);
    child_reap(&it);
    watching_end(&by);
}

DEFINE_SUITE(watch_await, CASE_PER_VARIANT(nothing_ends), CASE_PER_VARIANT(end_before_the_wait),
             CASE_PER_VARIANT(end_of_looked_up), CASE_PER_VARIANT(wakes_before_the_wait),
             CASE_PER_VARIANT(wake_and_end), CASE_PER_VARIANT(opened_again),
             CASE_PER_VARIANT(end_of_a_parent), CASE_PER_VARIANT(end_during_the_wait),
             CASE_PER_VARIANT(end_noticed_by_a_poll_during_the_wait),
             CASE_PER_VARIANT(wake_during_the_wait), CASE(woken_in_the_memory_that_it_left),
             CASE(one_wake_and_many_waiters), CASE(one_end_and_many_waiters));
