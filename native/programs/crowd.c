/*
 * Bystanders: processes that nobody may signal, under numbers that others have just had, in sessions
 * and groups of their own, with and without a parent or a leader.
 *
 *     procprobe_crowd FIRST COUNT
 *
 * Passers-by come and go all the time, each under one of COUNT numbers from FIRST on. A line with a
 * number on the standard input makes one that stays, under this number; the answer is a line with
 * it, or with 0 when it cannot be had. At the end of the input all end by themselves, and a last
 * line tells what they have lived to see:
 *
 *     PASSED STAYED SIGNALS STOPPED ENDED
 *
 * how many there were of both kinds, how many signals they have got, how often one was stopped or
 * continued, and how many were ended by others. Needs leave to choose the next number of the PID
 * namespace.
 */
#include "next_pid.h"
#include "randoms.h"

#include <err.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    EXIT_USAGE = 2,
    AT_ONCE = 12,
    MOST_STAYING = 256,
    ATTEMPTS = 200,
    LIFE_MS = 20,
    LOOK_MS = 20,
    PAUSE_MS = 1,
};

typedef struct news {
    _Atomic int64_t signals;
    _Atomic int64_t children_of_passers;
    _Atomic bool is_over;
} news;

typedef struct tally {
    int64_t passed;
    int64_t stayed;
    int64_t stopped;
    int64_t ended;
    int64_t present; /* passers-by, with their children */
} tally;

static news *shared;
static randoms from = {.state = 0xc403d};

static void sleep_ms(int64_t ms)
{
    struct timespec time = {.tv_nsec = (long)(ms * 1000000)};
    nanosleep(&time, NULL);
}

/* ------------------------------------------------------------------------------- bystanders -- */

static void note_signal(int number, siginfo_t *info, void *context)
{
    (void)context;
    /* Those of the kernel, as that a child has ended, have a code above 0. */
    if (info->si_code <= 0 || number != SIGCHLD) {
        atomic_fetch_add(&shared->signals, 1);
    }
}

static void note_signals(void)
{
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_RESTART};
    action.sa_sigaction = note_signal;
    for (int number = 1; number <= SIGRTMAX; number++) {
        sigaction(number, &action, NULL); /* SIGKILL, SIGSTOP and those of libc are refused */
    }
}

static void stand_apart(randoms *own)
{
    uint32_t how = random_below(own, 3);
    if (how == 0) {
        setsid();
    } else if (how == 1) {
        setpgid(0, 0);
    }
}

/* Half of them leave a child behind, in the session and group that they have led. */
static _Noreturn void pass_by(uint64_t seed)
{
    randoms own = {.state = seed};
    stand_apart(&own);
    if (random_below(&own, 2) == 0 && fork() == 0) {
        atomic_fetch_add(&shared->children_of_passers, 1);
        sleep_ms(1 + random_below(&own, LIFE_MS));
    } else {
        sleep_ms(random_below(&own, LIFE_MS));
    }
    _exit(EXIT_SUCCESS);
}

static _Noreturn void stay(uint64_t seed)
{
    randoms own = {.state = seed};
    stand_apart(&own);
    while (!atomic_load(&shared->is_over)) {
        sleep_ms(LOOK_MS);
    }
    _exit(EXIT_SUCCESS);
}

/* --------------------------------------------------------------------------- who makes them -- */

static pid_t fork_noting(void)
{
    pid_t pid = fork();
    if (pid < 0) {
        err(EXIT_FAILURE, "fork");
    }
    if (pid == 0) {
        note_signals();
    }
    return pid;
}

/* All are children of this process in the end, which adopts them. */
static void reap(tally *seen, int options)
{
    int status = 0;
    pid_t pid = waitpid(-1, &status, options);
    while (pid > 0) {
        if (WIFSTOPPED(status) || WIFCONTINUED(status)) {
            seen->stopped++;
        } else {
            seen->ended += !WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS;
            seen->present--;
        }
        pid = waitpid(-1, &status, options);
    }
}

static void let_pass(int64_t first, int64_t count, tally *seen)
{
    next_pid_choose(first + random_below(&from, (uint32_t)count));
    uint64_t seed = random_next(&from);
    if (fork_noting() == 0) {
        pass_by(seed);
    }
    seen->passed++;
    seen->present++;
}

/* Whoever has the number passes by sooner or later, but another may be faster to get it. */
static int64_t let_stay(int64_t pid, tally *seen)
{
    for (int32_t i = 0; i < ATTEMPTS && seen->stayed < MOST_STAYING; i++) {
        next_pid_choose(pid);
        uint64_t seed = random_next(&from);
        pid_t child = fork_noting();
        if (child == 0) {
            if (getpid() == pid) {
                stay(seed);
            }
            _exit(EXIT_SUCCESS);
        }
        if (child == pid) {
            seen->stayed++;
            return pid;
        }
        seen->present++;
        sleep_ms(PAUSE_MS);
        reap(seen, WNOHANG | WUNTRACED | WCONTINUED);
    }
    return 0;
}

/* False at the end of the input. */
static bool answer(tally *seen)
{
    char line[32];
    if (fgets(line, sizeof line, stdin) == NULL) {
        return false;
    }
    printf("%lld\n", (long long)let_stay(strtoll(line, NULL, 10), seen));
    fflush(stdout);
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        errx(EXIT_USAGE, "give the first number and how many");
    }
    int64_t first = strtoll(argv[1], NULL, 10);
    int64_t count = strtoll(argv[2], NULL, 10);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!next_pid_open() || shared == MAP_FAILED || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
        err(EXIT_FAILURE, "cannot begin");
    }
    setvbuf(stdin, NULL, _IONBF, 0); /* so that poll() knows of every line */
    tally seen = {0};
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    bool goes_on = true;
    while (goes_on) {
        bool is_asked = poll(&input, 1, PAUSE_MS) > 0;
        goes_on = !is_asked || answer(&seen);
        reap(&seen, WNOHANG | WUNTRACED | WCONTINUED);
        int64_t present = seen.present + atomic_load(&shared->children_of_passers);
        if (goes_on && present < AT_ONCE) {
            let_pass(first, count, &seen);
        }
    }
    atomic_store(&shared->is_over, true);
    reap(&seen, WUNTRACED | WCONTINUED);
    printf("%lld %lld %lld %lld %lld\n", (long long)seen.passed, (long long)seen.stayed,
           (long long)atomic_load(&shared->signals), (long long)seen.stopped,
           (long long)seen.ended);
    return EXIT_SUCCESS;
}
