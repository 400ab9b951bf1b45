/*
 * What a process holds beside memory.
 */
#include "children.h"
#include "harness.h"
#include "procprobe.h"
#include "rows.h"
#include "wine.h"

#include <string.h>
#include <windows.h>

static pp_resources resources_of(pp_identity who, uint64_t wanted)
{
    pp_resources out;
    memset(&out, 0xa5, sizeof out);
    EXPECT_EQUAL(pp_query_resources(&who, wanted, &out), PP_OK);
    return out;
}

static void handles(void)
{
    enum { MORE = 50 };
    HANDLE more[MORE];
    pp_identity own = identity_of(own_process());
    pp_resources before = resources_of(own, PP_RESOURCES_ALL);
    EXPECT_EQUAL(before.status, PP_OK);
    EXPECT_EQUAL(before.start_token, own.start_token);
    EXPECT_EQUAL(before.valid & ~(uint64_t)PP_RESOURCE_DESCRIPTORS, 0);
    if (before.valid == 0 && is_wine()) {
        SKIP("Wine says of every process that it has no handles");
    }
    EXPECT_EQUAL(before.valid, PP_RESOURCE_DESCRIPTORS);
    for (int i = 0; i < MORE; i++) {
        more[i] = CreateEventW(NULL, FALSE, FALSE, NULL);
    }
    int32_t after = resources_of(own, PP_RESOURCE_DESCRIPTORS).descriptors;
    EXPECT_BETWEEN(after - before.descriptors, MORE - 2, MORE + 2);
    for (int i = 0; i < MORE; i++) {
        CloseHandle(more[i]);
    }
}

static void of_nobody(void)
{
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    pp_identity other = who;
    other.start_token++;
    EXPECT_EQUAL(resources_of(other, PP_RESOURCES_ALL).status, PP_REPLACED);
    child_end(&it);
    EXPECT_EQUAL(resources_of(who, PP_RESOURCES_ALL).status, PP_GONE);
}

DEFINE_SUITE(resources, CASE(handles), CASE(of_nobody));
