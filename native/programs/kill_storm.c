/*
 * A tree of processes that does what it can not to be ended as a whole: processes that ignore
 * SIGTERM, that fork again and again, that leave and make orphans of their children, that fork
 * twice, and that go into groups and sessions of their own. In number and in time it is bounded all
 * the same.
 *
 *     procprobe_kill_storm RECORD SEED contained|escaping
 *
 * The first process waits for a line on its standard input, grows a tree, writes a line, and goes
 * on. RECORD is a file of zeros, large enough: in it each process states its number and whether it
 * has left by itself. A contained tree stays in the session of its first process, and can be found
 * by it: none who ignores SIGTERM leaves it by itself. Members of an escaping one are told by their
 * environment only.
 */
#include "randoms.h"

#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, MOST = 48, DEEPEST = 4, LIFE_S = 120, ROOT = 0 };

typedef struct member {
    _Atomic int32_t pid;      /* 0 when it has not come so far */
    _Atomic int32_t has_left; /* by itself */
} member;

typedef struct record {
    _Atomic int32_t planned; /* may grow above MOST, then without effect */
    member members[MOST];
} record;

static record *shared;
static bool is_escaping;
static int32_t self;
static randoms from; /* each process has its own */

static bool one_in(uint32_t count)
{
    return random_below(&from, count) == 0;
}

static void sleep_up_to(uint32_t most_ms)
{
    struct timespec time = {.tv_nsec = (long)random_below(&from, most_ms * 1000) * 1000};
    nanosleep(&time, NULL);
}

static _Noreturn void leave(void)
{
    atomic_store(&shared->members[self].has_left, 1);
    _exit(EXIT_SUCCESS);
}

/* False when there are enough of them. */
static bool make_child(void (*life)(int32_t depth), int32_t depth)
{
    if (atomic_load(&shared->planned) >= MOST) {
        return false;
    }
    int32_t child = atomic_fetch_add(&shared->planned, 1);
    if (child >= MOST) {
        return false;
    }
    uint64_t seed = random_next(&from) | 1;
    pid_t pid = fork();
    if (pid == 0) {
        self = child;
        from.state = seed;
        atomic_store(&shared->members[self].pid, getpid());
        alarm(LIFE_S);
        life(depth);
    } else if (pid > 0) {
        atomic_store(&shared->members[child].pid, pid);
    }
    return pid > 0;
}

/* Children of those who ask for no status do not become zombies. */
static bool take_habits(void)
{
    bool ignores = one_in(3);
    signal(SIGTERM, ignores ? SIG_IGN : SIG_DFL);
    signal(SIGCHLD, one_in(2) ? SIG_IGN : SIG_DFL);
    if (self == ROOT || (is_escaping && one_in(6))) {
        setsid();
    } else if (one_in(6)) {
        setpgid(0, 0);
    }
    return ignores;
}

static void live(int32_t depth);

static void leave_child_behind(int32_t depth)
{
    if (is_escaping && one_in(2)) {
        setsid();
    }
    (void)make_child(live, depth);
    leave();
}

static void make_children(int32_t depth)
{
    uint32_t count = self == ROOT ? 3 : random_below(&from, 4);
    for (uint32_t i = 0; i < count && depth < DEEPEST; i++) {
        (void)make_child(one_in(4) ? leave_child_behind : live, depth + 1);
    }
}

static void live(int32_t depth)
{
    bool ignores = take_habits();
    make_children(depth);
    if (self == ROOT && write(STDOUT_FILENO, "\n", 1) != 1) {
        leave();
    }
    bool may_leave = is_escaping || (self != ROOT && !ignores);
    uint32_t choice = random_below(&from, 4);
    if (choice == 0 && may_leave) {
        sleep_up_to(40);
        leave();
    }
    while (choice == 1 && make_child(one_in(4) ? leave_child_behind : live, depth + 1)) {
        sleep_up_to(8);
    }
    while (true) {
        pause();
    }
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        errx(EXIT_USAGE, "give the file for the record, a seed, and contained or escaping");
    }
    int file = open(argv[1], O_RDWR | O_CLOEXEC);
    if (file < 0) {
        err(EXIT_FAILURE, "%s", argv[1]);
    }
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared == MAP_FAILED) {
        err(EXIT_FAILURE, "mmap");
    }
    from.state = strtoull(argv[2], NULL, 10) * 2654435769U + 1;
    /* The kernel sends it to a group with a stopped process that loses its last tie to a shell. */
    signal(SIGHUP, SIG_IGN);
    is_escaping = strcmp(argv[3], "escaping") == 0;
    char line;
    if (read(STDIN_FILENO, &line, 1) != 1) {
        return EXIT_SUCCESS;
    }
    atomic_store(&shared->planned, 1);
    atomic_store(&shared->members[ROOT].pid, getpid());
    alarm(LIFE_S);
    live(0);
}
