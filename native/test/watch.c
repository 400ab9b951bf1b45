/*
 * A watch from open to close: which memory is one, which arguments are good.
 */
#include "children.h"
#include "harness.h"
#include "rows.h"
#include "watches.h"

#include <string.h>

enum { CAPACITY = 16 };

static void bytes_by_capacity(void)
{
    EXPECT_EQUAL(pp_watch_bytes(0), PP_INVALID);
    EXPECT_EQUAL(pp_watch_bytes(-1), PP_INVALID);
    EXPECT_EQUAL(pp_watch_bytes(INT32_MIN), PP_INVALID);
    EXPECT_EQUAL(pp_watch_bytes(INT32_MAX), PP_INVALID);
    EXPECT_EQUAL(pp_watch_bytes(PP_WATCH_MOST_SLOTS + 1), PP_INVALID);
    int32_t per_slot = pp_watch_bytes(2) - pp_watch_bytes(1);
    EXPECT_BETWEEN(per_slot, 100, 200);
    EXPECT_EQUAL(pp_watch_bytes(PP_WATCH_MOST_SLOTS),
                 pp_watch_bytes(1) + (int64_t)per_slot * (PP_WATCH_MOST_SLOTS - 1));
}

/* ------------------------------------------------------------------------------------ memory -- */

/* What every function says of this memory. */
static void expect_of_all(pp_watch *watch, int32_t expected)
{
    pp_identity who = {.pid = own_process()};
    int64_t slot = 4711;
    pp_sample row = {.pid = 4711};
    pp_exit exit = {.pid = 4711};
    pp_watch_figures figures = {.capacity = 4711};
    guarded memory = guarded_new((size_t)pp_watch_bytes(CAPACITY) + WATCH_ALIGNMENT);
    EXPECT_EQUAL(pp_watch_add(watch, &who, &slot), expected);
    EXPECT_EQUAL(pp_watch_remove(watch, 1LL << 32), expected);
    EXPECT_EQUAL(pp_watch_poll(watch, 0, &row, 1), expected);
    EXPECT_EQUAL(pp_watch_exits(watch, &exit, 1), expected);
    EXPECT_EQUAL(pp_watch_stats(watch, &figures), expected);
    EXPECT_EQUAL(
        pp_watch_move(watch, watch_memory(&memory, CAPACITY), pp_watch_bytes(CAPACITY), CAPACITY),
        expected);
    EXPECT_EQUAL(pp_watch_close(watch), expected);
    EXPECT_EQUAL(row.pid, 4711);
    EXPECT_EQUAL(exit.pid, 4711);
    EXPECT_EQUAL(figures.capacity, 4711);
    guarded_free(&memory);
}

static void expect_of_waiting(const pp_watch *watch, int32_t expected)
{
    EXPECT_EQUAL(pp_watch_await(watch, 0), expected);
    EXPECT_EQUAL(pp_watch_wake(watch), expected);
}

static void memory_that_never_was_one(void)
{
    static const int fillings[] = {0x00, 0xa5, 0xff};
    guarded memory = guarded_new((size_t)pp_watch_bytes(CAPACITY) + WATCH_ALIGNMENT);
    for (size_t i = 0; i < 3; i++) {
        context("filled with %#x", (unsigned)fillings[i]);
        memset(memory.begin, fillings[i], (size_t)(memory.end - memory.begin));
        expect_of_all(watch_memory(&memory, CAPACITY), PP_INVALID);
        expect_of_waiting(watch_memory(&memory, CAPACITY), PP_INVALID);
    }
    context("null");
    expect_of_all(NULL, PP_INVALID);
    expect_of_waiting(NULL, PP_INVALID);
    guarded_free(&memory);
}

static void memory_off_its_alignment(void)
{
    watching it = watching_start(CAPACITY, 0, 0);
    static const size_t steps[] = {1, 8, 32};
    for (size_t i = 0; i < 3; i++) {
        pp_watch *off = (pp_watch *)(void *)((uint8_t *)it.watch - steps[i]);
        context("%zu bytes", steps[i]);
        expect_of_all(off, PP_INVALID);
        expect_of_waiting(off, PP_INVALID);
        EXPECT_EQUAL(pp_watch_open(off, pp_watch_bytes(1), 1, 0, 0), PP_INVALID);
        EXPECT_EQUAL(pp_watch_move(it.watch, off, INT32_MAX, CAPACITY), PP_INVALID);
    }
    EXPECT_EQUAL(pp_watch_move(it.watch, NULL, INT32_MAX, CAPACITY), PP_INVALID);
    watching_end(&it);
}

