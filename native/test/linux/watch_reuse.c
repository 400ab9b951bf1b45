/*
 * Watches over a storm of processes that use the same numbers again and again: no reading, load or
 * exit may be attributed to another process than the one that was added. A watch built on bare PIDs
 * goes through the same checks, and must not pass them.
 */
#include "harness.h"
#include "kernel.h"
#include "namespaces.h"
#include "oracle.h"
#include "pace.h"
#include "rows.h"
#include "storm.h"
#include "variants.h"
#include "watches.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

#define NOT_PERMITTED "needs root, and leave to make PID and mount namespaces"

enum {
    STORM = 200000,
    STORM_PER_VARIANT = 3000,
    STORM_OF_NAIVE = 10000,
    MOST_STORMS_OF_NAIVE = 20,
    MOST_STORMS = 20,
    SLOTS = 4 * STORM_NUMBERS,
};

#define STORM_FIELDS                                                                               \
    (PP_FIELD_IDENTITY | PP_FIELD_ALIVE | PP_FIELD_PARENT | PP_FIELD_VIRTUAL |                     \
     PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_LOAD | PP_FIELD_EXIT_STATUS)

/* --------------------------------------------------------------------------- what is checked -- */

/* What is known of one tracked process: everything that follows must agree with it. */
typedef struct tenant {
    int64_t slot; /* 0: free */
    int32_t pid;
    int32_t mark; /* 0 until it is known */
    bool has_row;
    bool has_ended; /* given out by pp_watch_exits() */
    bool is_gone;
    pp_sample row; /* the last one in which it lived */
} tenant;

/* How often what was wrong, and how much there was to be right. */
typedef struct tally {
    int64_t wrong_memory;
    int64_t wrong_parent;
    int64_t wrong_cpu;
    int64_t wrong_load;
    int64_t wrong_exit;
    int64_t wrong_identity;
    int64_t wrong_status;
    int64_t tenants;
    int64_t rows;
    int64_t loads;
    int64_t marks;    /* tenants whose mark became known */
    int64_t statuses; /* exit statuses that could be compared with a mark */
} tally;

static bool has(const pp_sample *row, uint64_t field)
{
    return (row->valid & field) != 0;
}

static void check_status(const tenant *of, uint64_t valid, int32_t status, tally *seen)
{
    if ((valid & PP_FIELD_EXIT_STATUS) != 0 && of->mark != 0) {
        seen->wrong_exit += status != storm_exit_status_of(of->mark);
        seen->statuses++;
    }
}

static void check_memory(tenant *of, const pp_sample *row, tally *seen)
{
    if (!has(row, PP_FIELD_VIRTUAL) || row->virtual_bytes == 0) {
        return; /* of one that is leaving, or has left */
    }
    int32_t mark = storm_mark_of(row->virtual_bytes);
    seen->wrong_memory += mark == 0 || (of->mark != 0 && mark != of->mark) ||
                          (has(row, PP_FIELD_ALIVE) && row->alive == 0);
    seen->marks += of->mark == 0;
    of->mark = of->mark == 0 ? mark : of->mark;
}

static void check_parent(const tenant *of, const pp_sample *row, tally *seen)
{
    if (has(row, PP_FIELD_PARENT)) {
        seen->wrong_parent += of->mark != 0 ? row->parent_pid != storm_parent_of(of->mark)
                                            : !storm_is_spawner(row->parent_pid);
    }
}

static void check_load(const tenant *of, const pp_sample *row, tally *seen)
{
    if (!has(row, PP_FIELD_CPU_LOAD)) {
        return;
    }
    uint64_t elapsed_ns = row->sampled_at_ns - of->row.sampled_at_ns;
    uint64_t used_ns = row->cpu_total_ns - of->row.cpu_total_ns;
    uint64_t load_ppm = elapsed_ns == 0 ? 0 : used_ns * 1000000 / elapsed_ns;
    seen->wrong_load += !of->has_row || !has(&of->row, PP_FIELD_CPU_TOTAL) || elapsed_ns == 0 ||
                        row->cpu_load_ppm != (load_ppm < UINT32_MAX ? load_ppm : UINT32_MAX);
    seen->loads++;
}

