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
};

void check_row(const pp_sample *row, int32_t pid, uint64_t wanted)
{
    EXPECT_EQUAL(row->pid, pid);
    EXPECT_EQUAL(row->valid & ~(wanted & ONE_SHOT_FIELDS), 0);
    bool is_ok = row->status == PP_OK;
    EXPECT(is_ok || row->valid == 0);
    EXPECT_EQUAL(row->sampled_at_ns != 0, is_ok);
    EXPECT_EQUAL(row->memory_sampled_at_ns,
                 (row->valid & MEMORY_FIELDS) != 0 ? row->sampled_at_ns : 0);
    EXPECT_EQUAL(row->os_error != 0, row->failed_call != 0);
    uint64_t missing = wanted & ONE_SHOT_FIELDS & ~row->valid;
    if (is_ok && missing == 0) {
        EXPECT_EQUAL(row->os_error, 0);
    }

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
                          .failed_call = row->failed_call};
    EXPECT(memcmp(&rest, &expected, sizeof rest) == 0);
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
