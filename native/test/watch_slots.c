/*
 * Who can be tracked, which slot it gets, and what becomes of slots.
 */
#include "children.h"
#include "harness.h"
#include "offers.h"
#include "rows.h"
#include "watches.h"

enum { FEW = 16 };

static int32_t try_to_add(const watching *it, pp_identity who)
{
    int64_t slot = 0;
    int32_t status = pp_watch_add(it->watch, &who, &slot);
    EXPECT_EQUAL(slot == -1, status != PP_OK);
    return status;
}

/* --------------------------------------------------------------------------------------- who -- */

static void gone_processes(void)
{
    watching it = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child some = child_sleeping();
    pp_identity who = identity_of(some.pid);
    child_end(&some);
    EXPECT_EQUAL(try_to_add(&it, who), PP_GONE);
    EXPECT_EQUAL(try_to_add(&it, (pp_identity){.pid = who.pid}), PP_GONE);
    EXPECT_EQUAL(try_to_add(&it, (pp_identity){.pid = INT32_MAX}), PP_GONE);
    EXPECT_EQUAL(try_to_add(&it, (pp_identity){.pid = 4194305}), PP_GONE);
    EXPECT_EQUAL(watching_figures(&it).tracked, 0);
    watching_end(&it);
}

static void identities(void)
{
    watching it = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child some = child_sleeping();
    pp_identity who = identity_of(some.pid);
    int64_t slot = 0;
    EXPECT_EQUAL(pp_watch_add(it.watch, &who, &slot), PP_OK);
    pp_sample row = watching_row(&it, 0, slot);
    EXPECT_EQUAL(row.token_kind, who.token_kind);
    EXPECT_EQUAL(row.start_token, who.start_token);

    pp_identity other = who;
    other.start_token++;
    EXPECT_EQUAL(try_to_add(&it, other), PP_REPLACED);
    other.start_token = 0;
    EXPECT_EQUAL(try_to_add(&it, other), PP_REPLACED);
    static const uint32_t foreign[] = {PP_TOKEN_UNIQUE_ID, PP_TOKEN_CREATION_TIME, 5, UINT32_MAX};
    for (size_t i = 0; i < 4; i++) {
        if (foreign[i] == who.token_kind) {
            continue;
        }
        other =
            (pp_identity){.pid = who.pid, .token_kind = foreign[i], .start_token = who.start_token};
        EXPECT_EQUAL(try_to_add(&it, other), PP_UNKNOWN_IDENTITY);
    }
    EXPECT_EQUAL(watching_figures(&it).tracked, 1);
    watching_end(&it);
    child_end(&some);
}

static void zombies(void)
{
    if (!offers_zombies()) {
        SKIP("there are no zombies on this system");
    }
    watching it = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child dead = child_zombie();
    int64_t slot = watching_add(&it, dead.pid);
    pp_exit exit = watching_exit_of(&it, slot);
    EXPECT_EQUAL(exit.pid, dead.pid);
    pp_sample row = watching_row(&it, 0, slot);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.alive, 0);
    int64_t second = watching_add(&it, dead.pid); /* and in a poll */
    EXPECT_EQUAL(watching_row(&it, 0, second).alive, 0);
    EXPECT_EQUAL(watching_exit_of(&it, second).pid, dead.pid);
    child_reap(&dead);
    EXPECT_EQUAL(watching_row(&it, 0, slot).status, PP_GONE);
    watching_end(&it);
}

/* ------------------------------------------------------------------------------------- slots -- */

