/*
 * Every field of a polled row against what /proc says when it is read by other means; processes in
 * every state that a watch can meet; the load.
 */
#include "children.h"
#include "emulation.h"
#include "fork.h"
#include "harness.h"
#include "kernel.h"
#include "oracle.h"
#include "rows.h"
#include "watches.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { FEW = 4, NS_PER_TICK = 10000000, MEGABYTE = 1 << 20, NOBODY = 65534 };

#define LOAD_FIELDS (PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_LOAD)

/* With everything held, and with nothing. */
static const int32_t BUDGETS[] = {PP_WATCH_DEFAULT_BUDGET, 0};

enum { BUDGET_COUNT = 2 };

static void expect_as_in_stat(const pp_sample *row)
{
    int32_t pid = row->pid;
    EXPECT_EQUAL(row->parent_pid, oracle_stat(pid, 4));
    EXPECT_EQUAL(row->process_group, oracle_stat(pid, 5));
    EXPECT_EQUAL(row->session, oracle_stat(pid, 6));
    EXPECT_EQUAL(row->threads, oracle_stat(pid, 20));
    EXPECT_EQUAL(row->cpu_user_ns, oracle_stat(pid, 14) * NS_PER_TICK);
    EXPECT_EQUAL(row->cpu_system_ns, oracle_stat(pid, 15) * NS_PER_TICK);
    int64_t ticks_ns = (oracle_stat(pid, 14) + oracle_stat(pid, 15)) * NS_PER_TICK;
    EXPECT_BETWEEN(row->cpu_total_ns, ticks_ns - 2 * NS_PER_TICK, ticks_ns + 2 * NS_PER_TICK);
    /* The kernel rounds btime anew at each reading. */
    int64_t boot_s = oracle_line("/proc/stat", "btime", 1);
    int64_t start_ns = boot_s * 1000000000 + oracle_stat(pid, 22) * NS_PER_TICK;
    EXPECT_BETWEEN(row->start_time_ns, start_ns - 1000000000, start_ns + 1000000000);
    if (row->token_kind == PP_TOKEN_START_TICKS) {
        EXPECT_EQUAL(row->start_token, oracle_stat(pid, 22));
    }
}

static void expect_as_in_statm(const pp_sample *row)
{
    int64_t resident = oracle_statm_bytes(row->pid, 2);
    int64_t shared = oracle_statm_bytes(row->pid, 3);
    EXPECT_EQUAL(row->virtual_bytes, oracle_statm_bytes(row->pid, 1));
    /* The kernel's counters of resident pages are exact to a few pages per CPU. */
    EXPECT_BETWEEN(row->resident_bytes, resident - MEGABYTE, resident + MEGABYTE);
    EXPECT_BETWEEN(row->shared_bytes, shared - MEGABYTE, shared + MEGABYTE);
    EXPECT_EQUAL(row->private_bytes, row->resident_bytes - row->shared_bytes);
}

static void expect_as_in_rollup(const pp_sample *row)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", row->pid);
    int64_t unique =
        oracle_line(path, "Private_Clean:", 1) + oracle_line(path, "Private_Dirty:", 1);
    int64_t proportional = oracle_line(path, "Pss:", 1) * 1024;
    EXPECT_EQUAL(row->swap_bytes, oracle_line(path, "Swap:", 1) * 1024);
    EXPECT_BETWEEN(row->unique_bytes, unique * 1024 - MEGABYTE, unique * 1024 + MEGABYTE);
    EXPECT_BETWEEN(row->proportional_bytes, proportional - MEGABYTE, proportional + MEGABYTE);
}

