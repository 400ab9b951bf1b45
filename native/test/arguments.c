/*
 * What every public function says to arguments that it must not take.
 */
#include "children.h"
#include "harness.h"
#include "offers.h"
#include "rows.h"

#include <string.h>

enum { OWN_ROWS = 3 };

static _Alignas(8) uint8_t memory[sizeof(pp_sample) * OWN_ROWS + 8];

/* A record that is off by four bytes, aligned enough for its parts but not as the header asks. */
static void *misaligned(void)
{
    return memory + 4;
}

static void *aligned(void)
{
    return memory;
}

static int32_t own_pid;

static void setup(void)
{
    own_pid = identity_of(own_process()).pid;
    memset(memory, 0xa5, sizeof memory);
}

static void expect_untouched(void)
{
    for (size_t i = 0; i < sizeof memory; i++) {
        if (memory[i] != 0xa5) {
            EXPECT_EQUAL(memory[i], 0xa5);
            return;
        }
    }
}

static void query_pid(void)
{
    setup();
    EXPECT_EQUAL(pp_query_pid(own_pid, 0, NULL), PP_INVALID);
    EXPECT_EQUAL(pp_query_pid(own_pid, 0, misaligned()), PP_INVALID);
    expect_untouched();
}

static void unknown_fields(void)
{
    setup();
    pp_identity who = {.pid = own_pid};
    for (uint32_t bit = 0; bit < 64; bit++) {
        uint64_t field = 1ULL << bit;
        bool is_known = (field & PP_FIELDS_ALL) != 0;
        context("bit %u", bit);
        EXPECT_EQUAL(pp_query_pid(own_pid, field, aligned()), is_known ? PP_OK : PP_INVALID);
        EXPECT_EQUAL(pp_query_pids(&own_pid, 1, field, aligned()), is_known ? 1 : PP_INVALID);
        EXPECT_EQUAL(pp_query_ids(&who, 1, field, aligned()), is_known ? 1 : PP_INVALID);
        EXPECT_EQUAL(pp_query_pids(NULL, 0, field, NULL), is_known ? 0 : PP_INVALID);
    }
    EXPECT_EQUAL(pp_query_pid(own_pid, UINT64_MAX, aligned()), PP_INVALID);
}

static void query_pids(void)
{
    setup();
    int32_t pids[OWN_ROWS] = {own_pid, own_pid, own_pid};
    EXPECT_EQUAL(pp_query_pids(NULL, 1, 0, aligned()), PP_INVALID);
    EXPECT_EQUAL(pp_query_pids(pids, 1, 0, NULL), PP_INVALID);
    EXPECT_EQUAL(pp_query_pids(pids, -1, 0, aligned()), PP_INVALID);
    EXPECT_EQUAL(pp_query_pids(pids, INT32_MIN, 0, aligned()), PP_INVALID);
    EXPECT_EQUAL(pp_query_pids(pids, 1, 0, misaligned()), PP_INVALID);
    EXPECT_EQUAL(pp_query_pids(NULL, 0, 0, NULL), 0);
    EXPECT_EQUAL(pp_query_pids(pids, 0, 0, aligned()), 0);
    expect_untouched();
    EXPECT_EQUAL(pp_query_pids(pids, 2, 0, aligned()), 2);
    EXPECT_EQUAL(memory[2 * sizeof(pp_sample)], 0xa5);
}

static void query_ids(void)
{
    setup();
    pp_identity who[OWN_ROWS] = {{.pid = own_pid}, {.pid = own_pid}, {.pid = own_pid}};
    EXPECT_EQUAL(pp_query_ids(NULL, 1, 0, aligned()), PP_INVALID);
    EXPECT_EQUAL(pp_query_ids(who, 1, 0, NULL), PP_INVALID);
    EXPECT_EQUAL(pp_query_ids(who, -1, 0, aligned()), PP_INVALID);
    EXPECT_EQUAL(pp_query_ids(who, 1, 0, misaligned()), PP_INVALID);
    expect_untouched();
    EXPECT_EQUAL(pp_query_ids(misaligned(), 1, 0, aligned()), PP_INVALID);
    EXPECT_EQUAL(pp_query_ids(NULL, 0, 0, NULL), 0);
    EXPECT_EQUAL(pp_query_ids(who, 0, 0, aligned()), 0);
    expect_untouched();
}

static void list_and_system(void)
{
    setup();
    EXPECT_EQUAL(pp_list_pids(NULL, 1), PP_INVALID);
    EXPECT_EQUAL(pp_list_pids(NULL, -1), PP_INVALID);
    EXPECT_EQUAL(pp_list_pids(aligned(), -1), PP_INVALID);
    EXPECT_EQUAL(pp_system_facts(NULL), PP_INVALID);
    EXPECT_EQUAL(pp_system_facts(misaligned()), PP_INVALID);
    EXPECT_EQUAL(pp_system_mechanism(-1, memory, 512), PP_INVALID);
    EXPECT_EQUAL(pp_system_mechanism(INT32_MIN, memory, 512), PP_INVALID);
    EXPECT_EQUAL(pp_system_mechanism(0, NULL, 512), PP_INVALID);
    EXPECT_EQUAL(pp_system_mechanism(0, memory, -1), PP_INVALID);
    EXPECT_EQUAL(pp_system_mechanism(1000, memory, 512), PP_NOT_FOUND);
    EXPECT_EQUAL(pp_system_mechanism(INT32_MAX, memory, 512), PP_NOT_FOUND);
    expect_untouched();
}