static void opened_with_bad_arguments(void)
{
    guarded memory = guarded_new((size_t)pp_watch_bytes(CAPACITY) + WATCH_ALIGNMENT);
    pp_watch *watch = watch_memory(&memory, CAPACITY);
    int32_t bytes = pp_watch_bytes(CAPACITY);
    EXPECT_EQUAL(pp_watch_open(NULL, bytes, CAPACITY, 0, 0), PP_INVALID);
    EXPECT_EQUAL(pp_watch_open(watch, bytes, 0, 0, 0), PP_INVALID);
    EXPECT_EQUAL(pp_watch_open(watch, bytes, -1, 0, 0), PP_INVALID);
    EXPECT_EQUAL(pp_watch_open(watch, INT32_MAX, PP_WATCH_MOST_SLOTS + 1, 0, 0), PP_INVALID);
    EXPECT_EQUAL(pp_watch_open(watch, bytes, CAPACITY, PP_FIELDS_ALL + 1, 0), PP_INVALID);
    EXPECT_EQUAL(pp_watch_open(watch, bytes, CAPACITY, 1ULL << 63, 0), PP_INVALID);
    EXPECT_EQUAL(pp_watch_open(watch, bytes, CAPACITY, 0, -2), PP_INVALID);
    EXPECT_EQUAL(pp_watch_open(watch, bytes, CAPACITY, 0, INT32_MIN), PP_INVALID);
    static const int32_t too_few[] = {-1, 0, 1, INT32_MIN};
    for (size_t i = 0; i < 4; i++) {
        EXPECT_EQUAL(pp_watch_open(watch, too_few[i], CAPACITY, 0, 0), PP_TOO_SMALL);
    }
    EXPECT_EQUAL(pp_watch_open(watch, bytes - 1, CAPACITY, 0, 0), PP_TOO_SMALL);
    expect_of_all(watch, PP_INVALID); /* none of these made a watch of it */
    guarded_free(&memory);
}

static void opened_with_every_budget(void)
{
    static const int32_t budgets[] = {PP_WATCH_DEFAULT_BUDGET, 0, 1, 2, INT32_MAX};
    for (size_t i = 0; i < sizeof budgets / sizeof budgets[0]; i++) {
        context("budget %d", budgets[i]);
        watching it = watching_start(CAPACITY, WATCH_FIELDS, budgets[i]);
        pp_watch_figures figures = watching_figures(&it);
        if (budgets[i] >= 0) {
            EXPECT_EQUAL(figures.descriptor_budget, budgets[i]);
        }
        EXPECT_EQUAL(figures.capacity, CAPACITY);
        EXPECT_EQUAL(figures.descriptors, 3);
        pp_watch_figures expected = {
            .capacity = CAPACITY, .descriptors = 3, .descriptor_budget = figures.descriptor_budget};
        EXPECT(memcmp(&figures, &expected, sizeof figures) == 0);
        watching_end(&it);
    }
}

/* -------------------------------------------------------------------------- closed and moved -- */

