/*
 * The whole system: rows, tree, who is new and who is gone.
 */
#include "fake.h"
#include "harness.h"
#include "procprobe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY = 16, PID = 500, CHILD = 501 };

static const uint64_t FIELDS = PP_FIELD_RESIDENT | PP_FIELD_CPU_LOAD | PP_FIELD_EXIT_STATUS;

static pp_table *table;
static pp_sample rows[CAPACITY];
static pp_node nodes[CAPACITY];
static uint64_t names[CAPACITY][PP_TABLE_NAME_BYTES / sizeof(uint64_t)];
static int32_t count;

static void begin(uint64_t fields)
{
    int32_t bytes = pp_table_bytes(CAPACITY);
    fake_begin();
    free(table);
    table = aligned_alloc(64, ((size_t)bytes + 63) / 64 * 64);
    MUST(table != NULL);
    EXPECT_EQUAL(pp_table_open(table, bytes, CAPACITY, fields, PP_WATCH_DEFAULT_BUDGET), PP_OK);
}

static void refresh(void)
{
    count = pp_table_refresh(table, 0, rows, nodes, (uint8_t *)names, CAPACITY);
}

static int32_t row_of(int32_t pid)
{
    for (int32_t i = 0; i < count; i++) {
        if (rows[i].pid == pid) {
            return i;
        }
    }
    return -1;
}

static void is_reaped(void)
{
    fake_reap(CHILD);
}

static void rows_and_tree(void)
{
    begin(FIELDS);
    uint64_t id = fake_start(PID, FAKE_OWN_PID)->id;
    (void)fake_start(CHILD, PID);
    refresh();
    REQUIRE(count == 4);
    int32_t row = row_of(PID);
    EXPECT_EQUAL(row, 2);
    EXPECT_EQUAL(rows[row].valid, PP_FIELD_IDENTITY | PP_FIELD_PARENT | PP_FIELD_RESIDENT);
    EXPECT_EQUAL(rows[row].start_token, id);
    EXPECT_EQUAL(rows[row].parent_pid, FAKE_OWN_PID);
    EXPECT_EQUAL(rows[row].cpu_total_ns, 0);
    EXPECT_EQUAL(rows[row].session, 0);
    EXPECT_EQUAL(nodes[row].parent, row_of(FAKE_OWN_PID));
    EXPECT_EQUAL(nodes[row].first_child, row_of(CHILD));
    EXPECT_EQUAL(nodes[row].subtree_count, 2);
    EXPECT_EQUAL(nodes[row].marks, PP_NODE_NEW);
    EXPECT_EQUAL(nodes[row].session, FAKE_OWN_PID);
    EXPECT_EQUAL(nodes[row].start_time_ns, fake_find(PID)->start_us * 1000);
    EXPECT_BYTES(names[row], nodes[row].name_length, "a worker with a long name", 25);
    EXPECT_EQUAL(nodes[0].parent, -1);
    EXPECT_BYTES(names[0], nodes[0].name_length, "launchd", 7);
    int64_t slot = rows[row].slot;
    fake_now_ns += 1000000000;
    fake_find(PID)->user_ticks += FAKE_TICKS_PER_SECOND / 2;
    refresh();
    EXPECT_EQUAL(nodes[row].marks, 0);
    EXPECT_EQUAL(rows[row].slot, slot);
    EXPECT_BETWEEN(rows[row].cpu_load_ppm, 499000, 500000);
    EXPECT_EQUAL(pp_table_close(table), PP_OK);
}