static void every_field(void)
{
    child it = child_holding(4 * (size_t)MEGABYTE);
    oracle_await_sleep(it.pid);
    for (int i = 0; i < BUDGET_COUNT; i++) {
        watching by = watching_start(FEW, WATCH_FIELDS, BUDGETS[i]);
        int64_t slot = watching_add(&by, it.pid);
        for (uint32_t poll = 0; poll < 3; poll++) {
            context("budget %d, poll %u", BUDGETS[i], poll);
            pp_sample row = watching_row(&by, 0, slot);
            uint64_t load = poll > 0 ? PP_FIELD_CPU_LOAD : 0;
            EXPECT_EQUAL(row.status, PP_OK);
            EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS | load);
            EXPECT_EQUAL(row.alive, 1);
            EXPECT_EQUAL(row.state, PP_STATE_SLEEPING);
            EXPECT_EQUAL(row.uid, geteuid());
            EXPECT(row.cpu_load_ppm == 0 || is_emulated()); /* it has a thread of its own */
            EXPECT(row.private_bytes >= 3 * MEGABYTE);
            expect_as_in_stat(&row);
            expect_as_in_statm(&row);
            expect_as_in_rollup(&row);
            pp_identity who = identity_of(it.pid);
            EXPECT_EQUAL(row.token_kind, who.token_kind);
            EXPECT_EQUAL(row.start_token, who.start_token);
        }
        watching_end(&by);
    }
    child_end(&it);
}

/* watching_poll() expects that everything that was not wanted is zero. */
static void each_field_alone(void)
{
    child it = child_holding(MEGABYTE);
    oracle_await_sleep(it.pid);
    for (int i = 0; i < BUDGET_COUNT; i++) {
        for (int32_t bit = -1; bit <= 20; bit++) {
            uint64_t field = bit < 0 ? 0 : 1ULL << bit;
            watching by = watching_start(FEW, field, BUDGETS[i]);
            int64_t slot = watching_add(&by, it.pid);
            context("budget %d, bit %d", BUDGETS[i], bit);
            pp_sample row = watching_row(&by, 0, slot);
            EXPECT_EQUAL(row.status, PP_OK);
            EXPECT_EQUAL(row.valid, field & ONE_SHOT_FIELDS);
            row = watching_row(&by, 1, slot); /* with an age, which needs the CPU clock by itself */
            EXPECT_EQUAL(row.valid, field & (ONE_SHOT_FIELDS | PP_FIELD_CPU_LOAD));
            watching_end(&by);
        }
    }
    child_end(&it);
}

/* The process that polls can be tracked too. */
static void own_process_tracked(void)
{
    watching by = watching_start(FEW, PP_FIELDS_CHEAP, PP_WATCH_DEFAULT_BUDGET);
    pp_sample row = watching_row(&by, 0, watching_add(&by, getpid()));
    EXPECT_EQUAL(row.valid, PP_FIELDS_CHEAP);
    EXPECT_EQUAL(row.parent_pid, getppid());
    EXPECT_EQUAL(row.alive, 1);
    EXPECT_EQUAL(row.uid, geteuid());
    watching_end(&by);
}

static void hostile_names(void)
{
    static const char *const names[] = {") R 1 (", "", "new\nline", "))) Z 0 0"};
    watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        child it = child_named(names[i]);
        oracle_await_sleep(it.pid);
        context("name %zu", i);
        int64_t slot = watching_add(&by, it.pid);
        pp_sample row = watching_row(&by, 0, slot);
        EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS);
        EXPECT_EQUAL(row.state, PP_STATE_SLEEPING);
        EXPECT_EQUAL(row.parent_pid, getpid());
        EXPECT_EQUAL(row.uid, geteuid());
        watching_remove(&by, slot);
        child_end(&it);
    }
    watching_end(&by);
}

/* -------------------------------------------------------------------------------------- load -- */

static void load_of_an_idle_child(void)
{
    child it = child_sleeping();
    oracle_await_sleep(it.pid);
    for (int i = 0; i < BUDGET_COUNT; i++) {
        watching by = watching_start(FEW, LOAD_FIELDS, BUDGETS[i]);
        int64_t slot = watching_add(&by, it.pid);
        EXPECT_EQUAL(watching_row(&by, 0, slot).valid, PP_FIELD_CPU_TOTAL);
        for (int poll = 0; poll < 3; poll++) {
            pp_sample row = watching_row(&by, 0, slot);
            EXPECT_EQUAL(row.valid, LOAD_FIELDS);
            EXPECT(row.cpu_load_ppm == 0 || is_emulated());
        }
        watching_end(&by);
    }
    child_end(&it);
}