static void check_tenant(tenant *of, const pp_sample *row, tally *seen)
{
    seen->rows++;
    seen->wrong_identity += row->pid != of->pid;
    if (row->status != PP_OK) {
        seen->wrong_status += row->status != PP_GONE;
        of->is_gone = true;
        check_status(of, row->valid, row->exit_status, seen);
        return;
    }
    seen->wrong_status += of->is_gone; /* the dead do not come back */
    seen->wrong_identity += has(row, PP_FIELD_IDENTITY) && of->row.start_token != 0 &&
                            row->start_token != of->row.start_token;
    seen->wrong_cpu +=
        has(row, PP_FIELD_CPU_TOTAL) && of->has_row && row->cpu_total_ns < of->row.cpu_total_ns;
    check_memory(of, row, seen);
    check_parent(of, row, seen);
    check_load(of, row, seen);
    check_status(of, row->valid, row->exit_status, seen);
    of->has_row = true;
    of->row = *row;
}

static void check_exit(tenant *of, const pp_exit *exit, tally *seen)
{
    seen->wrong_exit += of->has_ended || exit->pid != of->pid;
    seen->wrong_identity += of->row.start_token != 0 && exit->start_token != of->row.start_token;
    /* A zombie may still be on a CPU for a moment, so only what it had used in life is sure. */
    seen->wrong_cpu += (exit->valid & PP_FIELD_CPU_TOTAL) != 0 && of->row.alive != 0 &&
                       exit->cpu_total_ns < of->row.cpu_total_ns;
    of->has_ended = true;
    check_status(of, exit->valid, exit->exit_status, seen);
}

static void expect_nothing_wrong(const tally *seen)
{
    EXPECT_EQUAL(seen->wrong_memory, 0);
    EXPECT_EQUAL(seen->wrong_parent, 0);
    EXPECT_EQUAL(seen->wrong_cpu, 0);
    EXPECT_EQUAL(seen->wrong_load, 0);
    EXPECT_EQUAL(seen->wrong_exit, 0);
    EXPECT_EQUAL(seen->wrong_identity, 0);
    EXPECT_EQUAL(seen->wrong_status, 0);
}

/* --------------------------------------------------------------------------- a watch at work -- */

typedef struct follower {
    watching by;
    int64_t memory_max_age_ns;
    bool adds_by_identity; /* now and then: exact where tokens are */
    tenant tenants[SLOTS]; /* by the index of the slot */
    int64_t latest[STORM_NUMBERS];
    uint64_t turns;
    tally seen;
} follower;

static tenant *tenant_of(follower *it, int64_t slot)
{
    tenant *of = &it->tenants[(slot & PP_WATCH_INDEX_MASK) % SLOTS];
    it->seen.wrong_identity += of->slot != slot;
    return of;
}

static void add(follower *it, int32_t number)
{
    pp_identity who = {.pid = STORM_FIRST_PID + number};
    tenant is = {.pid = who.pid};
    if (it->adds_by_identity && it->turns % 2 == 0) {
        pp_sample row;
        (void)pp_query_pid(who.pid, PP_FIELD_IDENTITY | PP_FIELD_VIRTUAL, &row);
        if (row.status != PP_OK) {
            return;
        }
        is.mark = row.virtual_bytes == 0 ? 0 : storm_mark_of(row.virtual_bytes);
        is.row.start_token = row.start_token;
        who.token_kind = row.token_kind;
        who.start_token = row.start_token;
    }
    int32_t status = pp_watch_add(it->by.watch, &who, &is.slot);
    if (status == PP_OK) {
        it->tenants[is.slot & PP_WATCH_INDEX_MASK] = is;
        it->latest[number] = is.slot;
        it->seen.tenants++;
    } else {
        bool is_expected =
            status == PP_GONE || (status == PP_REPLACED && who.token_kind != PP_TOKEN_NONE);
        it->seen.wrong_status += !is_expected;
    }
}

static void add_missing(follower *it)
{
    for (int32_t i = 0; i < STORM_NUMBERS; i++) {
        if (it->latest[i] == 0 || tenant_of(it, it->latest[i])->has_ended) {
            it->latest[i] = 0;
            if (watching_figures(&it->by).tracked < SLOTS) {
                add(it, i);
            }
        }
    }
}

static void poll_all(follower *it)
{
    pp_sample rows[SLOTS];
    int32_t count = pp_watch_poll(it->by.watch, it->memory_max_age_ns, rows, SLOTS);
    it->seen.wrong_status += count < 0;
    for (int32_t i = 0; i < count; i++) {
        check_tenant(tenant_of(it, rows[i].slot), &rows[i], &it->seen);
    }
}