static void numbers_of_slots(void)
{
    watching it = watching_start(FEW, 0, PP_WATCH_DEFAULT_BUDGET);
    static const int64_t never[] = {0, 1, 2, 15, 16, -1, INT64_MIN, INT64_MAX, 0xffffffffLL};
    int64_t first = watching_add(&it, own_process());
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        EXPECT_EQUAL(pp_watch_remove(it.watch, never[i]), PP_STALE);
    }
    EXPECT_EQUAL(pp_watch_remove(it.watch, first + 1), PP_STALE); /* the next index */
    EXPECT_EQUAL(pp_watch_remove(it.watch, first + (1LL << 32)), PP_STALE);
    EXPECT_EQUAL(pp_watch_remove(it.watch, first | INT64_MIN), PP_STALE);
    int64_t before = first;
    for (int i = 0; i < 1000; i++) {
        watching_remove(&it, before);
        EXPECT_EQUAL(pp_watch_remove(it.watch, before), PP_STALE);
        int64_t slot = watching_add(&it, own_process());
        EXPECT_EQUAL(slot & PP_WATCH_INDEX_MASK, first & PP_WATCH_INDEX_MASK);
        EXPECT(slot > before);
        EXPECT_EQUAL(pp_watch_remove(it.watch, before), PP_STALE);
        before = slot;
    }
    EXPECT_EQUAL(watching_figures(&it).tracked, 1);
    watching_end(&it);
}

static void every_slot_in_use(void)
{
    watching it = watching_start(FEW, 0, PP_WATCH_DEFAULT_BUDGET);
    int64_t slots[FEW];
    for (int i = 0; i < FEW; i++) {
        slots[i] = watching_add(&it, own_process());
        EXPECT_EQUAL(slots[i] & PP_WATCH_INDEX_MASK, i);
    }
    EXPECT_EQUAL(try_to_add(&it, (pp_identity){.pid = own_process()}), PP_TOO_SMALL);
    EXPECT_EQUAL(watching_figures(&it).tracked, FEW);
    watching_remove(&it, slots[5]);
    int64_t again = watching_add(&it, own_process());
    EXPECT_EQUAL(again & PP_WATCH_INDEX_MASK, 5);
    EXPECT_EQUAL(try_to_add(&it, (pp_identity){.pid = own_process()}), PP_TOO_SMALL);
    watching_move(&it, FEW + 1);
    (void)watching_add(&it, own_process());
    EXPECT_EQUAL(try_to_add(&it, (pp_identity){.pid = own_process()}), PP_TOO_SMALL);
    watching_end(&it);
}