static int64_t now_ns(void)
{
    struct timespec now;
    MUST(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* The load is exactly what the totals and times of the two rows say it is. */
static void expect_load(const pp_sample *before, const pp_sample *now)
{
    uint64_t elapsed_ns = now->sampled_at_ns - before->sampled_at_ns;
    int64_t used_ns = (int64_t)(now->cpu_total_ns - before->cpu_total_ns);
    EXPECT(used_ns >= 0);
    uint64_t load_ppm = (uint64_t)used_ns * 1000000 / elapsed_ns;
    EXPECT_EQUAL(now->cpu_load_ppm, load_ppm < UINT32_MAX ? load_ppm : UINT32_MAX);
}

static void load_of_a_spinning_child(void)
{
    /* As long as it is on a CPU its clock advances only with the ticks of the scheduler. */
    enum { ENOUGH_NS = 15 * NS_PER_TICK, UNCERTAINTY_NS = 4 * NS_PER_TICK };
    child it = child_obedient();
    (void)child_order(&it, ORDER_SPIN, 0);
    for (int i = 0; i < BUDGET_COUNT; i++) {
        watching by = watching_start(FEW, LOAD_FIELDS, BUDGETS[i]);
        int64_t slot = watching_add(&by, it.pid);
        int64_t begun_at_ns = now_ns();
        pp_sample first = watching_row(&by, 0, slot);
        EXPECT_EQUAL(first.valid, PP_FIELD_CPU_TOTAL);
        pp_sample before = first;
        /* For as long as it takes to get this much of a CPU, however busy the machine is. */
        while (before.cpu_total_ns < first.cpu_total_ns + ENOUGH_NS) {
            pp_sample now = watching_row(&by, 0, slot);
            EXPECT_EQUAL(now.valid, LOAD_FIELDS);
            expect_load(&before, &now);
            before = now;
        }
        /* One thread cannot use more than one core. */
        EXPECT_BETWEEN(before.cpu_total_ns - first.cpu_total_ns, ENOUGH_NS,
                       now_ns() - begun_at_ns + UNCERTAINTY_NS);
        watching_end(&by);
    }
    child_end(&it);
}

/* What a load needs is read for it, whether or not the total is wanted too. */
static void load_alone(void)
{
    child it = child_obedient();
    (void)child_order(&it, ORDER_SPIN, 0);
    for (int i = 0; i < BUDGET_COUNT; i++) {
        context("budget %d", BUDGETS[i]);
        watching by = watching_start(FEW, PP_FIELD_CPU_LOAD, BUDGETS[i]);
        int64_t slot = watching_add(&by, it.pid);
        EXPECT_EQUAL(watching_row(&by, 0, slot).valid, 0);
        for (int poll = 0; poll < 3; poll++) {
            int64_t enough = oracle_stat(it.pid, 14) + 3;
            while (oracle_stat(it.pid, 14) < enough) {
                sched_yield();
            }
            pp_sample row = watching_row(&by, 0, slot);
            EXPECT_EQUAL(row.valid, PP_FIELD_CPU_LOAD);
            EXPECT(row.cpu_load_ppm > 0);
        }
        watching_end(&by);
    }
    child_end(&it);
}

/* --------------------------------------------------------------------------- ended processes -- */

static void zombie_then_gone(void)
{
    for (int i = 0; i < BUDGET_COUNT; i++) {
        for (int with_poll_before = 0; with_poll_before < 2; with_poll_before++) {
            context("budget %d, polled before: %d", BUDGETS[i], with_poll_before);
            watching by = watching_start(FEW, WATCH_FIELDS, BUDGETS[i]);
            child it = child_obedient();
            (void)child_order(&it, ORDER_SPEND, 3 * NS_PER_TICK);
            int64_t slot = watching_add(&by, it.pid);
            pp_sample alive = {.start_token = 0};
            if (with_poll_before != 0) {
                alive = watching_row(&by, 0, slot);
                EXPECT_EQUAL(alive.alive, 1);
            }
            child_exit(&it, 42);
            for (int poll = 0; poll < 2; poll++) {
                pp_sample row = watching_row(&by, 0, slot);
                EXPECT_EQUAL(row.status, PP_OK);
                EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS | PP_FIELD_EXIT_STATUS);
                EXPECT_EQUAL(row.alive, 0);
                EXPECT_EQUAL(row.state, PP_STATE_ZOMBIE);
                EXPECT_EQUAL(row.exit_status, 42);
                EXPECT_EQUAL(row.resident_bytes | row.private_bytes | row.shared_bytes |
                                 row.virtual_bytes | row.unique_bytes | row.proportional_bytes |
                                 row.swap_bytes,
                             0);
                EXPECT_EQUAL(row.parent_pid, getpid());
                EXPECT(row.cpu_total_ns >= 2 * NS_PER_TICK &&
                       row.cpu_total_ns >= alive.cpu_total_ns);
                expect_as_in_stat(&row);
                EXPECT(with_poll_before == 0 || row.start_token == alive.start_token);
            }
            child_reap(&it);
            for (int poll = 0; poll < 2; poll++) {
                pp_sample row = watching_row(&by, 0, slot);
                EXPECT_EQUAL(row.status, PP_GONE);
                EXPECT_EQUAL(row.valid, PP_FIELD_EXIT_STATUS);
                EXPECT_EQUAL(row.exit_status, 42);
            }
            watching_end(&by);
        }
    }
}

/* Ended and reaped between two polls: only the kernel can still tell its status. */
static void gone_at_once(void)
{
    for (int i = 0; i < BUDGET_COUNT; i++) {
        context("budget %d", BUDGETS[i]);
        watching by = watching_start(FEW, WATCH_FIELDS, BUDGETS[i]);
        child it = child_obedient();
        int64_t slot = watching_add(&by, it.pid);
        bool is_held = watching_figures(&by).kept_pidfd == 1;
        (void)watching_row(&by, 0, slot);
        child_exit(&it, 7);
        child_reap(&it);
        pp_sample row = watching_row(&by, 0, slot);
        bool is_told = is_held && (pp__kernel_features() & PP__EXIT_INFO) != 0;
        EXPECT_EQUAL(row.status, PP_GONE);
        EXPECT_EQUAL(row.valid, is_told ? PP_FIELD_EXIT_STATUS : 0);
        EXPECT_EQUAL(row.exit_status, is_told ? 7 : 0);
        EXPECT_EQUAL(watching_figures(&by).kept_pidfd, 0);
        watching_end(&by);
    }
}

/* -------------------------------------------------------------------- first thread has ended -- */

static void first_thread_has_ended(void)
{
    if (is_emulated()) {
        SKIP("qemu-user does not let the first thread of a guest end");
    }
    for (int i = 0; i < BUDGET_COUNT; i++) {
        context("budget %d", BUDGETS[i]);
        child it = child_without_first_thread(16 * (size_t)MEGABYTE);
        MUST(oracle_state(it.pid) == 'Z'); /* what /proc says of it, and what is not so */
        watching by = watching_start(FEW, WATCH_FIELDS, BUDGETS[i]);
        int64_t slot = watching_add(&by, it.pid);
        for (uint32_t poll = 0; poll < 3; poll++) {
            pp_sample row = watching_row(&by, poll == 2 ? INT64_MAX : 0, slot);
            EXPECT_EQUAL(row.status, PP_OK);
            EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS | (poll > 0 ? PP_FIELD_CPU_LOAD : 0));
            EXPECT_EQUAL(row.alive, 1);
            EXPECT(row.state != PP_STATE_ZOMBIE);
            EXPECT(row.threads >= 2); /* a sanitizer may add one */
            EXPECT(row.resident_bytes >= 15 * MEGABYTE && row.private_bytes >= 15 * MEGABYTE);
            EXPECT(row.virtual_bytes >= 15 * MEGABYTE && row.unique_bytes >= 15 * MEGABYTE);
            EXPECT(row.cpu_total_ns > 0 || (pp__kernel_features() & PP__CPU_CLOCK) == 0);
            EXPECT_EQUAL(row.parent_pid, getpid());
        }
        pp_exit none;
        EXPECT_EQUAL(watching_exits(&by, &none, 1), 0);
        EXPECT_EQUAL(watching_figures(&by).ended, 0);
        child_kill(&it);
        /* Older kernels tell what the first thread ended with. */
        EXPECT_EQUAL(watching_exit_of(&by, slot).exit_status,
                     oracle_kernel_is_at_least(5, 17) ? PP_EXIT_SIGNALLED + SIGKILL : 0);
        pp_sample dead = watching_row(&by, 0, slot);
        EXPECT_EQUAL(dead.alive, 0);
        EXPECT_EQUAL(dead.resident_bytes, 0);
        child_reap(&it);
        watching_end(&by);
    }
}

