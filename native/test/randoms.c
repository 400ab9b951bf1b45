#include "randoms.h"

uint64_t random_next(randoms *from)
{
    /* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators". */
    from->state ^= from->state >> 12;
    from->state ^= from->state << 25;
    from->state ^= from->state >> 27;
    return from->state * 0x2545f4914f6cdd1dULL;
}

uint32_t random_below(randoms *from, uint32_t bound)
{
    return (uint32_t)((random_next(from) >> 32) * bound >> 32);
}
