/*
 * The same random numbers in every run, so that a failure can be repeated.
 */
#ifndef PP_TEST_RANDOMS_H
#define PP_TEST_RANDOMS_H

#include <stdint.h>

typedef struct randoms {
    uint64_t state; /* the seed; not 0 */
} randoms;

uint64_t random_next(randoms *from);

/* From 0 to bound - 1. */
uint32_t random_below(randoms *from, uint32_t bound);

#endif