/* ------------------------------------------------------------------- kernel and other users -- */

static bool is_kernel_thread(int32_t pid)
{
    char path[64];
    char text[64] = "";
    snprintf(path, sizeof path, "/proc/%d/comm", pid);
    return oracle_read(path, text, (int32_t)sizeof text) && oracle_statm_bytes(pid, 1) == 0 &&
           oracle_stat(pid, 4) == 0;
}

static void kernel_thread(void)
{
    if (!is_kernel_thread(2)) {
        SKIP("process 2 is no kernel thread here");
    }
    for (int i = 0; i < BUDGET_COUNT; i++) {
        watching by = watching_start(FEW, WATCH_FIELDS, BUDGETS[i]);
        int64_t slot = watching_add(&by, 2);
        for (int poll = 0; poll < 2; poll++) {
            context("budget %d, poll %d", BUDGETS[i], poll);
            pp_sample row = watching_row(&by, 0, slot);
            EXPECT_EQUAL(row.valid & ONE_SHOT_FIELDS, ONE_SHOT_FIELDS);
            EXPECT_EQUAL(row.alive, 1);
            EXPECT_EQUAL(row.parent_pid, 0);
            EXPECT_EQUAL(row.uid, 0);
            EXPECT_EQUAL(
                row.virtual_bytes | row.resident_bytes | row.private_bytes | row.unique_bytes, 0);
        }
        watching_end(&by);
    }
}

