/*
 * The ends of tracked processes: children and others, before and after they have been reaped, with
 * every kind of status; each is given out once, in the order in which they were noticed.
 */
#include "children.h"
#include "emulation.h"
#include "fork.h"
#include "harness.h"
#include "kernel.h"
#include "oracle.h"
#include "rows.h"
#include "watches.h"

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

enum { FEW = 16, NOBODY = 65534 };

/* An end as a caller brings it about, and what is to be told of it. */
typedef struct ending {
    int32_t signal; /* 0: it exits by itself, with this code */
    int32_t code;
    int32_t expected;
} ending;

static const ending ENDINGS[] = {
    {0, 0, 0},
    {0, 1, 1},
    {0, 7, 7},
    {0, 255, 255},
    {SIGKILL, 0, PP_EXIT_SIGNALLED + 9},
    {SIGSEGV, 0, PP_EXIT_SIGNALLED + 11},
    {SIGTERM, 0, PP_EXIT_SIGNALLED + 15},
};

enum { ENDING_COUNT = (int)(sizeof ENDINGS / sizeof ENDINGS[0]) };

/* With everything held, and with nothing. */
static const int32_t BUDGETS[] = {PP_WATCH_DEFAULT_BUDGET, 0};

enum { BUDGET_COUNT = 2 };

/* The kernel tells the status of the reaped only by a pidfd that was opened before. */
static bool is_told_of_reaped(const watching *by)
{
    return watching_figures(by).kept_pidfd > 0 && (pp__kernel_features() & PP__EXIT_INFO) != 0;
}

static void expect_exit(const pp_exit *it, int32_t pid, bool is_known, int32_t status)
{
    EXPECT_EQUAL(it->pid, pid);
    EXPECT_EQUAL((it->valid & PP_FIELD_EXIT_STATUS) != 0, is_known);
    EXPECT_EQUAL(it->exit_status, is_known ? status : 0);
}

/* ---------------------------------------------------------------------------------- children -- */

static void end_child(const child *it, const ending *how)
{
    if (how->signal == 0) {
        child_exit(it, how->code);
    } else {
        child_signal(it, how->signal);
    }
}

static void zombie_children(void)
{
    for (int i = 0; i < ENDING_COUNT * BUDGET_COUNT; i++) {
        const ending *how = &ENDINGS[i % ENDING_COUNT];
        if (is_emulated() && how->signal == SIGSEGV) {
            continue; /* qemu-user takes it for its own */
        }
        context("ending %d, budget %d", i % ENDING_COUNT, BUDGETS[i / ENDING_COUNT]);
        watching by = watching_start(FEW, 0, BUDGETS[i / ENDING_COUNT]);
        child it = child_obedient();
        pp_identity who = identity_of(it.pid);
        int64_t slot = watching_add(&by, it.pid);
        end_child(&it, how);
        pp_exit exit = watching_exit_of(&by, slot);
        expect_exit(&exit, it.pid, true, how->expected);
        EXPECT_EQUAL(exit.token_kind, who.token_kind);
        EXPECT_EQUAL(exit.start_token, who.start_token);
        EXPECT_EQUAL(exit.valid & PP_FIELD_CPU_TOTAL, PP_FIELD_CPU_TOTAL);
        child_reap(&it);
        watching_end(&by);
    }
}

static void reaped_children(void)
{
    for (int i = 0; i < ENDING_COUNT * BUDGET_COUNT; i++) {
        const ending *how = &ENDINGS[i % ENDING_COUNT];
        if (is_emulated() && how->signal == SIGSEGV) {
            continue; /* qemu-user takes it for its own */
        }
        context("ending %d, budget %d", i % ENDING_COUNT, BUDGETS[i / ENDING_COUNT]);
        watching by = watching_start(FEW, 0, BUDGETS[i / ENDING_COUNT]);
        child it = child_obedient();
        int32_t pid = it.pid;
        int64_t slot = watching_add(&by, pid);
        bool is_told = is_told_of_reaped(&by);
        end_child(&it, how);
        child_reap(&it);
        pp_exit exit = watching_exit_of(&by, slot);
        expect_exit(&exit, pid, is_told, how->expected);
        EXPECT_EQUAL(exit.valid & PP_FIELD_CPU_TOTAL, 0); /* gone with the process */
        watching_end(&by);
    }
}

