/*
 * What holds for a query on every system: masks, statuses and batches.
 */
#include "children.h"
#include "emulation.h"
#include "harness.h"
#include "offers.h"
#include "randoms.h"
#include "rows.h"

#include <string.h>

enum { MEGABYTE = 1 << 20, NS_PER_MS = 1000000 };

static void expect_status(int32_t pid, uint64_t fields, int32_t expected)
{
    context("pid %d, fields %#llx", pid, (unsigned long long)fields);
    pp_sample row = query(pid, fields);
    EXPECT_EQUAL(row.status, expected);
    if (expected != PP_OK) {
        EXPECT_EQUAL(row.os_error, 0);
    }
}

static void expect_status_for_all_masks(int32_t pid, int32_t expected)
{
    expect_status(pid, 0, expected);
    expect_status(pid, ONE_SHOT_FIELDS, expected);
    expect_status(pid, PP_FIELDS_CHEAP, expected);
    for (uint32_t bit = 0; bit <= 18; bit++) {
        expect_status(pid, 1ULL << bit, expected);
    }
}

/* What is wanted and not offered is absent, and when nothing else is wanted the row says so. */
static void expect_offered(int32_t pid, uint64_t fields)
{
    context("fields %#llx", (unsigned long long)fields);
    bool is_nothing = fields != 0 && (fields & offered_fields()) == 0;
    pp_sample row = query(pid, fields);
    EXPECT_EQUAL(row.status, is_nothing ? PP_UNSUPPORTED : PP_OK);
    EXPECT_EQUAL(row.valid, fields & offered_fields());
}

static void own(void)
{
    const uint64_t fields = PP_FIELD_ALIVE | PP_FIELD_RESIDENT | PP_FIELD_CPU_TOTAL;
    int32_t pid = own_process();
    pp_sample row = query(pid, fields);
    EXPECT_EQUAL(row.status, PP_OK);
    if (is_emulated()) {
        SKIP("qemu-user makes up /proc/PID/stat of its own process");
    }
    EXPECT_EQUAL(row.valid, fields & offered_fields());
    EXPECT_EQUAL(row.alive, 1);
    EXPECT(row.resident_bytes > 0);
    EXPECT_EQUAL(query(pid, ONE_SHOT_FIELDS).valid, offered_fields());
}

static void each_field_alone(void)
{
    child it = child_sleeping();
    for (uint32_t bit = 0; bit <= 18; bit++) {
        expect_offered(it.pid, 1ULL << bit);
    }
    child_end(&it);
}

static void random_masks(void)
{
    randoms from = {.state = 0x11};
    child it = child_sleeping();
    for (int i = 0; i < 300; i++) {
        expect_offered(it.pid, random_next(&from) & random_next(&from) & ONE_SHOT_FIELDS);
    }
    child_end(&it);
}

static void fields_of_other_functions(void)
{
    child it = child_sleeping();
    uint64_t others = PP_FIELD_CPU_LOAD | PP_FIELD_EXIT_STATUS;
    EXPECT_EQUAL(query(it.pid, others | PP_FIELD_ALIVE).valid, PP_FIELD_ALIVE);
    EXPECT_EQUAL(query(it.pid, PP_FIELDS_ALL).valid, offered_fields());
    child_end(&it);
}

static void no_field(void)
{
    child it = child_sleeping();
    expect_status(it.pid, 0, PP_OK);
    child_kill(&it);
    expect_status(it.pid, 0, offers_zombies() ? PP_OK : PP_GONE);
    int32_t pid = it.pid;
    child_end(&it);
    expect_status(pid, 0, PP_GONE);
}

static void memory(void)
{
    child small = child_sleeping();
    child large = child_holding(32 * MEGABYTE);
    pp_sample less = query(small.pid, MEMORY_FIELDS | PP_FIELDS_STALL);
    pp_sample more = query(large.pid, MEMORY_FIELDS | PP_FIELDS_STALL);
    EXPECT_EQUAL(more.valid, (MEMORY_FIELDS | PP_FIELDS_STALL) & offered_fields());
    EXPECT_BETWEEN(more.resident_bytes - less.resident_bytes, 31 * MEGABYTE, 33 * MEGABYTE);
    EXPECT_BETWEEN(more.private_bytes - less.private_bytes, 31 * MEGABYTE, 33 * MEGABYTE);
    if ((more.valid & PP_FIELD_VIRTUAL) != 0) {
        EXPECT(more.virtual_bytes >= more.resident_bytes);
    }
    if ((more.valid & PP_FIELD_UNIQUE) != 0) {
        EXPECT(more.unique_bytes >= 31 * MEGABYTE);
    }
    if ((more.valid & PP_FIELD_PROPORTIONAL) != 0) {
        EXPECT(more.proportional_bytes >= more.unique_bytes);
    }
    if ((more.valid & PP_FIELD_SHARED) != 0) {
        EXPECT_EQUAL(more.private_bytes + more.shared_bytes, more.resident_bytes);
    }
    child_end(&small);
    child_end(&large);
}

static bool is_near(uint64_t read_ns, int64_t expected_ns)
{
    int64_t off_ns = (int64_t)read_ns - expected_ns;
    return off_ns >= -20 * NS_PER_MS && off_ns <= 20 * NS_PER_MS;
}

