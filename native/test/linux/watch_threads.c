/*
 * One thread works with a watch while others wait for it and wake it; several watches in several
 * threads. To be run under ThreadSanitizer as well.
 */
#include "children.h"
#include "harness.h"
#include "kernel.h"
#include "rows.h"
#include "watches.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

enum { WAITERS = 3, WAKERS = 2, MOVES = 8, TURNS_PER_MOVE = 10, SLOTS = 16 };

/* -------------------------------------------------------------- one worker, others that wait -- */

typedef struct meeting {
    _Atomic(pp_watch *) watch; /* where it is now; where it was stays mapped till the end */
    _Atomic bool is_over;
    _Atomic int64_t wakes;
    _Atomic int64_t woken;
    _Atomic int64_t heard;
    _Atomic int64_t timed_out;
    _Atomic int64_t unexpected;
} meeting;

static void *wait_for_ends(void *argument)
{
    static const int64_t timeouts_ns[] = {0, 100000, 5000000, -1};
    meeting *in = argument;
    for (uint32_t i = 0; !atomic_load(&in->is_over); i++) {
        int32_t result = pp_watch_await(atomic_load(&in->watch), timeouts_ns[i % 4]);
        _Atomic int64_t *counter = result == PP_OK    ? &in->heard
                                 : result == PP_WOKEN ? &in->woken
                                 : result == PP_TIMED_OUT && timeouts_ns[i % 4] >= 0
                                     ? &in->timed_out
                                     : &in->unexpected;
        atomic_fetch_add(counter, 1);
    }
    return NULL;
}

static void *wake_others(void *argument)
{
    meeting *in = argument;
    while (!atomic_load(&in->is_over)) {
        atomic_fetch_add(&in->wakes, 1);
        if (pp_watch_wake(atomic_load(&in->watch)) != PP_OK) {
            atomic_fetch_add(&in->unexpected, 1);
        }
        sched_yield();
    }
    return NULL;
}

/* Tracks some, ends some, removes some; every end is given out once, whoever waits meanwhile. */
static void take_turn(watching *by, int turn)
{
    enum { CHILDREN = 4 };
    child all[CHILDREN];
    int64_t slots[CHILDREN];
    pp_sample rows[WATCH_MOST_ROWS];
    pp_exit exits[SLOTS];
    for (int i = 0; i < CHILDREN; i++) {
        all[i] = child_sleeping();
        slots[i] = watching_add(by, all[i].pid);
    }
    EXPECT_EQUAL(watching_poll(by, turn % 2 == 0 ? 0 : INT64_MAX, rows), CHILDREN);
    int ends = turn % (CHILDREN + 1);
    for (int i = 0; i < ends; i++) {
        child_kill(&all[i]);
    }
    if (turn % 3 == 0) {
        EXPECT_EQUAL(watching_poll(by, 0, rows), CHILDREN);
    }
    int64_t told = 0;
    int32_t count = watching_exits(by, exits, SLOTS);
    EXPECT_EQUAL(count, ends);
    for (int32_t i = 0; i < count; i++) {
        told |= 1LL << (exits[i].slot & PP_WATCH_INDEX_MASK);
    }
    for (int i = 0; i < CHILDREN; i++) {
        EXPECT_EQUAL(told >> (slots[i] & PP_WATCH_INDEX_MASK) & 1, i < ends);
        watching_remove(by, slots[i]);
        child_end(&all[i]);
    }
    EXPECT_EQUAL(watching_exits(by, exits, SLOTS), 0);
}

static void work_while_others_wait(void)
{
    watching by = watching_start(SLOTS, PP_FIELDS_CHEAP, PP_WATCH_DEFAULT_BUDGET);
    guarded left[MOVES];
    meeting in = {.watch = by.watch};
    pthread_t threads[WAITERS + WAKERS];
    for (int i = 0; i < WAITERS + WAKERS; i++) {
        void *(*part)(void *) = i < WAITERS ? wait_for_ends : wake_others;
        MUST(pthread_create(&threads[i], NULL, part, &in) == 0);
    }
    for (int move = 0; move < MOVES; move++) {
        for (int turn = 0; turn < TURNS_PER_MOVE; turn++) {
            take_turn(&by, turn);
        }
        int32_t capacity = SLOTS * (move / 4 + 1);
        left[move] = by.memory;
        by.memory = guarded_new((size_t)pp_watch_bytes(capacity) + WATCH_ALIGNMENT);
        pp_watch *to = watch_memory(&by.memory, capacity);
        MUST(pp_watch_move(by.watch, to, pp_watch_bytes(capacity), capacity) == PP_OK);
        by.watch = to;
        atomic_store(&in.watch, to);
    }
    atomic_store(&in.is_over, true);
    for (int i = WAITERS; i < WAITERS + WAKERS; i++) {
        MUST(pthread_join(threads[i], NULL) == 0);
    }
    int joined = 0;
    while (joined < WAITERS) {
        (void)pp_watch_wake(by.watch);
        atomic_fetch_add(&in.wakes, 1);
        sched_yield();
        while (joined < WAITERS && pthread_tryjoin_np(threads[joined], NULL) == 0) {
            joined++;
        }
    }
    EXPECT_EQUAL(atomic_load(&in.unexpected), 0);
    EXPECT_BETWEEN(atomic_load(&in.woken), 1, atomic_load(&in.wakes));
    watching_end(&by);
    for (int i = 0; i < MOVES; i++) {
        guarded_free(&left[i]);
    }
}

