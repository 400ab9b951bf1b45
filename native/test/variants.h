/*
 * The ways in which the library can work on this machine: with all that the kernel offers, and with
 * each part of it taken away, so that every fallback is executed on one kernel.
 */
#ifndef PP_TEST_VARIANTS_H
#define PP_TEST_VARIANTS_H

#include <stdint.h>

int32_t variant_count(void);

/* From now on there is only the first. */
void variant_only_own(void);

/* Makes the library work in this way from now on. 0 is its own way. Returns a name for people. */
const char *variant_use(int32_t index);

#endif
