/*
 * Very many short-lived processes that take turns at the same few numbers, in a PID namespace of
 * which the calling process is the first one. Each carries a mark that can be read off it in
 * several ways: the size of its address space, its parent, and how it ends.
 */
#ifndef PP_TEST_STORM_H
#define PP_TEST_STORM_H

#include <stdbool.h>
#include <stdint.h>

enum {
    STORM_NUMBERS = 8,      /* processes at once */
    STORM_FIRST_PID = 1000, /* the first of their numbers */
    STORM_SPAWNERS = 4,     /* the parent of a process is one of them, by the rest of its mark */
    STORM_MARKS = 4096,     /* marks are above 0 and below this */
};

/* Starts a storm of that many processes, and returns when it has begun. */
void storm_begin(int64_t processes);

/* Have there been all of them? */
bool storm_is_over(void);

/* Waits for the spawners, and expects that nothing went wrong with them. */
void storm_end(void);

/* The mark of a process with an address space of that size; 0 for that of none of them. */
int32_t storm_mark_of(uint64_t virtual_bytes);

int32_t storm_parent_of(int32_t mark);

bool storm_is_spawner(int32_t pid);

/* What such a process ends with, as pp_sample.exit_status. */
int32_t storm_exit_status_of(int32_t mark);

#endif
