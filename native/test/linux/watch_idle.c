/*
 * Memory readings that are kept while a process does not run, and those that must not be.
 */
#include "children.h"
#include "emulation.h"
#include "harness.h"
#include "kernel.h"
#include "oracle.h"
#include "rows.h"
#include "watches.h"

#include <stdatomic.h>
#include <sys/mman.h>

enum { FEW = 4, MEGABYTE = 1 << 20 };

static const uint64_t SECOND_NS = 1000000000;
static const int64_t HOUR_NS = 3600LL * 1000000000;

#define IDLE_FIELDS (PP_FIELD_ALIVE | PP_FIELD_CPU_TOTAL | MEMORY_FIELDS)

/* Without the CPU clock nobody knows whether it ran, and what nothing is held of is queried. */
static bool can_keep(const watching *by)
{
    return (pp__kernel_features() & PP__CPU_CLOCK) != 0 && watching_figures(by).looked_up == 0;
}

static uint64_t readings(const watching *by)
{
    return watching_figures(by).memory_readings;
}

static void idle_child_keeps_its_reading(void)
{
    if (is_emulated()) {
        SKIP("qemu-user has a thread of its own in every process, which runs now and then");
    }
    static const uint64_t masks[] = {IDLE_FIELDS, PP_FIELD_RESIDENT, /* the clock comes unasked */
                                     WATCH_FIELDS};
    child it = child_holding(2 * (size_t)MEGABYTE);
    oracle_await_sleep(it.pid);
    for (size_t i = 0; i < 3; i++) {
        context("mask %zu", i);
        watching by = watching_start(FEW, masks[i], PP_WATCH_DEFAULT_BUDGET);
        int64_t slot = watching_add(&by, it.pid);
        pp_sample first = watching_row(&by, HOUR_NS, slot);
        EXPECT_EQUAL(first.memory_sampled_at_ns, first.sampled_at_ns);
        uint64_t before = readings(&by);
        for (int poll = 0; poll < 5; poll++) {
            if (poll == 3) {
                watching_move(&by, 2 * FEW);
            }
            pp_sample row = watching_row(&by, HOUR_NS, slot);
            EXPECT(row.sampled_at_ns > first.sampled_at_ns);
            EXPECT_EQUAL(row.memory_sampled_at_ns,
                         can_keep(&by) ? first.memory_sampled_at_ns : row.sampled_at_ns);
            EXPECT_EQUAL(row.virtual_bytes, first.virtual_bytes);
            if (can_keep(&by)) {
                EXPECT_EQUAL(row.resident_bytes, first.resident_bytes);
                EXPECT_EQUAL(readings(&by), before);
            }
        }
        watching_end(&by);
    }
    child_end(&it);
}

