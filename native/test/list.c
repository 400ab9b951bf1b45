/*
 * The list of PIDs.
 */
#include "children.h"
#include "guarded.h"
#include "harness.h"
#include "offers.h"
#include "procprobe.h"

#include <stdlib.h>

/* Asks with room for more than there were a moment ago, as callers do. */
static int32_t *list_all(int32_t *count)
{
    int32_t capacity = pp_list_pids(NULL, 0);
    MUST(capacity > 0);
    int32_t *pids = NULL;
    for (*count = capacity + 1; *count > capacity;) {
        capacity = *count + 64;
        free(pids);
        pids = calloc((size_t)capacity, sizeof *pids);
        MUST(pids != NULL);
        *count = pp_list_pids(pids, capacity);
        MUST(*count > 0);
    }
    return pids;
}

static bool is_listed(int32_t pid)
{
    int32_t count = 0;
    int32_t *pids = list_all(&count);
    bool found = false;
    for (int32_t i = 0; i < count; i++) {
        found = found || pids[i] == pid;
    }
    free(pids);
    return found;
}

static void who_is_listed(void)
{
    EXPECT(is_listed(own_process()));
    child it = child_sleeping();
    int32_t pid = it.pid;
    EXPECT(is_listed(pid));
    child_kill(&it);
    EXPECT_EQUAL(is_listed(pid), offers_zombies());
    child_end(&it);
    EXPECT(!is_listed(pid));
}

static void ascending(void)
{
    int32_t count = 0;
    int32_t *pids = list_all(&count);
    EXPECT(pids[0] > 0);
    for (int32_t i = 1; i < count; i++) {
        context("entry %d", i);
        EXPECT(pids[i] > pids[i - 1]);
    }
    free(pids);
}

static void capacities(void)
{
    guarded memory = guarded_new(4096);
    for (int32_t capacity = 0; capacity <= 3; capacity++) {
        int32_t *pids =
            (int32_t *)(void *)guarded_last(&memory, (size_t)capacity * sizeof(int32_t));
        context("capacity %d", capacity);
        EXPECT(pp_list_pids(pids, capacity) >= 2); /* us and who started us */
        for (int32_t i = 0; i < capacity && i < 2; i++) {
            EXPECT(pids[i] > 0);
        }
    }
    EXPECT(pp_list_pids(NULL, 0) >= 2);
    guarded_free(&memory);
}

/* More entries than the kernel gives in one piece: none is lost between two pieces. */
static void many(void)
{
    enum { CHILDREN = 300 };
    static child children[CHILDREN];
    for (int i = 0; i < CHILDREN; i++) {
        children[i] = child_sleeping();
    }
    int32_t count = 0;
    int32_t *pids = list_all(&count);
    for (int i = 0; i < CHILDREN; i++) {
        int found = 0;
        for (int32_t k = 0; k < count; k++) {
            found += pids[k] == children[i].pid;
        }
        context("child %d", i);
        EXPECT_EQUAL(found, 1);
    }
    free(pids);
    for (int i = 0; i < CHILDREN; i++) {
        child_end(&children[i]);
    }
}

DEFINE_SUITE(list, CASE_PER_VARIANT(who_is_listed), CASE(ascending), CASE(capacities), CASE(many));
