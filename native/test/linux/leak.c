/*
 * Thousands of queries, failing ones among them, leave no descriptor open.
 */
#include "children.h"
#include "descriptors.h"
#include "harness.h"
#include "randoms.h"
#include "rows.h"

#include <sys/resource.h>
#include <unistd.h>

enum { QUERIES = 10000, PER_VARIANT_QUERIES = 1500 };

typedef struct targets {
    child live;
    child dead;
    child half; /* its first thread has ended */
    int32_t gone;
} targets;

static targets start_targets(void)
{
    targets all = {
        .live = child_sleeping(), .dead = child_zombie(), .half = child_without_first_thread(4096)};
    child none = child_sleeping();
    all.gone = none.pid;
    child_end(&none);
    return all;
}

static void end_targets(targets *all)
{
    child_end(&all->live);
    child_end(&all->dead);
    child_end(&all->half);
}

static void ask_anything(randoms *from, const int32_t *pids, uint32_t count)
{
    pp_sample row;
    pp_identity who = {.pid = pids[random_below(from, count)],
                       .token_kind = random_below(from, 4),
                       .start_token = random_next(from)};
    uint8_t text[128];
    int32_t capacity = (int32_t)random_below(from, (uint32_t)sizeof text);
    uint64_t fields = random_next(from) & random_next(from) & PP_FIELDS_ALL;
    pp_identity family[4];
    pp_resources resources;
    switch (random_below(from, 11)) {
    case 0:
        (void)pp_text_name(&who, text, capacity);
        break;
    case 1:
        (void)pp_text_executable(&who, text, capacity);
        break;
    case 2:
        (void)pp_text_command_line(&who, text, capacity);
        break;
    case 3:
        (void)pp_text_environment(&who, (const uint8_t *)"PATH", 4, text, capacity);
        break;
    case 4:
        (void)pp_query_ids(&who, 1, fields, &row);
        break;
    case 5:
        (void)pp_text_cgroup(&who, text, capacity);
        break;
    case 6:
        (void)pp_query_resources(&who, random_next(from) & PP_RESOURCES_ALL, &resources);
        break;
    case 7:
        (void)pp_list_descendants(&who, family, 4);
        break;
    default:
        (void)pp_query_pid(who.pid, fields, &row);
        break;
    }
}

static void ask(int queries)
{
    randoms from = {.state = 0x1ea4};
    targets all = start_targets();
    const int32_t pids[] = {all.live.pid, all.dead.pid, all.half.pid, all.gone, getpid(), 1, 2,
                            INT32_MAX};
    int before = descriptors_open();
    for (int i = 0; i < queries; i++) {
        ask_anything(&from, pids, 8);
        if (i % 100 == 0) {
            pp_system facts;
            int32_t listed[16];
            (void)pp_system_facts(&facts);
            (void)pp_list_pids(listed, 16);
            (void)pp_system_mechanism(i / 100 % 10, NULL, 0);
        }
    }
    EXPECT_EQUAL(descriptors_open(), before);
    end_targets(&all);
}

static void many_queries(void)
{
    ask(QUERIES);
}

static void every_fallback(void)
{
    ask(PER_VARIANT_QUERIES);
}

/* Runs out of descriptors in the middle of a query: what it had opened is closed again. */
static void with_few_descriptors(void)
{
    struct rlimit limit;
    MUST(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    targets all = start_targets();
    int before = descriptors_open();
    int32_t next = dup(STDOUT_FILENO);
    close(next);
    for (int32_t left = 0; left < 5; left++) {
        struct rlimit few = {.rlim_cur = (rlim_t)(next + left), .rlim_max = limit.rlim_max};
        MUST(setrlimit(RLIMIT_NOFILE, &few) == 0);
        for (int i = 0; i < 50; i++) {
            (void)query(all.live.pid, ONE_SHOT_FIELDS);
            (void)query(all.half.pid, ONE_SHOT_FIELDS);
            (void)pp_list_pids(NULL, 0);
        }
    }
    MUST(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    EXPECT_EQUAL(descriptors_open(), before);
    end_targets(&all);
}

DEFINE_SUITE(leak, CASE(many_queries), CASE_PER_VARIANT(every_fallback),
             CASE_PER_VARIANT(with_few_descriptors));
