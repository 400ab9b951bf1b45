/*
 * Few descriptors: what a watch holds never exceeds its budget, and what it cannot hold it looks
 * up, with the same answers.
 */
#include "children.h"
#include "descriptors.h"
#include "fork.h"
#include "harness.h"
#include "kernel.h"
#include "namespaces.h"
#include "rows.h"
#include "watches.h"

#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CHILDREN = 6, FEW = 8 };

#define BUDGET_FIELDS (PP_FIELDS_CHEAP | PP_FIELD_CPU_LOAD | PP_FIELD_EXIT_STATUS | PP_FIELD_STATE)

static bool can_hold(void)
{
    return (pp__kernel_features() & PP__HOLDING) == PP__HOLDING;
}

/* ----------------------------------------------------------------------------------- budgets -- */

typedef struct crowd {
    child members[CHILDREN];
    int64_t slots[CHILDREN];
    pp_sample rows[WATCH_MOST_ROWS];
} crowd;

static void start_crowd(crowd *all, const watching *by)
{
    for (int i = 0; i < CHILDREN; i++) {
        all->members[i] = child_obedient();
        all->slots[i] = watching_add(by, all->members[i].pid);
    }
}

/* Rows of processes that live, held or looked up. */
static void expect_alive(const crowd *all, bool is_first_poll)
{
    for (int i = 0; i < CHILDREN; i++) {
        const pp_sample *row = &all->rows[i];
        EXPECT_EQUAL(row->status, PP_OK);
        EXPECT_EQUAL(row->valid,
                     (BUDGET_FIELDS & ONE_SHOT_FIELDS) | (is_first_poll ? 0 : PP_FIELD_CPU_LOAD));
        EXPECT_EQUAL(row->pid, all->members[i].pid);
        EXPECT_EQUAL(row->slot, all->slots[i]);
        EXPECT_EQUAL(row->alive, 1);
        EXPECT_EQUAL(row->parent_pid, getpid());
        EXPECT_EQUAL(row->uid, geteuid());
        EXPECT(row->resident_bytes > 0 && row->virtual_bytes > row->resident_bytes);
    }
}

/* By the kernel's own count. */
static void expect_descriptors(const watching *by, int32_t before)
{
    EXPECT_EQUAL(descriptors_open() - before, watching_figures(by).descriptors);
}

static void expect_budget_used_well(const watching *by, int32_t budget)
{
    pp_watch_figures figures = watching_figures(by);
    int32_t wanted = 2 * CHILDREN + 1; /* a pidfd and a statm for each, and one for the parent */
    int32_t held = figures.kept_pidfd + figures.kept_statm + figures.parents;
    EXPECT_EQUAL(held, !can_hold() ? 0 : budget < wanted ? budget : wanted);
    EXPECT_EQUAL(figures.kept_pidfd + figures.looked_up, CHILDREN);
    /* Pidfds come first. */
    EXPECT(figures.looked_up == 0 || figures.kept_statm == 0);
    int32_t asks = figures.parents == 0 ? figures.kept_pidfd : 0;
    EXPECT_EQUAL(figures.parents_each_poll, asks);
}

