#include "watches.h"

#include "harness.h"
#include "rows.h"

#include <sched.h>
#include <string.h>

pp_watch *watch_memory(const guarded *memory, int32_t capacity)
{
    uint8_t *at = guarded_last(memory, (size_t)pp_watch_bytes(capacity));
    at -= (uintptr_t)at % WATCH_ALIGNMENT;
    return (pp_watch *)(void *)at;
}

static guarded rubbish(int32_t capacity)
{
    guarded memory = guarded_new((size_t)pp_watch_bytes(capacity) + WATCH_ALIGNMENT);
    memset(memory.begin, 0xa5, (size_t)(memory.end - memory.begin));
    return memory;
}

watching watching_start(int32_t capacity, uint64_t fields, int32_t descriptor_budget)
{
    watching it = {.memory = rubbish(capacity), .fields = fields};
    it.watch = watch_memory(&it.memory, capacity);
    int32_t bytes = pp_watch_bytes(capacity);
    MUST(pp_watch_open(it.watch, bytes, capacity, fields, descriptor_budget) == PP_OK);
    return it;
}

void watching_end(watching *it)
{
    EXPECT_EQUAL(pp_watch_close(it->watch), PP_OK);
    guarded_free(&it->memory);
}

void watching_move(watching *it, int32_t capacity)
{
    guarded memory = rubbish(capacity);
    pp_watch *to = watch_memory(&memory, capacity);
    MUST(pp_watch_move(it->watch, to, pp_watch_bytes(capacity), capacity) == PP_OK);
    guarded_free(&it->memory);
    it->memory = memory;
    it->watch = to;
}

int64_t watching_add(const watching *it, int32_t pid)
{
    pp_identity who = {.pid = pid};
    int64_t slot = 0;
    EXPECT_EQUAL(pp_watch_add(it->watch, &who, &slot), PP_OK);
    EXPECT(slot > PP_WATCH_INDEX_MASK);
    return slot;
}

void watching_remove(const watching *it, int64_t slot)
{
    EXPECT_EQUAL(pp_watch_remove(it->watch, slot), PP_OK);
}

int32_t watching_poll(const watching *it, int64_t memory_max_age_ns, pp_sample *rows)
{
    int32_t tracked = watching_figures(it).tracked;
    MUST(tracked <= WATCH_MOST_ROWS);
    size_t bytes = (size_t)tracked * sizeof *rows;
    guarded memory = guarded_new(bytes);
    memset(memory.begin, 0xa5, (size_t)(memory.end - memory.begin));
    pp_sample *out = (pp_sample *)(void *)guarded_last(&memory, bytes);
    EXPECT_EQUAL(pp_watch_poll(it->watch, memory_max_age_ns, out, tracked), tracked);
    int64_t index_before = -1;
    for (int32_t i = 0; i < tracked; i++) {
        check_watch_row(&out[i], out[i].slot, out[i].pid, it->fields);
        int64_t index = out[i].slot & PP_WATCH_INDEX_MASK;
        EXPECT(index > index_before);
        index_before = index;
    }
    memcpy(rows, out, bytes);
    guarded_free(&memory);
    return tracked;
}

pp_sample watching_row(const watching *it, int64_t memory_max_age_ns, int64_t slot)
{
    pp_sample rows[WATCH_MOST_ROWS];
    int32_t count = watching_poll(it, memory_max_age_ns, rows);
    for (int32_t i = 0; i < count; i++) {
        if (rows[i].slot == slot) {
            return rows[i];
        }
    }
    EXPECT(!"the slot has a row");
    return (pp_sample){.status = PP_INVALID};
}

static void check_exit(const pp_exit *it)
{
    EXPECT(it->pid > 0);
    EXPECT(it->slot > PP_WATCH_INDEX_MASK);
    EXPECT(it->noticed_at_ns > 0);
    EXPECT_EQUAL(it->valid & ~(PP_FIELD_EXIT_STATUS | PP_FIELD_CPU_TOTAL), 0);
    EXPECT((it->valid & PP_FIELD_EXIT_STATUS) != 0 || it->exit_status == 0);
    EXPECT((it->valid & PP_FIELD_CPU_TOTAL) != 0 || it->cpu_total_ns == 0);
    EXPECT_EQUAL(it->reserved0 | it->reserved1, 0);
}

int32_t watching_exits(const watching *it, pp_exit *exits, int32_t capacity)
{
    size_t bytes = (size_t)capacity * sizeof *exits;
    guarded memory = guarded_new(bytes);
    memset(memory.begin, 0xa5, (size_t)(memory.end - memory.begin));
    pp_exit *out = (pp_exit *)(void *)guarded_last(&memory, bytes);
    int32_t count = pp_watch_exits(it->watch, out, capacity);
    EXPECT_BETWEEN(count, 0, capacity);
    for (int32_t i = 0; i < count; i++) {
        check_exit(&out[i]);
        exits[i] = out[i];
    }
    guarded_free(&memory);
    return count;
}

pp_exit watching_exit_of(const watching *it, int64_t slot)
{
    pp_exit exit = {0};
    while (watching_exits(it, &exit, 1) == 0) {
        sched_yield();
    }
    EXPECT_EQUAL(exit.slot, slot);
    pp_exit more;
    EXPECT_EQUAL(watching_exits(it, &more, 1), 0);
    return exit;
}

pp_watch_figures watching_figures(const watching *it)
{
    pp_watch_figures figures;
    memset(&figures, 0xa5, sizeof figures);
    EXPECT_EQUAL(pp_watch_stats(it->watch, &figures), PP_OK);
    EXPECT_EQUAL(figures.descriptors,
                 3 + figures.kept_pidfd + figures.kept_statm + figures.parents);
    EXPECT(figures.descriptors <= (int64_t)figures.descriptor_budget + 3);
    EXPECT_BETWEEN(figures.tracked, 0, figures.capacity);
    EXPECT_BETWEEN(figures.ended, 0, figures.tracked);
    EXPECT_BETWEEN(figures.undrained, 0, figures.ended);
    EXPECT_BETWEEN(figures.looked_up, 0, figures.tracked - figures.ended);
    EXPECT_EQUAL(figures.reserved0 | figures.reserved1 | figures.reserved2 | figures.reserved3, 0);
    return figures;
}