static void without_an_age_it_is_always_read(void)
{
    child it = child_sleeping();
    oracle_await_sleep(it.pid);
    watching by = watching_start(FEW, IDLE_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    int64_t slot = watching_add(&by, it.pid);
    bool is_held = watching_figures(&by).kept_pidfd > 0;
    for (uint64_t poll = 1; poll <= 5; poll++) {
        pp_sample row = watching_row(&by, 0, slot);
        EXPECT_EQUAL(row.memory_sampled_at_ns, row.sampled_at_ns);
        EXPECT(!is_held || readings(&by) == poll);
    }
    watching_end(&by);
    child_end(&it);
}

/* Whatever the age, the reading that is given out is never older. */
static void older_than_the_age_it_is_read_again(void)
{
    child it = child_sleeping();
    oracle_await_sleep(it.pid);
    watching by = watching_start(FEW, IDLE_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    int64_t slot = watching_add(&by, it.pid);
    pp_sample first = watching_row(&by, HOUR_NS, slot);
    static const int64_t ages_ns[] = {1, 1000, 1000000, 20000000};
    for (size_t i = 0; i < 4; i++) {
        context("%lld ns", (long long)ages_ns[i]);
        pp_sample row = first;
        uint64_t last_ns = row.memory_sampled_at_ns;
        int times_read = 0;
        while (times_read < 3) {
            row = watching_row(&by, ages_ns[i], slot);
            EXPECT(row.sampled_at_ns - row.memory_sampled_at_ns < (uint64_t)ages_ns[i]);
            times_read += row.memory_sampled_at_ns != last_ns;
            last_ns = row.memory_sampled_at_ns;
        }
    }
    watching_end(&by);
    child_end(&it);
}

/* The age may change from poll to poll, and the age of one poll is not that of the next. */
static void ages_by_turns(void)
{
    child it = child_obedient();
    oracle_await_sleep(it.pid);
    watching by = watching_start(FEW, MEMORY_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    int64_t slot = watching_add(&by, it.pid);
    for (int64_t round = 1; round <= 10; round++) {
        (void)watching_row(&by, HOUR_NS, slot);
        /* Runs and grows while nobody looks at its clock, as a poll without an age does not. */
        (void)child_order(&it, ORDER_TOUCH, 2 * MEGABYTE);
        oracle_await_sleep(it.pid);
        pp_sample exact = watching_row(&by, 0, slot);
        EXPECT_EQUAL(exact.virtual_bytes, oracle_statm_bytes(it.pid, 1));
        pp_sample kept = watching_row(&by, HOUR_NS, slot);
        EXPECT_EQUAL(kept.virtual_bytes, exact.virtual_bytes);
    }
    watching_end(&by);
    child_end(&it);
}

/*
 * It sleeps again when it is polled. Of a process that is on a CPU the clock advances only when the
 * scheduler looks at it (kernel/time/posix-cpu-timers.c thread_group_cputime()).
 */
static void growth_shows_in_the_next_poll(void)
{
    child it = child_obedient();
    oracle_await_sleep(it.pid);
    watching by = watching_start(FEW, IDLE_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    int64_t slot = watching_add(&by, it.pid);
    pp_sample before = watching_row(&by, HOUR_NS, slot);
    for (int round = 0; round < 20; round++) {
        (void)child_order(&it, ORDER_TOUCH, 3 * MEGABYTE);
        oracle_await_sleep(it.pid);
        pp_sample row = watching_row(&by, HOUR_NS, slot);
        EXPECT(row.memory_sampled_at_ns > before.memory_sampled_at_ns);
        EXPECT(row.resident_bytes >= before.resident_bytes + 2 * MEGABYTE);
        EXPECT(row.private_bytes >= before.private_bytes + 2 * MEGABYTE);
        EXPECT(row.virtual_bytes >= before.virtual_bytes + 3 * MEGABYTE);
        before = row;
    }
    watching_end(&by);
    child_end(&it);
}

typedef struct growth {
    _Atomic int64_t asked;
    _Atomic int64_t done;
} growth;

static int64_t grow_on_demand(const void *argument)
{
    growth *shared = *(growth *const *)argument;
    for (int64_t round = 1; round > 0; round++) {
        atomic_store(&shared->done, round);
        while (atomic_load(&shared->asked) <= round) {
        }
        MUST(mmap(NULL, MEGABYTE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
    }
    return 0;
}

/* One that grows and never sleeps shows it as soon as the scheduler has looked at it. */
static void growth_of_a_running_child_shows_soon(void)
{
    growth *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    MUST(shared != MAP_FAILED);
    child it = child_busy(grow_on_demand, &shared);
    watching by = watching_start(FEW, IDLE_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    int64_t slot = watching_add(&by, it.pid);
    for (int64_t round = 1; round < 20; round++) {
        while (atomic_load(&shared->done) < round) {
        }
        uint64_t grown = (uint64_t)oracle_statm_bytes(it.pid, 1);
        pp_sample row = watching_row(&by, HOUR_NS, slot);
        uint64_t begun_at_ns = row.sampled_at_ns;
        while (row.virtual_bytes != grown && row.sampled_at_ns - begun_at_ns < SECOND_NS) {
            row = watching_row(&by, HOUR_NS, slot);
        }
        EXPECT_EQUAL(row.virtual_bytes, grown);
        if (row.virtual_bytes != grown) {
            break; /* each further round would take its second too */
        }
        atomic_store(&shared->asked, round + 1);
    }
    watching_end(&by);
    child_end(&it);
    MUST(munmap(shared, sizeof *shared) == 0);
}

/* A process that runs all the time is read all the time. */
static void running_child_is_always_read(void)
{
    child it = child_obedient();
    (void)child_order(&it, ORDER_SPIN, 0);
    watching by = watching_start(FEW, IDLE_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    int64_t slot = watching_add(&by, it.pid);
    bool has_clock = (pp__kernel_features() & PP__CPU_CLOCK) != 0;
    pp_sample before = watching_row(&by, HOUR_NS, slot);
    for (int ran = 0; ran < 20;) { /* on a busy machine not between any two polls */
        pp_sample row = watching_row(&by, HOUR_NS, slot);
        bool has_run = row.cpu_total_ns != before.cpu_total_ns;
        EXPECT(!has_clock || !has_run || row.memory_sampled_at_ns == row.sampled_at_ns);
        ran += has_run;
        before = row;
    }
    watching_end(&by);
    child_end(&it);
}

/* A kept reading is of a process that lives: the memory of one that has ended is nothing. */
static void ended_child_has_no_memory(void)
{
    watching by = watching_start(FEW, IDLE_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child it = child_holding(2 * (size_t)MEGABYTE);
    oracle_await_sleep(it.pid);
    int64_t slot = watching_add(&by, it.pid);
    EXPECT(watching_row(&by, HOUR_NS, slot).resident_bytes >= MEGABYTE);
    EXPECT(watching_row(&by, HOUR_NS, slot).resident_bytes >= MEGABYTE);
    child_kill(&it);
    pp_sample row = watching_row(&by, HOUR_NS, slot);
    EXPECT_EQUAL(row.alive, 0);
    EXPECT_EQUAL(row.valid & MEMORY_FIELDS, MEMORY_FIELDS);
    EXPECT_EQUAL(row.resident_bytes | row.virtual_bytes, 0);
    EXPECT_EQUAL(row.memory_sampled_at_ns, row.sampled_at_ns);
    child_reap(&it);
    EXPECT_EQUAL(watching_row(&by, HOUR_NS, slot).status, PP_GONE);
    watching_end(&by);
}

/* The memory of the second thread, which lives, is kept too. */
static void without_first_thread(void)
{
    if (is_emulated()) {
        SKIP("qemu-user does not let the first thread of a guest end");
    }
    watching by = watching_start(FEW, IDLE_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child it = child_without_first_thread(4 * (size_t)MEGABYTE);
    int64_t slot = watching_add(&by, it.pid);
    for (int poll = 0; poll < 5; poll++) {
        EXPECT(watching_row(&by, HOUR_NS, slot).resident_bytes >= 3 * MEGABYTE);
    }
    watching_end(&by);
    child_end(&it);
}

DEFINE_SUITE(watch_idle, CASE_PER_VARIANT(idle_child_keeps_its_reading),
             CASE_PER_VARIANT(without_an_age_it_is_always_read),
             CASE_PER_VARIANT(older_than_the_age_it_is_read_again), CASE_PER_VARIANT(ages_by_turns),
             CASE_PER_VARIANT(growth_shows_in_the_next_poll),
             CASE_PER_VARIANT(growth_of_a_running_child_shows_soon),
             CASE_PER_VARIANT(running_child_is_always_read),
             CASE_PER_VARIANT(ended_child_has_no_memory), CASE_PER_VARIANT(without_first_thread));
