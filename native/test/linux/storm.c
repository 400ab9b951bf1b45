#include "storm.h"

#include "harness.h"
#include "namespaces.h"
#include "oracle.h"
#include "procprobe.h"
#include "randoms.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NUMBERS_PER_SPAWNER = STORM_NUMBERS / STORM_SPAWNERS + 1, BUSY_NS = 1000000 };

/* None of the two that glibc keeps for itself; each ends a process that does not handle it. */
enum { FIRST_SIGNAL = 34, SIGNALS = 30 };

typedef struct storm {
    _Atomic int32_t ready;
    _Atomic bool is_begun;
    _Atomic bool is_forking; /* one at a time: the next number is one for the whole namespace */
    _Atomic bool is_taken[STORM_NUMBERS];
    int64_t processes; /* of each spawner */
    uint64_t base_bytes[STORM_SPAWNERS];
    int32_t spawners[STORM_SPAWNERS];
} storm;

static storm *shared;
static int64_t page_bytes;

/* ------------------------------------------------------------------------------------- marks -- */

static int32_t mark_of(int64_t generation, int32_t spawner)
{
    return (int32_t)(generation % (STORM_MARKS / STORM_SPAWNERS - 1) + 1) * STORM_SPAWNERS +
           spawner;
}

int32_t storm_mark_of(uint64_t virtual_bytes)
{
    for (int32_t i = 0; i < STORM_SPAWNERS; i++) {
        int64_t mark = ((int64_t)virtual_bytes - (int64_t)shared->base_bytes[i]) / page_bytes;
        if (mark >= STORM_SPAWNERS && mark < STORM_MARKS && mark % STORM_SPAWNERS == i) {
            return (int32_t)mark;
        }
    }
    return 0;
}

int32_t storm_parent_of(int32_t mark)
{
    return shared->spawners[mark % STORM_SPAWNERS];
}

bool storm_is_spawner(int32_t pid)
{
    bool is_one = false;
    for (int32_t i = 0; i < STORM_SPAWNERS; i++) {
        is_one = is_one || shared->spawners[i] == pid;
    }
    return is_one;
}

/* Half of them, of every spawner, exit by themselves and wait as zombies. */
static bool exits_by_itself(int32_t mark)
{
    return mark / STORM_SPAWNERS % 2 == 0;
}

static int32_t signal_of(int32_t mark)
{
    return FIRST_SIGNAL + mark % SIGNALS;
}

int32_t storm_exit_status_of(int32_t mark)
{
    return exits_by_itself(mark) ? mark % 251 : PP_EXIT_SIGNALLED + signal_of(mark);
}

/* --------------------------------------------------------------------------------- a spawner -- */

typedef struct spawner {
    int32_t self; /* index */
    int32_t last_pid_file;
    randoms from;
    uint8_t *memory; /* as many pages as the mark of the next process: it inherits them */
    int32_t pages;
    int32_t count; /* of its processes, and their numbers and marks */
    int32_t numbers[NUMBERS_PER_SPAWNER];
    int32_t marks[NUMBERS_PER_SPAWNER];
} spawner;

static void spend_some_time(void)
{
    struct timespec time = {0, 0};
    while (time.tv_sec == 0 && time.tv_nsec < BUSY_NS) {
        MUST(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0);
    }
}

/* Ends with its spawner at the latest, as all do with the first process of their namespace. */
static _Noreturn void be_short_lived(int32_t mark)
{
    if (exits_by_itself(mark)) {
        _exit(mark % 251);
    }
    if (mark / STORM_SPAWNERS % 64 == 1) {
        spend_some_time(); /* some have used far more than others */
    }
    while (true) {
        pause();
    }
}

static void resize(spawner *it, int32_t pages)
{
    it->memory = mremap(it->memory, (size_t)(it->pages * page_bytes), (size_t)(pages * page_bytes),
                        MREMAP_MAYMOVE);
    MUST(it->memory != MAP_FAILED);
    it->pages = pages;
}

static pid_t fork_at(const spawner *it, int32_t pid)
{
    char text[16];
    int length = snprintf(text, sizeof text, "%d", pid - 1);
    while (atomic_exchange(&shared->is_forking, true)) {
        sched_yield();
    }
    MUST(pwrite(it->last_pid_file, text, (size_t)length, 0) == length);
    pid_t child = fork();
    if (child != 0) {
        atomic_store(&shared->is_forking, false);
    }
    MUST(child == 0 || child == pid);
    return child;
}

