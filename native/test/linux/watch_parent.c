/*
 * Whose child a tracked process is, also after its parent has ended, in processes that inherit
 * orphans (prctl(2) PR_SET_CHILD_SUBREAPER), so that the new parent is known.
 */
#include "children.h"
#include "emulation.h"
#include "fork.h"
#include "harness.h"
#include "kernel.h"
#include "namespaces.h"
#include "oracle.h"
#include "pace.h"
#include "rows.h"
#include "variants.h"
#include "watches.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOT_PERMITTED "needs root, and leave to make PID and mount namespaces"

enum { FEW = 8, ROUNDS = 3000, ROUNDS_PER_VARIANT = 300 };

#define PARENT_FIELDS (PP_FIELD_PARENT | PP_FIELD_ALIVE)

#define NO_ORPHANS "qemu-user does not know PR_SET_CHILD_SUBREAPER"

static void inherit_orphans(void)
{
    MUST(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
}

/* Of ours by birth or by inheritance, so that the number is its own. */
static void end_own(int32_t pid)
{
    MUST(kill(pid, SIGKILL) == 0);
    MUST(waitpid(pid, NULL, 0) == pid);
}

/* -------------------------------------------------------------------------- parents that end -- */

/*
 * A parent and its child, forked as cheaply as can be: there are thousands of them. Both wait for a
 * pipe to be closed, which happens at the latest when the test ends.
 */
typedef struct family {
    int32_t parent;
    int32_t child;
} family;

static int lifeline[2];  /* nothing is ever written to it */
static int child_pid[2]; /* the parent tells the PID of its child */

static void open_pipes(void)
{
    MUST(pipe(lifeline) == 0);
    MUST(pipe(child_pid) == 0);
}

static _Noreturn void live(void)
{
    char none;
    close(lifeline[1]);
    while (read(lifeline[0], &none, 1) != 0) {
    }
    _exit(EXIT_PASSED);
}

static family start_family(void)
{
    family it;
    it.parent = fork();
    MUST(it.parent >= 0);
    if (it.parent == 0) {
        pid_t pid = fork();
        MUST(pid >= 0);
        if (pid != 0) {
            MUST(write(child_pid[1], &pid, sizeof pid) == (ssize_t)sizeof pid);
        }
        live();
    }
    MUST(read(child_pid[0], &it.child, sizeof it.child) == (ssize_t)sizeof it.child);
    return it;
}

/* How the test comes to know of the end of the parent; what it knows, the next poll must know. */
enum notice { BY_AWAIT, BY_WAITID, BY_REAPING, NOTICES };

static void end_parent(const watching *by, const family *it, uint32_t notice)
{
    MUST(kill(it->parent, SIGKILL) == 0);
    if (notice == BY_AWAIT && watching_figures(by).parents > 0) {
        EXPECT_EQUAL(pp_watch_await(by->watch, -1), PP_OK);
    } else if (notice == BY_REAPING) {
        MUST(waitpid(it->parent, NULL, 0) == it->parent);
    } else {
        await_zombie(it->parent);
    }
}

/* One round: the child is seen with its parent, the parent is ended, the next poll shows us. */
static void lose_a_parent(const watching *by, uint32_t round)
{
    bool is_parent_tracked = round % 2 == 1;
    uint32_t notice = round / 2 % NOTICES;
    bool is_polled_before = round % 5 != 0;
    context("round %u, parent tracked: %d, notice %u", round, is_parent_tracked, notice);
    family it = start_family();
    int64_t parent_slot = is_parent_tracked ? watching_add(by, it.parent) : 0;
    int64_t slot = watching_add(by, it.child);
    if (is_polled_before) {
        EXPECT_EQUAL(watching_row(by, 0, slot).parent_pid, it.parent);
    }
    end_parent(by, &it, notice);
    pp_sample row = watching_row(by, 0, slot);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, PARENT_FIELDS);
    EXPECT_EQUAL(row.parent_pid, getpid());
    if (is_parent_tracked) {
        EXPECT_EQUAL(watching_exit_of(by, parent_slot).pid, it.parent);
        watching_remove(by, parent_slot);
    }
    if (notice != BY_REAPING) {
        MUST(waitpid(it.parent, NULL, 0) == it.parent);
    }
    watching_remove(by, slot);
    end_own(it.child);
}

