#include "forest.h"

#include "harness.h"
#include "namespaces.h"
#include "oracle.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NO_WORK = -1, RETIRE = -2 };

typedef struct shared_forest {
    forest it;
    _Atomic int32_t work;  /* enum forest_work, or one of the above */
    _Atomic int32_t ready; /* members that have made all their children */
    uint64_t base_bytes;
    bool uses_numbers_again;
} shared_forest;

static shared_forest *shared;
static int64_t page_bytes;
static pid_t gardener;

/* What every process inherits and fits to its own mark. */
static uint8_t *memory;
static int32_t memory_pages;

/* -------------------------------------------------------------------------------------- plan -- */

enum shape { SHAPE_ANY, SHAPE_BUSHY, SHAPE_CHAIN, SHAPE_FAN, SHAPES };

/* How many members ago the parent was planned, of those that have been planned for this tree. */
static int32_t steps_back(enum shape shape, int32_t planned, randoms *from)
{
    uint32_t most = (uint32_t)planned;
    if (shape == SHAPE_ANY || random_below(from, 20) == 0) {
        return 1 + (int32_t)random_below(from, most);
    }
    if (shape == SHAPE_BUSHY) {
        return 1 + (int32_t)random_below(from, most < 5 ? most : 5);
    }
    return shape == SHAPE_CHAIN ? 1 : planned;
}

static void plan_member(int32_t index, int32_t first, enum shape shape, randoms *from)
{
    forest *f = &shared->it;
    int32_t parent = FOREST_GARDENER;
    if (index > first) {
        parent = index - steps_back(shape, index - first, from);
        parent = f->members[parent].depth < FOREST_DEEPEST ? parent : f->members[parent].parent;
        f->members[parent].children++;
    }
    f->members[index] = (forest_member){
        .tree = f->trees,
        .parent = parent,
        .depth = parent == FOREST_GARDENER ? 0 : f->members[parent].depth + 1,
        .ignores_children = random_below(from, 3) == 0,
        .adopts = random_below(from, 4) == 0,
        .parent_now = parent,
        .state = FOREST_LIVES,
    };
}

/* Most trees are small; of the great ones there is one at a time. */
static int32_t size_of_tree(enum shape shape, int32_t planned, randoms *from)
{
    if (planned < FOREST_MOST / 8 && random_below(from, 12) == 0) {
        return 210 + (int32_t)random_below(from, 50);
    }
    return (shape == SHAPE_CHAIN ? 25 : 5) + (int32_t)random_below(from, 40);
}

void forest_plan(randoms *from, int32_t trees)
{
    forest *f = &shared->it;
    f->count = 0;
    for (f->trees = 0; f->trees < trees; f->trees++) {
        enum shape shape = (enum shape)random_below(from, SHAPES);
        int32_t first = f->count;
        int32_t size = size_of_tree(shape, first, from);
        for (; f->count < first + size; f->count++) {
            plan_member(f->count, first, shape, from);
        }
    }
}

/* -------------------------------------------------------------------------- grown by members -- */

static void resize(int32_t pages)
{
    memory = mremap(memory, (size_t)(memory_pages * page_bytes), (size_t)(pages * page_bytes),
                    MREMAP_MAYMOVE);
    MUST(memory != MAP_FAILED);
    memory_pages = pages;
}

static int32_t mark_of(int32_t member)
{
    return member + 2; /* the gardener has one page */
}

static void make_children(int32_t parent);