static void end_one(spawner *it)
{
    int32_t which = (int32_t)random_below(&it->from, (uint32_t)it->count);
    int32_t number = it->numbers[which];
    int32_t mark = it->marks[which];
    pid_t pid = STORM_FIRST_PID + number;
    int status = 0;
    if (!exits_by_itself(mark)) {
        MUST(kill(pid, signal_of(mark)) == 0);
    }
    MUST(waitpid(pid, &status, 0) == pid);
    int32_t expected = storm_exit_status_of(mark);
    MUST(WIFSIGNALED(status) ? WTERMSIG(status) + PP_EXIT_SIGNALLED == expected
                             : WEXITSTATUS(status) == expected);
    it->count--;
    it->numbers[which] = it->numbers[it->count];
    it->marks[which] = it->marks[it->count];
    atomic_store(&shared->is_taken[number], false);
}

/* A number that nobody has at the moment, or a negative one. */
static int32_t take_number(spawner *it)
{
    uint32_t first = random_below(&it->from, STORM_NUMBERS);
    for (uint32_t i = 0; i < STORM_NUMBERS && it->count < NUMBERS_PER_SPAWNER; i++) {
        uint32_t number = (first + i) % STORM_NUMBERS;
        if (!atomic_exchange(&shared->is_taken[number], true)) {
            return (int32_t)number;
        }
    }
    return -1;
}

static void start_one(spawner *it, int32_t number, int32_t mark)
{
    resize(it, mark);
    if (fork_at(it, STORM_FIRST_PID + number) == 0) {
        be_short_lived(mark);
    }
    it->numbers[it->count] = number;
    it->marks[it->count] = mark;
    it->count++;
}

static void spawn_all(spawner *it)
{
    int64_t generation = 0;
    while (generation < shared->processes) {
        int32_t number = take_number(it);
        if (number >= 0) {
            start_one(it, number, mark_of(generation, it->self));
            generation++;
        }
        if (it->count > 0 && (number < 0 || random_below(&it->from, 2) == 0)) {
            end_one(it);
        } else if (number < 0) {
            sched_yield();
        }
    }
    while (it->count > 0) {
        end_one(it);
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

static _Noreturn void be_spawner(int32_t self)
{
    spawner it = {.self = self, .from = {.state = 0x570 + (uint64_t)self}, .pages = 1};
    it.last_pid_file = open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
    MUST(it.last_pid_file >= 0);
    it.memory = mmap(NULL, (size_t)page_bytes, PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    MUST(it.memory != MAP_FAILED);
    touch_stack();
    (void)oracle_statm_bytes(getpid(), 1); /* so that libc has what it needs for it */
    shared->base_bytes[self] = (uint64_t)(oracle_statm_bytes(getpid(), 1) - it.pages * page_bytes);
    atomic_fetch_add(&shared->ready, 1);
    while (!atomic_load(&shared->is_begun)) {
        sched_yield();
    }
    spawn_all(&it);
    fflush(stdout);
    _exit(EXIT_PASSED);
}

/* ----------------------------------------------------------------------------------- a storm -- */

void storm_begin(int64_t processes)
{
    page_bytes = sysconf(_SC_PAGESIZE);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    MUST(shared != MAP_FAILED);
    shared->processes = processes / STORM_SPAWNERS;
    fflush(stdout);
    force_next_pid(STORM_FIRST_PID / 2); /* their own numbers are not among those used again */
    for (int32_t i = 0; i < STORM_SPAWNERS; i++) {
        pid_t pid = fork();
        MUST(pid >= 0);
        if (pid == 0) {
            be_spawner(i);
        }
        shared->spawners[i] = pid;
    }
    while (atomic_load(&shared->ready) < STORM_SPAWNERS) {
        sched_yield();
    }
    atomic_store(&shared->is_begun, true);
}

bool storm_is_over(void)
{
    bool is_over = true; /* also when a spawner had to give up */
    for (int32_t i = 0; i < STORM_SPAWNERS; i++) {
        siginfo_t info = {.si_signo = 0};
        id_t pid = (id_t)shared->spawners[i];
        MUST(waitid(P_PID, pid, &info, WEXITED | WNOWAIT | WNOHANG) == 0);
        is_over = is_over && info.si_signo != 0;
    }
    return is_over;
}

void storm_end(void)
{
    for (int32_t i = 0; i < STORM_SPAWNERS; i++) {
        int status = 0;
        MUST(waitpid(shared->spawners[i], &status, 0) == shared->spawners[i]);
        EXPECT_EQUAL(status, 0);
    }
    MUST(munmap(shared, sizeof *shared) == 0);
}