static void drain_exits(follower *it)
{
    pp_exit exits[SLOTS];
    int32_t count = pp_watch_exits(it->by.watch, exits, SLOTS);
    it->seen.wrong_status += count < 0;
    for (int32_t i = 0; i < count; i++) {
        check_exit(tenant_of(it, exits[i].slot), &exits[i], &it->seen);
    }
}

/* Those that have been seen to the end, and now and then one that has not. */
static void remove_some(follower *it)
{
    for (int32_t i = 0; i < SLOTS; i++) {
        tenant *of = &it->tenants[i];
        bool is_done = of->is_gone && of->has_ended;
        if (of->slot != 0 && (is_done || (it->turns + (uint64_t)i) % 256 == 0)) {
            it->seen.wrong_status += pp_watch_remove(it->by.watch, of->slot) != PP_OK;
            int32_t number = of->pid - STORM_FIRST_PID;
            it->latest[number] = it->latest[number] == of->slot ? 0 : it->latest[number];
            *of = (tenant){.slot = 0};
        }
    }
}

static void take_turn(follower *it)
{
    add_missing(it);
    poll_all(it);
    if (it->turns % 3 != 0) { /* by turns a poll and this are the first to notice an end */
        drain_exits(it);
    }
    remove_some(it);
    it->turns++;
}

/* Goes on counting what it has seen in other storms. */
static void start_following(follower *it, int32_t budget, int64_t memory_max_age_ns)
{
    *it = (follower){.memory_max_age_ns = memory_max_age_ns, .seen = it->seen};
    it->by = watching_start(SLOTS, STORM_FIELDS, budget);
    it->adds_by_identity = pp__kernel_token_kind() == PP_TOKEN_PIDFD_INODE;
}

/* ... or there was nothing that could have been wrong. */
static bool has_seen_enough(const follower *it, int64_t processes)
{
    return it->seen.tenants > processes / 50 && it->seen.marks > processes / 200 &&
           it->seen.statuses > processes / 200 && it->seen.loads > 0;
}

/* -------------------------------------------------------------------------------- the storms -- */

static void follow_one_storm(follower *exact, follower *idle_aware, int64_t processes,
                             int32_t budget)
{
    storm_begin(processes);
    start_following(exact, budget, 0);
    start_following(idle_aware, budget, INT64_MAX);
    while (!storm_is_over()) {
        take_turn(exact);
        take_turn(idle_aware);
    }
    watching_end(&exact->by);
    watching_end(&idle_aware->by);
    storm_end();
}

/* On a busy machine a storm may be over before much of it was seen: then there is another one. */
static void follow_in_two_ways(const char *variant, int64_t processes, int32_t budget)
{
    static follower exact;
    static follower idle_aware;
    exact.seen = (tally){0};
    idle_aware.seen = (tally){0};
    bool is_enough = false;
    for (int32_t i = 0; i < MOST_STORMS && !is_enough; i++) {
        follow_one_storm(&exact, &idle_aware, processes, budget);
        is_enough = has_seen_enough(&exact, processes) && has_seen_enough(&idle_aware, processes);
    }
    context("%s, budget %d, exact", variant, budget);
    expect_nothing_wrong(&exact.seen);
    context("%s, budget %d, idle-aware", variant, budget);
    expect_nothing_wrong(&idle_aware.seen);
    EXPECT(is_enough);
}

static void follow_a_great_storm(void)
{
    mount_proc(NULL);
    follow_in_two_ways("all features", paced(STORM), PP_WATCH_DEFAULT_BUDGET);
}

static void great_storm(void)
{
    if (!run_as_first_process(follow_a_great_storm)) {
        SKIP(NOT_PERMITTED);
    }
}

/*
 * In every way in which a watch tells processes apart for good. What nothing is held of and only
 * start ticks tell apart is left out: numbers are used again within a tick here.
 */
static void follow_small_storms(void)
{
    static const int32_t budgets[] = {PP_WATCH_DEFAULT_BUDGET, 5, 0};
    mount_proc(NULL);
    for (int32_t variant = 0; variant < variant_count(); variant++) {
        for (size_t i = 0; i < sizeof budgets / sizeof budgets[0]; i++) {
            const char *name = variant_use(variant);
            uint32_t features = pp__kernel_features();
            bool is_held =
                budgets[i] == PP_WATCH_DEFAULT_BUDGET && (features & PP__HOLDING) == PP__HOLDING;
            if (is_held || (features & PP__PIDFS) != 0) {
                follow_in_two_ways(name, paced(STORM_PER_VARIANT), budgets[i]);
            }
        }
    }
}

