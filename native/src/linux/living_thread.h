/*
 * A process whose first thread has ended while others run: its files in /proc speak of that first
 * thread, so that stat calls it a zombie, statm reads zeros, and there is no program and no
 * environment. The files of its other threads tell the truth.
 */
#ifndef PP_LINUX_LIVING_THREAD_H
#define PP_LINUX_LIVING_THREAD_H

#include "parse/stat.h"
#include "parse/statm.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct pp__living_thread {
    int32_t tid; /* 0 when none lives: the whole process is leaving */
    uint32_t state;
    pp__statm statm;
} pp__living_thread;

/* What stat says of such a process: a zombie, with more threads than the one that has ended. */
bool pp__has_outlived_first_thread(const pp__stat *stat);

/* Finds a thread that has not ended and still has its memory. 0, or a negated errno. */
int32_t pp__living_thread_find(int32_t pid, pp__living_thread *out);

#endif
