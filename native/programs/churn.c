/*
 * Processes that come and go, each with a serial number that a probe can read of it: so a reading
 * that is of another process is seen to be.
 *
 *     procprobe_churn [FIRST COUNT]
 *
 * With two numbers, processes get the COUNT PIDs from FIRST on in turn, again and again. Orders on
 * the standard input, one a line:
 *
 *     make SERIAL          a process that waits, named s and its serial number, with address space
 *                          that depends on it; the answer is a line with: PID VIRTUAL_BYTES, or 0 0
 *                          when none can be made now
 *     let SERIAL MILLIS    lets it go: it lives so much longer and then exits by itself with
 *                          SERIAL % 200 + 1
 *
 * All that have ended are reaped within milliseconds. At the end of the input all end.
 */
#include "next_pid.h"

#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
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
    MOST_AT_ONCE = 4096,
    SIZES = 4096,
    EXIT_CODES = 200,
    REAP_EVERY_MS = 3,
    BYTES_PER_SIZE = 1 << 20,
};

/* The end of a pipe by which the process with this serial number is let go, or 0 for none. */
static int leave_of[MOST_AT_ONCE];

static int64_t first_pid;
static int64_t pid_count;

/* ------------------------------------------------------------------------- one of the crowd -- */

/* As the kernel says itself, of itself. */
static int64_t own_virtual_bytes(void)
{
    char text[128] = {0};
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0 || read(file, text, sizeof text - 1) <= 0) {
        _exit(EXIT_FAILURE);
    }
    close(file);
    return strtoll(text, NULL, 10) * sysconf(_SC_PAGESIZE);
}

/* Ends when it is let go, or when who has made it does. */
static _Noreturn void live(int64_t serial, int ready, int leave)
{
    char name[16];
    snprintf(name, sizeof name, "s%" PRId64, serial);
    size_t bytes = (size_t)(serial % SIZES + 1) * BYTES_PER_SIZE;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    if (prctl(PR_SET_NAME, name) != 0 || mmap(NULL, bytes, PROT_NONE, flags, -1, 0) == MAP_FAILED) {
        _exit(EXIT_FAILURE);
    }
    int64_t virtual_bytes = own_virtual_bytes();
    int64_t millis = 0;
    if (write(ready, &virtual_bytes, sizeof virtual_bytes) != sizeof virtual_bytes ||
        read(leave, &millis, sizeof millis) != sizeof millis) {
        _exit(EXIT_FAILURE);
    }
    struct timespec time = {.tv_sec = millis / 1000, .tv_nsec = millis % 1000 * 1000000};
    nanosleep(&time, NULL);
    _exit((int)(serial % EXIT_CODES) + 1);
}

/* --------------------------------------------------------------------------- who makes them -- */

static void reap(void)
{
    while (waitpid(-1, NULL, WNOHANG) > 0) {
    }
}

static pid_t begin(int64_t serial, int64_t *virtual_bytes)
{
    int ready[2];
    int leave[2];
    int *slot = &leave_of[serial % MOST_AT_ONCE];
    if (*slot != 0 || pipe2(ready, O_CLOEXEC) != 0) {
        return 0;
    }
    pid_t pid = -1;
    if (pipe2(leave, O_CLOEXEC) == 0) {
        if (pid_count > 0) {
            next_pid_choose(first_pid + serial % pid_count);
        }
        pid = fork();
        if (pid == 0) {
            /* Or it would keep others waiting that this program leaves behind. */
            for (int i = 0; i < MOST_AT_ONCE; i++) {
                if (leave_of[i] != 0) {
                    close(leave_of[i]);
                }
            }
            close(leave[1]);
            close(ready[0]);
            live(serial, ready[1], leave[0]);
        }
        close(leave[0]);
        *slot = leave[1];
    }
    close(ready[1]);
    if (pid < 0 || read(ready[0], virtual_bytes, sizeof *virtual_bytes) != sizeof *virtual_bytes) {
        pid = 0;
    }
    close(ready[0]);
    return pid;
}

static void make(int64_t serial)
{
    int64_t virtual_bytes = 0;
    pid_t pid = begin(serial, &virtual_bytes);
    printf("%lld %" PRId64 "\n", (long long)pid, pid > 0 ? virtual_bytes : 0);
    fflush(stdout);
}

static void let_go(int64_t serial, int64_t millis)
{
    int *slot = &leave_of[serial % MOST_AT_ONCE];
    if (*slot != 0) {
        /* One that was ended meanwhile does not read it. */
        ssize_t written = write(*slot, &millis, sizeof millis);
        (void)written;
        close(*slot);
        *slot = 0;
    }
}

/* False at the end of the input. */
static bool follow_order(void)
{
    char line[64];
    int64_t serial = 0;
    int64_t millis = 0;
    if (fgets(line, sizeof line, stdin) == NULL) {
        return false;
    }
    if (sscanf(line, "make %" SCNd64, &serial) == 1) {
        make(serial);
    } else if (sscanf(line, "let %" SCNd64 " %" SCNd64, &serial, &millis) == 2) {
        let_go(serial, millis);
    } else {
        errx(EXIT_USAGE, "no order: %s", line);
    }
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 1 && argc != 3) {
        errx(EXIT_USAGE, "give nothing, or the first PID and how many");
    }
    if (argc == 3) {
        first_pid = strtoll(argv[1], NULL, 10);
        pid_count = strtoll(argv[2], NULL, 10);
        if (!next_pid_open()) {
            err(EXIT_FAILURE, "ns_last_pid");
        }
    }
    signal(SIGPIPE, SIG_IGN);        /* of one that ended before it was let go */
    setvbuf(stdin, NULL, _IONBF, 0); /* so that poll() knows of every line */
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    bool goes_on = true;
    while (goes_on) {
        if (poll(&input, 1, REAP_EVERY_MS) > 0) {
            goes_on = follow_order();
        }
        reap();
    }
    for (int i = 0; i < MOST_AT_ONCE; i++) {
        if (leave_of[i] != 0) {
            close(leave_of[i]);
        }
    }
    while (waitpid(-1, NULL, 0) > 0) {
    }
    return EXIT_SUCCESS;
}