/*
 * Ticks are cut off, once for user and once for system time, and reporting costs a little too: on a
 * machine that is busy with others sometimes more than that. What is read wrongly stays wrong.
 */
static void cpu_time(void)
{
    enum { TRIES = 5 };
    const uint64_t fields = PP_FIELD_CPU_TOTAL | PP_FIELD_CPU_USER | PP_FIELD_CPU_SYSTEM;
    if ((offered_fields() & fields) != fields) {
        SKIP("the CPU time of others cannot be read in this way");
    }
    bool is_right = false;
    for (int try = 0; try < TRIES && !is_right; try++) {
        child it = child_spent(60 * NS_PER_MS);
        pp_sample alone = query(it.pid, PP_FIELD_CPU_TOTAL);
        pp_sample row = query(it.pid, fields);
        is_right = is_near(alone.cpu_total_ns, it.report) && is_near(row.cpu_total_ns, it.report) &&
                   is_near(row.cpu_user_ns + row.cpu_system_ns, it.report);
        context("of %lld ns: %lld, %lld, %lld + %lld", (long long)it.report,
                (long long)alone.cpu_total_ns, (long long)row.cpu_total_ns,
                (long long)row.cpu_user_ns, (long long)row.cpu_system_ns);
        child_end(&it);
    }
    EXPECT(is_right);
}

static void zombie(void)
{
    if (!offers_zombies()) {
        SKIP("there are no zombies on this system");
    }
    child it = child_zombie();
    pp_sample row = query(it.pid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, ONE_SHOT_FIELDS);
    EXPECT_EQUAL(row.alive, 0);
    EXPECT_EQUAL(row.state, PP_STATE_ZOMBIE);
    EXPECT_EQUAL(row.parent_pid, own_process());
    EXPECT_EQUAL(row.resident_bytes | row.private_bytes | row.shared_bytes | row.virtual_bytes, 0);
    EXPECT_EQUAL(row.unique_bytes | row.proportional_bytes | row.swap_bytes, 0);
    for (uint32_t bit = 0; bit <= 18; bit++) {
        context("bit %u", bit);
        EXPECT_EQUAL(query(it.pid, 1ULL << bit).valid, 1ULL << bit);
    }
    child_end(&it);
}

static void reaped(void)
{
    child it = child_sleeping();
    int32_t pid = it.pid;
    child_end(&it);
    expect_status_for_all_masks(pid, PP_GONE);
}

static void numbers_that_are_no_pid(void)
{
    expect_status_for_all_masks(0, PP_INVALID);
    expect_status_for_all_masks(-1, PP_INVALID);
    expect_status_for_all_masks(-own_process(), PP_INVALID);
    expect_status_for_all_masks(INT32_MIN, PP_INVALID);
}

/* Numbers beyond what a kernel gives out, also those that are like a real one in their low bits. */
static void numbers_too_large(void)
{
    child it = child_sleeping();
    expect_status_for_all_masks(INT32_MAX, PP_GONE);
    expect_status_for_all_masks(INT32_MAX - 1, PP_GONE);
    for (uint32_t bit = 22; bit <= 30; bit++) {
        expect_status_for_all_masks(it.pid | (int32_t)(1U << bit), PP_GONE);
    }
    child_end(&it);
}

static void batches(void)
{
    enum { COUNT = 41 };
    child live = child_sleeping();
    child dead = child_zombie();
    child none = child_sleeping();
    int32_t gone = none.pid;
    child_end(&none);
    const int32_t kinds[] = {live.pid, 0, gone, dead.pid, -5, INT32_MAX, live.pid};
    const int32_t ended = offers_zombies() ? PP_OK : PP_GONE;
    const int32_t statuses[] = {PP_OK, PP_INVALID, PP_GONE, ended, PP_INVALID, PP_GONE, PP_OK};
    int32_t pids[COUNT];
    pp_sample rows[COUNT + 1];
    memset(rows, 0xa5, sizeof rows);
    for (int i = 0; i < COUNT; i++) {
        pids[i] = kinds[i % 7];
    }
    const uint64_t fields = PP_FIELD_ALIVE | PP_FIELD_RESIDENT | PP_FIELD_PARENT;
    EXPECT_EQUAL(pp_query_pids(pids, COUNT, fields, rows), COUNT);
    for (int i = 0; i < COUNT; i++) {
        context("row %d", i);
        check_row(&rows[i], pids[i], fields);
        EXPECT_EQUAL(rows[i].status, statuses[i % 7]);
        EXPECT_EQUAL(rows[i].alive, rows[i].status == PP_OK && pids[i] == live.pid);
    }
    EXPECT_EQUAL(rows[COUNT].pid, (int32_t)0xa5a5a5a5);
    child_end(&live);
    child_end(&dead);
}

DEFINE_SUITE(query, CASE_PER_VARIANT(own), CASE_PER_VARIANT(each_field_alone),
             CASE_PER_VARIANT(random_masks), CASE_PER_VARIANT(fields_of_other_functions),
             CASE_PER_VARIANT(no_field), CASE_PER_VARIANT(memory), CASE_PER_VARIANT(cpu_time),
             CASE_PER_VARIANT(zombie), CASE_PER_VARIANT(reaped),
             CASE_PER_VARIANT(numbers_that_are_no_pid), CASE_PER_VARIANT(numbers_too_large),
             CASE_PER_VARIANT(batches));
