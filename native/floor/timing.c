#include "timing.h"

#include <stdlib.h>
#include <time.h>

/* Short rounds are timed in batches: reading the CPU clock takes 0.2 microseconds. */
enum { BATCH_NS = 100000, MOST_BATCHES = 65536, NS_PER_MS = 1000000 };

static uint64_t read_clock(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint64_t time_batch(const round_kind *kind, targets *set, uint64_t rounds)
{
    uint64_t begin = read_clock(CLOCK_THREAD_CPUTIME_ID);
    for (uint64_t i = 0; i < rounds; i++) {
        kind->run(set);
    }
    return read_clock(CLOCK_THREAD_CPUTIME_ID) - begin;
}

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* How many rounds make a batch, found by doubling: that also warms the caches up. */
static uint64_t rounds_per_batch(const round_kind *kind, targets *set)
{
    uint64_t rounds = 1;
    while (time_batch(kind, set, rounds) < BATCH_NS) {
        rounds *= 2;
    }
    return rounds;
}

timing timing_measure(const round_kind *kind, targets *set, uint32_t milliseconds)
{
    static uint64_t batches[MOST_BATCHES];
    uint64_t rounds = milliseconds == 0 ? 1 : rounds_per_batch(kind, set);
    uint64_t end = read_clock(CLOCK_MONOTONIC) + (uint64_t)milliseconds * NS_PER_MS;
    uint64_t count = 0;
    uint64_t total = 0;
    do {
        batches[count] = time_batch(kind, set, rounds);
        total += batches[count];
        count++;
    } while (read_clock(CLOCK_MONOTONIC) < end && count < MOST_BATCHES && milliseconds > 0);
    qsort(batches, count, sizeof batches[0], compare);
    return (timing){.best = batches[0] / rounds,
                    .median = batches[count / 2] / rounds,
                    .mean = total / (count * rounds),
                    .rounds = count * rounds};
}