static void end_crowd(crowd *all, const watching *by)
{
    /* One is a zombie, one has been reaped, and the order of their ends is that of the slots. */
    for (int i = 0; i < CHILDREN; i++) {
        child_exit(&all->members[i], 10 + i);
    }
    pp_exit exits[CHILDREN + 1];
    EXPECT_EQUAL(watching_exits(by, exits, CHILDREN + 1), CHILDREN);
    int32_t statuses = 0;
    for (int i = 0; i < CHILDREN; i++) {
        EXPECT_EQUAL(exits[i].valid, PP_FIELD_EXIT_STATUS | PP_FIELD_CPU_TOTAL);
        int64_t index = exits[i].slot & PP_WATCH_INDEX_MASK;
        EXPECT_EQUAL(exits[i].exit_status, 10 + index);
        statuses += exits[i].exit_status;
    }
    EXPECT_EQUAL(statuses, 10 * CHILDREN + CHILDREN * (CHILDREN - 1) / 2);
    EXPECT_EQUAL(watching_poll(by, 0, all->rows), CHILDREN);
    for (int i = 0; i < CHILDREN; i++) {
        EXPECT_EQUAL(all->rows[i].status, PP_OK);
        EXPECT_EQUAL(all->rows[i].alive, 0);
        EXPECT_EQUAL(all->rows[i].exit_status, 10 + i);
        EXPECT_EQUAL(all->rows[i].resident_bytes, 0);
        child_reap(&all->members[i]);
    }
    EXPECT_EQUAL(watching_poll(by, 0, all->rows), CHILDREN);
    for (int i = 0; i < CHILDREN; i++) {
        EXPECT_EQUAL(all->rows[i].status, PP_GONE);
        EXPECT_EQUAL(all->rows[i].exit_status, 10 + i);
    }
    pp_watch_figures figures = watching_figures(by);
    EXPECT_EQUAL(figures.descriptors, 3); /* nothing is held of the dead */
    EXPECT_EQUAL(figures.looked_up | figures.parents | figures.parents_each_poll, 0);
}

static void every_budget(void)
{
    for (int32_t budget = 0; budget <= 2 * CHILDREN + 3; budget++) {
        context("budget %d", budget);
        int32_t before = descriptors_open();
        watching by = watching_start(FEW, BUDGET_FIELDS, budget);
        crowd all;
        start_crowd(&all, &by);
        int32_t channels = CHILDREN;
        for (int poll = 0; poll < 4; poll++) {
            EXPECT_EQUAL(watching_poll(&by, 0, all.rows), CHILDREN);
            expect_alive(&all, poll == 0);
            expect_budget_used_well(&by, budget);
            expect_descriptors(&by, before + channels);
        }
        end_crowd(&all, &by);
        expect_descriptors(&by, before);
        watching_end(&by);
        EXPECT_EQUAL(descriptors_open(), before);
    }
}

/* Memory first has what there is, until somebody needs it more. */
static void statm_is_given_up_for_pidfds(void)
{
    if (!can_hold()) {
        SKIP("nothing is held");
    }
    const uint64_t fields = PP_FIELD_RESIDENT | PP_FIELD_ALIVE;
    watching by = watching_start(FEW, fields, CHILDREN);
    child all[CHILDREN];
    pp_sample rows[WATCH_MOST_ROWS];
    for (int i = 0; i < CHILDREN; i++) {
        all[i] = child_sleeping();
        (void)watching_add(&by, all[i].pid);
        EXPECT_EQUAL(watching_figures(&by).kept_pidfd, i + 1);
        EXPECT_EQUAL(watching_poll(&by, 0, rows), i + 1);
        pp_watch_figures figures = watching_figures(&by);
        int32_t rest = CHILDREN - (i + 1);
        EXPECT_EQUAL(figures.kept_statm, rest < i + 1 ? rest : i + 1);
        for (int j = 0; j <= i; j++) {
            EXPECT_EQUAL(rows[j].valid, fields);
            EXPECT(rows[j].resident_bytes > 0);
        }
    }
    EXPECT_EQUAL(watching_figures(&by).evictions, CHILDREN / 2);
    EXPECT_EQUAL(watching_figures(&by).looked_up, 0);
    for (int i = 0; i < CHILDREN; i++) {
        child_end(&all[i]);
    }
    watching_end(&by);
}

