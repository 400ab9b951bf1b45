/*
 * Identities: the right token, a wrong one, and one of a kind that cannot be read.
 */
#include "children.h"
#include "harness.h"
#include "offers.h"
#include "rows.h"

#include <string.h>

enum { FIELD_SETS = 4 };

static const uint64_t FIELDS[FIELD_SETS] = {0, PP_FIELD_CPU_TOTAL, PP_FIELDS_CHEAP,
                                            ONE_SHOT_FIELDS};

static void expect_status(pp_identity who, int32_t expected)
{
    for (int i = 0; i < FIELD_SETS; i++) {
        context("token kind %u, fields %#llx", who.token_kind, (unsigned long long)FIELDS[i]);
        pp_sample row = query_id(who, FIELDS[i]);
        bool is_nothing = FIELDS[i] != 0 && (FIELDS[i] & offered_fields()) == 0;
        EXPECT_EQUAL(row.status, expected == PP_OK && is_nothing ? PP_UNSUPPORTED : expected);
        EXPECT(expected != PP_OK || row.valid == (FIELDS[i] & offered_fields()));
        EXPECT(row.status == PP_OK || row.os_error == 0);
    }
}

/* The same for the functions that read text. */
static void expect_text_status(pp_identity who, int32_t expected)
{
    uint8_t text[4096];
    int32_t results[4];
    results[0] = pp_text_name(&who, text, (int32_t)sizeof text);
    results[1] = pp_text_executable(&who, text, (int32_t)sizeof text);
    results[2] = pp_text_command_line(&who, text, (int32_t)sizeof text);
    results[3] = pp_text_environment(&who, (const uint8_t *)"not set", 7, text, 4096);
    for (int i = 0; i < 4; i++) {
        context("token kind %u, text %d", who.token_kind, i);
        bool is_offered = (i != 2 || offers_command_lines()) && (i != 3 || offers_environments());
        int32_t fine = !is_offered    ? PP_UNSUPPORTED
                     : i == 3         ? PP_NOT_FOUND
                     : results[i] > 0 ? results[i]
                                      : 0;
        EXPECT_EQUAL(results[i], expected == PP_OK ? fine : expected);
    }
}

static void right_token(void)
{
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    expect_status(who, PP_OK);
    expect_text_status(who, PP_OK);
    pp_sample row = query_id(who, PP_FIELD_IDENTITY);
    EXPECT_EQUAL(row.token_kind, who.token_kind);
    EXPECT_EQUAL(row.start_token, who.start_token);
    child_kill(&it);
    expect_status(who, offers_zombies() ? PP_OK : PP_GONE); /* still the same process */
    child_end(&it);
    expect_status(who, PP_GONE);
    expect_text_status(who, PP_GONE);
}

static void wrong_token(void)
{
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    who.start_token++;
    expect_status(who, PP_REPLACED);
    expect_text_status(who, PP_REPLACED);
    who.start_token = 0;
    expect_status(who, PP_REPLACED);
    who.start_token = UINT64_MAX;
    expect_status(who, PP_REPLACED);
    child_end(&it);
}

static void foreign_kinds(void)
{
    static const uint32_t kinds[] = {PP_TOKEN_UNIQUE_ID, PP_TOKEN_CREATION_TIME, 5, UINT32_MAX};
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    const uint32_t own_kind = who.token_kind;
    const bool is_linux_without_pidfs = own_kind == PP_TOKEN_START_TICKS;
    for (int i = 0; i < 4; i++) {
        if (kinds[i] == own_kind) {
            continue;
        }
        who.token_kind = kinds[i];
        expect_status(who, PP_UNKNOWN_IDENTITY);
        expect_text_status(who, PP_UNKNOWN_IDENTITY);
    }
    if (is_linux_without_pidfs) { /* elsewhere all pidfds may have the same inode */
        who.token_kind = PP_TOKEN_PIDFD_INODE;
        expect_status(who, PP_UNKNOWN_IDENTITY);
        expect_text_status(who, PP_UNKNOWN_IDENTITY);
    }
    child_end(&it);
    expect_status(who, PP_GONE);
}

static void no_token(void)
{
    child it = child_sleeping();
    pp_identity who = {.pid = it.pid, .token_kind = PP_TOKEN_NONE, .start_token = 12345};
    expect_status(who, PP_OK);
    expect_text_status(who, PP_OK);
    child_end(&it);
    expect_status(who, PP_GONE);
    expect_text_status(who, PP_GONE);
}

static void differ_between_processes(void)
{
    child one = child_sleeping();
    child two = child_sleeping();
    pp_identity first = identity_of(one.pid);
    pp_identity again = identity_of(one.pid);
    EXPECT_EQUAL(memcmp(&first, &again, sizeof first), 0);
    if (first.token_kind == PP_TOKEN_PIDFD_INODE) {
        EXPECT(first.start_token != identity_of(two.pid).start_token);
    }
    child_end(&one);
    child_end(&two);
}

static void batch(void)
{
    enum { COUNT = 6 };
    child it = child_sleeping();
    child none = child_sleeping();
    pp_identity who = identity_of(it.pid);
    pp_identity gone = identity_of(none.pid);
    child_end(&none);
    pp_identity wrong = who;
    wrong.start_token ^= 1;
    pp_identity foreign = who;
    foreign.token_kind = PP_TOKEN_UNIQUE_ID;
    pp_identity ids[COUNT] = {who, wrong, gone, {.pid = 0}, foreign, who};
    const int32_t expected[COUNT] = {PP_OK,      PP_REPLACED,         PP_GONE,
                                     PP_INVALID, PP_UNKNOWN_IDENTITY, PP_OK};
    pp_sample rows[COUNT];
    memset(rows, 0xa5, sizeof rows);
    EXPECT_EQUAL(pp_query_ids(ids, COUNT, PP_FIELDS_CHEAP, rows), COUNT);
    for (int i = 0; i < COUNT; i++) {
        context("row %d", i);
        check_row(&rows[i], ids[i].pid, PP_FIELDS_CHEAP);
        EXPECT_EQUAL(rows[i].status, expected[i]);
    }
    child_end(&it);
}

DEFINE_SUITE(identity, CASE_PER_VARIANT(right_token), CASE_PER_VARIANT(wrong_token),
             CASE_PER_VARIANT(foreign_kinds), CASE_PER_VARIANT(no_token),
             CASE_PER_VARIANT(differ_between_processes), CASE_PER_VARIANT(batch));
