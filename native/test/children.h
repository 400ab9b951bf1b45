/*
 * Real processes to look at. Each is ready for its part when the function returns, does nothing
 * further by itself, and is killed by the kernel should the test end before child_end().
 */
#ifndef PP_TEST_CHILDREN_H
#define PP_TEST_CHILDREN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct child {
    int32_t pid;     /* 0 once it has been reaped */
    int32_t channel; /* a socket to it */
    int64_t report;  /* what it said when it was ready */
} child;

/* The process that runs the tests. */
int32_t own_process(void);

/* Forks a child that prepares itself, reports what prepare returned, and sleeps. */
child child_start(int64_t (*prepare)(const void *argument), const void *argument);

/* Forks a child that reports at once and then runs body, which does not end by itself. */
child child_busy(int64_t (*body)(const void *argument), const void *argument);

child child_sleeping(void);

/* Has exited and is not reaped. */
child child_zombie(void);

/* Has chosen this name for itself. */
child child_named(const char *name);

/* Has touched that much memory, which nobody else has. */
child child_holding(size_t bytes);

/* Has spent that much CPU time and reports, in nanoseconds, what it has spent in all. */
child child_spent(uint64_t cpu_ns);

/* Its first thread has ended; another one has touched that much memory and sleeps. */
child child_without_first_thread(size_t bytes);

/* Its first thread has ended; every other one starts the next one and ends. */
child child_of_short_threads(void);

/* Runs under another user id; only root can make one. */
child child_of_user(uint32_t uid);

/* Does what it is told to by child_order(), and nothing else. */
child child_obedient(void);

/* What an obedient child can be told to do. Each but the first two answers when it is done. */
enum order {
    ORDER_EXIT,  /* with this code */
    ORDER_SPIN,  /* for good */
    ORDER_TOUCH, /* so many bytes of further memory */
    ORDER_SPEND, /* so many nanoseconds of CPU time, in all that it has spent */
    ORDER_FORK,  /* a child of its own that SIGUSR1 ends with this code; answers with its PID */
    ORDER_REAP,  /* that child */
};

/*
 * Its answer. What ORDER_FORK makes outlives the child that made it, but not the channel: it ends
 * when the test closes it, or ends itself.
 */
int64_t child_order(const child *it, enum order order, int64_t amount);

/* Tells an obedient child to exit with this code, and returns when it is a zombie. */
void child_exit(const child *it, int32_t code);

/* Ends it by this signal, and returns when it is a zombie. */
void child_signal(const child *it, int32_t signal);

/* Waits for the end of any process that this one may wait for, and leaves it unreaped. */
void await_zombie(int32_t pid);

/* Reaps what has ended or is about to; what it ended with is not looked at. */
void child_reap(child *it);

/* This program, started anew with these further arguments and this environment. */
child child_program(const char *const *arguments, const char *const *environment);

/* Stops it by SIGSTOP, and returns when it has stopped. */
void child_stop(child *it);

/* Kills and leaves it unreaped: a zombie. */
void child_kill(child *it);

/* Kills and reaps. */
void child_end(child *it);

/* The part of child_program() in the program that was started. */
#define CHILD_PROGRAM_OPTION "--child"
int child_program_main(const char *channel);

/* What a child does when it is done preparing; for children with a body of their own. */
void child_report(int32_t channel, int64_t value);
_Noreturn void child_sleep(int32_t channel);

#endif
