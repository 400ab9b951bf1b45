#include "watching.h"

#include "harness.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 64 };

static void *memory;

pp_watch *watching_open(uint64_t fields, int32_t budget)
{
    int32_t bytes = pp_watch_bytes(WATCH_CAPACITY);
    free(memory);
    memory = aligned_alloc(ALIGNMENT, ((size_t)bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    MUST(memory != NULL);
    memset(memory, 0xa5, (size_t)bytes);
    EXPECT_EQUAL(pp_watch_open(memory, bytes, WATCH_CAPACITY, fields, budget), PP_OK);
    return memory;
}

int64_t watching_add(pp_watch *watch, int32_t pid)
{
    const pp_identity who = {.pid = pid};
    int64_t slot = -1;
    EXPECT_EQUAL(pp_watch_add(watch, &who, &slot), PP_OK);
    EXPECT(slot >= 0);
    return slot;
}

pp_sample watching_row(pp_watch *watch, int64_t memory_max_age_ns, int64_t slot)
{
    pp_sample rows[WATCH_CAPACITY];
    pp_sample found = {.status = PP_INVALID};
    int32_t count = pp_watch_poll(watch, memory_max_age_ns, rows, WATCH_CAPACITY);
    EXPECT(count >= 0);
    for (int32_t i = 0; i < count; i++) {
        found = rows[i].slot == slot ? rows[i] : found;
    }
    return found;
}

pp_watch_figures watching_figures(const pp_watch *watch)
{
    pp_watch_figures figures;
    EXPECT_EQUAL(pp_watch_stats(watch, &figures), PP_OK);
    return figures;
}

pp_exit watching_exit(pp_watch *watch)
{
    pp_exit exits[WATCH_CAPACITY];
    int32_t count = pp_watch_exits(watch, exits, WATCH_CAPACITY);
    return count == 1 ? exits[0] : (pp_exit){.pid = 0};
}
