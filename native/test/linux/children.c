#include "children.h"

#include "harness.h"

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int32_t own_process(void)
{
    return getpid();
}

void child_report(int32_t channel, int64_t value)
{
    if (write(channel, &value, sizeof value) != (ssize_t)sizeof value) {
        _exit(EXIT_FAILED);
    }
}

void child_sleep(int32_t channel)
{
    /* Nothing is ever sent: this returns when the test has closed its end. */
    char byte;
    while (read(channel, &byte, 1) > 0) {
    }
    _exit(EXIT_PASSED);
}

/* Dies with the thread that forked it. */
static void bind_to_parent(void)
{
    MUST(prctl(PR_SET_PDEATHSIG, SIGKILL) == 0);
}

/* Forks. In the child, *channel is its own end. */
static child fork_child(int32_t *channel)
{
    int ends[2];
    MUST(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    fflush(stdout);
    pid_t parent = getpid();
    pid_t pid = fork();
    MUST(pid >= 0);
    if (pid == 0) {
        bind_to_parent();
        if (getppid() != parent) {
            _exit(EXIT_FAILED);
        }
        close(ends[0]);
        *channel = ends[1];
    } else {
        close(ends[1]);
    }
    return (child){.pid = pid, .channel = ends[0]};
}

static child when_ready(child it)
{
    MUST(read(it.channel, &it.report, sizeof it.report) == (ssize_t)sizeof it.report);
    return it;
}

child child_start(int64_t (*prepare)(const void *argument), const void *argument)
{
    int32_t channel = -1;
    child it = fork_child(&channel);
    if (it.pid == 0) {
        child_report(channel, prepare(argument));
        child_sleep(channel);
    }
    return when_ready(it);
}

child child_busy(int64_t (*body)(const void *argument), const void *argument)
{
    int32_t channel = -1;
    child it = fork_child(&channel);
    if (it.pid == 0) {
        child_report(channel, 0);
        (void)body(argument);
        _exit(EXIT_PASSED);
    }
    return when_ready(it);
}

static int64_t do_nothing(const void *argument)
{
    (void)argument;
    return 0;
}

child child_sleeping(void)
{
    return child_start(do_nothing, NULL);
}

child child_zombie(void)
{
    child it = child_sleeping();
    child_kill(&it);
    return it;
}

static int64_t take_name(const void *argument)
{
    MUST(prctl(PR_SET_NAME, argument) == 0);
    return 0;
}

child child_named(const char *name)
{
    return child_start(take_name, name);
}

static void touch(size_t bytes)
{
    uint8_t *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MUST(memory != MAP_FAILED);
    memset(memory, 1, bytes);
}

static int64_t hold(const void *argument)
{
    touch(*(const size_t *)argument);
    return 0;
}

child child_holding(size_t bytes)
{
    return child_start(hold, &bytes);
}

static int64_t cpu_ns_of_self(void)
{
    struct timespec time;
    MUST(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int64_t spend(const void *argument)
{
    int64_t enough = (int64_t) * (const uint64_t *)argument;
    while (cpu_ns_of_self() < enough) {
    }
    return cpu_ns_of_self();
}

child child_spent(uint64_t cpu_ns)
{
    return child_start(spend, &cpu_ns);
}

/* ------------------------------------------------------------------- first thread has ended -- */

typedef struct outliving {
    int32_t channel;
    size_t bytes;
} outliving;

static char state_of_first_thread(void)
{
    char path[64];
    char text[256] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", (int)getpid());
    FILE *file = fopen(path, "re");
    MUST(file != NULL);
    (void)!fgets(text, sizeof text, file);
    fclose(file);
    const char *name_end = strrchr(text, ')');
    MUST(name_end != NULL);
    return name_end[2];
}

static void *outlive(void *argument)
{
    const outliving *part = argument;
    while (state_of_first_thread() != 'Z') {
        sched_yield();
    }
    touch(part->bytes);
    child_report(part->channel, 0);
    child_sleep(part->channel);
}

child child_without_first_thread(size_t bytes)
{
    static outliving part; /* outlives the stack of the first thread */
    part.bytes = bytes;
    child it = fork_child(&part.channel);
    if (it.pid == 0) {
        pthread_t thread;
        MUST(pthread_create(&thread, NULL, outlive, &part) == 0);
        /* Only this thread, and without what pthread_exit() would load for it. */
        syscall(SYS_exit, 0);
    }
    return when_ready(it);
}

static void *hand_over(void *channel)
{
    static _Atomic bool is_reported;
    pthread_t next;
    if (!atomic_load(&is_reported) && state_of_first_thread() == 'Z' &&
        !atomic_exchange(&is_reported, true)) {
        child_report(*(const int32_t *)channel, 0);
    }
    MUST(pthread_create(&next, NULL, hand_over, channel) == 0);
    MUST(pthread_detach(next) == 0);
    return NULL;
}

child child_of_short_threads(void)
{
    enum { SECONDS_AT_MOST = 600, THREADS_AT_ONCE = 2 };
    static int32_t channel;
    child it = fork_child(&channel);
    if (it.pid == 0) {
        alarm(SECONDS_AT_MOST);
        for (int i = 0; i < THREADS_AT_ONCE; i++) {
            hand_over(&channel);
        }
        syscall(SYS_exit, 0);
    }
    return when_ready(it);
}

/* ---------------------------------------------------------------------------------- obedient -- */

typedef struct instruction {
    int64_t order; /* enum order */
    int64_t amount;
} instruction;

static int32_t code_of_grandchild;

static void exit_with_code(int signal)
{
    (void)signal;
    _exit(code_of_grandchild);
}

static _Noreturn void be_grandchild(int32_t channel, int32_t code)
{
    /* It was forked with the death signal of none: that is not inherited, see prctl(2). */
    code_of_grandchild = code;
    MUST(signal(SIGUSR1, exit_with_code) != SIG_ERR);
    child_report(channel, getpid());
    /* Without asking for anything, poll tells only that the other end is gone. */
    struct pollfd end = {.fd = channel, .events = 0, .revents = 0};
    while (poll(&end, 1, -1) <= 0) {
    }
    _exit(EXIT_PASSED);
}

static int64_t obey(int32_t channel, const instruction *it)
{
    switch (it->order) {
    case ORDER_EXIT:
        _exit((int)it->amount);
    case ORDER_SPIN:
        while (true) {
        }
    case ORDER_TOUCH:
        touch((size_t)it->amount);
        return 0;
    case ORDER_SPEND:
        return spend(&it->amount);
    case ORDER_REAP:
        MUST(waitpid((pid_t)it->amount, NULL, 0) == it->amount);
        return 0;
    default:
        MUST(it->order == ORDER_FORK);
        pid_t pid = fork();
        MUST(pid >= 0);
        if (pid == 0) {
            be_grandchild(channel, (int32_t)it->amount);
        }
        return -1;
    }
}

child child_obedient(void)
{
    int32_t channel = -1;
    child it = fork_child(&channel);
    if (it.pid == 0) {
        /* A sanitizer may have taken it, and would turn the signal into an exit code. */
        MUST(signal(SIGSEGV, SIG_DFL) != SIG_ERR);
        struct rlimit no_core = {0, 0};
        MUST(setrlimit(RLIMIT_CORE, &no_core) == 0);
        child_report(channel, 0);
        instruction next;
        while (read(channel, &next, sizeof next) == (ssize_t)sizeof next) {
            int64_t answer = obey(channel, &next);
            if (next.order != ORDER_FORK) { /* the grandchild has answered */
                child_report(channel, answer);
            }
        }
        _exit(EXIT_PASSED);
    }
    return when_ready(it);
}

int64_t child_order(const child *it, enum order order, int64_t amount)
{
    instruction next = {.order = order, .amount = amount};
    MUST(write(it->channel, &next, sizeof next) == (ssize_t)sizeof next);
    int64_t answer = 0;
    if (order != ORDER_EXIT && order != ORDER_SPIN) {
        MUST(read(it->channel, &answer, sizeof answer) == (ssize_t)sizeof answer);
    }
    return answer;
}

void await_zombie(int32_t pid)
{
    siginfo_t info;
    MUST(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) == 0);
}

void child_exit(const child *it, int32_t code)
{
    (void)child_order(it, ORDER_EXIT, code);
    await_zombie(it->pid);
}

void child_signal(const child *it, int32_t signal)
{
    MUST(it->pid > 0 && kill(it->pid, signal) == 0);
    await_zombie(it->pid);
}

void child_reap(child *it)
{
    MUST(waitpid(it->pid, NULL, 0) == it->pid);
    close(it->channel);
    it->pid = 0;
}

/* ------------------------------------------------------------------------------------ others -- */

static int64_t change_user(const void *argument)
{
    const uint32_t *uid = argument;
    MUST(setresgid(*uid, *uid, *uid) == 0);
    MUST(setresuid(*uid, *uid, *uid) == 0);
    bind_to_parent(); /* the change undid it, see prctl(2) */
    return 0;
}

child child_of_user(uint32_t uid)
{
    return child_start(change_user, &uid);
}

child child_program(const char *const *arguments, const char *const *environment)
{
    int32_t channel = -1;
    child it = fork_child(&channel);
    if (it.pid == 0) {
        channel = dup(channel); /* without close-on-exec */
        char number[16];
        snprintf(number, sizeof number, "%d", channel);
        const char *all[64] = {"procprobe_tests", CHILD_PROGRAM_OPTION, number};
        for (size_t i = 3; i < 63 && *arguments != NULL; i++) {
            all[i] = *arguments++;
        }
        execve("/proc/self/exe", (char *const *)(uintptr_t)all,
               (char *const *)(uintptr_t)environment);
        give_up(__FILE__, __LINE__, "execve of this program");
    }
    return when_ready(it);
}

int child_program_main(const char *channel)
{
    int32_t number = (int32_t)strtol(channel, NULL, 10);
    child_report(number, 0);
    child_sleep(number);
}

void child_stop(child *it)
{
    siginfo_t info;
    MUST(kill(it->pid, SIGSTOP) == 0);
    MUST(waitid(P_PID, (id_t)it->pid, &info, WSTOPPED) == 0);
}

void child_kill(child *it)
{
    child_signal(it, SIGKILL);
}

void child_end(child *it)
{
    MUST(it->pid > 0 &&
         kill(it->pid, SIGKILL) == 0); /* ours until it is reaped, so the number is its own */
    child_reap(it);
}
