/*
 * What processes hold and have used, against what /proc says when it is read by other means.
 */
#include "children.h"
#include "fork.h"
#include "harness.h"
#include "namespaces.h"
#include "oracle.h"
#include "procprobe.h"
#include "rows.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define CGROUP_MEMORY (PP_RESOURCE_CGROUP_MEMORY_USED | PP_RESOURCE_CGROUP_MEMORY_LIMIT)

enum { NOBODY = 65534, NOT_ALLOWED = 13 /* EACCES */ };

static pp_resources resources_of(pp_identity who, uint64_t wanted)
{
    pp_resources out;
    memset(&out, 0xa5, sizeof out);
    EXPECT_EQUAL(pp_query_resources(&who, wanted, &out), PP_OK);
    EXPECT_EQUAL(out.pid, who.pid);
    EXPECT_EQUAL(out.valid & ~wanted, 0);
    EXPECT_EQUAL(out.reserved, 0);
    return out;
}

static char path[512];

static const char *file_of(int32_t pid, const char *file)
{
    (void)snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    return path;
}

static int32_t count_entries(const char *folder)
{
    int32_t count = 0;
    DIR *directory = opendir(folder);
    MUST(directory != NULL);
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        count += entry->d_name[0] != '.';
    }
    closedir(directory);
    return count;
}

/* Over all threads: an emulator has some of its own, which go on. */
static int64_t sum_over_threads(int32_t pid, const char *key)
{
    char tasks[64];
    int64_t sum = 0;
    (void)snprintf(tasks, sizeof tasks, "/proc/%d/task", pid);
    DIR *directory = opendir(tasks);
    MUST(directory != NULL);
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] != '.') {
            (void)snprintf(path, sizeof path, "%s/%s/status", tasks, entry->d_name);
            sum += oracle_line(path, key, 1);
        }
    }
    closedir(directory);
    return sum;
}

static void of_a_sleeping_process(void)
{
    child it = child_sleeping();
    oracle_await_sleep(it.pid);
    pp_identity who = identity_of(it.pid);
    int64_t voluntary = sum_over_threads(it.pid, "voluntary_ctxt_switches:");
    int64_t involuntary = sum_over_threads(it.pid, "nonvoluntary_ctxt_switches:");
    pp_resources out = resources_of(who, PP_RESOURCES_ALL);
    const uint64_t always = PP_RESOURCES_ALL & ~CGROUP_MEMORY;
    EXPECT_EQUAL(out.status, PP_OK);
    EXPECT_EQUAL(out.valid & always, always);
    EXPECT_EQUAL(out.os_error, 0);
    EXPECT_BYTES(&out, sizeof who, &who, sizeof who);
    EXPECT_EQUAL(out.namespace_pid, it.pid);
    EXPECT_EQUAL(out.read_bytes, oracle_line(file_of(it.pid, "io"), "rchar:", 1));
    EXPECT_EQUAL(out.written_bytes, oracle_line(file_of(it.pid, "io"), "wchar:", 1));
    EXPECT_EQUAL(out.storage_read_bytes, oracle_line(file_of(it.pid, "io"), "read_bytes:", 1));
    EXPECT_EQUAL(out.storage_written_bytes, oracle_line(file_of(it.pid, "io"), "write_bytes:", 1));
    EXPECT_EQUAL(out.descriptors, count_entries(file_of(it.pid, "fd")));
    EXPECT(voluntary > 0);
    EXPECT_BETWEEN(out.voluntary_switches, voluntary,
                   sum_over_threads(it.pid, "voluntary_ctxt_switches:"));
    EXPECT_BETWEEN(out.involuntary_switches, involuntary,
                   sum_over_threads(it.pid, "nonvoluntary_ctxt_switches:"));
    child_end(&it);
}

static void only_what_is_wanted(void)
{
    child it = child_sleeping();
    pp_identity who = {.pid = it.pid};
    for (uint64_t bit = 1; bit <= PP_RESOURCES_ALL; bit <<= 1) {
        context("bit %llx", (unsigned long long)bit);
        pp_resources out = resources_of(who, bit);
        EXPECT_EQUAL(out.status, PP_OK);
        EXPECT((bit & CGROUP_MEMORY) != 0 || out.valid == bit);
        EXPECT_EQUAL(out.descriptors != 0, bit == PP_RESOURCE_DESCRIPTORS);
        EXPECT_EQUAL(out.namespace_pid != 0, bit == PP_RESOURCE_NAMESPACE_PID);
    }
    EXPECT_EQUAL(resources_of(who, 0).status, PP_OK);
    child_end(&it);
}

static void descriptors_are_counted(void)
{
    pp_identity own = identity_of(own_process());
    int32_t before = resources_of(own, PP_RESOURCE_DESCRIPTORS).descriptors;
    int32_t one = dup(STDOUT_FILENO);
    MUST(one >= 0);
    EXPECT_EQUAL(resources_of(own, PP_RESOURCE_DESCRIPTORS).descriptors, before + 1);
    close(one);
    EXPECT_EQUAL(resources_of(own, PP_RESOURCE_DESCRIPTORS).descriptors, before);
}