/* One slot is the least, and a failed addition leaves it free. */
static void single_slot(void)
{
    watching it = watching_start(1, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    for (int i = 0; i < 20; i++) {
        EXPECT_EQUAL(try_to_add(&it, (pp_identity){.pid = INT32_MAX}), PP_GONE);
        child some = child_sleeping();
        int64_t slot = watching_add(&it, some.pid);
        EXPECT_EQUAL(watching_row(&it, 0, slot).status, PP_OK);
        child_kill(&some);
        EXPECT_EQUAL(watching_exit_of(&it, slot).pid, some.pid);
        child_reap(&some);
        EXPECT_EQUAL(watching_row(&it, 0, slot).status, PP_GONE);
        watching_remove(&it, slot);
    }
    watching_end(&it);
}

static void same_process_twice(void)
{
    watching it = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child some = child_sleeping();
    int64_t slots[3];
    pp_sample rows[WATCH_MOST_ROWS];
    for (int i = 0; i < 3; i++) {
        slots[i] = watching_add(&it, some.pid);
    }
    EXPECT_EQUAL(watching_poll(&it, 0, rows), 3);
    for (int i = 0; i < 3; i++) {
        EXPECT_EQUAL(rows[i].pid, some.pid);
        EXPECT_EQUAL(rows[i].slot, slots[i]);
        EXPECT_EQUAL(rows[i].start_token, rows[0].start_token);
    }
    watching_remove(&it, slots[1]);
    child_kill(&some);
    pp_exit exits[4];
    EXPECT_EQUAL(watching_exits(&it, exits, 4), 2);
    EXPECT_EQUAL(exits[0].slot ^ exits[1].slot, slots[0] ^ slots[2]);
    child_reap(&some);
    watching_end(&it);
}

static void rows_in_the_order_of_slots(void)
{
    watching it = watching_start(FEW, PP_FIELD_IDENTITY, PP_WATCH_DEFAULT_BUDGET);
    child some[FEW];
    int64_t slots[FEW];
    pp_sample rows[WATCH_MOST_ROWS];
    for (int i = 0; i < FEW; i++) {
        some[i] = child_sleeping();
        slots[i] = watching_add(&it, some[i].pid);
    }
    for (int i = 0; i < FEW; i += 3) {
        watching_remove(&it, slots[i]);
    }
    int32_t count = watching_poll(&it, 0, rows);
    int32_t at = 0;
    for (int i = 0; i < FEW; i++) {
        if (i % 3 != 0) {
            EXPECT(at < count && rows[at].slot == slots[i] && rows[at].pid == some[i].pid);
            at++;
        }
    }
    EXPECT_EQUAL(at, count);
    for (int i = 0; i < FEW; i++) {
        child_end(&some[i]);
    }
    watching_end(&it);
}

static void removed_before_its_end_is_given_out(void)
{
    watching it = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child some[3];
    int64_t slots[3];
    pp_sample rows[WATCH_MOST_ROWS];
    for (int removed = 0; removed < 3; removed++) {
        for (int i = 0; i < 3; i++) {
            some[i] = child_sleeping();
            slots[i] = watching_add(&it, some[i].pid);
        }
        for (int i = 0; i < 3; i++) {
            child_kill(&some[i]);
            (void)watching_poll(&it, 0, rows); /* notices it, so that their order is known */
        }
        EXPECT_EQUAL(watching_figures(&it).undrained, 3);
        EXPECT_EQUAL(watching_figures(&it).ended, 3);
        watching_remove(&it, slots[removed]);
        EXPECT_EQUAL(watching_figures(&it).undrained, 2);
        pp_exit exits[4];
        EXPECT_EQUAL(watching_exits(&it, exits, 4), 2);
        EXPECT_EQUAL(exits[0].slot, slots[removed == 0 ? 1 : 0]);
        EXPECT_EQUAL(exits[1].slot, slots[removed == 2 ? 1 : 2]);
        EXPECT_EQUAL(watching_exits(&it, exits, 4), 0);
        for (int i = 0; i < 3; i++) {
            child_reap(&some[i]);
            EXPECT_EQUAL(pp_watch_remove(it.watch, slots[i]), i == removed ? PP_STALE : PP_OK);
        }
        EXPECT_EQUAL(watching_figures(&it).tracked, 0);
    }
    watching_end(&it);
}

/* All of several are removed, drained or not: nobody is told of them any more. */
static void removed_all_before_they_are_given_out(void)
{
    watching it = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child some = child_sleeping();
    int64_t slot = watching_add(&it, some.pid);
    child_kill(&some);
    EXPECT_EQUAL(watching_row(&it, 0, slot).alive, 0);
    EXPECT_EQUAL(pp_watch_await(it.watch, 0), PP_OK);
    watching_remove(&it, slot);
    EXPECT_EQUAL(pp_watch_await(it.watch, 0), PP_TIMED_OUT);
    pp_exit exit;
    EXPECT_EQUAL(watching_exits(&it, &exit, 1), 0);
    child_reap(&some);
    watching_end(&it);
}

/* ------------------------------------------------------------------------------------ moving -- */

static void moved_with_all_that_it_knows(void)
{
    watching it = watching_start(3, PP_FIELDS_CHEAP | PP_FIELD_CPU_LOAD, PP_WATCH_DEFAULT_BUDGET);
    child parent = child_obedient();
    int32_t below = (int32_t)child_order(&parent, ORDER_FORK, 0);
    child dead = child_sleeping();
    int64_t slot = watching_add(&it, parent.pid);
    int64_t below_slot = watching_add(&it, below);
    int64_t dead_slot = watching_add(&it, dead.pid);
    child_kill(&dead);
    pp_sample before = watching_row(&it, 0, below_slot);
    pp_watch_figures figures = watching_figures(&it);
    EXPECT_EQUAL(figures.undrained, 1);
    for (int32_t capacity = 3; capacity <= 103; capacity += 50) { /* also into as many slots */
        watching_move(&it, capacity);
        pp_watch_figures after = watching_figures(&it);
        EXPECT_EQUAL(after.capacity, capacity);
        EXPECT_EQUAL(after.descriptors, figures.descriptors);
        EXPECT_EQUAL(after.parents, figures.parents);
        EXPECT_EQUAL(after.polls, figures.polls);
        EXPECT_EQUAL(after.undrained, 1);
    }
    pp_sample row = watching_row(&it, 0, below_slot);
    EXPECT_EQUAL(row.start_token, before.start_token);
    EXPECT_EQUAL(row.parent_pid, parent.pid);
    bool has_load = (offered_fields() & PP_FIELD_CPU_TOTAL) != 0;
    EXPECT_EQUAL(row.valid, before.valid | (has_load ? PP_FIELD_CPU_LOAD : 0));
    EXPECT_EQUAL(watching_exit_of(&it, dead_slot).pid, dead.pid);
    EXPECT_EQUAL(pp_watch_remove(it.watch, dead_slot), PP_OK);

    /* The end of a parent is still heard of, and the child has another one. */
    child_kill(&parent);
    EXPECT_EQUAL(watching_row(&it, 0, slot).alive, 0);
    row = watching_row(&it, 0, below_slot);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT(row.parent_pid != parent.pid && (row.valid & PP_FIELD_PARENT) != 0);
    child_reap(&parent); /* its child ends with the channel */
    child_reap(&dead);
    watching_end(&it);
}

/* With many parents in few slots, each is found again in the table of the larger memory. */
static void moved_with_many_parents(void)
{
    enum { PARENTS = 8 };
    watching it = watching_start(PARENTS, PP_FIELD_PARENT, PP_WATCH_DEFAULT_BUDGET);
    child parents[PARENTS];
    int64_t slots[PARENTS];
    pp_sample rows[WATCH_MOST_ROWS];
    for (int i = 0; i < PARENTS; i++) {
        parents[i] = child_obedient();
        slots[i] = watching_add(&it, (int32_t)child_order(&parents[i], ORDER_FORK, 0));
    }
    pp_watch_figures before = watching_figures(&it);
    watching_move(&it, 10 * PARENTS);
    for (int i = 0; i < PARENTS; i++) {
        (void)watching_add(&it, (int32_t)child_order(&parents[i], ORDER_FORK, 0));
    }
    EXPECT_EQUAL(watching_figures(&it).parents, before.parents); /* not one of them twice */
    for (int i = 0; i < PARENTS; i++) {
        EXPECT_EQUAL(watching_row(&it, 0, slots[i]).parent_pid, parents[i].pid);
        child_kill(&parents[i]);
        EXPECT_EQUAL(watching_poll(&it, 0, rows), 2 * PARENTS);
        for (int j = 0; j < 2 * PARENTS; j++) {
            bool is_orphan = j % PARENTS <= i;
            EXPECT_EQUAL(rows[j].parent_pid == parents[j % PARENTS].pid, !is_orphan);
        }
    }
    EXPECT_EQUAL(watching_figures(&it).parents, before.parents > 0 && offers_new_parents());
    for (int i = 0; i < PARENTS; i++) {
        child_reap(&parents[i]);
    }
    watching_end(&it);
}

DEFINE_SUITE(watch_slots, CASE_PER_VARIANT(gone_processes), CASE_PER_VARIANT(identities),
             CASE_PER_VARIANT(zombies), CASE_PER_VARIANT(numbers_of_slots),
             CASE_PER_VARIANT(every_slot_in_use), CASE_PER_VARIANT(single_slot),
             CASE_PER_VARIANT(same_process_twice), CASE_PER_VARIANT(rows_in_the_order_of_slots),
             CASE_PER_VARIANT(removed_before_its_end_is_given_out),
             CASE_PER_VARIANT(removed_all_before_they_are_given_out),
             CASE_PER_VARIANT(moved_with_all_that_it_knows),
             CASE_PER_VARIANT(moved_with_many_parents));
