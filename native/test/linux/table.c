/*
 * Tables against trees of real processes that the test has made itself.
 */
#include "children.h"
#include "harness.h"
#include "oracle.h"
#include "procprobe.h"
#include "rows.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIELDS (MEMORY_FIELDS | PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_LOAD)

enum { CAPACITY = 4096, BUDGET = 2000 };

typedef struct table {
    pp_table *memory;
    pp_sample *rows;
    pp_node *nodes;
    uint8_t *names;
    int32_t count;
} table;

static void *aligned(size_t bytes)
{
    void *memory = aligned_alloc(64, (bytes + 63) / 64 * 64);
    MUST(memory != NULL);
    return memory;
}

static table table_open(int32_t budget)
{
    table it = {.memory = aligned((size_t)pp_table_bytes(CAPACITY)),
                .rows = aligned(sizeof(pp_sample) * CAPACITY),
                .nodes = aligned(sizeof(pp_node) * CAPACITY),
                .names = aligned((size_t)PP_TABLE_NAME_BYTES * CAPACITY)};
    EXPECT_EQUAL(pp_table_open(it.memory, pp_table_bytes(CAPACITY), CAPACITY, FIELDS, budget),
                 PP_OK);
    return it;
}

static void refresh(table *it)
{
    it->count = pp_table_refresh(it->memory, 0, it->rows, it->nodes, it->names, CAPACITY);
    EXPECT(it->count > 0);
}

static void table_end(table *it)
{
    EXPECT_EQUAL(pp_table_close(it->memory), PP_OK);
    EXPECT_EQUAL(pp_table_close(it->memory), PP_CLOSED);
    free(it->memory);
    free(it->rows);
    free(it->nodes);
    free(it->names);
}

static int32_t row_of(const table *it, int32_t pid)
{
    for (int32_t i = 0; i < it->count; i++) {
        if (it->rows[i].pid == pid) {
            return i;
        }
    }
    return -1;
}

static void arguments(void)
{
    EXPECT_EQUAL(pp_table_bytes(0), PP_INVALID);
    EXPECT_EQUAL(pp_table_bytes(PP_WATCH_MOST_SLOTS + 1), PP_INVALID);
    EXPECT(pp_table_bytes(PP_WATCH_MOST_SLOTS) > 0);
    int32_t bytes = pp_table_bytes(1);
    pp_table *memory = aligned((size_t)bytes);
    EXPECT_EQUAL(pp_table_open(memory, bytes - 1, 1, FIELDS, 0), PP_TOO_SMALL);
    EXPECT_EQUAL(pp_table_open(memory, bytes, 1, ~0ULL, 0), PP_INVALID);
    EXPECT_EQUAL(pp_table_open(memory, bytes, 1, FIELDS, -2), PP_INVALID);
    EXPECT_EQUAL(pp_table_open(NULL, bytes, 1, FIELDS, 0), PP_INVALID);
    EXPECT_EQUAL(pp_table_open(memory, bytes, 1, FIELDS, 0), PP_OK);
    /* A table is no watch, and this machine has more than one process. */
    EXPECT_EQUAL(pp_watch_close((pp_watch *)(void *)memory), PP_INVALID);
    EXPECT_EQUAL(pp_table_refresh(memory, -1, NULL, NULL, NULL, 0), PP_INVALID);
    EXPECT_EQUAL(pp_table_refresh(memory, 0, NULL, NULL, NULL, 0), PP_TOO_SMALL);
    EXPECT_EQUAL(pp_table_close(memory), PP_OK);
    EXPECT_EQUAL(pp_table_refresh(memory, 0, NULL, NULL, NULL, 0), PP_CLOSED);
    free(memory);
}

/* Every row is of one process, in ascending order, and as a query says. */
static void rows_are_right(void)
{
    child it = child_named("a (name) \n");
    oracle_await_sleep(it.pid);
    table all = table_open(BUDGET);
    refresh(&all);
    for (int32_t i = 1; i < all.count; i++) {
        EXPECT(all.rows[i].pid > all.rows[i - 1].pid);
    }
    int32_t row = row_of(&all, it.pid);
    REQUIRE(row >= 0);
    EXPECT_EQUAL(all.rows[row].status, PP_OK);
    EXPECT_EQUAL(all.rows[row].parent_pid, own_process());
    EXPECT_EQUAL(all.nodes[row].parent, row_of(&all, own_process()));
    EXPECT_BYTES(all.names + (size_t)row * PP_TABLE_NAME_BYTES, all.nodes[row].name_length,
                 "a (name) \n", strlen("a (name) \n"));
    pp_sample asked = query(it.pid, PP_FIELD_START_TIME | PP_FIELD_SESSION | MEMORY_FIELDS);
    EXPECT_EQUAL(all.nodes[row].start_time_ns, asked.start_time_ns);
    EXPECT_EQUAL(all.nodes[row].session, asked.session);
    EXPECT_EQUAL(all.rows[row].resident_bytes, asked.resident_bytes);
    EXPECT_EQUAL(all.nodes[row].marks & PP_NODE_NEW, PP_NODE_NEW);
    refresh(&all);
    row = row_of(&all, it.pid);
    REQUIRE(row >= 0);
    EXPECT_EQUAL(all.nodes[row].marks & PP_NODE_NEW, 0);
    table_end(&all);
    child_end(&it);
}

