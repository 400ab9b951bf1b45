/*
 * PIDs that are used again, forced in a PID namespace: no answer may be about the later process
 * when the earlier one was meant, and no row may be put together from two processes.
 */
#include "children.h"
#include "harness.h"
#include "namespaces.h"
#include "pace.h"
#include "rows.h"
#include "variants.h"

#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOT_PERMITTED "needs root, and leave to make PID and mount namespaces"

enum { REUSED_PID = 300, MEGABYTE = 1 << 20 };

/* ------------------------------------------------------------------------ an old identity -- */

static void expect_replaced(pp_identity old)
{
    uint8_t text[256];
    static const uint64_t fields[] = {0, PP_FIELD_CPU_TOTAL, MEMORY_FIELDS, ONE_SHOT_FIELDS};
    for (int i = 0; i < 4; i++) {
        EXPECT_EQUAL(query_id(old, fields[i]).status, PP_REPLACED);
    }
    EXPECT_EQUAL(pp_text_name(&old, text, (int32_t)sizeof text), PP_REPLACED);
    EXPECT_EQUAL(pp_text_executable(&old, text, (int32_t)sizeof text), PP_REPLACED);
    EXPECT_EQUAL(pp_text_command_line(&old, text, (int32_t)sizeof text), PP_REPLACED);
    EXPECT_EQUAL(pp_text_environment(&old, (const uint8_t *)"PATH", 4, text, (int32_t)sizeof text),
                 PP_REPLACED);
}

/* Start ticks differ only once the clock of the kernel has advanced by one. */
static void await_next_tick(void)
{
    struct timespec start;
    struct timespec now;
    MUST(clock_gettime(CLOCK_BOOTTIME, &start) == 0);
    do {
        MUST(clock_gettime(CLOCK_BOOTTIME, &now) == 0);
    } while (now.tv_sec * 100 + now.tv_nsec / 10000000 ==
             start.tv_sec * 100 + start.tv_nsec / 10000000);
}

static void reuse_one_pid(void)
{
    mount_proc(NULL);
    for (int32_t variant = 0; variant < variant_count(); variant++) {
        const char *name = variant_use(variant);
        force_next_pid(REUSED_PID);
        child first = child_sleeping();
        EXPECT_EQUAL(first.pid, REUSED_PID);
        pp_identity old = identity_of(REUSED_PID);
        EXPECT_EQUAL(query_id(old, ONE_SHOT_FIELDS).status, PP_OK);
        child_end(&first);
        EXPECT_EQUAL(query_id(old, ONE_SHOT_FIELDS).status, PP_GONE);
        await_next_tick();
        force_next_pid(REUSED_PID);
        child second = child_sleeping();
        EXPECT_EQUAL(second.pid, REUSED_PID);
        context("%s", name);
        expect_replaced(old);
        EXPECT_EQUAL(query_id(identity_of(REUSED_PID), ONE_SHOT_FIELDS).status, PP_OK);
        child_kill(&second); /* also of a zombie */
        expect_replaced(old);
        child_end(&second);
    }
}

static void old_identity(void)
{
    if (!run_as_first_process(reuse_one_pid)) {
        SKIP(NOT_PERMITTED);
    }
}

/* ---------------------------------------------------------------------------- a reuse storm -- */

/*
 * Two spawners take turns, unordered, at the same few numbers. The children of each differ from
 * those of the other in what they inherit at fork: parent, session, and memory. These are read from
 * three sources, so that a row of two processes would show.
 */
enum { STORM_PIDS = 3, STORM_CHILDREN = 300, SMALL = 0, LARGE = 1, LARGE_BYTES = 16 * MEGABYTE };

/* Of each spawner. With fewer, both might be over before the first query. */
static int64_t storm_children(void)
{
    enum { AT_LEAST = 60 };
    int64_t count = paced(STORM_CHILDREN);
    return count < AT_LEAST ? AT_LEAST : count;
}

typedef struct storm {
    _Atomic int32_t running; /* spawners that have not finished */
    uint64_t small_bytes;    /* resident memory of the spawner that holds nothing */
} storm;

static storm *shared;

static void spawn_short_lives(int32_t kind)
{
    int64_t count = storm_children();
    for (int64_t i = 0; i < count; i++) {
        force_next_pid(REUSED_PID + (int32_t)(i % STORM_PIDS));
        pid_t pid = fork();
        MUST(pid >= 0);
        if (pid == 0) {
            _exit(0);
        }
        if (kind == LARGE) {
            /* Leaves it a zombie for a moment, another state in which it may be met. */
            siginfo_t info;
            MUST(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) == 0);
        }
        MUST(waitpid(pid, NULL, 0) == pid);
    }
}

