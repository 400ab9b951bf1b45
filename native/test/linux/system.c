/*
 * Facts of the machine, compared with what libc and /proc say by other ways.
 */
#include "fork.h"
#include "guarded.h"
#include "harness.h"
#include "oracle.h"
#include "procprobe.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <time.h>
#include <unistd.h>

static pp_system facts(void)
{
    pp_system out;
    memset(&out, 0xa5, sizeof out);
    EXPECT_EQUAL(pp_system_facts(&out), PP_OK);
    return out;
}

static uint64_t monotonic_ns(void)
{
    struct timespec time;
    MUST(clock_gettime(CLOCK_MONOTONIC, &time) == 0);
    return (uint64_t)time.tv_sec * 1000000000U + (uint64_t)time.tv_nsec;
}

static void units(void)
{
    uint64_t before = monotonic_ns();
    pp_system out = facts();
    EXPECT_BETWEEN(out.sampled_at_ns, before, monotonic_ns());
    EXPECT_EQUAL(out.page_bytes, sysconf(_SC_PAGESIZE));
    EXPECT_EQUAL(out.ticks_per_second, sysconf(_SC_CLK_TCK));
    EXPECT_EQUAL(out.uid, geteuid());
}

static void cpus(void)
{
    pp_system out = facts();
    cpu_set_t usable;
    MUST(sched_getaffinity(0, sizeof usable, &usable) == 0);
    EXPECT((out.valid & PP_SYSTEM_CPUS) != 0);
    EXPECT((out.valid & PP_SYSTEM_UID) != 0);
    EXPECT_EQUAL(out.cpus_online, sysconf(_SC_NPROCESSORS_ONLN));
    EXPECT_EQUAL(out.cpus_usable, CPU_COUNT(&usable));
}

static void one_cpu(void)
{
    cpu_set_t usable;
    cpu_set_t first;
    MUST(sched_getaffinity(0, sizeof usable, &usable) == 0);
    CPU_ZERO(&first);
    for (size_t i = 0; i < CPU_SETSIZE; i++) {
        if (CPU_ISSET(i, &usable)) {
            CPU_SET(i, &first);
            break;
        }
    }
    MUST(sched_setaffinity(0, sizeof first, &first) == 0);
    EXPECT_EQUAL(facts().cpus_usable, 1);
    EXPECT_EQUAL(facts().cpus_online, sysconf(_SC_NPROCESSORS_ONLN));
}

static void usable_cpus_follow_affinity(void)
{
    run_in_child(one_cpu);
}

static void memory(void)
{
    pp_system out = facts();
    struct sysinfo info;
    MUST(sysinfo(&info) == 0);
    EXPECT((out.valid & PP_SYSTEM_MEMORY) != 0);
    EXPECT((out.valid & PP_SYSTEM_SWAP) != 0);
    EXPECT_EQUAL(out.memory_total_bytes, (uint64_t)info.totalram * info.mem_unit);
    EXPECT_EQUAL(out.swap_total_bytes, (uint64_t)info.totalswap * info.mem_unit);
    EXPECT_BETWEEN(out.memory_available_bytes, 1, out.memory_total_bytes);
    EXPECT_BETWEEN(out.swap_free_bytes, 0, out.swap_total_bytes);
    int64_t available = oracle_line("/proc/meminfo", "MemAvailable:", 1) * 1024;
    int64_t tolerance = (int64_t)(out.memory_total_bytes / 4); /* other processes run meanwhile */
    EXPECT_BETWEEN(out.memory_available_bytes, available - tolerance, available + tolerance);
}

static void boot(void)
{
    pp_system out = facts();
    char text[64] = "";
    char expected[64] = "";
    MUST(oracle_read("/proc/sys/kernel/random/boot_id", text, (int32_t)sizeof text));
    EXPECT((out.valid & PP_SYSTEM_BOOT_ID) != 0);
    snprintf(expected, sizeof expected, "%08x-%04x-%04x-%04x-%012llx\n",
             (unsigned)(out.boot_id_high >> 32), (unsigned)(out.boot_id_high >> 16 & 0xffff),
             (unsigned)(out.boot_id_high & 0xffff), (unsigned)(out.boot_id_low >> 48),
             (unsigned long long)(out.boot_id_low & 0xffffffffffffULL));
    EXPECT_BYTES(text, strlen(text), expected, strlen(expected));
    EXPECT((out.valid & PP_SYSTEM_BOOT_TIME) != 0);
    /* The kernel computes btime anew at each reading, and rounding may move it by a second. */
    int64_t boot_s = oracle_line("/proc/stat", "btime", 1);
    EXPECT_BETWEEN(out.boot_time_ns, (boot_s - 1) * 1000000000, (boot_s + 1) * 1000000000);
}