static _Noreturn void live(int32_t self)
{
    forest_member *it = &shared->it.members[self];
    atomic_store(&it->pid, getpid());
    MUST(signal(SIGCHLD, it->ignores_children ? SIG_IGN : SIG_DFL) != SIG_ERR);
    MUST(!it->adopts || prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
    make_children(self);
    resize(mark_of(self));
    atomic_fetch_add(&shared->ready, 1);
    while (true) {
        pause();
    }
}

static void make_children(int32_t parent)
{
    forest *f = &shared->it;
    for (int32_t i = parent + 1; i < f->count; i++) {
        if (f->members[i].parent == parent) {
            resize(mark_of(i));
            pid_t pid = fork();
            MUST(pid >= 0);
            if (pid == 0) {
                live(i);
            }
        }
    }
}

/* ------------------------------------------------------------------------------ the gardener -- */

static int pidfds[FOREST_MOST];

static void grow(void)
{
    forest *f = &shared->it;
    if (shared->uses_numbers_again) {
        force_next_pid(FOREST_FIRST_PID);
    }
    atomic_store(&shared->ready, 0);
    make_children(FOREST_GARDENER);
    while (atomic_load(&shared->ready) < f->count) {
        sched_yield();
    }
    for (int32_t i = 0; i < f->count; i++) {
        int32_t pid = atomic_load(&f->members[i].pid);
        pidfds[i] = (int)syscall(SYS_pidfd_open, pid, 0);
        MUST(pidfds[i] >= 0);
        oracle_await_sleep(pid); /* what it has used does not change any more */
    }
}

static bool reaps(int32_t parent)
{
    return parent < 0 || shared->it.members[parent].ignores_children;
}

/* As find_new_reaper() of the kernel does: the nearest ancestor that adopts, or the first process. */
static int32_t adopter_of(int32_t orphaned_by)
{
    const forest_member *members = shared->it.members;
    int32_t adopter = members[orphaned_by].parent_now;
    while (adopter >= 0 && !members[adopter].adopts) {
        adopter = members[adopter].parent_now;
    }
    return adopter >= 0 ? adopter : FOREST_FIRST_PROCESS;
}

static void note_end(int32_t member)
{
    forest *f = &shared->it;
    int32_t adopter = adopter_of(member);
    for (int32_t i = 0; i < f->count; i++) {
        forest_member *child = &f->members[i];
        if (child->parent_now == member && child->state != FOREST_GONE) {
            child->parent_now = adopter;
            bool is_reaped = child->state == FOREST_ZOMBIE && reaps(adopter);
            child->state = is_reaped ? FOREST_GONE : child->state;
        }
    }
    forest_member *it = &f->members[member];
    it->state = reaps(it->parent_now) ? FOREST_GONE : FOREST_ZOMBIE;
}

/* By a descriptor: whatever becomes of its number, nobody else is ended. */
static int send_to(int32_t member, int signal)
{
    return (int)syscall(SYS_pidfd_send_signal, pidfds[member], signal, NULL, 0);
}

/* Returns when it has exited and its children have other parents. */
static void end_one(int32_t member)
{
    struct pollfd exit = {.fd = pidfds[member], .events = POLLIN};
    atomic_store(&shared->it.members[member].is_doomed, true);
    MUST(send_to(member, SIGKILL) == 0);
    MUST(poll(&exit, 1, -1) == 1);
    note_end(member);
}

static void await_departures(void)
{
    for (int32_t i = 0; i < shared->it.count; i++) {
        while (shared->it.members[i].state == FOREST_GONE && send_to(i, 0) == 0) {
            sched_yield();
        }
    }
}

static void thin(randoms *from)
{
    uint32_t one_in = 2 + random_below(from, 10);
    for (int32_t i = 0; i < shared->it.count; i++) {
        int32_t member = (int32_t)random_below(from, (uint32_t)shared->it.count);
        if (random_below(from, one_in) == 0 && shared->it.members[member].state == FOREST_LIVES) {
            end_one(member);
        }
    }
    await_departures();
}

static void clear(void)
{
    for (int32_t i = 0; i < shared->it.count; i++) {
        if (shared->it.members[i].state == FOREST_LIVES) {
            end_one(i);
        }
    }
    await_departures();
    for (int32_t i = 0; i < shared->it.count; i++) {
        MUST(close(pidfds[i]) == 0);
    }
}

/* So that it does not grow later on, and the address space with it. */
static void touch_stack(void)
{
    volatile uint8_t room[65536];
    for (size_t i = 0; i < sizeof room; i += 1024) {
        room[i] = 1;
    }
}

static int32_t await_work(void)
{
    int32_t work = atomic_load(&shared->work);
    while (work == NO_WORK) {
        sched_yield();
        work = atomic_load(&shared->work);
    }
    return work;
}

static _Noreturn void be_gardener(uint64_t seed)
{
    randoms from = {.state = seed};
    MUST(signal(SIGCHLD, SIG_IGN) != SIG_ERR);
    memory = mmap(NULL, (size_t)page_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                  -1, 0);
    MUST(memory != MAP_FAILED);
    memory_pages = 1;
    touch_stack();
    (void)oracle_statm_bytes(getpid(), 1); /* so that libc has what it needs for it */
    shared->base_bytes = (uint64_t)(oracle_statm_bytes(getpid(), 1) - page_bytes);
    for (int32_t work = await_work(); work != RETIRE; work = await_work()) {
        if (work == FOREST_GROW) {
            grow();
        } else if (work == FOREST_THIN) {
            thin(&from);
        } else {
            clear();
        }
        atomic_store(&shared->work, NO_WORK);
    }
    _exit(EXIT_PASSED);
}

/* ------------------------------------------------------------------------------- the caller -- */

forest *forest_begin(uint64_t seed, bool uses_numbers_again)
{
    page_bytes = sysconf(_SC_PAGESIZE);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    MUST(shared != MAP_FAILED);
    shared->uses_numbers_again = uses_numbers_again;
    atomic_store(&shared->work, NO_WORK);
    fflush(stdout);
    force_next_pid(FOREST_FIRST_PID / 2);
    gardener = fork();
    MUST(gardener >= 0);
    if (gardener == 0) {
        be_gardener(seed);
    }
    return &shared->it;
}

void forest_order(enum forest_work work)
{
    atomic_store(&shared->work, (int32_t)work);
}

bool forest_is_quiet(void)
{
    return atomic_load(&shared->work) == NO_WORK;
}

void forest_reap(void)
{
    pid_t pid = waitpid(-1, NULL, WNOHANG);
    while (pid > 0) {
        MUST(pid != gardener); /* it has said why it gave up */
        pid = waitpid(-1, NULL, WNOHANG);
    }
}

int32_t forest_gardener(void)
{
    return gardener;
}

uint64_t forest_virtual_bytes(int32_t member)
{
    return shared->base_bytes + (uint64_t)(mark_of(member) * page_bytes);
}

int32_t forest_member_of(int32_t pid)
{
    for (int32_t i = 0; i < shared->it.count; i++) {
        if (atomic_load(&shared->it.members[i].pid) == pid) {
            return i;
        }
    }
    return -1;
}

void forest_end(void)
{
    int status = 0;
    atomic_store(&shared->work, RETIRE);
    MUST(waitpid(gardener, &status, 0) == gardener);
    EXPECT_EQUAL(status, 0);
    MUST(munmap(shared, sizeof *shared) == 0);
}