/* What was looked up is held as soon as there is room again, and keeps what is known of it. */
static void held_again_when_there_is_room(void)
{
    if (!can_hold()) {
        SKIP("nothing is held");
    }
    watching by = watching_start(FEW, BUDGET_FIELDS, 1);
    child first = child_sleeping();
    child second = child_sleeping();
    int64_t first_slot = watching_add(&by, first.pid);
    int64_t second_slot = watching_add(&by, second.pid);
    EXPECT_EQUAL(watching_figures(&by).looked_up, 1);
    pp_sample before = watching_row(&by, 0, second_slot);
    EXPECT_EQUAL(watching_figures(&by).looked_up, 1);
    watching_remove(&by, first_slot);
    pp_sample row = watching_row(&by, 0, second_slot);
    EXPECT_EQUAL(watching_figures(&by).looked_up, 0);
    EXPECT_EQUAL(watching_figures(&by).kept_pidfd, 1);
    EXPECT_EQUAL(row.valid, before.valid | PP_FIELD_CPU_LOAD);
    EXPECT_EQUAL(row.start_token, before.start_token);
    EXPECT_EQUAL(row.cpu_load_ppm, (row.cpu_total_ns - before.cpu_total_ns) * 1000000 /
                                       (row.sampled_at_ns - before.sampled_at_ns));
    child_kill(&second);
    EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_OK); /* now it is heard of */
    EXPECT_EQUAL(watching_exit_of(&by, second_slot).pid, second.pid);
    child_reap(&second);
    child_end(&first);
    watching_end(&by);
}

static void default_is_a_quarter_of_the_limit(void)
{
    struct rlimit before;
    struct rlimit after;
    MUST(getrlimit(RLIMIT_NOFILE, &before) == 0);
    static const rlim_t limits[] = {64, 100, 255};
    for (size_t i = 0; i < 3; i++) {
        struct rlimit limit = {.rlim_cur = limits[i], .rlim_max = before.rlim_max};
        MUST(setrlimit(RLIMIT_NOFILE, &limit) == 0);
        watching by = watching_start(FEW, BUDGET_FIELDS, PP_WATCH_DEFAULT_BUDGET);
        EXPECT_EQUAL(watching_figures(&by).descriptor_budget, limits[i] / 4);
        (void)watching_add(&by, getpid());
        MUST(getrlimit(RLIMIT_NOFILE, &after) == 0);
        EXPECT_EQUAL(after.rlim_cur, limits[i]);
        EXPECT_EQUAL(after.rlim_max, before.rlim_max);
        watching_end(&by);
    }
    MUST(setrlimit(RLIMIT_NOFILE, &before) == 0);
}

/* -------------------------------------------------------------------------- the limit itself -- */

/* Right, or out of descriptors and said so; but never wrong. */
static void expect_right_or_again(const crowd *all, const watching *by)
{
    for (int i = 0; i < CHILDREN; i++) {
        const pp_sample *row = &all->rows[i];
        EXPECT_EQUAL(row->pid, all->members[i].pid);
        if (row->status == PP_AGAIN) {
            EXPECT_EQUAL(row->os_error, EMFILE);
            continue;
        }
        EXPECT_EQUAL(row->status, PP_OK);
        uint64_t missing = by->fields & ONE_SHOT_FIELDS & ~row->valid;
        EXPECT(missing == 0 || row->os_error == EMFILE);
        EXPECT((row->valid & PP_FIELD_ALIVE) == 0 || row->alive == 1);
        EXPECT((row->valid & PP_FIELD_PARENT) == 0 || row->parent_pid == getpid());
        EXPECT((row->valid & PP_FIELD_RESIDENT) == 0 || row->resident_bytes > 0);
        EXPECT((row->valid & PP_FIELD_STATE) == 0 || row->state == PP_STATE_SLEEPING ||
               row->state == PP_STATE_RUNNING);
    }
}

static int32_t left;

