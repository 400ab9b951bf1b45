/*
 * Processes to be measured: forks many children that do nothing, and makes some of them run when
 * told to.
 *
 * All children are this very program after a fork, without an exec, so that ten thousand of them
 * start in about a second and take little memory. Each sleeps on a futex of its own in shared
 * memory, where it costs no CPU time at all.
 */
#include "command.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_CHILDREN = 1000000,
    MOST_BELOW = 1000,
    PERCENT_OF_ALL = 100,
    RUN_NS = 10000,
    PATIENCE_S = 30,
};

static const char HELP[] =
    "Usage: procprobe_children COUNT [BELOW]\n"
    "\n"
    "Starts that many processes that sleep, and prints their PIDs in one line. With BELOW they "
    "are\n"
    "trees: one and BELOW children of it, again and again. Then reads commands from standard "
    "input,\n"
    "one a line:\n"
    "\n"
    "    run PERCENT  that share of them, evenly spread and always the same ones, each runs for\n"
    "                 about 10 microseconds and sleeps again; then answers with how many have run\n"
    "\n"
    "At the end of input it ends the children and itself. They end with it, however it ends.\n"
    "Exit status: 0 at the end of input, 1 on failure, 2 for bad usage.\n";

/* On a cache line of its own, so that children do not hold each other up. */
typedef struct call {
    _Alignas(64) _Atomic uint32_t turn; /* changes when the child is to run */
    pid_t pid;                          /* 0 until it has been started */
} call;

/* Shared by all. */
typedef struct board {
    _Alignas(64) _Atomic uint32_t running; /* how many have been called and have not run yet */
    int32_t count;
    int32_t below;
    call calls[];
} board;

static void futex_wait(_Atomic uint32_t *word, uint32_t while_equal, const struct timespec *timeout)
{
    /* Woken for nothing, by a signal, or too late to wait: all callers look at the word again. */
    syscall(SYS_futex, word, FUTEX_WAIT, while_equal, timeout, NULL, 0);
}

static void futex_wake(_Atomic uint32_t *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static uint64_t own_cpu_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* ---------------------------------------------------------------------------------- a child -- */

static void end_with(pid_t parent)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) {
        _exit(EXIT_FAILURE);
    }
}

static void note_done(board *all)
{
    if (atomic_fetch_sub(&all->running, 1) == 1) {
        futex_wake(&all->running);
    }
}

static _Noreturn void live(board *all, int32_t index);

/* By this process, whose child it is. False when it cannot be. */
static int start(board *all, int32_t index)
{
    pid_t self = getpid();
    pid_t child = fork();
    if (child == 0) {
        end_with(self);
        live(all, index);
    }
    all->calls[index].pid = child > 0 ? child : 0;
    return child > 0;
}

static int is_root(const board *all, int32_t index)
{
    return index % (all->below + 1) == 0;
}

static void start_below(board *all, int32_t root)
{
    for (int32_t i = root + 1; i < all->count && !is_root(all, i); i++) {
        if (!start(all, i)) {
            warn("fork of child %d of %d", i + 1, all->count);
            _exit(EXIT_FAILURE);
        }
    }
}

static _Noreturn void live(board *all, int32_t index)
{
    _Atomic uint32_t *turn = &all->calls[index].turn;
    if (is_root(all, index)) {
        start_below(all, index);
    }
    note_done(all);
    uint32_t seen = 0;
    for (;;) {
        while (atomic_load(turn) == seen) {
            futex_wait(turn, seen, NULL);
        }
        seen = atomic_load(turn);
        uint64_t enough = own_cpu_ns() + RUN_NS;
        while (own_cpu_ns() < enough) {
        }
        note_done(all);
    }
}

/* ------------------------------------------------------------------------------- the parent -- */

static board *make_board(int32_t count, int32_t below)
{
    size_t bytes = sizeof(board) + (size_t)count * sizeof(call);
    board *all = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED) {
        err(EXIT_FAILURE, "mmap");
    }
    all->count = count;
    all->below = below;
    return all;
}

static void end_children(const board *all)
{
    /* This process reaps them all, see main: so far none, and every number is still its own. */
    for (int32_t i = 0; i < all->count; i++) {
        if (all->calls[i].pid > 0) {
            kill(all->calls[i].pid, SIGKILL);
        }
    }
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) {
    }
}

/* Until all that were called have done what they were to. */
static void await_children(board *all)
{
    const struct timespec patience = {.tv_sec = PATIENCE_S};
    for (;;) {
        uint32_t running = atomic_load(&all->running);
        if (running == 0) {
            return;
        }
        futex_wait(&all->running, running, &patience);
        if (atomic_load(&all->running) == running) {
            errx(EXIT_FAILURE, "%" PRIu32 " children did not run in %d s", running, PATIENCE_S);
        }
    }
}

static void start_children(board *all)
{
    atomic_store(&all->running, (uint32_t)all->count);
    for (int32_t i = 0; i < all->count; i++) {
        if (is_root(all, i) && !start(all, i)) {
            int error = errno;
            end_children(all);
            errno = error;
            err(EXIT_FAILURE, "fork of child %d of %d", i + 1, all->count);
        }
    }
    await_children(all);
}

/* Spreads the chosen ones evenly: the i-th is chosen when the count so far rises with it. */
static int is_chosen(int32_t index, uint32_t percent)
{
    uint64_t before = (uint64_t)index * percent / PERCENT_OF_ALL;
    uint64_t after = ((uint64_t)index + 1) * percent / PERCENT_OF_ALL;
    return after > before;
}

static uint32_t count_chosen(int32_t count, uint32_t percent)
{
    uint32_t chosen = 0;
    for (int32_t i = 0; i < count; i++) {
        chosen += (uint32_t)is_chosen(i, percent);
    }
    return chosen;
}

static uint32_t run_children(board *all, uint32_t percent)
{
    uint32_t chosen = count_chosen(all->count, percent);
    atomic_store(&all->running, chosen);
    for (int32_t i = 0; i < all->count; i++) {
        if (is_chosen(i, percent)) {
            atomic_fetch_add(&all->calls[i].turn, 1);
            futex_wake(&all->calls[i].turn);
        }
    }
    await_children(all);
    return chosen;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(HELP, stdout);
        return EXIT_SUCCESS;
    }
    if (argc < 2 || argc > 3) {
        errx(EXIT_USAGE, "give the number of children (see --help)");
    }
    int32_t count = (int32_t)number_parse(argv[1], 1, MOST_CHILDREN);
    int32_t below = argc == 3 ? (int32_t)number_parse(argv[2], 0, MOST_BELOW) : 0;
    board *all = make_board(count, below);
    /* Some machines' first process reaps nobody. */
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
        err(EXIT_FAILURE, "prctl");
    }
    start_children(all);
    for (int32_t i = 0; i < count; i++) {
        printf(i == 0 ? "%d" : " %d", (int)all->calls[i].pid);
    }
    printf("\n");
    fflush(stdout);
    command asked;
    while (command_read(&asked)) {
        if (strcmp(asked.word, "run") != 0 || asked.number > PERCENT_OF_ALL) {
            errx(EXIT_USAGE, "not a command: %s %" PRIu32 " (see --help)", asked.word,
                 asked.number);
        }
        printf("%" PRIu32 "\n", run_children(all, asked.number));
        fflush(stdout);
    }
    end_children(all);
    return EXIT_SUCCESS;
}
