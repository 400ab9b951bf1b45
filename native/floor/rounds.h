/*
 * One round of each kind: the system calls that the library makes for all processes once, and
 * nothing else. What they answer is not looked at beyond success, so a round costs what the kernel
 * costs.
 *
 * Calls go through syscall(2): clock_gettime(3) of libc would be answered without the kernel, which
 * a library that uses no libc cannot have.
 */
#ifndef PP_FLOOR_ROUNDS_H
#define PP_FLOOR_ROUNDS_H

#include "targets.h"

typedef struct round_kind {
    const char *name;
    void (*run)(targets *set); /* ends the program when a call fails */
} round_kind;

/* NULL when there is none of this name. Opens what its rounds read. */
const round_kind *round_kind_prepare(const char *name, targets *set);

#endif