static void closed(void)
{
    watching it = watching_start(CAPACITY, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child some = child_sleeping();
    (void)watching_add(&it, some.pid);
    EXPECT_EQUAL(pp_watch_close(it.watch), PP_OK);
    EXPECT_EQUAL(pp_watch_close(it.watch), PP_CLOSED);
    expect_of_all(it.watch, PP_CLOSED);
    expect_of_waiting(it.watch, PP_CLOSED);

    /* The memory is good for another one. */
    EXPECT_EQUAL(pp_watch_open(it.watch, pp_watch_bytes(CAPACITY), CAPACITY, WATCH_FIELDS, 0),
                 PP_OK);
    EXPECT_EQUAL(watching_figures(&it).tracked, 0);
    (void)watching_add(&it, some.pid);
    watching_end(&it);
    child_end(&some);
}

static void moved_away_from(void)
{
    watching it = watching_start(CAPACITY, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    guarded memory = guarded_new((size_t)pp_watch_bytes(CAPACITY) + WATCH_ALIGNMENT);
    pp_watch *to = watch_memory(&memory, CAPACITY);
    int32_t bytes = pp_watch_bytes(CAPACITY);
    EXPECT_EQUAL(pp_watch_move(it.watch, to, bytes - 1, CAPACITY), PP_TOO_SMALL);
    EXPECT_EQUAL(pp_watch_move(it.watch, to, bytes, CAPACITY - 1), PP_TOO_SMALL);
    EXPECT_EQUAL(pp_watch_move(it.watch, to, bytes, 0), PP_INVALID);
    EXPECT_EQUAL(pp_watch_move(it.watch, to, INT32_MAX, PP_WATCH_MOST_SLOTS + 1), PP_INVALID);
    EXPECT_EQUAL(pp_watch_move(it.watch, it.watch, bytes, CAPACITY), PP_INVALID);
    for (int32_t step = WATCH_ALIGNMENT; step < bytes; step += WATCH_ALIGNMENT) { /* overlaps it */
        pp_watch *into = (pp_watch *)(void *)((uint8_t *)it.watch + step);
        EXPECT_EQUAL(pp_watch_move(it.watch, into, bytes, CAPACITY), PP_INVALID);
        into = (pp_watch *)(void *)((uint8_t *)it.watch - step);
        EXPECT_EQUAL(pp_watch_move(it.watch, into, bytes, CAPACITY), PP_INVALID);
    }
    EXPECT_EQUAL(watching_figures(&it).capacity, CAPACITY); /* it is still there */

    EXPECT_EQUAL(pp_watch_move(it.watch, to, bytes, CAPACITY), PP_OK);
    expect_of_all(it.watch, PP_CLOSED);
    EXPECT_EQUAL(pp_watch_close(to), PP_OK);
    guarded_free(&memory);
    guarded_free(&it.memory);
}

/* --------------------------------------------------------------------------------- arguments -- */

static void added_with_bad_arguments(void)
{
    watching it = watching_start(CAPACITY, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    pp_identity whos[2] = {{.pid = own_process()}, {.pid = own_process()}};
    int64_t slots[2] = {0, 0};
    EXPECT_EQUAL(pp_watch_add(it.watch, NULL, slots), PP_INVALID);
    EXPECT_EQUAL(pp_watch_add(it.watch, whos, NULL), PP_INVALID);
    const void *off = (const uint8_t *)whos + 4;
    EXPECT_EQUAL(pp_watch_add(it.watch, off, slots), PP_INVALID);
    void *off_slot = (uint8_t *)slots + 4;
    EXPECT_EQUAL(pp_watch_add(it.watch, whos, off_slot), PP_INVALID);
    static const int32_t no_pids[] = {0, -1, INT32_MIN};
    for (size_t i = 0; i < 3; i++) {
        whos[0].pid = no_pids[i];
        slots[0] = 0;
        EXPECT_EQUAL(pp_watch_add(it.watch, whos, slots), PP_INVALID);
        EXPECT_EQUAL(slots[0], -1);
    }
    EXPECT_EQUAL(watching_figures(&it).tracked, 0);
    watching_end(&it);
}

static void polled_with_bad_arguments(void)
{
    watching it = watching_start(CAPACITY, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    pp_sample rows[3];
    EXPECT_EQUAL(pp_watch_poll(it.watch, 0, NULL, 0), 0); /* nothing is tracked */
    (void)watching_add(&it, own_process());
    (void)watching_add(&it, own_process());
    memset(rows, 0xa5, sizeof rows);
    const pp_sample untouched = rows[0];
    void *off = (uint8_t *)rows + 4;
    EXPECT_EQUAL(pp_watch_poll(it.watch, -1, rows, 3), PP_INVALID);
    EXPECT_EQUAL(pp_watch_poll(it.watch, INT64_MIN, rows, 3), PP_INVALID);
    EXPECT_EQUAL(pp_watch_poll(it.watch, 0, rows, -1), PP_INVALID);
    EXPECT_EQUAL(pp_watch_poll(it.watch, 0, NULL, 3), PP_INVALID);
    EXPECT_EQUAL(pp_watch_poll(it.watch, 0, off, 2), PP_INVALID);
    EXPECT_EQUAL(pp_watch_poll(it.watch, 0, NULL, 0), PP_TOO_SMALL);
    EXPECT_EQUAL(pp_watch_poll(it.watch, 0, rows, 1), PP_TOO_SMALL);
    for (size_t i = 0; i < 3; i++) {
        EXPECT(memcmp(&rows[i], &untouched, sizeof untouched) == 0);
    }
    EXPECT_EQUAL(pp_watch_poll(it.watch, 0, rows, 3), 2);
    EXPECT(memcmp(&rows[2], &untouched, sizeof untouched) == 0);
    EXPECT_EQUAL(pp_watch_poll(it.watch, INT64_MAX, rows, 2), 2);
    watching_end(&it);
}

static void asked_with_bad_arguments(void)
{
    watching it = watching_start(CAPACITY, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    pp_exit exits[2];
    void *off = (uint8_t *)exits + 4;
    EXPECT_EQUAL(pp_watch_exits(it.watch, exits, -1), PP_INVALID);
    EXPECT_EQUAL(pp_watch_exits(it.watch, NULL, 1), PP_INVALID);
    EXPECT_EQUAL(pp_watch_exits(it.watch, off, 1), PP_INVALID);
    EXPECT_EQUAL(pp_watch_exits(it.watch, NULL, 0), 0);
    pp_watch_figures figures[2];
    void *off_figures = (uint8_t *)figures + 4;
    EXPECT_EQUAL(pp_watch_stats(it.watch, NULL), PP_INVALID);
    EXPECT_EQUAL(pp_watch_stats(it.watch, off_figures), PP_INVALID);
    watching_end(&it);
}

DEFINE_SUITE(watch, CASE(bytes_by_capacity), CASE(memory_that_never_was_one),
             CASE(memory_off_its_alignment), CASE(opened_with_bad_arguments),
             CASE_PER_VARIANT(opened_with_every_budget), CASE_PER_VARIANT(closed),
             CASE_PER_VARIANT(moved_away_from), CASE_PER_VARIANT(added_with_bad_arguments),
             CASE_PER_VARIANT(polled_with_bad_arguments),
             CASE_PER_VARIANT(asked_with_bad_arguments));
