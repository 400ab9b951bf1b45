/*
 * Which sources are planned: for single fields and thousands of masks, all feature sets, every
 * token kind, with and without files.
 */
#include "harness.h"
#include "kernel.h"
#include "query_plan.h"
#include "randoms.h"
#include "rows.h"

enum { RANDOM_MASKS = 1500, TOKEN_KINDS = 5 };

static bool has(uint64_t mask, uint64_t bits)
{
    return (mask & bits) != 0;
}

static int count_bits(uint32_t mask)
{
    int bits = 0;
    for (; mask != 0; mask &= mask - 1) {
        bits++;
    }
    return bits;
}

static void expect_offered(const pp__query_plan *plan, uint32_t features, bool with_files)
{
    uint32_t sources = plan->sources;
    EXPECT(!has(sources, PP__FROM_PIDFD) || has(features, PP__PIDFD));
    EXPECT(!has(sources, PP__FROM_INFO) || has(features, PP__PIDFD_INFO));
    EXPECT(!has(sources, PP__FROM_INFO) || has(sources, PP__FROM_PIDFD));
    EXPECT(!has(sources, PP__FROM_CLOCK) || has(features, PP__CPU_CLOCK));
    EXPECT(!has(sources, PP__FROM_FILES) || with_files);
    /* /proc shows threads as if they were processes: one of these tells them apart. */
    EXPECT(has(sources, PP__FROM_CLOCK | PP__FROM_PIDFD | PP__FROM_STATUS) ||
           (!with_files && !has(features, PP__CPU_CLOCK)));
}

static void expect_bound(const pp__query_plan *plan, bool with_files)
{
    uint32_t separate = plan->sources & ~(uint32_t)PP__FROM_INFO;
    if (count_bits(separate) < 2) {
        return;
    }
    EXPECT(plan->needs_proof);
    EXPECT(has(plan->sources, PP__FROM_PIDFD) ||
           (with_files && has(plan->sources, PP__FROM_STATM | PP__FROM_STAT)));
}

static void expect_served(const pp__query_plan *plan, uint64_t fields)
{
    uint32_t sources = plan->sources;
    EXPECT(!has(fields, MEMORY_FIELDS) || has(sources, PP__FROM_STATM));
    EXPECT(!has(fields, PP_FIELDS_STALL) || has(sources, PP__FROM_ROLLUP));
    EXPECT(!has(fields, PP_FIELDS_TEXT) || has(sources, PP__FROM_STAT));
    EXPECT(!has(fields, PP_FIELD_CPU_TOTAL) || has(sources, PP__FROM_CLOCK | PP__FROM_STAT));
    EXPECT(!has(fields, PP_FIELD_PARENT) || has(sources, PP__FROM_INFO | PP__FROM_STAT));
    EXPECT(!has(fields, PP_FIELD_UID) || has(sources, PP__FROM_INFO | PP__FROM_OWNER));
    EXPECT(!has(fields, PP_FIELD_ALIVE) || has(sources, PP__FROM_PIDFD | PP__FROM_STAT));
}

/* An identity is of the kind that is asked for, or else of the best kind that can be read. */
static void expect_identity(const pp__query_plan *plan, uint64_t fields, uint32_t expected_kind)
{
    if (expected_kind != PP_TOKEN_NONE) {
        EXPECT_EQUAL(plan->token_kind, expected_kind);
    } else if (has(fields, PP_FIELD_IDENTITY)) {
        EXPECT_EQUAL(plan->token_kind,
                     has(plan->sources, PP__FROM_PIDFD) && plan->token_kind == PP_TOKEN_PIDFD_INODE
                         ? PP_TOKEN_PIDFD_INODE
                         : PP_TOKEN_START_TICKS);
        EXPECT(plan->token_kind != PP_TOKEN_START_TICKS || has(plan->sources, PP__FROM_STAT));
    } else {
        EXPECT_EQUAL(plan->token_kind, PP_TOKEN_NONE);
    }
}

/* Nothing is read that nobody asked for: stall and text sources only for their own fields. */
static void expect_thrifty(const pp__query_plan *plan, uint64_t fields, uint32_t features)
{
    EXPECT(!has(plan->sources, PP__FROM_ROLLUP) || has(fields, PP_FIELDS_STALL));
    EXPECT(!has(plan->sources, PP__FROM_STATM) || has(fields, MEMORY_FIELDS | PP_FIELDS_STALL));
    if (features == PP__ALL_FEATURES && plan->token_kind != PP_TOKEN_START_TICKS) {
        bool several_without_file = has(fields, PP_FIELDS_STALL);
        EXPECT(!has(plan->sources, PP__FROM_STAT) || has(fields, PP_FIELDS_TEXT) ||
               several_without_file);
    }
}

static void check_mask(uint64_t fields)
{
    for (uint32_t features = 0; features <= PP__ALL_FEATURES; features++) {
        for (uint32_t kind = 0; kind < TOKEN_KINDS; kind++) {
            context("fields %#llx, features %#x, token kind %u", (unsigned long long)fields,
                    features, kind);
            pp__query_plan with = pp__query_plan_for(fields, kind, features, true);
            expect_offered(&with, features, true);
            expect_bound(&with, true);
            expect_served(&with, fields);
            expect_thrifty(&with, fields, features);
            pp__query_plan without = pp__query_plan_for(fields, kind, features, false);
            expect_offered(&without, features, false);
            expect_bound(&without, false);
            expect_identity(&with, fields, kind);
        }
    }
}

static void single_fields(void)
{
    check_mask(0);
    for (uint32_t bit = 0; bit <= 20; bit++) {
        check_mask(1ULL << bit);
    }
}

static void field_classes(void)
{
    check_mask(PP_FIELDS_CHEAP);
    check_mask(PP_FIELDS_TEXT);
    check_mask(PP_FIELDS_STALL);
    check_mask(PP_FIELDS_ALL);
}

static void random_masks(void)
{
    randoms from = {.state = 0x9a5c};
    for (int i = 0; i < RANDOM_MASKS; i++) {
        check_mask(random_next(&from) & random_next(&from) & PP_FIELDS_ALL);
    }
}

/* Without any field the question is whether the number is that of a process. */
static void no_field_at_all(void)
{
    for (uint32_t features = 0; features <= PP__ALL_FEATURES; features++) {
        pp__query_plan plan = pp__query_plan_for(0, PP_TOKEN_NONE, features, true);
        context("features %#x", features);
        EXPECT_EQUAL(plan.sources, has(features, PP__CPU_CLOCK) ? PP__FROM_CLOCK : PP__FROM_STATUS);
    }
}

DEFINE_SUITE(plan, CASE(single_fields), CASE(field_classes), CASE(random_masks),
             CASE(no_field_at_all));