/* ----------------------------------------------------------------------------- grandchildren -- */

/* Ends a child of it, which is not ours: its parent does not reap it before it is told to. */
static void end_grandchild(int32_t pid, const ending *how)
{
    MUST(kill(pid, how->signal == 0 ? SIGUSR1 : how->signal) == 0);
}

static void await_end(int32_t pid)
{
    while (query(pid, PP_FIELD_ALIVE).alive != 0) {
        sched_yield();
    }
}

static void grandchildren(bool is_reaped_first)
{
    for (int i = 0; i < ENDING_COUNT * BUDGET_COUNT; i++) {
        const ending *how = &ENDINGS[i % ENDING_COUNT];
        if (is_emulated() && how->signal == SIGSEGV) {
            continue; /* qemu-user takes it for its own */
        }
        context("ending %d, budget %d", i % ENDING_COUNT, BUDGETS[i / ENDING_COUNT]);
        watching by = watching_start(FEW, 0, BUDGETS[i / ENDING_COUNT]);
        child parent = child_obedient();
        int32_t pid = (int32_t)child_order(&parent, ORDER_FORK, how->code);
        int64_t slot = watching_add(&by, pid);
        bool is_told = !is_reaped_first || is_told_of_reaped(&by);
        end_grandchild(pid, how);
        if (is_reaped_first) {
            (void)child_order(&parent, ORDER_REAP, pid);
        } else {
            await_end(pid);
        }
        pp_exit exit = watching_exit_of(&by, slot);
        expect_exit(&exit, pid, is_told, how->expected);
        EXPECT_EQUAL((exit.valid & PP_FIELD_CPU_TOTAL) != 0, !is_reaped_first);
        child_end(&parent);
        watching_end(&by);
    }
}

static void zombie_grandchildren(void)
{
    grandchildren(false);
}

static void reaped_grandchildren(void)
{
    grandchildren(true);
}

/* ----------------------------------------------------------------------------------- threads -- */

static void *end_the_process(void *code)
{
    struct pollfd none = {.fd = -1};
    while (poll(&none, 1, 1) == 0) { /* forever: it is the test that ends it, with a signal */
    }
    return code;
}

/* The first thread ends with a code of its own, which is not that of the process. */
static int64_t outlive_first_thread(const void *argument)
{
    (void)argument;
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, end_the_process, NULL) == 0);
    return 0;
}

static void process_with_threads(void)
{
    watching by = watching_start(FEW, 0, PP_WATCH_DEFAULT_BUDGET);
    child it = child_start(outlive_first_thread, NULL);
    int64_t slot = watching_add(&by, it.pid);
    child_signal(&it, SIGTERM);
    pp_exit exit = watching_exit_of(&by, slot);
    expect_exit(&exit, it.pid, true, PP_EXIT_SIGNALLED + SIGTERM);
    child_reap(&it);
    watching_end(&by);
}

static void process_without_first_thread(void)
{
    if (is_emulated()) {
        SKIP("qemu-user does not let the first thread of a guest end");
    }
    for (int is_reaped_first = 0; is_reaped_first < 2; is_reaped_first++) {
        watching by = watching_start(FEW, 0, PP_WATCH_DEFAULT_BUDGET);
        child it = child_without_first_thread(4096);
        int32_t pid = it.pid;
        int64_t slot = watching_add(&by, pid);
        bool is_told = is_reaped_first == 0 || is_told_of_reaped(&by);
        pp_exit none;
        EXPECT_EQUAL(watching_exits(&by, &none, 1), 0); /* its first thread is no end */
        EXPECT_EQUAL(pp_watch_await(by.watch, 0), PP_TIMED_OUT);
        child_kill(&it);
        if (is_reaped_first != 0) {
            child_reap(&it);
        }
        pp_exit exit = watching_exit_of(&by, slot);
        /* Older kernels tell what the first thread ended with. */
        expect_exit(&exit, pid, is_told,
                    oracle_kernel_is_at_least(5, 17) ? PP_EXIT_SIGNALLED + SIGKILL : 0);
        if (is_reaped_first == 0) {
            child_reap(&it);
        }
        watching_end(&by);
    }
}

