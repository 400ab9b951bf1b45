/*
 * Facts of the machine, compared with what other functions of the system say.
 */
#include "guarded.h"
#include "harness.h"
#include "kernel.h"
#include "procprobe.h"

#include <string.h>
#include <windows.h>

static pp_system facts(void)
{
    pp_system out;
    memset(&out, 0xa5, sizeof out);
    EXPECT_EQUAL(pp_system_facts(&out), PP_OK);
    return out;
}

static void units(void)
{
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    pp_system out = facts();
    EXPECT_EQUAL(out.page_bytes, info.dwPageSize);
    EXPECT_BETWEEN(out.ticks_per_second, 1, 10000);
    EXPECT_EQUAL(out.token_kind, PP_TOKEN_CREATION_TIME);
    EXPECT((out.valid & PP_SYSTEM_CPUS) != 0);
    EXPECT((out.valid & PP_SYSTEM_UID) == 0);
    EXPECT_EQUAL(out.cpus_online, info.dwNumberOfProcessors);
    EXPECT_BETWEEN(out.cpus_usable, 1, out.cpus_online);
}

static void memory(void)
{
    pp_system out = facts();
    ULONGLONG installed_or_more = 0;
    MEMORYSTATUSEX status = {.dwLength = sizeof status};
    MUST(GlobalMemoryStatusEx(&status));
    installed_or_more = status.ullTotalPhys;
    EXPECT((out.valid & PP_SYSTEM_MEMORY) != 0);
    EXPECT_EQUAL(out.memory_total_bytes, installed_or_more);
    EXPECT_BETWEEN(out.memory_available_bytes, 1, out.memory_total_bytes);
}

static void boot_time(void)
{
    FILETIME now;
    const int64_t slack_ns = 5000000000LL;
    pp_system out = facts();
    GetSystemTimeAsFileTime(&now);
    int64_t now_ns = pp__kernel_unix_ns((uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime);
    int64_t up_ns = (int64_t)GetTickCount64() * 1000000;
    EXPECT((out.valid & PP_SYSTEM_BOOT_TIME) != 0);
    EXPECT_BETWEEN(out.boot_time_ns, now_ns - up_ns - slack_ns, now_ns);
    EXPECT_EQUAL(facts().boot_time_ns, out.boot_time_ns);
}

static void clock_goes_on(void)
{
    pp_system before = facts();
    LARGE_INTEGER count;
    LARGE_INTEGER frequency;
    QueryPerformanceCounter(&count);
    QueryPerformanceFrequency(&frequency);
    pp_system after = facts();
    double counter_ns = (double)count.QuadPart / (double)frequency.QuadPart * 1e9;
    EXPECT_BETWEEN((int64_t)counter_ns, before.sampled_at_ns - 1000, after.sampled_at_ns + 1000);
}

static void what_there_is_not(void)
{
    pp_system out = facts();
    uint64_t never = PP_SYSTEM_BOOT_ID | PP_SYSTEM_SWAP | PP_SYSTEM_CGROUP_MEMORY_LIMIT |
                     PP_SYSTEM_CGROUP_MEMORY_USED | PP_SYSTEM_CGROUP_CPU_LIMIT | PP_SYSTEM_PID_MAX;
    EXPECT_EQUAL(out.valid & never, 0);
    EXPECT_EQUAL(out.swap_total_bytes | out.swap_free_bytes | (uint64_t)out.pid_max, 0);
}

/* Four lines each, the second equal to the third when, and only when, the fourth is empty. */
static void mechanisms(void)
{
    guarded memory = guarded_new(512);
    int32_t index = 0;
    int32_t length = 0;
    while ((length = pp_system_mechanism(index, memory.end - 512, 512)) >= 0) {
        const char *line[5] = {(const char *)(memory.end - 512)};
        const char *end = line[0] + length;
        for (int i = 1; i < 4; i++) {
            line[i] = memchr(line[i - 1], '\n', (size_t)(end - line[i - 1]));
            REQUIRE(line[i] != NULL);
            line[i]++;
        }
        size_t in_use = (size_t)(line[2] - line[1]);
        bool is_first =
            in_use == (size_t)(line[3] - line[2]) && memcmp(line[1], line[2], in_use) == 0;
        context("index %d", index);
        EXPECT_EQUAL(is_first, line[3] == end);
        EXPECT_EQUAL(pp_system_mechanism(index, memory.end - length + 1, length - 1), PP_TOO_SMALL);
        index++;
    }
    EXPECT_EQUAL(length, PP_NOT_FOUND);
    EXPECT(index > 10);
    guarded_free(&memory);
}

DEFINE_SUITE(system, CASE(units), CASE(memory), CASE(boot_time), CASE(clock_goes_on),
             CASE(what_there_is_not), CASE_PER_VARIANT(mechanisms));