static void bytes_are_counted(void)
{
    static const char text[] = "twelve bytes";
    int ends[2];
    char back[sizeof text];
    MUST(pipe(ends) == 0);
    pp_identity own = identity_of(own_process());
    pp_resources before = resources_of(own, PP_RESOURCE_IO);
    MUST(write(ends[1], text, sizeof text) == (ssize_t)sizeof text);
    MUST(read(ends[0], back, sizeof back) == (ssize_t)sizeof back);
    pp_resources after = resources_of(own, PP_RESOURCE_IO);
    EXPECT_EQUAL(after.written_bytes - before.written_bytes, sizeof text);
    EXPECT(after.read_bytes - before.read_bytes >= sizeof text); /* and what the library read */
    EXPECT_EQUAL(after.storage_written_bytes, before.storage_written_bytes);
    close(ends[0]);
    close(ends[1]);
}

/* On a busy machine a sleep may be over before it has begun, and then is no switch. */
static void *sleep_often(void *unused)
{
    struct rusage used = {.ru_nvcsw = 0};
    while (used.ru_nvcsw < 100) {
        usleep(100);
        MUST(getrusage(RUSAGE_THREAD, &used) == 0);
    }
    char byte;
    MUST(read(*(int *)unused, &byte, 1) == 0); /* until the other end is closed */
    return NULL;
}

static void switches_of_all_threads(void)
{
    int ends[2];
    pthread_t thread;
    MUST(pipe(ends) == 0);
    pp_identity own = identity_of(own_process());
    MUST(pthread_create(&thread, NULL, sleep_often, &ends[0]) == 0);
    uint64_t more = 0;
    for (int i = 0; i < 60000 && more < 100; i++) {
        usleep(1000);
        int64_t first = oracle_line(file_of(own.pid, "status"), "voluntary_ctxt_switches:", 1);
        uint64_t all = resources_of(own, PP_RESOURCE_CONTEXT_SWITCHES).voluntary_switches;
        more = all > (uint64_t)first ? all - (uint64_t)first : 0; /* of the other thread */
    }
    EXPECT(more >= 100);
    close(ends[1]);
    MUST(pthread_join(thread, NULL) == 0);
    close(ends[0]);
}

/* ----------------------------------------------------------------------------------- refused -- */

static pp_identity target;

static void look_at_other_user(void)
{
    MUST(setresgid(NOBODY, NOBODY, NOBODY) == 0);
    MUST(setresuid(NOBODY, NOBODY, NOBODY) == 0);
    pp_resources out = resources_of(target, PP_RESOURCE_IO);
    EXPECT_EQUAL(out.status, PP_DENIED);
    EXPECT_EQUAL(out.os_error, NOT_ALLOWED);
    EXPECT_EQUAL(out.valid, 0);
    out = resources_of(target, PP_RESOURCES_ALL);
    EXPECT_EQUAL(out.status, PP_OK);
    EXPECT((out.valid & PP_RESOURCE_CONTEXT_SWITCHES) != 0);
    EXPECT((out.valid & PP_RESOURCE_NAMESPACE_PID) != 0);
    EXPECT_EQUAL(out.valid & PP_RESOURCE_IO, 0);
    EXPECT_EQUAL(out.os_error, NOT_ALLOWED);
}

static void other_user(void)
{
    if (geteuid() != 0) {
        SKIP("needs root");
    }
    child it = child_sleeping();
    target = identity_of(it.pid);
    run_in_child(look_at_other_user);
    child_end(&it);
}

static void who_is_not_there(void)
{
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    pp_identity other = who;
    other.token_kind = PP_TOKEN_START_TICKS;
    other.start_token = 1;
    pp_resources out = resources_of(other, PP_RESOURCES_ALL);
    EXPECT_EQUAL(out.status, PP_REPLACED);
    EXPECT_EQUAL(out.valid, 0);
    child_kill(&it);
    out = resources_of(who, PP_RESOURCES_ALL);
    EXPECT_EQUAL(out.status, PP_OK);
    EXPECT((out.valid & PP_RESOURCE_CONTEXT_SWITCHES) != 0);
    child_end(&it);
    out = resources_of(who, PP_RESOURCES_ALL);
    EXPECT_EQUAL(out.status, PP_GONE);
    EXPECT_EQUAL(out.valid, 0);
    EXPECT_EQUAL(resources_of((pp_identity){.pid = 0}, 0).status, PP_INVALID);
    EXPECT_EQUAL(resources_of((pp_identity){.pid = -1}, 0).status, PP_INVALID);
}

/* -------------------------------------------------------------------------------- namespaces -- */

