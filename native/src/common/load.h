/*
 * CPU load: how much of one core a process used between two readings.
 */
#ifndef PP_COMMON_LOAD_H
#define PP_COMMON_LOAD_H

#include <stdint.h>

/*
 * In millionths of one core. The times come from the scheduler and are summed up for each thread:
 * they never go back by more than its rounding, and then the load is 0.
 */
static inline uint32_t pp__load_of(uint64_t cpu_before, uint64_t cpu_now, uint64_t elapsed_ns)
{
    const uint64_t most_without_overflow = UINT64_MAX / 1000000;
    if (cpu_now <= cpu_before) {
        return 0;
    }
    uint64_t used = cpu_now - cpu_before;
    uint64_t ppm = used <= most_without_overflow ? used * 1000000 / elapsed_ns
                                                 : used / (elapsed_ns / 1000000 + 1);
    return ppm <= UINT32_MAX ? (uint32_t)ppm : UINT32_MAX;
}

#endif
