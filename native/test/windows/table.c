/*
 * Tables against trees of real processes that the test has made itself.
 */
#include "children.h"
#include "harness.h"
#include "offers.h"
#include "procprobe.h"
#include "rows.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define FIELDS (MEMORY_FIELDS | PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_LOAD | PP_FIELD_THREADS)

enum { CAPACITY = 1024, TABLE_ALIGNMENT = 64 };

typedef struct table {
    pp_table *memory;
    pp_sample *rows;
    pp_node *nodes;
    uint8_t *names;
    int32_t count;
} table;

static void *aligned(size_t bytes)
{
    void *memory = _aligned_malloc(bytes, TABLE_ALIGNMENT);
    MUST(memory != NULL);
    memset(memory, 0xa5, bytes);
    return memory;
}

static table table_start(int32_t capacity)
{
    table it = {.memory = aligned((size_t)pp_table_bytes(capacity)),
                .rows = aligned(sizeof(pp_sample) * CAPACITY),
                .nodes = aligned(sizeof(pp_node) * CAPACITY),
                .names = aligned((size_t)PP_TABLE_NAME_BYTES * CAPACITY)};
    MUST(pp_table_open(it.memory, pp_table_bytes(capacity), capacity, FIELDS,
                       PP_WATCH_DEFAULT_BUDGET) == PP_OK);
    return it;
}

static void table_end(table *it)
{
    EXPECT_EQUAL(pp_table_close(it->memory), PP_OK);
    EXPECT_EQUAL(pp_table_close(it->memory), PP_CLOSED);
    _aligned_free(it->memory);
    _aligned_free(it->rows);
    _aligned_free(it->nodes);
    _aligned_free(it->names);
}

static void refresh(table *it)
{
    it->count = pp_table_refresh(it->memory, 0, it->rows, it->nodes, it->names, CAPACITY);
    MUST(it->count > 0);
    for (int32_t i = 0; i < it->count; i++) {
        check_watch_row(&it->rows[i], it->rows[i].slot, it->rows[i].pid,
                        FIELDS | PP_FIELD_IDENTITY | PP_FIELD_PARENT);
        EXPECT(i == 0 || it->rows[i].pid > it->rows[i - 1].pid);
        EXPECT(it->rows[i].slot > PP_WATCH_INDEX_MASK);
    }
}

static int32_t row_of(const table *it, int32_t pid)
{
    int32_t at = 0;
    while (at < it->count && it->rows[at].pid != pid) {
        at++;
    }
    return at < it->count ? at : -1;
}

static void rows_are_those_of_queries(void)
{
    table it = table_start(CAPACITY);
    child some = child_holding(16 << 20);
    refresh(&it);
    int32_t at = row_of(&it, some.pid);
    REQUIRE(at >= 0);
    pp_sample row =
        query(some.pid, (FIELDS & ~PP_FIELD_CPU_LOAD) | PP_FIELD_IDENTITY | PP_FIELD_PARENT);
    EXPECT_EQUAL(it.rows[at].valid & row.valid, row.valid);
    EXPECT_EQUAL(it.rows[at].start_token, row.start_token);
    EXPECT_EQUAL(it.rows[at].parent_pid, own_process());
    EXPECT_EQUAL(it.rows[at].resident_bytes, row.resident_bytes);
    EXPECT_EQUAL(it.rows[at].private_bytes, row.private_bytes);
    if ((row.valid & PP_FIELD_VIRTUAL) != 0) {
        EXPECT_EQUAL(it.rows[at].virtual_bytes, row.virtual_bytes);
    }
    EXPECT_EQUAL(it.rows[at].threads, row.threads);
    EXPECT_BETWEEN(it.rows[at].cpu_total_ns, 0, row.cpu_total_ns);
    uint8_t name[PP_TABLE_NAME_BYTES];
    pp_identity who = {.pid = some.pid};
    int32_t length = pp_text_name(&who, name, PP_TABLE_NAME_BYTES);
    EXPECT_BYTES(it.names + (size_t)at * PP_TABLE_NAME_BYTES, it.nodes[at].name_length, name,
                 length);
    EXPECT_EQUAL(it.nodes[at].start_time_ns, query(some.pid, PP_FIELD_START_TIME).start_time_ns);
    child_end(&some);
    table_end(&it);
}

