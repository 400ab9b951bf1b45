/*
 * Children and descendants, against trees that the test has made itself.
 */
#include "children.h"
#include "guarded.h"
#include "harness.h"
#include "oracle.h"
#include "procprobe.h"
#include "rows.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROOM = 64, CHILDREN = 5, DEPTH = 20 };

static bool contains(const pp_identity *all, int32_t count, int32_t pid)
{
    bool found = false;
    for (int32_t i = 0; i < count; i++) {
        found = found || all[i].pid == pid;
    }
    return found;
}

static void expect_identity(const pp_identity *actual, int32_t pid)
{
    pp_identity expected = identity_of(pid);
    EXPECT_BYTES(actual, sizeof *actual, &expected, sizeof expected);
}

static void children_of_a_process(void)
{
    child root = child_obedient();
    pp_identity who = identity_of(root.pid);
    pp_identity bare = {.pid = root.pid};
    pp_identity found[ROOM];
    EXPECT_EQUAL(pp_list_children(&who, found, ROOM), 0);
    EXPECT_EQUAL(pp_list_descendants(&who, found, ROOM), 0);
    int32_t own = (int32_t)child_order(&root, ORDER_FORK, 0);
    for (int32_t i = 0; i < 2; i++) {
        const pp_identity *asked = i == 0 ? &who : &bare;
        EXPECT_EQUAL(pp_list_children(asked, found, ROOM), 1);
        expect_identity(&found[0], own);
        EXPECT_EQUAL(pp_list_descendants(asked, found, ROOM), 1);
        expect_identity(&found[0], own);
    }
    MUST(kill(own, SIGUSR1) == 0); /* it stays there until its parent is told to reap it */
    while (oracle_state(own) != 'Z') {
        usleep(1000);
    }
    EXPECT_EQUAL(pp_list_children(&who, found, ROOM), 1); /* a zombie is its child until reaped */
    (void)child_order(&root, ORDER_REAP, own);
    EXPECT_EQUAL(pp_list_children(&who, found, ROOM), 0);
    child_end(&root);
}

/* Each forks the next one and sleeps. */
static _Noreturn void be_chain(int report)
{
    for (int32_t depth = 0; depth < DEPTH; depth++) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        int32_t own = getpid();
        MUST(write(report, &own, sizeof own) == (ssize_t)sizeof own);
        if (depth == DEPTH - 1 || fork() != 0) {
            break;
        }
    }
    while (true) {
        pause();
    }
}

typedef struct chain {
    int32_t pids[DEPTH];
} chain;

static chain chain_start(void)
{
    int ends[2];
    chain it;
    MUST(pipe(ends) == 0);
    fflush(stdout);
    if (fork() == 0) {
        be_chain(ends[1]);
    }
    for (int32_t i = 0; i < DEPTH; i++) {
        MUST(read(ends[0], &it.pids[i], sizeof it.pids[i]) == (ssize_t)sizeof it.pids[i]);
    }
    close(ends[0]);
    close(ends[1]);
    return it;
}

/* The end of each is that of the one below it: they are ours only as long as we live, too. */
static void chain_end(const chain *it)
{
    MUST(kill(it->pids[0], SIGKILL) == 0);
    MUST(waitpid(it->pids[0], NULL, 0) == it->pids[0]);
}

static void descendants_in_order(void)
{
    chain it = chain_start();
    pp_identity who = identity_of(it.pids[0]);
    pp_identity found[ROOM];
    EXPECT_EQUAL(pp_list_children(&who, found, ROOM), 1);
    REQUIRE(pp_list_descendants(&who, found, ROOM) == DEPTH - 1);
    for (int32_t i = 1; i < DEPTH; i++) {
        context("depth %d", i);
        expect_identity(&found[i - 1], it.pids[i]);
    }
    chain_end(&it);
}

static void room(void)
{
    chain it = chain_start();
    pp_identity who = identity_of(it.pids[0]);
    guarded memory = guarded_new(sizeof(pp_identity) * DEPTH);
    EXPECT_EQUAL(pp_list_descendants(&who, NULL, 0), 1); /* there are more than fit */
    for (int32_t capacity = 1; capacity <= DEPTH; capacity++) {
        size_t bytes = sizeof(pp_identity) * (size_t)capacity;
        pp_identity *found = (pp_identity *)(void *)guarded_last(&memory, bytes);
        int32_t expected = capacity < DEPTH - 1 ? capacity + 1 : DEPTH - 1;
        context("capacity %d", capacity);
        EXPECT_EQUAL(pp_list_descendants(&who, found, capacity), expected);
        for (int32_t i = 0; i < capacity && i < DEPTH - 1; i++) {
            EXPECT_EQUAL(found[i].pid, it.pids[i + 1]);
        }
    }
    guarded_free(&memory);
    chain_end(&it);
}

static void many_children(void)
{
    child all[CHILDREN];
    pp_identity own = identity_of(own_process());
    pp_identity found[ROOM];
    for (int32_t i = 0; i < CHILDREN; i++) {
        all[i] = child_sleeping();
    }
    int32_t count = pp_list_children(&own, found, ROOM);
    EXPECT(count >= CHILDREN);
    for (int32_t i = 0; i < CHILDREN; i++) {
        EXPECT(contains(found, count, all[i].pid));
    }
    EXPECT(!contains(found, count, own.pid));
    for (int32_t i = 0; i < CHILDREN; i++) {
        int32_t pid = all[i].pid;
        child_end(&all[i]);
        EXPECT(!contains(found, pp_list_children(&own, found, ROOM), pid));
    }
}

static void *fork_in_a_thread(void *result)
{
    *(child *)result = child_sleeping();
    while (((child *)result)->pid != 0) {
        usleep(1000);
    }
    return NULL;
}

/* It belongs to the thread that forked it, and to its process all the same. */
static void child_of_a_thread(void)
{
    static child it;
    pthread_t thread;
    it.pid = 0;
    MUST(pthread_create(&thread, NULL, fork_in_a_thread, &it) == 0);
    pp_identity own = identity_of(own_process());
    pp_identity found[ROOM];
    bool is_found = false;
    while (!is_found) { /* or until ctest has enough */
        int32_t pid = *(volatile int32_t *)&it.pid;
        is_found = pid != 0 && contains(found, pp_list_children(&own, found, ROOM), pid);
        usleep(100);
    }
    child_end(&it);
    MUST(pthread_join(thread, NULL) == 0);
}

static void who_is_not_there(void)
{
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    pp_identity other = who;
    pp_identity found[ROOM];
    other.token_kind = PP_TOKEN_START_TICKS;
    other.start_token = 1;
    EXPECT_EQUAL(pp_list_descendants(&other, found, ROOM), PP_REPLACED);
    other.token_kind = PP_TOKEN_CREATION_TIME;
    EXPECT_EQUAL(pp_list_descendants(&other, found, ROOM), PP_UNKNOWN_IDENTITY);
    child_kill(&it);
    EXPECT_EQUAL(pp_list_descendants(&who, found, ROOM), 0);
    child_end(&it);
    EXPECT_EQUAL(pp_list_children(&who, found, ROOM), PP_GONE);
    EXPECT_EQUAL(pp_list_descendants(&who, NULL, 0), PP_GONE);
}

DEFINE_SUITE(family, CASE_PER_VARIANT(children_of_a_process),
             CASE_PER_VARIANT(descendants_in_order), CASE_PER_VARIANT(room),
             CASE_PER_VARIANT(many_children), CASE_PER_VARIANT(child_of_a_thread),
             CASE_PER_VARIANT(who_is_not_there));