/* The watch was there before the descriptors ran out, and is there after. */
static void run_out_while_polling(void)
{
    descriptors_close_gaps();
    watching by = watching_start(FEW, BUDGET_FIELDS, INT32_MAX);
    crowd all;
    start_crowd(&all, &by);
    for (int poll = 0; poll < 2; poll++) { /* as if it had been polled before, or not */
        descriptors_leave_for_now(left);
        for (int i = 0; i < 3; i++) {
            EXPECT_EQUAL(watching_poll(&by, 0, all.rows), CHILDREN);
            expect_right_or_again(&all, &by);
        }
        descriptors_leave_for_now(-1);
        EXPECT_EQUAL(watching_poll(&by, 0, all.rows), CHILDREN);
        EXPECT_EQUAL(watching_poll(&by, 0, all.rows), CHILDREN); /* a load needs two */
        expect_alive(&all, false);
    }
    end_crowd(&all, &by);
    watching_end(&by);
}

static void descriptors_run_out_while_polling(void)
{
    for (left = 0; left <= 2 * CHILDREN; left += left < 4 ? 1 : 3) {
        context("%d left", left);
        run_in_child(run_out_while_polling);
    }
}

static void run_out_while_adding(void)
{
    descriptors_close_gaps();
    watching by = watching_start(FEW, BUDGET_FIELDS, INT32_MAX);
    child members[CHILDREN];
    for (int i = 0; i < CHILDREN; i++) {
        members[i] = child_obedient();
    }
    pp_sample rows[WATCH_MOST_ROWS];
    (void)pp__kernel_features(); /* or the lack of descriptors would be taken for a lack of those */
    descriptors_leave_for_now(left);
    int32_t tracked = 0;
    for (int i = 0; i < CHILDREN; i++) {
        pp_identity who = {.pid = members[i].pid};
        int64_t slot = 0;
        int32_t status = pp_watch_add(by.watch, &who, &slot);
        EXPECT(status == PP_OK || (status == PP_AGAIN && slot == -1));
        EXPECT(status == PP_OK || left < 2 * CHILDREN);
        tracked += status == PP_OK;
        EXPECT_EQUAL(watching_poll(&by, 0, rows), tracked);
    }
    descriptors_leave_for_now(-1);
    EXPECT_EQUAL(watching_poll(&by, 0, rows), tracked);
    for (int32_t i = 0; i < tracked; i++) {
        EXPECT_EQUAL(rows[i].status, PP_OK);
        EXPECT_EQUAL(rows[i].valid & ONE_SHOT_FIELDS, BUDGET_FIELDS & ONE_SHOT_FIELDS);
    }
    EXPECT_EQUAL(watching_figures(&by).looked_up, can_hold() ? 0 : tracked);
    for (int i = 0; i < CHILDREN; i++) {
        child_end(&members[i]);
    }
    watching_end(&by);
}

static void descriptors_run_out_while_adding(void)
{
    for (left = 0; left <= 2 * CHILDREN; left += left < 4 ? 1 : 3) {
        context("%d left", left);
        run_in_child(run_out_while_adding);
    }
}

/* Ends are noticed without a single descriptor; only what they ended with may remain unknown. */
static void run_out_before_ends(void)
{
    descriptors_close_gaps();
    watching by = watching_start(FEW, BUDGET_FIELDS, INT32_MAX);
    crowd all;
    start_crowd(&all, &by);
    EXPECT_EQUAL(watching_poll(&by, 0, all.rows), CHILDREN);
    descriptors_leave_for_now(0);
    for (int i = 0; i < CHILDREN; i++) {
        child_exit(&all.members[i], 40 + i);
    }
    pp_exit exits[CHILDREN + 1];
    EXPECT_EQUAL(watching_exits(&by, exits, CHILDREN + 1), can_hold() ? CHILDREN : 0);
    for (int i = 0; can_hold() && i < CHILDREN; i++) {
        bool is_known = (exits[i].valid & PP_FIELD_EXIT_STATUS) != 0;
        EXPECT_EQUAL(exits[i].exit_status,
                     is_known ? 40 + (exits[i].slot & PP_WATCH_INDEX_MASK) : 0);
    }
    descriptors_leave_for_now(-1);
    for (int i = 0; i < CHILDREN; i++) {
        child_reap(&all.members[i]);
    }
    EXPECT_EQUAL(watching_poll(&by, 0, all.rows), CHILDREN);
    for (int i = 0; i < CHILDREN; i++) {
        EXPECT_EQUAL(all.rows[i].status, PP_GONE);
        bool is_known = (all.rows[i].valid & PP_FIELD_EXIT_STATUS) != 0;
        EXPECT_EQUAL(all.rows[i].exit_status, is_known ? 40 + i : 0);
    }
    EXPECT_EQUAL(watching_exits(&by, exits, CHILDREN + 1), can_hold() ? 0 : CHILDREN);
    watching_end(&by);
}