static void pid_max(void)
{
    pp_system out = facts();
    EXPECT((out.valid & PP_SYSTEM_PID_MAX) != 0);
    EXPECT_EQUAL(out.pid_max, oracle_line("/proc/sys/kernel/pid_max", "", 1));
}

static void cgroups(void)
{
    pp_system out = facts();
    bool has_limit = (out.valid & PP_SYSTEM_CGROUP_MEMORY_LIMIT) != 0;
    EXPECT_BETWEEN(out.cgroup_version, 0, 2);
    EXPECT_EQUAL(has_limit, (out.valid & PP_SYSTEM_CGROUP_MEMORY_USED) != 0);
    EXPECT_EQUAL(out.cgroup_memory_limit_bytes != 0, has_limit);
    EXPECT(has_limit || out.cgroup_memory_used_bytes == 0);
    EXPECT_EQUAL(out.cgroup_cpu_limit_ppm != 0, (out.valid & PP_SYSTEM_CGROUP_CPU_LIMIT) != 0);
    bool has_version_1 = access("/sys/fs/cgroup/memory/memory.usage_in_bytes", R_OK) == 0;
    if (has_version_1) {
        EXPECT_EQUAL(out.cgroup_version, 1);
    }
}

static void token_kind(void)
{
    pp_sample row;
    EXPECT_EQUAL(pp_query_pid(getpid(), PP_FIELD_IDENTITY, &row), PP_OK);
    EXPECT_EQUAL(facts().token_kind, row.token_kind);
}

static int count_lines(const uint8_t *text, int32_t length)
{
    int lines = 1;
    for (int32_t i = 0; i < length; i++) {
        lines += text[i] == '\n';
    }
    return lines;
}

/* Splits four lines into strings; the text is followed by a zero byte. */
static void split(char *text, char *lines[4])
{
    for (int i = 0; i < 4; i++) {
        lines[i] = text;
        char *end = strchr(text, '\n');
        if (end != NULL) {
            *end = 0;
            text = end + 1;
        }
    }
}

static void mechanisms(void)
{
    int32_t length = 0;
    uint8_t text[513];
    int32_t index = 0;
    while ((length = pp_system_mechanism(index, text, 512)) >= 0) {
        char *lines[4];
        text[length] = 0;
        context("mechanism %d: %s", index, (char *)text);
        EXPECT_EQUAL(strlen((char *)text), length);
        EXPECT_EQUAL(count_lines(text, length), 4);
        split((char *)text, lines);
        EXPECT(lines[0][0] != 0 && lines[1][0] != 0 && lines[2][0] != 0);
        EXPECT_EQUAL(strcmp(lines[1], lines[2]) == 0, lines[3][0] == 0);
        index++;
    }
    EXPECT_EQUAL(length, PP_NOT_FOUND);
    EXPECT(index >= 5);
}

static void mechanisms_in_little_room(void)
{
    guarded room = guarded_new(512);
    uint8_t whole[512];
    int32_t length = 0;
    for (int32_t index = 0; (length = pp_system_mechanism(index, whole, 512)) >= 0; index++) {
        for (int32_t capacity = 0; capacity <= length; capacity++) {
            uint8_t *text = guarded_last(&room, (size_t)capacity);
            context("mechanism %d, %d bytes", index, capacity);
            EXPECT_EQUAL(pp_system_mechanism(index, text, capacity),
                         capacity < length ? PP_TOO_SMALL : length);
            EXPECT_BYTES(text, capacity, whole, capacity);
        }
        EXPECT_EQUAL(pp_system_mechanism(index, NULL, 0), PP_TOO_SMALL);
    }
    guarded_free(&room);
}

DEFINE_SUITE(system, CASE(units), CASE(cpus), CASE(usable_cpus_follow_affinity), CASE(memory),
             CASE(boot), CASE(pid_max), CASE(cgroups), CASE_PER_VARIANT(token_kind),
             CASE_PER_VARIANT(mechanisms), CASE_PER_VARIANT(mechanisms_in_little_room));