static void tree_of_real_processes(void)
{
    enum { BELOW = 3 };
    table it = table_start(CAPACITY);
    child parent = child_obedient();
    int32_t below[BELOW];
    for (int i = 0; i < BELOW; i++) {
        below[i] = (int32_t)child_order(&parent, ORDER_FORK, 0);
    }
    refresh(&it);
    int32_t own = row_of(&it, own_process());
    int32_t at = row_of(&it, parent.pid);
    REQUIRE(own >= 0 && at >= 0);
    EXPECT_EQUAL(it.nodes[at].parent, own);
    EXPECT_EQUAL(it.nodes[at].subtree_count, BELOW + 1);
    uint64_t resident = it.rows[at].resident_bytes;
    for (int i = 0; i < BELOW; i++) {
        int32_t member = row_of(&it, below[i]);
        REQUIRE(member >= 0);
        EXPECT_EQUAL(it.nodes[member].parent, at);
        EXPECT_EQUAL(it.nodes[member].depth, it.nodes[at].depth + 1);
        EXPECT_EQUAL(it.nodes[member].marks, PP_NODE_NEW);
        resident += it.rows[member].resident_bytes;
    }
    EXPECT_EQUAL(it.nodes[at].subtree_resident_bytes, resident);

    /* Who loses its parent is a root and an orphan, and keeps its place. */
    int64_t slot = it.rows[row_of(&it, below[0])].slot;
    child_kill(&parent);
    refresh(&it);
    EXPECT_EQUAL(row_of(&it, parent.pid), -1);
    int32_t orphan = row_of(&it, below[0]);
    REQUIRE(orphan >= 0);
    EXPECT_EQUAL(it.nodes[orphan].parent, -1);
    EXPECT_EQUAL(it.nodes[orphan].marks, PP_NODE_ORPHAN);
    EXPECT_EQUAL(it.rows[orphan].slot, slot);
    child_reap(&parent);
    table_end(&it);
}

static void who_is_gone(void)
{
    table it = table_start(CAPACITY);
    child some = child_sleeping();
    pp_identity who = identity_of(some.pid);
    refresh(&it);
    int64_t slot = it.rows[row_of(&it, some.pid)].slot;
    pp_exit gone[CAPACITY];
    EXPECT_EQUAL(pp_table_gone(it.memory, gone, CAPACITY), 0);
    child_end(&some);
    refresh(&it);
    EXPECT_EQUAL(row_of(&it, who.pid), -1);
    int32_t count = pp_table_gone(it.memory, gone, CAPACITY);
    int32_t found = 0;
    for (int32_t i = 0; i < count; i++) {
        found += gone[i].pid == who.pid && gone[i].start_token == who.start_token &&
                 gone[i].slot == slot && gone[i].valid == 0 && gone[i].noticed_at_ns > 0;
    }
    EXPECT_EQUAL(found, 1);
    EXPECT_EQUAL(pp_table_gone(it.memory, gone, CAPACITY), 0);
    table_end(&it);
}

static void too_small_and_moved(void)
{
    table it = table_start(1);
    EXPECT_EQUAL(pp_table_refresh(it.memory, 0, it.rows, it.nodes, it.names, CAPACITY),
                 PP_TOO_SMALL);
    pp_table *to = aligned((size_t)pp_table_bytes(CAPACITY));
    EXPECT_EQUAL(pp_table_move(it.memory, to, pp_table_bytes(CAPACITY), CAPACITY), PP_OK);
    _aligned_free(it.memory);
    it.memory = to;
    EXPECT_EQUAL(pp_table_refresh(to, 0, it.rows, it.nodes, it.names, 1), PP_TOO_SMALL);
    refresh(&it);
    int32_t own = row_of(&it, own_process());
    int64_t slot = it.rows[own].slot;
    EXPECT_EQUAL(it.nodes[own].marks, PP_NODE_NEW);
    to = aligned((size_t)pp_table_bytes(CAPACITY + 7));
    EXPECT_EQUAL(pp_table_move(it.memory, to, pp_table_bytes(CAPACITY + 7), CAPACITY + 7), PP_OK);
    _aligned_free(it.memory);
    it.memory = to;
    refresh(&it);
    own = row_of(&it, own_process());
    EXPECT_EQUAL(it.rows[own].slot, slot);
    EXPECT_EQUAL(it.nodes[own].marks, 0);
    bool has_cpu = (offered_fields() & PP_FIELD_CPU_TOTAL) != 0;
    EXPECT_EQUAL((it.rows[own].valid & PP_FIELD_CPU_LOAD) != 0, has_cpu);
    pp_watch_figures figures;
    EXPECT_EQUAL(pp_table_stats(it.memory, &figures), PP_OK);
    EXPECT_EQUAL(figures.capacity, CAPACITY + 7);
    EXPECT_EQUAL(figures.descriptors, 0);
    EXPECT_EQUAL(figures.polls, 2);
    table_end(&it);
}

DEFINE_SUITE(table, CASE_PER_VARIANT(rows_are_those_of_queries),
             CASE_PER_VARIANT(tree_of_real_processes), CASE_PER_VARIANT(who_is_gone),
             CASE_PER_VARIANT(too_small_and_moved));