static void descriptors_run_out_before_ends(void)
{
    run_in_child(run_out_before_ends);
}

/* Opening needs three: with fewer none is kept. */
static void open_without_descriptors(void)
{
    descriptors_close_gaps();
    int32_t before = descriptors_open();
    guarded memory = guarded_new((size_t)pp_watch_bytes(FEW) + WATCH_ALIGNMENT);
    pp_watch *watch = watch_memory(&memory, FEW);
    for (int32_t i = 0; i < 3; i++) {
        descriptors_leave_for_now(i);
        EXPECT_EQUAL(pp_watch_open(watch, pp_watch_bytes(FEW), FEW, 0, 0), PP_AGAIN);
        EXPECT_EQUAL(pp_watch_close(watch), PP_CLOSED);
        EXPECT_EQUAL(pp_watch_await(watch, -1), PP_CLOSED);
    }
    descriptors_leave_for_now(3);
    EXPECT_EQUAL(pp_watch_open(watch, pp_watch_bytes(FEW), FEW, 0, 0), PP_OK);
    EXPECT_EQUAL(pp_watch_close(watch), PP_OK);
    descriptors_leave_for_now(-1);
    EXPECT_EQUAL(descriptors_open(), before);
    guarded_free(&memory);
}

static void opened_without_descriptors(void)
{
    run_in_child(open_without_descriptors);
}

/* There is room to hold it now, but its number is another one's. */
static void replace_before_there_is_room(void)
{
    mount_proc(NULL);
    child held = child_sleeping();
    child looked_up = child_sleeping();
    int32_t pid = looked_up.pid;
    watching by = watching_start(FEW, BUDGET_FIELDS, 1);
    int64_t held_slot = watching_add(&by, held.pid);
    int64_t slot = watching_add(&by, pid);
    EXPECT_EQUAL(watching_figures(&by).looked_up, 1);
    child_end(&looked_up);
    force_next_pid(pid);
    child other = child_sleeping();
    MUST(other.pid == pid);
    watching_remove(&by, held_slot);
    for (int i = 0; i < 2; i++) {
        EXPECT_EQUAL(watching_row(&by, 0, slot).status, PP_GONE);
    }
    EXPECT_EQUAL(watching_exit_of(&by, slot).pid, pid);
    watching_end(&by);
    child_end(&other);
    child_end(&held);
}

static void replaced_before_there_is_room(void)
{
    if (!can_hold()) {
        SKIP("nothing is held");
    }
    if (pp__kernel_token_kind() != PP_TOKEN_PIDFD_INODE) {
        SKIP("a number is used again within a tick here, and ticks are all there is");
    }
    if (!run_as_first_process(replace_before_there_is_room)) {
        SKIP("needs root, and leave to make PID and mount namespaces");
    }
}

DEFINE_SUITE(watch_budget, CASE_FRESH(replaced_before_there_is_room),
             CASE_PER_VARIANT(every_budget), CASE_PER_VARIANT(statm_is_given_up_for_pidfds),
             CASE_PER_VARIANT(held_again_when_there_is_room),
             CASE_PER_VARIANT(default_is_a_quarter_of_the_limit),
             CASE_PER_VARIANT(descriptors_run_out_while_polling),
             CASE_PER_VARIANT(descriptors_run_out_while_adding),
             CASE_PER_VARIANT(descriptors_run_out_before_ends),
             CASE_PER_VARIANT(opened_without_descriptors));
