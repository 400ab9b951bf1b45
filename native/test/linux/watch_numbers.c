/*
 * Numbers that are no processes, and identities of a second kind.
 */
#include "children.h"
#include "harness.h"
#include "rows.h"
#include "watches.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FEW = 16 };

static int32_t try_to_add(const watching *it, pp_identity who)
{
    int64_t slot = 0;
    int32_t status = pp_watch_add(it->watch, &who, &slot);
    EXPECT_EQUAL(slot == -1, status != PP_OK);
    return status;
}

static _Atomic int32_t second_tid;
static _Atomic bool may_end;

static void *be_second(void *argument)
{
    const watching *it = argument;
    int32_t tid = (int32_t)syscall(SYS_gettid);
    EXPECT_EQUAL(try_to_add(it, (pp_identity){.pid = tid}), PP_GONE); /* asked by itself */
    atomic_store(&second_tid, tid);
    while (!atomic_load(&may_end)) {
        sched_yield();
    }
    return NULL;
}

static void numbers_of_threads(void)
{
    watching it = watching_start(FEW, WATCH_FIELDS, PP_WATCH_DEFAULT_BUDGET);
    pthread_t thread;
    atomic_store(&second_tid, 0);
    atomic_store(&may_end, false);
    MUST(pthread_create(&thread, NULL, be_second, &it) == 0);
    while (atomic_load(&second_tid) == 0) {
        sched_yield();
    }
    EXPECT_EQUAL(try_to_add(&it, (pp_identity){.pid = atomic_load(&second_tid)}), PP_GONE);
    atomic_store(&may_end, true);
    MUST(pthread_join(thread, NULL) == 0);
    EXPECT_EQUAL(watching_figures(&it).tracked, 0);
    watching_end(&it);
}

/* A token of the second choice is as good, where it can be read. */
static void identities_by_start_ticks(void)
{
    watching it = watching_start(FEW, PP_FIELD_IDENTITY, PP_WATCH_DEFAULT_BUDGET);
    child some = child_sleeping();
    pp_identity who = {.pid = some.pid, .token_kind = PP_TOKEN_START_TICKS, .start_token = 1};
    EXPECT_EQUAL(try_to_add(&it, who), PP_REPLACED);
    EXPECT_EQUAL(query_id(who, PP_FIELD_IDENTITY).status, PP_REPLACED);
    pp_identity own = identity_of(some.pid);
    bool has_pidfs = own.token_kind == PP_TOKEN_PIDFD_INODE;
    own.token_kind = PP_TOKEN_PIDFD_INODE;
    EXPECT_EQUAL(try_to_add(&it, own), has_pidfs ? PP_OK : PP_UNKNOWN_IDENTITY);
    watching_end(&it);
    child_end(&some);
}

DEFINE_SUITE(watch_numbers, CASE_PER_VARIANT(numbers_of_threads),
             CASE_PER_VARIANT(identities_by_start_ticks));
