/*
 * Mach ticks, in which the kernel counts CPU time: nanoseconds on Intel, 24 MHz on Apple Silicon.
 */
#ifndef PP_MACOS_PARSE_TICKS_H
#define PP_MACOS_PARSE_TICKS_H

#include <stdint.h>

/* So many ticks last numerator / denominator nanoseconds each. */
typedef struct pp__timebase {
    uint64_t numerator;
    uint64_t denominator; /* never 0 */
} pp__timebase;

/*
 * From the frequency of the ticks, or where that is 0 from the two numbers of mach_timebase_info(),
 * which are wrong under Rosetta. One to one when those are 0 as well.
 */
pp__timebase pp__timebase_of(uint64_t ticks_per_second, uint32_t numerator, uint32_t denominator);

/* Nanoseconds, at most UINT64_MAX; the product has 128 bits. */
uint64_t pp__ticks_to_ns(pp__timebase base, uint64_t ticks);

#endif
