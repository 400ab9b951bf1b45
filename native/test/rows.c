#include "rows.h"

#include "harness.h"

#include <string.h>

typedef struct member {
    uint64_t field;
    size_t offset;
    size_t size;
} member;

/* clang-format would take the braces for a block. */
/* clang-format off */
#define MEMBER(field, name) {field, offsetof(pp_sample, name), sizeof((pp_sample *)NULL)->name}
/* clang-format on */

static const member MEMBERS[] = {
    MEMBER(PP_FIELD_IDENTITY, token_kind),
    MEMBER(PP_FIELD_IDENTITY, start_token),
    MEMBER(PP_FIELD_ALIVE, alive),
    MEMBER(PP_FIELD_PARENT, parent_pid),
    MEMBER(PP_FIELD_UID, uid),
    MEMBER(PP_FIELD_RESIDENT, resident_bytes),
    MEMBER(PP_FIELD_PRIVATE, private_bytes),
    MEMBER(PP_FIELD_SHARED, shared_bytes),
    MEMBER(PP_FIELD_VIRTUAL, virtual_bytes),
    MEMBER(PP_FIELD_CPU_TOTAL, cpu_total_ns),
    MEMBER(PP_FIELD_CPU_USER, cpu_user_ns),
    MEMBER(PP_FIELD_CPU_SYSTEM, cpu_system_ns),
    MEMBER(PP_FIELD_STATE, state),
    MEMBER(PP_FIELD_THREADS, threads),
    MEMBER(PP_FIELD_START_TIME, start_time_ns),
    MEMBER(PP_FIELD_GROUP, process_group),
    MEMBER(PP_FIELD_SESSION, session),
    MEMBER(PP_FIELD_UNIQUE, unique_bytes),
    MEMBER(PP_FIELD_PROPORTIONAL, proportional_bytes),
    MEMBER(PP_FIELD_SWAP, swap_bytes),
    MEMBER(PP_FIELD_CPU_LOAD, cpu_load_ppm),
    MEMBER(PP_FIELD_EXIT_STATUS, exit_status),
};

static void check_memory_time(const pp_sample *row, uint64_t oldest_ns)
{
    bool has_memory = (row->valid & MEMORY_FIELDS) != 0;
    EXPECT_BETWEEN(row->memory_sampled_at_ns, has_memory ? oldest_ns : 0,
                   has_memory ? row->sampled_at_ns : 0);
}

/* What is not valid is zero, whatever else the row tells. */
static void check_rest(const pp_sample *row)
{
    pp_sample rest = *row;
    for (size_t i = 0; i < sizeof MEMBERS / sizeof MEMBERS[0]; i++) {
        if ((row->valid & MEMBERS[i].field) != 0) {
            memset((uint8_t *)&rest + MEMBERS[i].offset, 0, MEMBERS[i].size);
        }
    }
    pp_sample expected = {.pid = row->pid,
                          .valid = row->valid,
                          .status = row->status,
                          .sampled_at_ns = row->sampled_at_ns,
                          .memory_sampled_at_ns = row->memory_sampled_at_ns,
                          .os_error = row->os_error,
                          .failed_call = row->failed_call,
                          .slot = row->slot};
    EXPECT(memcmp(&rest, &expected, sizeof rest) == 0);
}

static void check(const pp_sample *row, int64_t slot, int32_t pid, uint64_t wanted)
{
    EXPECT_EQUAL(row->slot, slot);
    EXPECT_EQUAL(row->pid, pid);
    EXPECT_EQUAL(row->valid & ~wanted, 0);
    bool is_ok = row->status == PP_OK;
    EXPECT_EQUAL(row->sampled_at_ns != 0, is_ok);
    EXPECT_EQUAL(row->os_error != 0, row->failed_call != 0);
    uint64_t missing = wanted & ONE_SHOT_FIELDS & ~row->valid;
    if (is_ok && missing == 0) {
        EXPECT_EQUAL(row->os_error, 0);
    }
    check_rest(row);
}

void check_row(const pp_sample *row, int32_t pid, uint64_t wanted)
{
    check(row, 0, pid, wanted & ONE_SHOT_FIELDS);
    EXPECT(row->status == PP_OK || row->valid == 0);
    check_memory_time(row, row->sampled_at_ns);
}

void check_watch_row(const pp_sample *row, int64_t slot, int32_t pid, uint64_t wanted)
{
    check(row, slot, pid, wanted);
    uint64_t of_no_process = row->status == PP_GONE ? PP_FIELD_EXIT_STATUS : 0;
    EXPECT(row->status == PP_OK || (row->valid & ~of_no_process) == 0);
    check_memory_time(row, 1);
}

pp_sample query(int32_t pid, uint64_t fields)
{
    pp_sample row;
    memset(&row, 0xa5, sizeof row);
    EXPECT_EQUAL(pp_query_pid(pid, fields, &row), PP_OK);
    check_row(&row, pid, fields);
    return row;
}

pp_sample query_id(pp_identity who, uint64_t fields)
{
    pp_sample row;
    memset(&row, 0xa5, sizeof row);
    EXPECT_EQUAL(pp_query_ids(&who, 1, fields, &row), 1);
    check_row(&row, who.pid, fields);
    return row;
}

pp_identity identity_of(int32_t pid)
{
    pp_sample row = query(pid, PP_FIELD_IDENTITY);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, PP_FIELD_IDENTITY);
    return (pp_identity){.pid = pid, .token_kind = row.token_kind, .start_token = row.start_token};
}