/* A spawner waits for the querying process to be ready, by the number of running ones. */
static _Noreturn void be_spawner(int32_t kind)
{
    MUST(prctl(PR_SET_PDEATHSIG, SIGKILL) == 0);
    MUST(setsid() == getpid());
    if (kind == LARGE) {
        uint8_t *memory =
            mmap(NULL, LARGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        MUST(memory != MAP_FAILED);
        memset(memory, 1, LARGE_BYTES);
    }
    atomic_fetch_add(&shared->running, 1);
    while (atomic_load(&shared->running) < 3) { /* the third is the querying process */
        sched_yield();
    }
    spawn_short_lives(kind);
    atomic_fetch_sub(&shared->running, 1);
    _exit(0);
}

/* Of session and group only stat knows; without them, the parent comes from another source too. */
#define STORM_FIELDS                                                                               \
    (PP_FIELD_IDENTITY | PP_FIELD_PARENT | PP_FIELD_UID | PP_FIELD_RESIDENT | PP_FIELD_CPU_TOTAL)

static const uint64_t STORM_MASKS[] = {STORM_FIELDS | PP_FIELD_SESSION | PP_FIELD_GROUP,
                                       STORM_FIELDS, PP_FIELD_PARENT | PP_FIELD_RESIDENT};

enum { STORM_MASK_COUNT = (int)(sizeof STORM_MASKS / sizeof STORM_MASKS[0]) };

typedef struct tally {
    int ok;
    int gone;
    int both[2]; /* rows of children of each spawner */
} tally;

static void check_storm_row(const pp_sample *row, uint64_t fields, const int32_t *spawners,
                            tally *seen)
{
    if (row->status != PP_OK) {
        EXPECT_EQUAL(row->status, PP_GONE);
        seen->gone++;
        return;
    }
    seen->ok++;
    EXPECT_EQUAL(row->valid, fields); /* nothing is hidden here: all can be read */
    EXPECT_EQUAL(row->os_error, 0);
    if (row->valid != fields) {
        return;
    }
    int32_t kind = row->parent_pid == spawners[LARGE] ? LARGE : SMALL;
    seen->both[kind]++;
    EXPECT_EQUAL(row->parent_pid, spawners[kind]);
    if ((fields & PP_FIELD_SESSION) != 0) {
        EXPECT_EQUAL(row->session, spawners[kind]);
        EXPECT_EQUAL(row->process_group, spawners[kind]);
    }
    if (row->resident_bytes != 0) { /* 0 once it has given its memory back */
        EXPECT_EQUAL(row->resident_bytes > LARGE_BYTES / 2 + shared->small_bytes, kind == LARGE);
    }
}

static void query_the_storm(const int32_t *spawners, uint64_t fields, tally *seen)
{
    int32_t pids[STORM_PIDS];
    pp_sample rows[STORM_PIDS];
    for (int32_t i = 0; i < STORM_PIDS; i++) {
        pids[i] = REUSED_PID + i;
    }
    EXPECT_EQUAL(pp_query_pids(pids, STORM_PIDS, fields, rows), STORM_PIDS);
    for (int32_t i = 0; i < STORM_PIDS; i++) {
        check_row(&rows[i], pids[i], fields);
        check_storm_row(&rows[i], fields, spawners, seen);
    }
}

static void run_storm(void)
{
    int32_t spawners[2] = {0, 0};
    atomic_store(&shared->running, 0);
    force_next_pid(REUSED_PID / 2); /* the spawners' own numbers are not among those reused */
    for (int32_t kind = SMALL; kind <= LARGE; kind++) {
        spawners[kind] = fork();
        MUST(spawners[kind] >= 0);
        if (spawners[kind] == 0) {
            be_spawner(kind);
        }
    }
    while (atomic_load(&shared->running) < 2) {
        sched_yield();
    }
    shared->small_bytes = query(spawners[SMALL], PP_FIELD_RESIDENT).resident_bytes;
    atomic_fetch_add(&shared->running, 1);
    tally seen = {0};
    while (atomic_load(&shared->running) > 1) {
        for (int i = 0; i < STORM_MASK_COUNT; i++) {
            query_the_storm(spawners, STORM_MASKS[i], &seen);
        }
    }
    EXPECT(seen.ok > 0 && seen.gone > 0); /* or nothing has been tested */
    for (int32_t kind = SMALL; kind <= LARGE; kind++) {
        int status = 0;
        MUST(waitpid(spawners[kind], &status, 0) == spawners[kind]);
        EXPECT_EQUAL(status, 0);
    }
}

static void storm_in_namespace(void)
{
    mount_proc(NULL);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    MUST(shared != MAP_FAILED);
    for (int32_t variant = 0; variant < variant_count(); variant++) {
        context("%s", variant_use(variant));
        run_storm();
    }
}

static void storm_of_reuse(void)
{
    if (!run_as_first_process(storm_in_namespace)) {
        SKIP(NOT_PERMITTED);
    }
}

/* ----------------------------------------------------------- the same without any privilege -- */

/* Children of ours, met at any moment of their short lives. */
static void short_lived_children(void)
{
    enum { CHILDREN = 400 };
    for (int i = 0; i < CHILDREN; i++) {
        pid_t pid = fork();
        MUST(pid >= 0);
        if (pid == 0) {
            _exit(0);
        }
        int zombies = 0;
        while (zombies < 2) { /* until it has exited, and once more */
            const uint64_t fields = PP_FIELDS_CHEAP | PP_FIELD_STATE;
            pp_sample row = query(pid, fields);
            EXPECT_EQUAL(row.status, PP_OK);
            /* Under qemu-user, which adds a thread, some are met when all threads are leaving. */
            bool is_leaving = row.state == PP_STATE_DEAD;
            EXPECT_EQUAL(row.valid, is_leaving ? fields & ~MEMORY_FIELDS : fields);
            EXPECT_EQUAL(row.parent_pid, getpid());
            EXPECT_EQUAL(row.uid, geteuid());
            zombies += row.alive == 0;
        }
        MUST(waitpid(pid, NULL, 0) == pid);
        EXPECT_EQUAL(query(pid, PP_FIELDS_CHEAP).status, PP_GONE);
    }
}

DEFINE_SUITE(reuse, CASE_FRESH(old_identity), CASE_FRESH(storm_of_reuse),
             CASE_PER_VARIANT(short_lived_children));