/* ---------------------------------------------------------------------------- once, in order -- */

static void each_is_given_out_once(void)
{
    enum { CHILDREN = 12 };
    for (int i = 0; i < BUDGET_COUNT; i++) {
        for (int32_t capacity = 1; capacity <= CHILDREN + 1; capacity += 4) {
            context("budget %d, %d at once", BUDGETS[i], capacity);
            watching by = watching_start(FEW, PP_FIELD_ALIVE, BUDGETS[i]);
            child all[CHILDREN];
            int64_t slots[CHILDREN];
            for (int j = 0; j < CHILDREN; j++) {
                all[j] = child_sleeping();
                slots[j] = watching_add(&by, all[j].pid);
            }
            for (int j = CHILDREN - 1; j >= 0; j--) {
                child_kill(&all[j]);
                pp_sample rows[WATCH_MOST_ROWS];
                EXPECT_EQUAL(watching_poll(&by, 0, rows), CHILDREN); /* notices this one */
            }
            EXPECT_EQUAL(watching_figures(&by).undrained, CHILDREN);
            EXPECT_EQUAL(watching_exits(&by, NULL, 0), 0);
            int given = 0;
            while (given < CHILDREN) {
                pp_exit exits[CHILDREN + 1];
                int32_t left = CHILDREN - given;
                int32_t count = watching_exits(&by, exits, capacity);
                EXPECT_EQUAL(count, left < capacity ? left : capacity);
                for (int32_t j = 0; j < count; j++) {
                    EXPECT_EQUAL(exits[j].slot, slots[CHILDREN - 1 - given]);
                    given++;
                }
                if (count <= 0) {
                    break;
                }
                EXPECT_EQUAL(pp_watch_await(by.watch, 0), given < CHILDREN ? PP_OK : PP_TIMED_OUT);
            }
            pp_exit more;
            EXPECT_EQUAL(watching_exits(&by, &more, 1), 0);
            EXPECT_EQUAL(watching_figures(&by).exits, CHILDREN);
            for (int j = 0; j < CHILDREN; j++) {
                child_reap(&all[j]);
            }
            pp_sample rows[WATCH_MOST_ROWS];
            EXPECT_EQUAL(watching_poll(&by, 0, rows), CHILDREN);
            EXPECT_EQUAL(watching_exits(&by, &more, 1), 0); /* to be reaped is no further end */
            watching_end(&by);
        }
    }
}

/* More at once than the library takes from the kernel in one call. */
static void more_than_one_batch(void)
{
    enum { CHILDREN = 150 };
    watching by = watching_start(CHILDREN, PP_FIELD_ALIVE, PP_WATCH_DEFAULT_BUDGET);
    static child all[CHILDREN];
    static pp_exit exits[CHILDREN + 1];
    for (int i = 0; i < CHILDREN; i++) {
        all[i] = child_sleeping();
        (void)watching_add(&by, all[i].pid);
    }
    for (int i = 0; i < CHILDREN; i++) {
        child_kill(&all[i]);
    }
    EXPECT_EQUAL(watching_exits(&by, exits, CHILDREN + 1), CHILDREN);
    int64_t sum = 0;
    for (int i = 0; i < CHILDREN; i++) {
        sum += exits[i].slot & PP_WATCH_INDEX_MASK;
        EXPECT_EQUAL(exits[i].exit_status, PP_EXIT_SIGNALLED + SIGKILL);
    }
    EXPECT_EQUAL(sum, CHILDREN * (CHILDREN - 1) / 2); /* each of them */
    for (int i = 0; i < CHILDREN; i++) {
        child_reap(&all[i]);
    }
    watching_end(&by);
}

