/*
 * Which tracked processes have ended, and with what.
 */
#include "children.h"
#include "harness.h"
#include "offers.h"
#include "rows.h"
#include "watches.h"

#include <windows.h>

enum { FEW = 16, MANY = 150 };

static void exit_codes(void)
{
    static const int32_t codes[] = {0, 1, 2, 255, 256, STILL_ACTIVE, 0x7fffffff, -1, INT32_MIN};
    watching it = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        child some = child_obedient();
        int64_t slot = watching_add(&it, some.pid);
        pp_identity who = identity_of(some.pid);
        context("code %d", codes[i]);
        EXPECT_EQUAL(watching_row(&it, 0, slot).alive, 1);
        child_exit(&some, codes[i]);
        pp_exit exit = watching_exit_of(&it, slot);
        EXPECT((exit.valid & PP_FIELD_EXIT_STATUS) != 0);
        EXPECT_EQUAL(exit.exit_status, codes[i]);
        EXPECT_EQUAL(exit.pid, who.pid);
        EXPECT_EQUAL(exit.token_kind, PP_TOKEN_CREATION_TIME);
        EXPECT_EQUAL(exit.start_token, who.start_token);
        pp_sample row = watching_row(&it, 0, slot);
        EXPECT_EQUAL(row.status, PP_GONE);
        EXPECT_EQUAL(row.exit_status, codes[i]);
        child_reap(&some);
        EXPECT_EQUAL(watching_row(&it, 0, slot).status, PP_GONE);
        watching_remove(&it, slot);
    }
    watching_end(&it);
}

/* More than one call of the system looks at, ended in one go. */
static void many_at_once(void)
{
    static child all[MANY];
    static int64_t slots[MANY];
    static pp_exit exits[MANY];
    watching it = watching_start(MANY, PP_FIELDS_CHEAP, PP_WATCH_DEFAULT_BUDGET);
    for (int i = 0; i < MANY; i++) {
        all[i] = child_sleeping();
        slots[i] = watching_add(&it, all[i].pid);
    }
    EXPECT_EQUAL(watching_exits(&it, exits, MANY), 0);
    EXPECT_EQUAL(pp_watch_await(it.watch, 0), PP_TIMED_OUT);
    for (int i = 0; i < MANY; i += 3) {
        child_kill(&all[i]);
    }
    EXPECT_EQUAL(pp_watch_await(it.watch, -1), PP_OK);
    int32_t count = watching_exits(&it, exits, MANY);
    EXPECT_EQUAL(count, MANY / 3);
    for (int i = 0; i < count; i++) {
        EXPECT_EQUAL(exits[i].slot, slots[3 * i]);
        EXPECT_EQUAL(exits[i].exit_status, 1);
    }
    EXPECT_EQUAL(watching_figures(&it).kept_pidfd, MANY - MANY / 3);
    for (int i = 0; i < MANY; i++) {
        if (i % 3 == 0) {
            child_reap(&all[i]);
        } else {
            child_end(&all[i]);
        }
    }
    watching_end(&it);
}

/* Without a handle to spare each is looked up: slower, as correct, but for the code. */
static void looked_up(void)
{
    watching it = watching_start(FEW, WATCH_FIELDS, 0);
    child some = child_obedient();
    int64_t slot = watching_add(&it, some.pid);
    EXPECT_EQUAL(watching_figures(&it).looked_up, 1);
    pp_sample row = watching_row(&it, 0, slot);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.parent_pid, own_process());
    child_exit(&some, 3);
    pp_exit exit = watching_exit_of(&it, slot);
    EXPECT_EQUAL(exit.pid, some.pid);
    EXPECT_EQUAL(exit.valid, 0);
    EXPECT_EQUAL(watching_row(&it, 0, slot).status, PP_GONE);
    child_reap(&some);
    watching_end(&it);
}

static void rows_of_the_living(void)
{
    watching it = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child some = child_obedient();
    int64_t slot = watching_add(&it, some.pid);
    pp_sample first = watching_row(&it, 0, slot);
    EXPECT_EQUAL(first.valid, offered_fields());
    (void)child_order(&some, ORDER_TOUCH, 16 << 20);
    pp_sample second = watching_row(&it, 0, slot);
    bool has_cpu = (offered_fields() & PP_FIELD_CPU_TOTAL) != 0;
    EXPECT_EQUAL(second.valid, offered_fields() | (has_cpu ? PP_FIELD_CPU_LOAD : 0));
    EXPECT_BETWEEN(second.resident_bytes - first.resident_bytes, 15 << 20, 18 << 20);
    EXPECT_EQUAL(second.parent_pid, own_process());
    EXPECT_EQUAL(watching_figures(&it).parents, 1);
    child_end(&some);
    watching_end(&it);
}

static void load_of_one_core(void)
{
    enum { LEAST_PPM = 100000 };
    if ((offered_fields() & PP_FIELD_CPU_TOTAL) == 0) {
        SKIP("Wine's GetProcessTimes lies, and this way does without the list that does not");
    }
    watching it = watching_start(FEW, PP_FIELD_CPU_LOAD, PP_WATCH_DEFAULT_BUDGET);
    child busy = child_obedient();
    int64_t slot = watching_add(&it, busy.pid);
    (void)child_order(&busy, ORDER_SPIN, 0);
    (void)watching_row(&it, 0, slot);
    while (watching_row(&it, 0, slot).cpu_load_ppm < LEAST_PPM) {
        Sleep(50); /* the processors may have others to serve */
    }
    child_end(&busy);
    watching_end(&it);
}

/* Its memory may be kept only where it is known that it did not run. */
static void memory_of_the_idle(void)
{
    watching it = watching_start(FEW, MEMORY_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child some = child_obedient();
    int64_t slot = watching_add(&it, some.pid);
    (void)watching_row(&it, INT64_MAX, slot);
    (void)child_order(&some, ORDER_TOUCH, 16 << 20);
    pp_sample before = watching_row(&it, INT64_MAX, slot);
    (void)child_order(&some, ORDER_TOUCH, 16 << 20);
    pp_sample after = watching_row(&it, INT64_MAX, slot);
    EXPECT_BETWEEN(after.resident_bytes - before.resident_bytes, 15 << 20, 18 << 20);
    child_end(&some);
    watching_end(&it);
}

DEFINE_SUITE(watch_exits, CASE_PER_VARIANT(exit_codes), CASE(many_at_once),
             CASE_PER_VARIANT(looked_up), CASE_PER_VARIANT(rows_of_the_living),
             CASE_PER_VARIANT(load_of_one_core), CASE_PER_VARIANT(memory_of_the_idle));