static void look_from_outside(void)
{
    char link[32] = "";
    MUST(readlink("/proc/self", link, sizeof link - 1) > 0);
    pp_identity who = {.pid = atoi(link)};
    EXPECT_EQUAL(getpid(), 1);
    EXPECT(who.pid > 1);
    EXPECT_EQUAL(resources_of(who, PP_RESOURCE_NAMESPACE_PID).namespace_pid, 1);
}

static void in_a_namespace(void)
{
    if (!run_as_first_process(look_from_outside)) {
        SKIP("needs root, and leave to make PID namespaces");
    }
}

/* ----------------------------------------------------------------------------------- cgroups -- */

static bool write_file(const char *folder, const char *file, const char *text)
{
    char name[512];
    (void)snprintf(name, sizeof name, "%s/%s", folder, file);
    FILE *stream = fopen(name, "w");
    bool is_written = stream != NULL && fputs(text, stream) >= 0;
    return stream != NULL && fclose(stream) == 0 && is_written;
}

typedef struct cgroup_kind {
    uint32_t version;
    const char *mount;
    const char *limit_file;
} cgroup_kind;

/* Puts it into a new group with a limit, looks, and removes the group. False when not permitted. */
static bool look_in_a_group(const cgroup_kind *kind, child *it)
{
    char name[64];
    char folder[256];
    char number[32];
    uint8_t text[256];
    const uint64_t limit = 300U << 20;
    (void)snprintf(name, sizeof name, "/procprobe-test-%d", it->pid);
    (void)snprintf(folder, sizeof folder, "%s%s", kind->mount, name);
    (void)snprintf(number, sizeof number, "%d", it->pid);
    if (mkdir(folder, 0755) != 0) {
        return false;
    }
    bool is_in = write_file(folder, kind->limit_file, "314572800") &&
                 write_file(folder, "cgroup.procs", number);
    if (is_in) {
        pp_resources out = resources_of(identity_of(it->pid), CGROUP_MEMORY);
        pp_identity who = {.pid = it->pid};
        EXPECT_EQUAL(out.valid, CGROUP_MEMORY);
        EXPECT_EQUAL(out.cgroup_version, kind->version);
        EXPECT_EQUAL(out.cgroup_memory_limit_bytes, limit);
        EXPECT(out.cgroup_memory_used_bytes < limit);
        EXPECT_BYTES(text, pp_text_cgroup(&who, text, (int32_t)sizeof text), name, strlen(name));
        EXPECT_EQUAL(pp_text_cgroup(&who, text, 3), PP_TOO_SMALL);
        EXPECT_BYTES(text, 3, name, 3);
    }
    child_end(it);
    for (int i = 0; i < 60000 && rmdir(folder) != 0; i++) {
        usleep(1000); /* the kernel takes a moment to see that it is empty */
    }
    EXPECT(access(folder, F_OK) != 0);
    return is_in;
}

static void limit_of_a_group(void)
{
    static const cgroup_kind kinds[] = {{1, "/sys/fs/cgroup/memory", "memory.limit_in_bytes"},
                                        {2, "/sys/fs/cgroup", "memory.max"}};
    bool is_in = false;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !is_in; i++) {
        char text[256];
        (void)snprintf(text, sizeof text, "%s/%s", kinds[i].mount,
                       kinds[i].version == 1 ? kinds[i].limit_file : "cgroup.controllers");
        if (access(text, R_OK) == 0) {
            child it = child_sleeping();
            is_in = look_in_a_group(&kinds[i], &it);
            if (it.pid != 0) {
                child_end(&it);
            }
        }
    }
    if (!is_in) {
        SKIP("needs leave to make a group of the memory controller");
    }
}

static void group_as_the_system_says(void)
{
    pp_system system;
    pp_identity own = identity_of(own_process());
    uint8_t text[4096];
    EXPECT_EQUAL(pp_system_facts(&system), PP_OK);
    pp_resources out = resources_of(own, CGROUP_MEMORY);
    EXPECT_EQUAL(out.status, PP_OK);
    EXPECT_EQUAL(out.cgroup_version, system.cgroup_version);
    EXPECT_EQUAL(out.cgroup_memory_limit_bytes, system.cgroup_memory_limit_bytes);
    EXPECT_EQUAL((out.valid & PP_RESOURCE_CGROUP_MEMORY_USED) != 0, out.cgroup_version != 0);
    int32_t length = pp_text_cgroup(&own, text, (int32_t)sizeof text);
    EXPECT(length == PP_NOT_FOUND || (length > 0 && text[0] == '/'));
}

DEFINE_SUITE(resources, CASE_PER_VARIANT(of_a_sleeping_process),
             CASE_PER_VARIANT(only_what_is_wanted), CASE_PER_VARIANT(descriptors_are_counted),
             CASE(bytes_are_counted), CASE(switches_of_all_threads), CASE_PER_VARIANT(other_user),
             CASE_PER_VARIANT(who_is_not_there), CASE_FRESH(in_a_namespace), CASE(limit_of_a_group),
             CASE_PER_VARIANT(group_as_the_system_says));
