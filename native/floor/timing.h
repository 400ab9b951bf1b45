/*
 * What rounds cost, as CPU time: on a machine that others use too, what they take does not count.
 */
#ifndef PP_FLOOR_TIMING_H
#define PP_FLOOR_TIMING_H

#include "rounds.h"

#include <stdint.h>

/* Nanoseconds of CPU time per round. */
typedef struct timing {
    uint64_t best; /* what the kernel needs when the caches have not been spoilt by others */
    uint64_t median;
    uint64_t mean;
    uint64_t rounds;
} timing;

/* Runs rounds until that much time has passed; for 0 milliseconds exactly one. */
timing timing_measure(const round_kind *kind, targets *set, uint32_t milliseconds);

#endif
