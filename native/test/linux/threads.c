/*
 * Threads are numbered from the same range as processes, and /proc opens both: the number of a
 * thread is no process, and a process lives on when its first thread has ended.
 */
#include "children.h"
#include "emulation.h"
#include "harness.h"
#include "oracle.h"
#include "pace.h"
#include "rows.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MEGABYTE = 1 << 20 };

/* What the kernel counts for a process with two threads: qemu-user adds one of its own. */
static uint32_t two_threads(void)
{
    return is_emulated() ? 3 : 2;
}

static void expect_gone(int32_t tid, const char *who)
{
    for (int32_t bit = -1; bit <= 18; bit++) {
        uint64_t field = bit < 0 ? 0 : 1ULL << bit;
        context("%s, bit %d", who, bit);
        EXPECT_EQUAL(query(tid, field).status, PP_GONE);
    }
    context("%s, all fields", who);
    EXPECT_EQUAL(query(tid, ONE_SHOT_FIELDS).status, PP_GONE);
    EXPECT_EQUAL(query(tid, PP_FIELDS_CHEAP).status, PP_GONE);
    EXPECT_EQUAL(query(tid, PP_FIELD_RESIDENT | PP_FIELD_CPU_TOTAL).status, PP_GONE);
    pp_identity who_ = {.pid = tid};
    uint8_t text[64];
    EXPECT_EQUAL(pp_text_name(&who_, text, (int32_t)sizeof text), PP_GONE);
    EXPECT_EQUAL(pp_text_command_line(&who_, text, (int32_t)sizeof text), PP_GONE);
    EXPECT_EQUAL(pp_text_executable(&who_, text, (int32_t)sizeof text), PP_GONE);
}

typedef struct second_thread {
    pthread_mutex_t running; /* held by the first thread while the second one shall stay */
    _Atomic int32_t tid;
} second_thread;

static void *be_second(void *argument)
{
    second_thread *thread = argument;
    expect_gone((int32_t)syscall(SYS_gettid), "asked by itself");
    atomic_store(&thread->tid, (int32_t)syscall(SYS_gettid));
    pthread_mutex_lock(&thread->running);
    pthread_mutex_unlock(&thread->running);
    return NULL;
}

static void number_of_own_thread(void)
{
    second_thread thread = {.running = PTHREAD_MUTEX_INITIALIZER, .tid = 0};
    pthread_t handle;
    pthread_mutex_lock(&thread.running);
    MUST(pthread_create(&handle, NULL, be_second, &thread) == 0);
    while (atomic_load(&thread.tid) == 0) {
        sched_yield();
    }
    expect_gone(atomic_load(&thread.tid), "asked by the first thread");
    if (!is_emulated()) {
        EXPECT_EQUAL(query(getpid(), PP_FIELD_THREADS).threads, 2);
    }
    pthread_mutex_unlock(&thread.running);
    MUST(pthread_join(handle, NULL) == 0);
}

static void *report_tid(void *argument)
{
    int32_t *channel = argument;
    child_report(*channel, syscall(SYS_gettid));
    while (pause() != 0) { /* always: it returns -1 after a signal, and none is handled */
    }
    return NULL;
}

static int64_t start_thread(const void *argument)
{
    (void)argument;
    static int32_t ends[2];
    pthread_t handle;
    int64_t tid = 0;
    MUST(pipe(ends) == 0);
    MUST(pthread_create(&handle, NULL, report_tid, &ends[1]) == 0);
    MUST(read(ends[0], &tid, sizeof tid) == (ssize_t)sizeof tid);
    return tid;
}

static void number_of_foreign_thread(void)
{
    child it = child_start(start_thread, NULL);
    expect_gone((int32_t)it.report, "a thread of another process");
    EXPECT_EQUAL(query(it.pid, PP_FIELD_THREADS).threads, two_threads());
    child_end(&it);
}

