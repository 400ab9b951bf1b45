/*
 * A million polls of processes that come and go: descriptors and memory stay as they are, and
 * nothing is left of a watch that has been closed.
 */
#include "children.h"
#include "descriptors.h"
#include "harness.h"
#include "oracle.h"
#include "pace.h"
#include "randoms.h"
#include "rows.h"
#include "watches.h"

#include <unistd.h>

enum { POLLS = 1000000, POLLS_PER_VARIANT = 5000, POLLS_PER_CHANGE = 100, SLOTS = 6 };

#define LEAK_FIELDS                                                                                \
    (PP_FIELD_IDENTITY | PP_FIELD_ALIVE | PP_FIELD_PARENT | MEMORY_FIELDS | PP_FIELD_CPU_TOTAL |   \
     PP_FIELD_CPU_LOAD | PP_FIELD_EXIT_STATUS)

static int64_t resident_bytes(void)
{
    return oracle_line("/proc/self/status", "VmRSS:", 1) * 1024;
}

typedef struct resident {
    child process;
    int64_t slot;
} resident;

static void move_in(resident *it, const watching *by)
{
    it->process = child_sleeping();
    it->slot = watching_add(by, it->process.pid);
}

/* Moves out in one of the ways in which that can happen. */
static void move_out(resident *it, const watching *by, uint32_t way)
{
    pp_sample rows[SLOTS];
    pp_exit exits[SLOTS];
    if (way % 2 == 0) {
        child_kill(&it->process);
    }
    if (way % 3 == 0) {
        EXPECT_BETWEEN(pp_watch_poll(by->watch, 0, rows, SLOTS), 1, SLOTS);
    }
    if (way % 5 == 0) {
        EXPECT_BETWEEN(pp_watch_exits(by->watch, exits, SLOTS), 0, SLOTS);
    }
    if (way % 2 == 0) {
        child_reap(&it->process);
    }
    if (way % 7 == 0) {
        EXPECT_BETWEEN(pp_watch_poll(by->watch, 0, rows, SLOTS), 1, SLOTS);
        EXPECT_BETWEEN(pp_watch_exits(by->watch, exits, SLOTS), 0, SLOTS);
    }
    watching_remove(by, it->slot);
    if (way % 2 != 0) {
        child_end(&it->process);
    }
}

static void add_what_is_not_there(const watching *by)
{
    int64_t slot = 0;
    pp_identity wrong = identity_of(getpid());
    wrong.start_token++;
    EXPECT_EQUAL(pp_watch_add(by->watch, &wrong, &slot), PP_REPLACED);
    wrong.pid = INT32_MAX;
    EXPECT_EQUAL(pp_watch_add(by->watch, &wrong, &slot), PP_GONE);
}

static void poll_with_churn(int64_t polls, int32_t budget)
{
    randoms from = {.state = 0x1ea4};
    int32_t before = descriptors_open();
    watching by = watching_start(SLOTS, LEAK_FIELDS, budget);
    resident residents[SLOTS - 1];
    pp_sample rows[SLOTS];
    pp_exit exits[SLOTS];
    for (int i = 0; i < SLOTS - 1; i++) {
        move_in(&residents[i], &by);
    }
    int64_t early_bytes = 0;
    for (int64_t poll = 0; poll < polls; poll++) {
        int64_t age_ns = poll % 2 == 0 ? 0 : INT64_MAX;
        EXPECT_EQUAL(pp_watch_poll(by.watch, age_ns, rows, SLOTS), SLOTS - 1);
        if (poll % POLLS_PER_CHANGE == 0) {
            resident *it = &residents[random_below(&from, SLOTS - 1)];
            move_out(it, &by, random_below(&from, 210));
            add_what_is_not_there(&by);
            move_in(it, &by);
            EXPECT_EQUAL(pp_watch_wake(by.watch), PP_OK);
            EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_WOKEN);
            EXPECT_EQUAL(pp_watch_exits(by.watch, exits, SLOTS), 0);
        }
        if (poll % (polls / 10) == polls / 10 - 1) {
            /* What it says that it holds is what it holds; each child has a channel. */
            EXPECT_EQUAL(descriptors_open() - before,
                         watching_figures(&by).descriptors + SLOTS - 1);
            early_bytes = early_bytes == 0 ? resident_bytes() : early_bytes;
        }
    }
    /* The kernel's counter of resident pages is exact to a few pages per CPU. */
    EXPECT_BETWEEN(resident_bytes(), 0, early_bytes + (1 << 20));
    pp_watch_figures figures = watching_figures(&by);
    EXPECT(figures.polls >= (uint64_t)polls);
    EXPECT_EQUAL(figures.tracked, SLOTS - 1);
    EXPECT_EQUAL(figures.ended | figures.undrained, 0);
    watching_end(&by);
    for (int i = 0; i < SLOTS - 1; i++) {
        child_end(&residents[i].process);
    }
    EXPECT_EQUAL(descriptors_open(), before);
}

static void a_million_polls(void)
{
    poll_with_churn(paced(POLLS), PP_WATCH_DEFAULT_BUDGET);
}

static void every_fallback(void)
{
    poll_with_churn(paced(POLLS_PER_VARIANT), PP_WATCH_DEFAULT_BUDGET);
    poll_with_churn(paced(POLLS_PER_VARIANT / 5), 4);
    poll_with_churn(paced(POLLS_PER_VARIANT / 5), 0);
}

/* Closed in every state that a slot can be in. */
static void closed_with_all_that_it_holds(void)
{
    for (int32_t budget = 0; budget <= 12; budget += 3) {
        int32_t before = descriptors_open();
        watching by = watching_start(SLOTS, LEAK_FIELDS, budget);
        child all[SLOTS];
        pp_sample rows[SLOTS];
        for (int i = 0; i < SLOTS; i++) {
            all[i] = child_sleeping();
            (void)watching_add(&by, all[i].pid);
        }
        EXPECT_EQUAL(pp_watch_poll(by.watch, 0, rows, SLOTS), SLOTS);
        child_kill(&all[0]); /* noticed, a zombie */
        child_kill(&all[1]); /* noticed and reaped, not polled since */
        EXPECT_EQUAL(pp_watch_poll(by.watch, 0, rows, SLOTS), SLOTS);
        child_reap(&all[1]);
        child_kill(&all[2]); /* noticed by nobody */
        watching_end(&by);
        for (int i = 0; i < SLOTS; i++) {
            if (all[i].pid != 0) {
                child_end(&all[i]);
            }
        }
        EXPECT_EQUAL(descriptors_open(), before);
    }
}

/* Many watches one after the other, some of them moved. */
static void many_watches(void)
{
    enum { WATCHES = 300 };
    int32_t before = descriptors_open();
    for (int i = 0; i < WATCHES; i++) {
        watching by = watching_start(SLOTS, LEAK_FIELDS, PP_WATCH_DEFAULT_BUDGET);
        (void)watching_row(&by, 0, watching_add(&by, getpid()));
        if (i % 2 == 0) {
            watching_move(&by, 2 * SLOTS);
        }
        watching_end(&by);
    }
    EXPECT_EQUAL(descriptors_open(), before);
}

DEFINE_SUITE(watch_leak, CASE(a_million_polls), CASE_PER_VARIANT(every_fallback),
             CASE_PER_VARIANT(closed_with_all_that_it_holds), CASE_PER_VARIANT(many_watches));