static void who_is_gone(void)
{
    begin(FIELDS);
    (void)fake_start(PID, FAKE_OWN_PID);
    (void)fake_start(CHILD, PID);
    refresh();
    uint64_t id = fake_find(PID)->id;
    fake_exit(PID, 0x300);
    refresh();
    int32_t row = row_of(PID);
    REQUIRE(row >= 0);
    EXPECT_EQUAL(rows[row].exit_status, 3);
    EXPECT_EQUAL(nodes[row_of(CHILD)].marks, PP_NODE_ORPHAN);
    EXPECT_EQUAL(nodes[row_of(CHILD)].parent, row_of(1));
    pp_watch_figures figures;
    EXPECT_EQUAL(pp_table_stats(table, &figures), PP_OK);
    EXPECT_EQUAL(figures.undrained, 1);
    EXPECT_EQUAL(figures.exits, 1);
    pp_exit gone[CAPACITY];
    EXPECT_EQUAL(pp_table_gone(table, gone, CAPACITY), 1);
    EXPECT_EQUAL(gone[0].start_token, id);
    EXPECT_EQUAL(gone[0].exit_status, 3);
    refresh();
    EXPECT_EQUAL(pp_table_gone(table, gone, CAPACITY), 0); /* it is still a zombie */
    fake_reap(PID);
    refresh();
    EXPECT_EQUAL(row_of(PID), -1);
    EXPECT_EQUAL(pp_table_gone(table, gone, CAPACITY), 0); /* once */
    EXPECT_EQUAL(pp_table_stats(table, &figures), PP_OK);
    EXPECT_EQUAL(figures.exits, 1);

    uint64_t first = fake_find(CHILD)->id;
    fake_reap(CHILD);
    (void)fake_start(CHILD, 1);
    (void)fake_start(CHILD + 1, 1);
    refresh();
    EXPECT_EQUAL(nodes[row_of(CHILD)].marks, PP_NODE_NEW);
    fake_reap(CHILD + 1);
    refresh();
    EXPECT_EQUAL(pp_table_gone(table, gone, 0), 0);
    EXPECT_EQUAL(pp_table_gone(table, gone, CAPACITY), 1);
    EXPECT_EQUAL(gone[0].pid, CHILD + 1);
    EXPECT_EQUAL(gone[0].valid, 0);
    EXPECT(fake_find(CHILD)->id != first);
    EXPECT_EQUAL(pp_table_close(table), PP_OK);
}

/* Exit codes above 255, and those below 0, of which the process's status has the lower byte. */
static void great_exit_codes(void)
{
    begin(FIELDS);
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    fake_exit(PID, -0x100); /* exit(-1) */
    refresh();
    EXPECT_EQUAL(rows[row_of(PID)].exit_status, 255);
    it->wait_status = 0x10300;
    refresh();
    EXPECT_EQUAL(rows[row_of(PID)].exit_status, 3);
    it->uid = FAKE_OTHER_UID;
    refresh();
    EXPECT_EQUAL(rows[row_of(PID)].valid & PP_FIELD_EXIT_STATUS, 0);
    EXPECT_EQUAL(rows[row_of(PID)].exit_status, 0);
    EXPECT_EQUAL(pp_table_close(table), PP_OK);
}

static void reused_number(void)
{
    begin(FIELDS);
    (void)fake_start(CHILD, FAKE_OWN_PID);
    refresh();
    int64_t slot = rows[row_of(CHILD)].slot;
    uint64_t id = fake_find(CHILD)->id;
    fake_reap(CHILD);
    (void)fake_start(CHILD, FAKE_OWN_PID);
    refresh();
    EXPECT(rows[row_of(CHILD)].slot != slot);
    pp_exit gone[1];
    EXPECT_EQUAL(pp_table_gone(table, gone, 1), 1);
    EXPECT_EQUAL(gone[0].start_token, id);
    EXPECT_EQUAL(gone[0].slot, slot);
    EXPECT_EQUAL(pp_table_close(table), PP_OK);
}

/* In the window before it is a zombie the system does not say who it is. */
static void leaving(void)
{
    begin(FIELDS | PP_FIELD_ALIVE);
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    refresh();
    int64_t slot = rows[row_of(PID)].slot;
    it->life = FAKE_LEAVING;
    refresh();
    int32_t row = row_of(PID);
    REQUIRE(row >= 0);
    EXPECT_EQUAL(rows[row].slot, slot);
    EXPECT_EQUAL(rows[row].start_token, it->id);
    EXPECT_EQUAL(rows[row].alive, 0);
    EXPECT_EQUAL(nodes[row].marks, 0);
    EXPECT_EQUAL(pp_table_close(table), PP_OK);
}