static void first_thread_has_ended(void)
{
    child it = child_without_first_thread(16 * MEGABYTE);
    MUST(oracle_state(it.pid) == 'Z'); /* what /proc says of it, and what is not so */
    pp_sample row = query(it.pid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.alive, 1);
    EXPECT_EQUAL(row.threads, two_threads());
    EXPECT(row.state == PP_STATE_SLEEPING || row.state == PP_STATE_RUNNING);
    EXPECT(row.resident_bytes >= 15 * MEGABYTE);
    EXPECT(row.private_bytes >= 15 * MEGABYTE);
    EXPECT(row.virtual_bytes >= 15 * MEGABYTE);
    EXPECT(row.unique_bytes >= 15 * MEGABYTE);
    EXPECT(row.proportional_bytes >= 15 * MEGABYTE);
    EXPECT_EQUAL(row.parent_pid, getpid());
    EXPECT_EQUAL(row.uid, geteuid());
    child_kill(&it);
    pp_sample dead = query(it.pid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(dead.alive, 0);
    EXPECT_EQUAL(dead.state, PP_STATE_ZOMBIE);
    EXPECT_EQUAL(dead.resident_bytes, 0);
    child_end(&it);
}

static void first_thread_has_ended_each_field_alone(void)
{
    child it = child_without_first_thread(16 * MEGABYTE);
    EXPECT_EQUAL(query(it.pid, 0).status, PP_OK);
    EXPECT_EQUAL(query(it.pid, PP_FIELD_ALIVE).alive, 1);
    EXPECT(query(it.pid, PP_FIELD_STATE).state != PP_STATE_ZOMBIE);
    EXPECT(query(it.pid, PP_FIELD_RESIDENT).resident_bytes >= 15 * MEGABYTE);
    EXPECT(query(it.pid, PP_FIELD_PRIVATE).private_bytes >= 15 * MEGABYTE);
    EXPECT(query(it.pid, PP_FIELD_VIRTUAL).virtual_bytes >= 15 * MEGABYTE);
    EXPECT(query(it.pid, PP_FIELD_SHARED).shared_bytes > 0);
    EXPECT(query(it.pid, PP_FIELD_UNIQUE).unique_bytes >= 15 * MEGABYTE);
    EXPECT(query(it.pid, PP_FIELD_PROPORTIONAL).proportional_bytes >= 15 * MEGABYTE);
    for (uint32_t bit = 0; bit <= 18; bit++) {
        context("bit %u", bit);
        pp_sample row = query(it.pid, 1ULL << bit);
        EXPECT_EQUAL(row.status, PP_OK);
        EXPECT_EQUAL(row.valid, 1ULL << bit);
    }
    child_end(&it);
}

static void texts_without_first_thread(void)
{
    if (is_emulated()) {
        SKIP("qemu-user gives its own program and arguments for those of a guest");
    }
    uint8_t own[4096];
    uint8_t its[4096];
    pp_identity self = {.pid = getpid()};
    child it = child_without_first_thread(MEGABYTE);
    pp_identity who = {.pid = it.pid};
    int32_t length = pp_text_executable(&self, own, (int32_t)sizeof own);
    REQUIRE(length > 0);
    EXPECT_BYTES(its, pp_text_executable(&who, its, (int32_t)sizeof its), own, length);
    length = pp_text_command_line(&self, own, (int32_t)sizeof own);
    REQUIRE(length > 0);
    EXPECT_BYTES(its, pp_text_command_line(&who, its, (int32_t)sizeof its), own, length);
    const uint8_t *path = (const uint8_t *)"PATH";
    length = pp_text_environment(&self, path, 4, own, (int32_t)sizeof own);
    REQUIRE(length > 0);
    EXPECT_BYTES(its, pp_text_environment(&who, path, 4, its, (int32_t)sizeof its), own, length);
    child_end(&it);
}

/*
 * Whichever thread is asked may end at that moment: the process is alive all the same, and its memory
 * is known or absent, but never nothing.
 */
static void threads_come_and_go_without_first_thread(void)
{
    if (is_emulated()) {
        SKIP("qemu-user does not let the first thread of a guest end");
    }
    child it = child_of_short_threads();
    for (int64_t i = paced(2000); i > 0; i--) { /* over before the child's own alarm */
        pp_sample row = query(it.pid, PP_FIELD_RESIDENT | PP_FIELD_STATE | PP_FIELD_ALIVE);
        EXPECT_EQUAL(row.status, PP_OK);
        EXPECT_EQUAL(row.valid & PP_FIELD_STATE, PP_FIELD_STATE);
        EXPECT((row.valid & PP_FIELD_RESIDENT) == 0 || row.resident_bytes > 0);
        EXPECT(row.state != PP_STATE_ZOMBIE);
    }
    child_end(&it);
}

DEFINE_SUITE(threads, CASE_PER_VARIANT(number_of_own_thread),
             CASE_PER_VARIANT(number_of_foreign_thread), CASE_PER_VARIANT(first_thread_has_ended),
             CASE_PER_VARIANT(first_thread_has_ended_each_field_alone),
             CASE_PER_VARIANT(texts_without_first_thread),
             CASE(threads_come_and_go_without_first_thread));