static void new_and_gone(void)
{
    table all = table_open(BUDGET);
    refresh(&all);
    child it = child_sleeping();
    refresh(&all);
    int32_t row = row_of(&all, it.pid);
    REQUIRE(row >= 0);
    EXPECT_EQUAL(all.nodes[row].marks & PP_NODE_NEW, PP_NODE_NEW);
    int32_t pid = it.pid;
    child_kill(&it);
    refresh(&all);
    row = row_of(&all, pid);
    REQUIRE(row >= 0); /* a zombie has a row */
    EXPECT_EQUAL(all.rows[row].resident_bytes, 0);
    child_end(&it);
    refresh(&all);
    EXPECT_EQUAL(row_of(&all, pid), -1);
    table_end(&all);
}

static void gone_are_told(void)
{
    child it = child_sleeping();
    int32_t pid = it.pid;
    table all = table_open(BUDGET);
    refresh(&all);
    child_end(&it);
    refresh(&all);
    /* Everybody who has left meanwhile is told of, and on a busy machine they are many. */
    pp_exit exits[64];
    int32_t told = 0;
    int32_t count = 64;
    while (count == 64) {
        count = pp_table_gone(all.memory, exits, 64);
        for (int32_t i = 0; i < count; i++) {
            told += exits[i].pid == pid;
        }
    }
    EXPECT_EQUAL(count < 0 ? count : told, 1);
    table_end(&all);
}

/* A chain of processes, each the child of the one before; told by one pipe, ended by another. */
static _Noreturn void grow(int32_t depth, int32_t told, int32_t held)
{
    pid_t next = 0; /* in each process of the chain but the last, its child */
    for (int32_t i = 1; next == 0; i++) {
        int32_t pid = own_process();
        MUST(write(told, &pid, sizeof pid) == (ssize_t)sizeof pid);
        next = i < depth ? fork() : -1;
    }
    char byte;
    while (read(held, &byte, 1) > 0) {
    }
    while (wait(NULL) > 0) {
    }
    _exit(0);
}

static void chain_of(int32_t depth)
{
    int told[2];
    int held[2];
    int32_t pids[32];
    MUST(depth <= 32 && pipe(told) == 0 && pipe(held) == 0);
    pid_t first = fork();
    MUST(first >= 0);
    if (first == 0) {
        close(held[1]);
        grow(depth, told[1], held[0]);
    }
    for (int32_t i = 0; i < depth; i++) {
        MUST(read(told[0], &pids[i], sizeof pids[i]) == (ssize_t)sizeof pids[i]);
    }
    table all = table_open(BUDGET);
    refresh(&all);
    uint64_t resident = 0;
    for (int32_t i = depth - 1; i >= 0; i--) {
        int32_t row = row_of(&all, pids[i]);
        context("%d of %d", i, depth);
        if (row < 0) {
            EXPECT(row >= 0);
            continue;
        }
        resident += all.rows[row].resident_bytes;
        EXPECT_EQUAL(all.nodes[row].subtree_count, depth - i);
        EXPECT_EQUAL(all.nodes[row].subtree_resident_bytes, resident);
        EXPECT_EQUAL(all.nodes[row].parent, row_of(&all, i == 0 ? own_process() : pids[i - 1]));
    }
    table_end(&all);
    close(held[0]);
    close(held[1]);
    close(told[0]);
    close(told[1]);
    MUST(waitpid(first, NULL, 0) == first);
}

static void chains(void)
{
    chain_of(1);
    chain_of(2);
    chain_of(30);
}

static void descriptors_are_few(void)
{
    table all = table_open(10);
    child it = child_sleeping();
    refresh(&all);
    refresh(&all);
    pp_watch_figures figures;
    EXPECT_EQUAL(pp_table_stats(all.memory, &figures), PP_OK);
    EXPECT(figures.descriptors <= 13);
    int32_t row = row_of(&all, it.pid);
    REQUIRE(row >= 0);
    EXPECT_EQUAL(all.rows[row].parent_pid, own_process());
    table_end(&all);
    child_end(&it);
}

/* Also when nobody asks who has gone; what is not held does not tell of its end by itself. */
static void who_has_ended_is_forgotten(void)
{
    table all = table_open(0);
    for (int i = 0; i < 3; i++) {
        child it = child_sleeping();
        refresh(&all);
        child_end(&it);
        refresh(&all);
    }
    pp_watch_figures figures;
    EXPECT_EQUAL(pp_table_stats(all.memory, &figures), PP_OK);
    EXPECT(figures.looked_up <= all.count);
    table_end(&all);
}

static void moved(void)
{
    child it = child_sleeping();
    table all = table_open(BUDGET);
    refresh(&all);
    int32_t bytes = pp_table_bytes(CAPACITY * 2);
    pp_table *larger = aligned((size_t)bytes);
    EXPECT_EQUAL(pp_table_move(all.memory, all.memory, bytes, CAPACITY * 2), PP_INVALID);
    EXPECT_EQUAL(pp_table_move(all.memory, larger, bytes, CAPACITY * 2), PP_OK);
    EXPECT_EQUAL(pp_table_close(all.memory), PP_CLOSED);
    free(all.memory);
    all.memory = larger;
    refresh(&all);
    int32_t row = row_of(&all, it.pid);
    REQUIRE(row >= 0);
    EXPECT_EQUAL(all.nodes[row].marks & PP_NODE_NEW, 0);
    EXPECT_EQUAL(all.nodes[row].parent, row_of(&all, own_process()));
    table_end(&all);
    child_end(&it);
}

DEFINE_SUITE(table, CASE(arguments), CASE_PER_VARIANT(rows_are_right),
             CASE_PER_VARIANT(new_and_gone), CASE_PER_VARIANT(gone_are_told),
             CASE_PER_VARIANT(chains), CASE_PER_VARIANT(descriptors_are_few),
             CASE_PER_VARIANT(who_has_ended_is_forgotten), CASE_PER_VARIANT(moved));