static void small_storms(void)
{
    if (!run_as_first_process(follow_small_storms)) {
        SKIP(NOT_PERMITTED);
    }
}

/* ------------------------------------------------------------------------------ bare numbers -- */

/* Field 52 of whoever holds the number now. */
static bool read_status_by_number(int32_t pid, int32_t *status)
{
    char path[64];
    char text[2048];
    int32_t wait_status = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (!oracle_read(path, text, (int32_t)sizeof text)) {
        return false;
    }
    const char *last = strrchr(text, ' ');
    if (last == NULL || sscanf(last, "%d", &wait_status) != 1) {
        return false;
    }
    int32_t signal = wait_status & 0x7f;
    *status = signal != 0 ? PP_EXIT_SIGNALLED + signal : wait_status >> 8 & 0xff;
    return true;
}

/* Rows as a watch would make them that knows a process by its number alone. */
static void poll_by_number(tenant *of, tally *seen)
{
    pp_sample row;
    const uint64_t fields = STORM_FIELDS & ~(PP_FIELD_IDENTITY | PP_FIELD_CPU_LOAD);
    (void)pp_query_pid(of->pid, fields & ONE_SHOT_FIELDS, &row);
    bool has_ended = row.status != PP_OK || row.alive == 0;
    if (has_ended && of->has_row) {
        pp_exit exit = {.pid = of->pid};
        if (read_status_by_number(of->pid, &exit.exit_status)) {
            exit.valid = PP_FIELD_EXIT_STATUS;
        }
        check_exit(of, &exit, seen);
    }
    if (has_ended) {
        *of = (tenant){.pid = of->pid};
        return;
    }
    if (of->has_row) {
        row.valid |= PP_FIELD_CPU_LOAD;
        row.sampled_at_ns += row.sampled_at_ns == of->row.sampled_at_ns;
        uint64_t elapsed_ns = row.sampled_at_ns - of->row.sampled_at_ns;
        int64_t used_ns = (int64_t)(row.cpu_total_ns - of->row.cpu_total_ns);
        row.cpu_load_ppm = used_ns > 0 ? (uint32_t)((uint64_t)used_ns * 1000000 / elapsed_ns) : 0;
    }
    check_tenant(of, &row, seen);
}

static bool is_caught(const tally *seen)
{
    return seen->wrong_memory > 0 && seen->wrong_parent > 0 && seen->wrong_cpu > 0 &&
           seen->wrong_load > 0 && seen->wrong_exit > 0;
}

static void follow_storm_by_number(int64_t processes, tally *seen)
{
    tenant tenants[STORM_NUMBERS] = {{.slot = 0}};
    storm_begin(processes);
    for (int32_t i = 0; i < STORM_NUMBERS; i++) {
        tenants[i].pid = STORM_FIRST_PID + i;
    }
    while (!storm_is_over()) {
        for (int32_t i = 0; i < STORM_NUMBERS; i++) {
            poll_by_number(&tenants[i], seen);
        }
        sched_yield();
    }
    storm_end();
}

/* Each mistake takes a coincidence, so there are storms until all have been made. */
static void follow_by_number(void)
{
    tally seen = {0};
    mount_proc(NULL);
    for (int32_t i = 0; i < MOST_STORMS_OF_NAIVE && !is_caught(&seen); i++) {
        follow_storm_by_number(paced(STORM_OF_NAIVE), &seen);
    }
    EXPECT(seen.wrong_memory > 0);
    EXPECT(seen.wrong_parent > 0);
    EXPECT(seen.wrong_cpu > 0);
    EXPECT(seen.wrong_load > 0);
    EXPECT(seen.wrong_exit > 0);
}

static void bare_numbers_are_caught(void)
{
    if (!run_as_first_process(follow_by_number)) {
        SKIP(NOT_PERMITTED);
    }
}

DEFINE_SUITE(watch_reuse, CASE_FRESH(bare_numbers_are_caught), CASE_FRESH(small_storms),
             CASE_FRESH(great_storm));
