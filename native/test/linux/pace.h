/*
 * How much of a long test to run: all of it, but for builds and machines in which every fork takes
 * ten times as long.
 */
#ifndef PP_TEST_PACE_H
#define PP_TEST_PACE_H

#include <stdint.h>

/* The whole count, or a part of it under an emulator or a sanitizer. */
int64_t paced(int64_t count);

#endif