/* Nobody but the waiters hears of ends while nobody wakes: none of them is lost. */
static void no_end_is_missed(void)
{
    if ((pp__kernel_features() & PP__HOLDING) != PP__HOLDING) {
        SKIP("of what is looked up nothing is heard");
    }
    enum { ENDS = 50 };
    watching by = watching_start(SLOTS, PP_FIELD_ALIVE, PP_WATCH_DEFAULT_BUDGET);
    meeting in = {.watch = by.watch};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, wait_for_ends, &in) == 0);
    for (int i = 0; i < ENDS; i++) {
        child it = child_sleeping();
        int64_t slot = watching_add(&by, it.pid);
        int64_t heard = atomic_load(&in.heard);
        child_kill(&it);
        while (atomic_load(&in.heard) == heard) { /* it may wait for good: this is its only end */
            sched_yield();
        }
        EXPECT_EQUAL(watching_exit_of(&by, slot).pid, it.pid);
        watching_remove(&by, slot);
        child_reap(&it);
    }
    atomic_store(&in.is_over, true);
    EXPECT_EQUAL(pp_watch_wake(by.watch), PP_OK);
    MUST(pthread_join(thread, NULL) == 0);
    EXPECT_EQUAL(atomic_load(&in.unexpected), 0);
    watching_end(&by);
}

/* ------------------------------------------------------------------------------ each its own -- */

typedef struct loner {
    const child *all;
    int32_t count;
    int64_t wrong;
} loner;

static void *poll_alone(void *argument)
{
    enum { POLLS = 300 };
    loner *it = argument;
    guarded memory = guarded_new((size_t)pp_watch_bytes(SLOTS) + WATCH_ALIGNMENT);
    pp_watch *watch = watch_memory(&memory, SLOTS);
    int32_t bytes = pp_watch_bytes(SLOTS);
    for (int round = 0; round < 5; round++) {
        it->wrong += pp_watch_open(watch, bytes, SLOTS, WATCH_FIELDS, 5 * round) != PP_OK;
        for (int32_t i = 0; i < it->count; i++) {
            pp_identity who = {.pid = it->all[i].pid};
            int64_t slot = 0;
            it->wrong += pp_watch_add(watch, &who, &slot) != PP_OK;
        }
        for (int poll = 0; poll < POLLS / 5; poll++) {
            pp_sample rows[SLOTS];
            it->wrong += pp_watch_poll(watch, poll, rows, SLOTS) != it->count;
            for (int32_t i = 0; i < it->count; i++) {
                it->wrong += rows[i].pid != it->all[i].pid || rows[i].status != PP_OK ||
                             rows[i].parent_pid != getpid();
            }
        }
        it->wrong += pp_watch_close(watch) != PP_OK;
    }
    guarded_free(&memory);
    return NULL;
}

static void several_watches(void)
{
    enum { THREADS = 4, CHILDREN = 5 };
    child all[CHILDREN];
    for (int i = 0; i < CHILDREN; i++) {
        all[i] = child_sleeping();
    }
    pthread_t threads[THREADS];
    loner loners[THREADS];
    for (int i = 0; i < THREADS; i++) {
        loners[i] = (loner){.all = all, .count = CHILDREN, .wrong = 0};
        MUST(pthread_create(&threads[i], NULL, poll_alone, &loners[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        MUST(pthread_join(threads[i], NULL) == 0);
        EXPECT_EQUAL(loners[i].wrong, 0);
    }
    for (int i = 0; i < CHILDREN; i++) {
        child_end(&all[i]);
    }
}

DEFINE_SUITE(watch_threads, CASE_PER_VARIANT(work_while_others_wait),
             CASE_PER_VARIANT(no_end_is_missed), CASE_PER_VARIANT(several_watches));
