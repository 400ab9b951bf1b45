/*
 * Which number the next process of the PID namespace gets: so that numbers are given again at once,
 * and not after thousands of others. Needs leave to write to the namespace's
 * /proc/sys/kernel/ns_last_pid.
 */
#ifndef PP_PROGRAMS_NEXT_PID_H
#define PP_PROGRAMS_NEXT_PID_H

#include <stdbool.h>
#include <stdint.h>

/* False, with errno, where that is not allowed. */
bool next_pid_open(void);

/* The number itself when it is free, or else the next free one after it. */
void next_pid_choose(int64_t pid);

#endif