static void family(void)
{
    typedef int32_t (*family_function)(const pp_identity *who, pp_identity *out, int32_t capacity);
    static const family_function functions[] = {pp_list_children, pp_list_descendants};
    setup();
    pp_identity who = {.pid = own_pid};
    pp_identity none = {.pid = 0};
    pp_identity negative = {.pid = -own_pid};
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        context("function %zu", i);
        EXPECT_EQUAL(functions[i](NULL, aligned(), 1), PP_INVALID);
        EXPECT_EQUAL(functions[i](misaligned(), aligned(), 1), PP_INVALID);
        EXPECT_EQUAL(functions[i](&who, misaligned(), 1), PP_INVALID);
        EXPECT_EQUAL(functions[i](&who, NULL, 1), PP_INVALID);
        EXPECT_EQUAL(functions[i](&who, aligned(), -1), PP_INVALID);
        EXPECT_EQUAL(functions[i](&none, aligned(), 1), PP_INVALID);
        EXPECT_EQUAL(functions[i](&negative, aligned(), 1), PP_INVALID);
    }
    expect_untouched();
}

static void query_resources(void)
{
    setup();
    pp_identity who = {.pid = own_pid};
    EXPECT_EQUAL(pp_query_resources(NULL, 0, aligned()), PP_INVALID);
    EXPECT_EQUAL(pp_query_resources(misaligned(), 0, aligned()), PP_INVALID);
    EXPECT_EQUAL(pp_query_resources(&who, 0, NULL), PP_INVALID);
    EXPECT_EQUAL(pp_query_resources(&who, 0, misaligned()), PP_INVALID);
    EXPECT_EQUAL(pp_query_resources(&who, PP_RESOURCES_ALL + 1, aligned()), PP_INVALID);
    EXPECT_EQUAL(pp_query_resources(&who, UINT64_MAX, aligned()), PP_INVALID);
    expect_untouched();
}

typedef int32_t (*text_function)(const pp_identity *who, uint8_t *text, int32_t capacity);

static int32_t any_environment(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    return pp_text_environment(who, (const uint8_t *)"A", 1, text, capacity);
}

static void text(void)
{
    static const text_function functions[] = {
        pp_text_name, pp_text_executable, pp_text_command_line, any_environment, pp_text_cgroup};
    setup();
    pp_identity who = {.pid = own_pid};
    pp_identity none = {.pid = 0};
    pp_identity negative = {.pid = -own_pid};
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        context("function %zu", i);
        EXPECT_EQUAL(functions[i](NULL, memory, 8), PP_INVALID);
        EXPECT_EQUAL(functions[i](misaligned(), memory, 8), PP_INVALID);
        EXPECT_EQUAL(functions[i](&who, NULL, 8), PP_INVALID);
        EXPECT_EQUAL(functions[i](&who, memory, -1), PP_INVALID);
        EXPECT_EQUAL(functions[i](&none, memory, 8), PP_INVALID);
        EXPECT_EQUAL(functions[i](&negative, memory, 8), PP_INVALID);
    }
    expect_untouched();
}

static void environment_names(void)
{
    setup();
    pp_identity who = {.pid = own_pid};
    uint8_t name[256];
    memset(name, 'N', sizeof name);
    EXPECT_EQUAL(pp_text_environment(&who, NULL, 1, memory, 8), PP_INVALID);
    EXPECT_EQUAL(pp_text_environment(&who, name, 0, memory, 8), PP_INVALID);
    EXPECT_EQUAL(pp_text_environment(&who, name, -1, memory, 8), PP_INVALID);
    EXPECT_EQUAL(pp_text_environment(&who, name, 256, memory, 8), PP_INVALID);
    const int32_t not_set = offers_environments() ? PP_NOT_FOUND : PP_UNSUPPORTED;
    EXPECT_EQUAL(pp_text_environment(&who, name, 255, memory, 8), not_set);
    name[100] = '=';
    EXPECT_EQUAL(pp_text_environment(&who, name, 255, memory, 8), PP_INVALID);
    EXPECT_EQUAL(pp_text_environment(&who, name, 100, memory, 8), not_set);
    name[100] = 0;
    EXPECT_EQUAL(pp_text_environment(&who, name, 101, memory, 8), PP_INVALID);
    expect_untouched();
}

DEFINE_SUITE(arguments, CASE(query_pid), CASE(unknown_fields), CASE(query_pids), CASE(query_ids),
             CASE(list_and_system), CASE(family), CASE(query_resources), CASE(text),
             CASE(environment_names));
