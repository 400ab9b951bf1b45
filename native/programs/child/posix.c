/*
 * The child on POSIX systems. Who is forked holds the reading end of a pipe whose writing end the
 * child alone holds: its end is the end of them all.
 */
#include "os.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { READING, WRITING, MOST_REPORT = 64, STACK_BYTES = 256 * 1024 };

static const int64_t NS_PER_S = 1000000000;
static const int64_t MS_PER_S = 1000;
static const int64_t NS_PER_MS = 1000000;

static int lifeline[2];
static volatile sig_atomic_t slowness_ms;
static pthread_t first_thread;

bool os_begin(void)
{
    struct rlimit none = {0};
    setrlimit(RLIMIT_CORE, &none); /* a crash is wanted, its traces are not */
    return pipe(lifeline) == 0;
}

int64_t os_pid(void)
{
    return getpid();
}

int64_t os_cpu_ns(void)
{
    struct timespec used = {0};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (int64_t)used.tv_sec * NS_PER_S + used.tv_nsec;
}

/* ------------------------------------------------------------------------------------ memory -- */

void *os_allocate(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void os_give_back(void *memory, size_t bytes)
{
    munmap(memory, bytes);
}

size_t os_page_bytes(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

/* ----------------------------------------------------------------------------------- threads -- */

static void *wait_for_nothing(void *unused)
{
    while (true) {
        pause();
    }
    return unused;
}

static bool start_thread(void *(*life)(void *), void *argument)
{
    pthread_attr_t options;
    pthread_t thread;
    if (pthread_attr_init(&options) != 0) {
        return false;
    }
    bool is_started = pthread_attr_setstacksize(&options, STACK_BYTES) == 0 &&
                      pthread_attr_setdetachstate(&options, PTHREAD_CREATE_DETACHED) == 0 &&
                      pthread_create(&thread, &options, life, argument) == 0;
    pthread_attr_destroy(&options);
    return is_started;
}

bool os_start_threads(int64_t count)
{
    bool are_started = true;
    for (int64_t i = 0; i < count && are_started; i++) {
        are_started = start_thread(wait_for_nothing, NULL);
    }
    return are_started;
}

static void (*then)(void);

static void *outlive_first_thread(void *unused)
{
    pthread_join(first_thread, NULL);
    then();
    return unused;
}

bool os_end_first_thread(void (*go_on)(void))
{
    first_thread = pthread_self();
    then = go_on;
    if (!start_thread(outlive_first_thread, NULL)) {
        return false;
    }
    pthread_exit(NULL);
}

/* --------------------------------------------------------------------------------- processes -- */

/* Whoever inherited the writing end would keep all the others alive. */
static pid_t fork_with_lifeline(void)
{
    pid_t pid = fork();
    if (pid == 0 && lifeline[WRITING] >= 0) {
        close(lifeline[WRITING]);
        lifeline[WRITING] = -1;
    }
    return pid;
}

static bool is_interrupted(ssize_t result)
{
    return result < 0 && errno == EINTR;
}

/* The test waits for the ends of both streams, and must not wait for these processes. */
static void leave_streams(void)
{
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
}

static _Noreturn void wait_for_end(void)
{
    char byte;
    ssize_t result;
    do {
        result = read(lifeline[READING], &byte, 1);
    } while (is_interrupted(result));
    _exit(EXIT_SUCCESS);
}

int64_t os_spawn(void)
{
    pid_t pid = fork_with_lifeline();
    if (pid == 0) {
        leave_streams();
        wait_for_end();
    }
    return pid;
}

/* Its own end is noticed between two of its children: then it has been adopted by another. */
int64_t os_churn(void)
{
    pid_t child = getpid();
    pid_t pid = fork_with_lifeline();
    if (pid == 0) {
        leave_streams();
        while (getppid() == child) {
            pid_t passer = fork();
            if (passer == 0) {
                _exit(EXIT_SUCCESS);
            }
            while (passer > 0 && is_interrupted(waitpid(passer, NULL, 0))) {
            }
        }
        _exit(EXIT_SUCCESS);
    }
    return pid;
}

static bool report(int to, int64_t pid, int64_t parent)
{
    char line[MOST_REPORT];
    int length = snprintf(line, sizeof line, "%lld %lld\n", (long long)pid, (long long)parent);
    return write(to, line, (size_t)length) == length; /* short: lines are never mixed */
}

/* Reads the reports of all who hold the writing end, until the last has closed it. */
static int64_t read_reports(int from, os_tell *tell)
{
    FILE *reports = fdopen(from, "r");
    if (reports == NULL) {
        close(from);
        return -1;
    }
    long long pid = 0;
    long long parent = 0;
    int64_t count = 0;
    while (fscanf(reports, "%lld %lld", &pid, &parent) == 2) {
        tell(pid, parent);
        count++;
    }
    fclose(reports);
    return count;
}

/* Whoever is forked begins anew, one level lower. */
static _Noreturn void live_in_tree(int64_t depth, int64_t width, int to)
{
    signal(SIGCHLD, SIG_IGN); /* whoever ends is gone, and no zombie */
    report(to, getpid(), getppid());
    int64_t level = depth;
    int64_t born = 0;
    while (level > 0 && born < width) {
        born++;
        if (fork_with_lifeline() == 0) {
            report(to, getpid(), getppid());
            level--;
            born = 0;
        }
    }
    close(to);
    wait_for_end();
}

static int64_t size_of_tree(int64_t depth, int64_t width)
{
    int64_t size = 1;
    for (int64_t level = 0; level < depth; level++) {
        size = size * width + 1;
    }
    return size;
}

bool os_grow_tree(int64_t depth, int64_t width, os_tell *tell)
{
    int reports[2];
    if (pipe(reports) != 0) {
        return false;
    }
    pid_t root = fork_with_lifeline();
    if (root == 0) {
        leave_streams();
        close(reports[READING]);
        live_in_tree(depth, width, reports[WRITING]);
    }
    close(reports[WRITING]);
    return read_reports(reports[READING], tell) == size_of_tree(depth, width);
}

bool os_make_orphan(os_tell *tell)
{
    int reports[2];
    if (pipe(reports) != 0) {
        return false;
    }
    pid_t parent = fork_with_lifeline();
    if (parent == 0) {
        leave_streams();
        pid_t orphan = fork_with_lifeline();
        if (orphan == 0) {
            close(reports[READING]);
            close(reports[WRITING]);
            wait_for_end();
        }
        _exit(orphan > 0 && report(reports[WRITING], orphan, getpid()) ? EXIT_SUCCESS
                                                                       : EXIT_FAILURE);
    }
    close(reports[WRITING]);
    while (parent > 0 && is_interrupted(waitpid(parent, NULL, 0))) {
    }
    return read_reports(reports[READING], tell) == 1;
}

int64_t os_make_zombie(int code)
{
    pid_t pid = fork_with_lifeline();
    if (pid == 0) {
        _exit(code);
    }
    siginfo_t end;
    while (pid > 0 && is_interrupted(waitid(P_PID, (id_t)pid, &end, WEXITED | WNOWAIT))) {
    }
    return pid;
}

int64_t os_reap_one(void)
{
    pid_t pid = waitpid(-1, NULL, WNOHANG);
    return pid < 0 && errno == ECHILD ? 0 : pid;
}

/* -------------------------------------------------------------------------------------- ends -- */

bool os_ignore_terminate(void)
{
    return signal(SIGTERM, SIG_IGN) != SIG_ERR;
}

static void end_slowly(int number)
{
    (void)number;
    struct timespec rest = {.tv_sec = slowness_ms / MS_PER_S,
                            .tv_nsec = (long)(slowness_ms % MS_PER_S * NS_PER_MS)};
    while (nanosleep(&rest, &rest) != 0 && errno == EINTR) {
    }
    _exit(EXIT_SUCCESS);
}

bool os_terminate_slowly(int64_t ms)
{
    slowness_ms = (sig_atomic_t)ms;
    return signal(SIGTERM, end_slowly) != SIG_ERR;
}

_Noreturn void os_crash(void)
{
    abort();
}