static int32_t target; /* of the forked child below */

static void look_at_other_user(void)
{
    MUST(setresgid(NOBODY, NOBODY, NOBODY) == 0);
    MUST(setresuid(NOBODY, NOBODY, NOBODY) == 0);
    for (int i = 0; i < BUDGET_COUNT; i++) {
        context("budget %d", BUDGETS[i]);
        watching by = watching_start(FEW, WATCH_FIELDS, BUDGETS[i]);
        int64_t slot = watching_add(&by, target);
        pp_sample row = watching_row(&by, 0, slot);
        EXPECT_EQUAL(row.status, PP_OK);
        EXPECT_EQUAL(row.valid, PP_FIELDS_CHEAP | PP_FIELDS_TEXT); /* exact memory is refused */
        EXPECT_EQUAL(row.uid, 0);
        EXPECT(row.resident_bytes > 0);
        EXPECT(row.os_error != 0);
        watching_end(&by);
    }
}

static void process_of_another_user(void)
{
    if (geteuid() != 0) {
        SKIP("needs root to have processes of two users");
    }
    child it = child_sleeping();
    target = it.pid;
    run_in_child(look_at_other_user);
    child_end(&it);
}

static void user_of_child(void)
{
    if (geteuid() != 0) {
        SKIP("needs root to make a process of another user");
    }
    watching by = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    child it = child_of_user(4711);
    int64_t slot = watching_add(&by, it.pid);
    EXPECT_EQUAL(watching_row(&by, 0, slot).uid, 4711);
    child_kill(&it);
    EXPECT_EQUAL(watching_row(&by, 0, slot).uid, 4711);
    child_reap(&it);
    watching_end(&by);
}

DEFINE_SUITE(watch_rows, CASE_PER_VARIANT(every_field), CASE_PER_VARIANT(each_field_alone),
             CASE_PER_VARIANT(own_process_tracked), CASE_PER_VARIANT(hostile_names),
             CASE_PER_VARIANT(load_of_an_idle_child), CASE_PER_VARIANT(load_of_a_spinning_child),
             CASE_PER_VARIANT(load_alone), CASE_PER_VARIANT(zombie_then_gone),
             CASE_PER_VARIANT(gone_at_once), CASE_PER_VARIANT(first_thread_has_ended),
             CASE_PER_VARIANT(kernel_thread), CASE_PER_VARIANT(process_of_another_user),
             CASE_PER_VARIANT(user_of_child));