static void lose_parents(int64_t rounds)
{
    inherit_orphans();
    open_pipes();
    watching by = watching_start(FEW, PARENT_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    for (uint32_t round = 0; round < rounds; round++) {
        lose_a_parent(&by, round);
    }
    EXPECT_EQUAL(watching_figures(&by).descriptors, 3);
    watching_end(&by);
}

static void lose_very_many_parents(void)
{
    lose_parents(paced(ROUNDS));
}

static void lose_many_parents(void)
{
    lose_parents(paced(ROUNDS_PER_VARIANT));
}

static void ten_thousand_parents_end(void)
{
    if (is_emulated()) {
        SKIP(NO_ORPHANS);
    }
    run_in_child(lose_very_many_parents);
}

static void parents_end(void)
{
    if (is_emulated()) {
        SKIP(NO_ORPHANS);
    }
    run_in_child(lose_many_parents);
}

/* The same orphans under one watch that lives on: what is left of old parents must not matter. */
static void lose_parents_one_above_the_other(void)
{
    enum { DEPTH = 12 };
    inherit_orphans();
    open_pipes();
    int32_t line[DEPTH] = {0};
    /* Each is the child of the one before it, and inherits orphans too. */
    pid_t first = fork();
    MUST(first >= 0);
    if (first == 0) {
        for (int i = 0;; i++) {
            pid_t self = getpid();
            inherit_orphans();
            MUST(write(child_pid[1], &self, sizeof self) == (ssize_t)sizeof self);
            pid_t next = i + 1 < DEPTH ? fork() : 1;
            MUST(next >= 0);
            if (next != 0) {
                live();
            }
        }
    }
    watching by = watching_start(DEPTH, PARENT_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    for (int i = 0; i < DEPTH; i++) { /* each tells before it forks the next */
        MUST(read(child_pid[0], &line[i], sizeof line[i]) == (ssize_t)sizeof line[i]);
    }
    int64_t slot = watching_add(&by, line[DEPTH - 1]);
    for (int i = DEPTH - 2; i >= 0; i--) {
        EXPECT_EQUAL(watching_row(&by, 0, slot).parent_pid, line[i]);
        EXPECT(watching_figures(&by).parents <= 1);
        /* Not our child, but of one that never reaps: the number stays its own. */
        MUST(kill(line[i], SIGKILL) == 0);
        while (query(line[i], PP_FIELD_ALIVE).alive != 0) {
            sched_yield();
        }
    }
    EXPECT_EQUAL(watching_row(&by, 0, slot).parent_pid, getpid());
    watching_end(&by);
    MUST(kill(line[DEPTH - 1], SIGKILL) == 0);
    while (wait(NULL) > 0) {
    }
}

static void line_of_parents(void)
{
    if (is_emulated()) {
        SKIP(NO_ORPHANS);
    }
    run_in_child(lose_parents_one_above_the_other);
}

/* ---------------------------------------------------------------------- one for all children -- */

static void one_descriptor_for_all_children(void)
{
    enum { CHILDREN = 50 };
    watching by = watching_start(CHILDREN, PARENT_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    bool can_hold = (pp__kernel_features() & PP__HOLDING) == PP__HOLDING;
    child parent = child_obedient();
    int32_t pids[CHILDREN];
    int64_t slots[CHILDREN];
    pp_sample rows[WATCH_MOST_ROWS];
    for (int i = 0; i < CHILDREN; i++) {
        pids[i] = (int32_t)child_order(&parent, ORDER_FORK, 0);
        slots[i] = watching_add(&by, pids[i]);
        EXPECT_EQUAL(watching_figures(&by).parents, can_hold ? 1 : 0);
        EXPECT_EQUAL(watching_figures(&by).parents_each_poll, 0);
    }
    EXPECT_EQUAL(watching_poll(&by, 0, rows), CHILDREN);
    for (int i = 0; i < CHILDREN; i++) {
        EXPECT_EQUAL(rows[i].parent_pid, parent.pid);
    }
    /* Nothing has happened, so nobody is asked again. */
    uint64_t readings = watching_figures(&by).parent_readings;
    EXPECT_EQUAL(watching_poll(&by, 0, rows), CHILDREN);
    EXPECT_EQUAL(watching_figures(&by).parent_readings, readings);

    /* First, last and one between are removed; the others hear of the end all the same. */
    watching_remove(&by, slots[0]);
    watching_remove(&by, slots[CHILDREN / 2]);
    watching_remove(&by, slots[CHILDREN - 1]);
    child_kill(&parent);
    EXPECT_EQUAL(watching_poll(&by, 0, rows), CHILDREN - 3);
    for (int i = 0; i < CHILDREN - 3; i++) {
        EXPECT_EQUAL(rows[i].parent_pid, oracle_stat(rows[i].pid, 4));
        EXPECT(rows[i].parent_pid != parent.pid);
    }
    for (int i = 1; i < CHILDREN - 1; i++) {
        if (i != CHILDREN / 2) {
            watching_remove(&by, slots[i]);
        }
    }
    EXPECT_EQUAL(watching_figures(&by).parents, 0); /* given up with the last of its children */
    EXPECT_EQUAL(watching_figures(&by).descriptors, 3);
    child_reap(&parent);
    watching_end(&by);
}

static void parents_are_only_held_when_wanted(void)
{
    watching by = watching_start(FEW, WATCH_FIELDS & ~PP_FIELD_PARENT, PP_WATCH_DEFAULT_BUDGET);
    child it = child_sleeping();
    pp_sample row = watching_row(&by, 0, watching_add(&by, it.pid));
    EXPECT_EQUAL(row.parent_pid, 0);
    EXPECT_EQUAL(watching_figures(&by).parents, 0);
    EXPECT_EQUAL(watching_figures(&by).parents_each_poll, 0);
    EXPECT_EQUAL(watching_figures(&by).parent_readings, 0);
    watching_end(&by);
    child_end(&it);
}

/* A descriptor for the process and none for its parent: each poll asks, and is right. */
static void parents_without_a_descriptor(void)
{
    inherit_orphans();
    open_pipes();
    watching by = watching_start(FEW, PARENT_FIELDS, 1);
    family it = start_family();
    int64_t slot = watching_add(&by, it.child);
    if ((pp__kernel_features() & PP__HOLDING) == PP__HOLDING) {
        EXPECT_EQUAL(watching_figures(&by).kept_pidfd, 1);
        EXPECT_EQUAL(watching_figures(&by).parents_each_poll, 1);
        uint64_t readings = watching_figures(&by).parent_readings;
        EXPECT_EQUAL(watching_row(&by, 0, slot).parent_pid, it.parent);
        EXPECT_EQUAL(watching_figures(&by).parent_readings, readings + 1);
    }
    EXPECT_EQUAL(watching_figures(&by).parents, 0);
    EXPECT_EQUAL(watching_row(&by, 0, slot).parent_pid, it.parent);
    end_own(it.parent);
    EXPECT_EQUAL(watching_row(&by, 0, slot).parent_pid, getpid());
    watching_remove(&by, slot);
    EXPECT_EQUAL(watching_figures(&by).parents_each_poll, 0);
    end_own(it.child);
    watching_end(&by);
}

static void no_room_for_parents(void)
{
    if (is_emulated()) {
        SKIP(NO_ORPHANS);
    }
    run_in_child(parents_without_a_descriptor);
}

/* The first process has no parent that could be awaited. */
static void no_parent_at_all(void)
{
    watching by = watching_start(FEW, PARENT_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    int64_t slot = watching_add(&by, 1);
    for (int poll = 0; poll < 3; poll++) {
        pp_sample row = watching_row(&by, 0, slot);
        EXPECT_EQUAL(row.valid, PARENT_FIELDS);
        EXPECT_EQUAL(row.parent_pid, 0);
    }
    EXPECT_EQUAL(watching_figures(&by).parents, 0);
    watching_end(&by);
}

/* Parent and child end together: neither event is lost, and no parent is invented. */
static void end_together(void)
{
    enum { ENDINGS = 100 };
    inherit_orphans();
    open_pipes();
    for (uint32_t round = 0; round < paced(ENDINGS); round++) {
        context("round %u", round);
        watching by = watching_start(FEW, PARENT_FIELDS, PP_WATCH_DEFAULT_BUDGET);
        family it = start_family();
        if (round % 4 == 0) {
            (void)watching_add(&by, it.parent);
        }
        (void)watching_add(&by, it.child);
        if (round % 4 == 1) {
            (void)watching_add(&by, it.parent);
        }
        int32_t count = watching_figures(&by).tracked;
        int32_t first = round % 3 == 0 ? it.parent : it.child;
        MUST(kill(first, SIGKILL) == 0);
        MUST(kill(it.parent + it.child - first, SIGKILL) == 0);
        MUST(waitpid(it.parent, NULL, 0) == it.parent);
        await_zombie(it.child); /* ours by now */
        pp_sample rows[WATCH_MOST_ROWS];
        pp_exit exits[FEW];
        EXPECT_EQUAL(watching_poll(&by, 0, rows), count);
        EXPECT_EQUAL(watching_exits(&by, exits, FEW), count);
        for (int32_t i = 0; i < count; i++) {
            bool is_parent = rows[i].pid == it.parent;
            EXPECT_EQUAL(rows[i].status, is_parent ? PP_GONE : PP_OK);
            EXPECT_EQUAL(rows[i].parent_pid, is_parent ? 0 : getpid());
        }
        EXPECT_EQUAL(watching_figures(&by).parents, 0);
        MUST(waitpid(it.child, NULL, 0) == it.child);
        watching_end(&by);
    }
}

static void parent_and_child_end(void)
{
    if (is_emulated()) {
        SKIP(NO_ORPHANS);
    }
    run_in_child(end_together);
}

/* ----------------------------------------------------------------------- ended during an add -- */

typedef struct ending {
    int32_t parent;
    _Atomic int32_t stage; /* of the round: 1 may be ended, 2 has been killed, 3 no more rounds */
} ending;

static void *end_parents(void *argument)
{
    ending *it = argument;
    int32_t stage = 0;
    while ((stage = atomic_load(&it->stage)) != 3) {
        if (stage == 1) {
            MUST(kill(it->parent, SIGKILL) == 0);
            atomic_store(&it->stage, 2);
        }
        sched_yield();
    }
    return NULL;
}

/* The parent is killed at any moment of the addition of its child, and reaped before the poll. */
static void end_parents_during_additions(void)
{
    enum { RACES = 400 };
    inherit_orphans();
    open_pipes();
    watching by = watching_start(FEW, PARENT_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    ending other = {.parent = 0, .stage = 0};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, end_parents, &other) == 0);
    for (int round = 0; round < paced(RACES); round++) {
        family it = start_family();
        other.parent = it.parent;
        atomic_store(&other.stage, 1);
        for (volatile int wait = 0; wait < round * 20 % 8000; wait++) {
        }
        int64_t slot = watching_add(&by, it.child);
        while (atomic_load(&other.stage) != 2) {
            sched_yield();
        }
        atomic_store(&other.stage, 0);
        MUST(waitpid(it.parent, NULL, 0) == it.parent);
        context("round %d", round);
        pp_sample row = watching_row(&by, 0, slot);
        EXPECT_EQUAL(row.valid, PARENT_FIELDS);
        EXPECT_EQUAL(row.parent_pid, getpid());
        watching_remove(&by, slot);
        end_own(it.child);
    }
    atomic_store(&other.stage, 3);
    MUST(pthread_join(thread, NULL) == 0);
    EXPECT_EQUAL(watching_figures(&by).descriptors, 3);
    watching_end(&by);
}

static void parent_ends_during_the_addition(void)
{
    if (is_emulated()) {
        SKIP(NO_ORPHANS);
    }
    run_in_child(end_parents_during_additions);
}

/* ------------------------------------------------------------------------ numbers used again -- */

/*
 * The number of the parent is given to another process, which is also a parent: the orphan of the
 * first is not its child, and its child is not awaited through the first.
 */
static void reuse_the_number_of_a_parent(void)
{
    enum { PARENT = 300 };
    mount_proc(NULL);
    open_pipes();
    for (int32_t i = 0; i < 3 * variant_count(); i++) {
        context("%s, %d", variant_use(i / 3), i % 3);
        watching by = watching_start(FEW, PARENT_FIELDS, PP_WATCH_DEFAULT_BUDGET);
        force_next_pid(PARENT);
        family old = start_family();
        EXPECT_EQUAL(old.parent, PARENT);
        int64_t orphan = watching_add(&by, old.child);
        if (i % 3 != 0) {
            EXPECT_EQUAL(watching_row(&by, 0, orphan).parent_pid, PARENT);
        }
        end_own(PARENT);
        force_next_pid(PARENT);
        family new = start_family();
        EXPECT_EQUAL(new.parent, PARENT);
        /* Its parent is found or not under a number that still stands for the old one. */
        int64_t slot = watching_add(&by, new.child);
        if (i % 3 == 2) {
            EXPECT_EQUAL(pp_watch_await(by.watch, 0),
                         watching_figures(&by).parents > 0 ? PP_OK : PP_TIMED_OUT);
        }
        EXPECT_EQUAL(watching_row(&by, 0, orphan).parent_pid, 1);
        EXPECT_EQUAL(watching_row(&by, 0, slot).parent_pid, PARENT);
        end_own(PARENT);
        EXPECT_EQUAL(watching_row(&by, 0, slot).parent_pid, 1);
        EXPECT_EQUAL(watching_row(&by, 0, orphan).parent_pid, 1);
        EXPECT(watching_figures(&by).parents <= 1);
        watching_end(&by);
        end_own(old.child);
        end_own(new.child);
    }
}

static void number_of_a_parent_used_again(void)
{
    if (!run_as_first_process(reuse_the_number_of_a_parent)) {
        SKIP(NOT_PERMITTED);
    }
}

DEFINE_SUITE(watch_parent, CASE(ten_thousand_parents_end), CASE_PER_VARIANT(parents_end),
             CASE_PER_VARIANT(line_of_parents), CASE_PER_VARIANT(one_descriptor_for_all_children),
             CASE_PER_VARIANT(parents_are_only_held_when_wanted),
             CASE_PER_VARIANT(no_room_for_parents), CASE_PER_VARIANT(no_parent_at_all),
             CASE_PER_VARIANT(parent_and_child_end),
             CASE_PER_VARIANT(parent_ends_during_the_addition),
             CASE_FRESH(number_of_a_parent_used_again));