/* That nothing can be read of somebody for once does not make another one of him. */
static void unreadable_for_once(void)
{
    begin(FIELDS);
    (void)fake_start(PID, FAKE_OWN_PID);
    refresh();
    int64_t slot = rows[row_of(PID)].slot;
    pp_exit gone[1];
    fake_fail(FAKE_UNIQUE, 4, 1, ENOMEM); /* after two for each of the two before it */
    refresh();
    EXPECT_EQUAL(rows[row_of(PID)].status, PP_AGAIN);
    EXPECT_EQUAL(rows[row_of(PID)].valid, 0);
    EXPECT_EQUAL(rows[row_of(PID)].slot, slot);
    EXPECT_EQUAL(nodes[row_of(PID)].start_time_ns, fake_find(PID)->start_us * 1000);
    EXPECT_EQUAL(nodes[row_of(PID)].marks, 0);
    EXPECT_EQUAL(pp_table_gone(table, gone, 1), 0);
    refresh();
    EXPECT_EQUAL(rows[row_of(PID)].start_token, fake_find(PID)->id);
    EXPECT_EQUAL(rows[row_of(PID)].slot, slot);
    fake_exit(PID, 0);
    refresh();
    EXPECT_EQUAL(pp_table_gone(table, gone, 1), 1);
    fake_fail(FAKE_UNIQUE, 4, 1, ENOMEM);
    refresh();
    refresh();
    EXPECT_EQUAL(pp_table_gone(table, gone, 1), 0); /* once */
    pp_watch_figures figures;
    EXPECT_EQUAL(pp_table_stats(table, &figures), PP_OK);
    EXPECT_EQUAL(figures.exits, 1);
    EXPECT_EQUAL(pp_table_close(table), PP_OK);
}

static void parents_that_are_none(void)
{
    begin(FIELDS);
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    fake_process *debugger = fake_start(CHILD, FAKE_OWN_PID);
    it->parent_pid = debugger->pid; /* younger than what it debugs */
    it->is_traced = true;
    refresh();
    EXPECT_EQUAL(nodes[row_of(PID)].parent, -1);
    EXPECT_EQUAL(nodes[row_of(PID)].marks, PP_NODE_NEW);
    it->parent_pid = PID;
    refresh();
    EXPECT_EQUAL(nodes[row_of(PID)].parent, -1);
    it->parent_pid = 77777;
    refresh();
    EXPECT_EQUAL(nodes[row_of(PID)].parent, -1);
    EXPECT_EQUAL(pp_table_close(table), PP_OK);
}

static void room_and_errors(void)
{
    begin(FIELDS);
    for (int32_t i = 0; i < CAPACITY; i++) {
        (void)fake_start(PID + i, 1);
    }
    refresh();
    EXPECT_EQUAL(count, PP_TOO_SMALL);
    enum { MORE = 32 };
    int32_t bytes = pp_table_bytes(MORE);
    pp_table *to = aligned_alloc(64, ((size_t)bytes + 63) / 64 * 64);
    MUST(to != NULL);
    for (int32_t i = 3; i < CAPACITY; i++) {
        fake_reap(PID + i);
    }
    refresh();
    EXPECT_EQUAL(count, 5);
    fake_reap(PID);
    refresh();
    EXPECT_EQUAL(pp_table_move(table, to, bytes, MORE), PP_OK);
    free(table);
    table = to;
    pp_exit gone[1];
    EXPECT_EQUAL(pp_table_gone(table, gone, 1), 1);
    EXPECT_EQUAL(gone[0].pid, PID);
    refresh();
    EXPECT_EQUAL(count, 4);
    EXPECT_EQUAL(nodes[row_of(PID + 1)].marks, 0);
    EXPECT_EQUAL(pp_table_refresh(table, 0, rows, nodes, (uint8_t *)names, 3), PP_TOO_SMALL);
    fake_fail(FAKE_KINFO_ALL, 0, 1, EPERM);
    refresh();
    EXPECT_EQUAL(count, PP_DENIED);
    fake_before(FAKE_KINFO_ALL, 0, 1, NULL);
    (void)fake_find(PID + 1);
    EXPECT_EQUAL(pp_table_close(table), PP_OK);
}

static void gone_while_it_is_read(void)
{
    begin(FIELDS);
    (void)fake_start(CHILD, FAKE_OWN_PID);
    fake_before(FAKE_PIDINFO, 0, 1, is_reaped);
    refresh();
    EXPECT_EQUAL(row_of(CHILD), -1);
    EXPECT_EQUAL(count, 2);
    EXPECT_EQUAL(pp_table_close(table), PP_OK);
    free(table);
    table = NULL;
}

DEFINE_SUITE(table, CASE(rows_and_tree), CASE(who_is_gone), CASE(great_exit_codes),
             CASE(reused_number), CASE(leaving), CASE(unreadable_for_once),
             CASE(parents_that_are_none), CASE(room_and_errors), CASE(gone_while_it_is_read));
