#include "ticks.h"

static const uint64_t NS_PER_S = 1000000000;

pp__timebase pp__timebase_of(uint64_t ticks_per_second, uint32_t numerator, uint32_t denominator)
{
    if (ticks_per_second != 0) {
        return (pp__timebase){.numerator = NS_PER_S, .denominator = ticks_per_second};
    }
    if (numerator != 0 && denominator != 0) {
        return (pp__timebase){.numerator = numerator, .denominator = denominator};
    }
    return (pp__timebase){.numerator = 1, .denominator = 1};
}

uint64_t pp__ticks_to_ns(pp__timebase base, uint64_t ticks)
{
    /* Pedantic C has no name for it. */
    __extension__ typedef unsigned __int128 wide;
    wide ns = (wide)ticks * base.numerator / base.denominator;
    return ns <= UINT64_MAX ? (uint64_t)ns : UINT64_MAX;
}
