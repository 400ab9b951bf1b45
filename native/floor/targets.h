/*
 * The processes that are measured, and the handles that a watch would hold on them.
 */
#ifndef PP_FLOOR_TARGETS_H
#define PP_FLOOR_TARGETS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* One process. Its fields lie together, so that a round meets each cache line once, as a watch. */
typedef struct target {
    int32_t pid;
    int32_t pidfd;
    int32_t statm_file; /* -1 until it is opened, and where it is not to be kept open */
    bool has_memory; /* known of all processes only: kernel threads have none, and are not asked */
    clockid_t cpu_clock; /* CPU time of the whole process, of whatever user */
    struct timespec cpu; /* what the clock said in the round before */
    char statm_path[32]; /* made once: formatting text is no system call */
    char stat_path[32];
} target;

typedef struct targets {
    bool is_everyone; /* all processes that there are, whoever comes and goes */
    int32_t count;
    int32_t epoll;      /* a set of all pidfds */
    int32_t kept_statm; /* of how many the statm file is kept open, from the first one on */
    int32_t capacity;   /* of everyone: room in all */
    target *all;
} targets;

/*
 * Opens a pidfd of each process and puts them into one epoll set. Ends the program on failure.
 *
 * kept_statm  count, or less where descriptors are limited
 */
targets targets_open(int32_t count, char *const *pids, int32_t kept_statm);

/* A set of all processes, empty as yet: see everyone.h. Ends the program on failure. */
targets targets_open_everyone(void);

/* Opens a pidfd and puts it into the epoll set. False, with errno, when that cannot be done. */
bool target_open(target *one, int32_t pid, int32_t epoll);

/* Opens the statm files to be kept, unless they are open. Ends the program on failure. */
void targets_open_statm(targets *set);

#endif