/* Noticed while it was a zombie, given out once it has been reaped. */
static void status_is_kept_until_it_is_given_out(void)
{
    for (int i = 0; i < BUDGET_COUNT; i++) {
        context("budget %d", BUDGETS[i]);
        watching by = watching_start(FEW, PP_FIELD_ALIVE, BUDGETS[i]);
        child it = child_obedient();
        int32_t pid = it.pid;
        int64_t slot = watching_add(&by, pid);
        child_exit(&it, 77);
        EXPECT_EQUAL(watching_row(&by, 0, slot).alive, 0);
        child_reap(&it);
        EXPECT_EQUAL(watching_row(&by, 0, slot).status, PP_GONE);
        pp_exit exit = watching_exit_of(&by, slot);
        expect_exit(&exit, pid, true, 77);
        watching_end(&by);
    }
}

/* --------------------------------------------------------------------------------- final CPU -- */

static void final_cpu(void)
{
    enum { SPENT_NS = 50000000, NS_PER_TICK = 10000000 };
    for (int i = 0; i < BUDGET_COUNT; i++) {
        context("budget %d", BUDGETS[i]);
        watching by = watching_start(FEW, 0, BUDGETS[i]); /* it is told whether wanted or not */
        child it = child_obedient();
        int64_t slot = watching_add(&by, it.pid);
        int64_t spent = child_order(&it, ORDER_SPEND, SPENT_NS);
        child_exit(&it, 0);
        pp_exit exit = watching_exit_of(&by, slot);
        EXPECT_EQUAL(exit.valid & PP_FIELD_CPU_TOTAL, PP_FIELD_CPU_TOTAL);
        bool has_clock = (pp__kernel_features() & PP__CPU_CLOCK) != 0;
        EXPECT(exit.cpu_total_ns >= (uint64_t)(has_clock ? spent : spent - 2 * NS_PER_TICK));
        /* It runs on for a moment: kernel/exit.c exit_notify() tells of it before its last switch. */
        uint64_t all_ns = query(it.pid, PP_FIELD_CPU_TOTAL).cpu_total_ns;
        EXPECT_BETWEEN(exit.cpu_total_ns, all_ns - 2 * NS_PER_TICK, all_ns);
        child_reap(&it);
        watching_end(&by);
    }
}

/* ------------------------------------------------------------------------- what is not known -- */

static child others;

/* The zombie of another user: its status reads as 0, whatever it is, and so it is unknown. */
static void look_at_zombie_of_root(void)
{
    MUST(setresgid(NOBODY, NOBODY, NOBODY) == 0);
    MUST(setresuid(NOBODY, NOBODY, NOBODY) == 0);
    for (int i = 0; i < BUDGET_COUNT; i++) {
        context("budget %d", BUDGETS[i]);
        watching by = watching_start(FEW, WATCH_FIELDS, BUDGETS[i]);
        int64_t slot = watching_add(&by, others.pid);
        pp_exit exit = watching_exit_of(&by, slot);
        expect_exit(&exit, others.pid, false, 0);
        pp_sample row = watching_row(&by, 0, slot);
        EXPECT_EQUAL(row.alive, 0);
        EXPECT_EQUAL(row.valid & PP_FIELD_EXIT_STATUS, 0);
        EXPECT_EQUAL(row.exit_status, 0);
        watching_end(&by);
    }
}

static void zombie_of_another_user(void)
{
    if (geteuid() != 0) {
        SKIP("needs root to have processes of two users");
    }
    static const int32_t codes[] = {0, 5};
    for (size_t i = 0; i < 2; i++) {
        others = child_obedient();
        child_exit(&others, codes[i]);
        run_in_child(look_at_zombie_of_root);
        child_reap(&others);
    }
}

DEFINE_SUITE(watch_exits, CASE_PER_VARIANT(zombie_children), CASE_PER_VARIANT(reaped_children),
             CASE_PER_VARIANT(zombie_grandchildren), CASE_PER_VARIANT(reaped_grandchildren),
             CASE_PER_VARIANT(process_with_threads), CASE_PER_VARIANT(process_without_first_thread),
             CASE_PER_VARIANT(each_is_given_out_once), CASE_PER_VARIANT(more_than_one_batch),
             CASE_PER_VARIANT(status_is_kept_until_it_is_given_out), CASE_PER_VARIANT(final_cpu),
             CASE_PER_VARIANT(zombie_of_another_user));
