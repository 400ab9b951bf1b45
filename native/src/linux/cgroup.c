#include "cgroup.h"

#include "parse/cgroup_path.h"
#include "parse/cursor.h"
#include "process.h"
#include "procfs.h"
#include "sys.h"
#include "text.h"

#include <stdbool.h>
#include <stddef.h>

enum { CGROUP_TEXT_BYTES = 4096, CGROUP_PATH_BYTES = 4096, NUMBER_TEXT_BYTES = 64 };

/* Version 1 says "no limit" by the largest number of pages; nothing real comes near. */
static const uint64_t NO_LIMIT_FROM = 1ULL << 62;

typedef struct hierarchy {
    const char *mount;      /* where it is mounted */
    const char *controller; /* its name in /proc/PID/cgroup; "" for version 2 */
    const char *limit_file;
    const char *used_file;
    const char *inclusive_file; /* 0 in it: what is below has an account of its own; NULL: never */
} hierarchy;

static const hierarchy MEMORY_V2 = {"/sys/fs/cgroup", "", "memory.max", "memory.current", NULL};
static const hierarchy MEMORY_V1 = {"/sys/fs/cgroup/memory", "memory", "memory.limit_in_bytes",
                                    "memory.usage_in_bytes", "memory.use_hierarchy"};

/* One group: the first length bytes of text name it. */
typedef struct group {
    char text[CGROUP_PATH_BYTES];
    int32_t length;
    int32_t mount_length;
} group;

/* The groups of a process as text: none where nothing is mounted. The length, or -errno. */
static int32_t read_groups(const char *path, uint8_t *text)
{
    int32_t length = pp__procfs_read_file(path, text, CGROUP_TEXT_BYTES);
    return length == 0 ? -PP_ENOENT : length;
}

static int32_t read_groups_of(int32_t pid, uint8_t *text)
{
    pp__path path = pp__path_of(pid, "cgroup");
    return read_groups(path.text, text);
}

static bool find_group(const hierarchy *of, const uint8_t *groups, int32_t length, group *out)
{
    const uint8_t *path = NULL;
    int32_t path_length = 0;
    if (!pp__parse_cgroup_path(groups, length, of->controller, &path, &path_length)) {
        return false;
    }
    pp__text name = pp__text_into((uint8_t *)out->text, CGROUP_PATH_BYTES);
    pp__text_append(&name, of->mount);
    out->mount_length = name.length;
    pp__text_append_bytes(&name, path, path_length);
    out->length = name.length;
    /* The root group is named "/": without it, all paths are joined in the same way. */
    if (out->length == out->mount_length + 1) {
        out->length--;
    }
    return !name.cut;
}

/* Moves to the parent group. False at the top. */
static bool go_up(group *at)
{
    if (at->length == at->mount_length) {
        return false;
    }
    do {
        at->length--;
    } while (at->length > at->mount_length && at->text[at->length] != '/');
    return true;
}

/* The file of a group as text. The length, or -errno. */
static int32_t read_of_group(const group *at, const char *file, uint8_t *text, int32_t capacity)
{
    char path[CGROUP_PATH_BYTES + NUMBER_TEXT_BYTES];
    pp__text out = pp__text_into((uint8_t *)path, (int32_t)sizeof path - 1);
    pp__text_append_bytes(&out, (const uint8_t *)at->text, at->length);
    pp__text_append(&out, "/");
    pp__text_append(&out, file);
    path[out.length] = 0;
    return pp__procfs_read_file(path, text, capacity);
}

/* False when there is no such file, or no number in it ("max"). */
static bool read_number(const group *at, const char *file, uint64_t *number)
{
    uint8_t text[NUMBER_TEXT_BYTES];
    int32_t length = read_of_group(at, file, text, (int32_t)sizeof text);
    pp__cursor cursor = {.at = text, .end = text + (length > 0 ? length : 0)};
    return pp__cursor_unsigned(&cursor, number);
}

/*
 * Version 1 before Linux 5.11: what a group that says 0 has below it is not on its account, and its
 * limit does not bind there (Documentation/admin-guide/cgroup-v1/memory.rst).
 */
static bool binds_those_below(const hierarchy *of, const group *at)
{
    uint64_t is_inclusive = 0;
    return of->inclusive_file == NULL || !read_number(at, of->inclusive_file, &is_inclusive) ||
           is_inclusive != 0;
}

/*
 * Walks up from the process's group: every ancestor's limit binds as well, and inside a container the
 * path may be one of the host, of which only the top exists. What counts is the group that leaves the
 * least headroom. False where the controller is not of this hierarchy.
 */
static bool read_memory(const hierarchy *of, const uint8_t *groups, int32_t length,
                        pp__cgroup_memory *out)
{
    group at;
    if (!find_group(of, groups, length, &at)) {
        return false;
    }
    bool is_there = false;
    uint64_t least = UINT64_MAX;
    do {
        uint64_t limit = 0;
        uint64_t used = 0;
        if (!read_number(&at, of->used_file, &used)) {
            continue;
        }
        if (!is_there) {
            is_there = true;
            out->used_bytes = used;
        }
        if (!read_number(&at, of->limit_file, &limit) || limit >= NO_LIMIT_FROM) {
            continue;
        }
        uint64_t headroom = limit > used ? limit - used : 0;
        if (!out->has_limit || headroom < least) {
            least = headroom;
            out->has_limit = true;
            out->limit_bytes = limit;
            out->used_bytes = used;
        }
    } while (go_up(&at) && binds_those_below(of, &at));
    return is_there;
}

/* A machine may have both versions mounted: each controller belongs to one of them. */
static bool find_memory(const uint8_t *groups, int32_t length, pp__cgroup_memory *out)
{
    *out = (pp__cgroup_memory){.version = 1};
    if (read_memory(&MEMORY_V1, groups, length, out)) {
        return true;
    }
    out->version = 2;
    return read_memory(&MEMORY_V2, groups, length, out);
}

int32_t pp__cgroup_read_memory(int32_t pid, pp__cgroup_memory *out)
{
    uint8_t groups[CGROUP_TEXT_BYTES];
    int32_t length = read_groups_of(pid, groups);
    if (length < 0) {
        return length;
    }
    return find_memory(groups, length, out) ? 0 : -PP_ENOENT;
}

int32_t pp__cgroup_read_path(int32_t pid, uint8_t *text, int32_t capacity)
{
    uint8_t groups[CGROUP_TEXT_BYTES];
    const uint8_t *path = NULL;
    int32_t path_length = 0;
    int32_t length = read_groups_of(pid, groups);
    if (length < 0) {
        return length == -PP_ENOENT && pp__process_is_visible(pid)
                 ? PP_NOT_FOUND
                 : pp__process_status_of(pid, length);
    }
    if (!pp__parse_cgroup_path(groups, length, MEMORY_V1.controller, &path, &path_length) &&
        !pp__parse_cgroup_path(groups, length, MEMORY_V2.controller, &path, &path_length)) {
        return PP_NOT_FOUND;
    }
    pp__text out = pp__text_into(text, capacity);
    pp__text_append_bytes(&out, path, path_length);
    return pp__text_result(&out);
}

static void take_cpu_limit(uint64_t quota, uint64_t period, pp_system *out)
{
    if (period == 0 || quota > UINT64_MAX / 1000000) {
        return;
    }
    uint64_t ppm = quota * 1000000 / period;
    if ((out->valid & PP_SYSTEM_CGROUP_CPU_LIMIT) == 0 || ppm < out->cgroup_cpu_limit_ppm) {
        out->cgroup_cpu_limit_ppm = ppm;
        out->valid |= PP_SYSTEM_CGROUP_CPU_LIMIT;
    }
}

static void read_cpu_v2(const uint8_t *groups, int32_t length, pp_system *out)
{
    group at;
    if (!find_group(&MEMORY_V2, groups, length, &at)) {
        return;
    }
    do {
        uint8_t text[NUMBER_TEXT_BYTES];
        int32_t read = read_of_group(&at, "cpu.max", text, (int32_t)sizeof text);
        pp__cursor cursor = {.at = text, .end = text + (read > 0 ? read : 0)};
        uint64_t quota = 0;
        uint64_t period = 0;
        if (pp__cursor_unsigned(&cursor, &quota) && pp__cursor_unsigned(&cursor, &period)) {
            take_cpu_limit(quota, period, out);
        }
    } while (go_up(&at));
}

static void read_cpu_v1(const uint8_t *groups, int32_t length, pp_system *out)
{
    static const hierarchy cpu = {"/sys/fs/cgroup/cpu", "cpu", "", "", NULL};
    group at;
    if (!find_group(&cpu, groups, length, &at)) {
        return;
    }
    do {
        uint64_t quota = 0; /* "-1" is no number here: no limit */
        uint64_t period = 0;
        if (read_number(&at, "cpu.cfs_quota_us", &quota) &&
            read_number(&at, "cpu.cfs_period_us", &period)) {
            take_cpu_limit(quota, period, out);
        }
    } while (go_up(&at));
}

void pp__cgroup_read_limits(pp_system *out)
{
    uint8_t groups[CGROUP_TEXT_BYTES];
    int32_t length = read_groups("/proc/self/cgroup", groups);
    if (length < 0) {
        return;
    }
    pp__cgroup_memory memory;
    if (find_memory(groups, length, &memory)) {
        out->cgroup_version = memory.version;
        if (memory.has_limit) {
            out->cgroup_memory_limit_bytes = memory.limit_bytes;
            out->cgroup_memory_used_bytes = memory.used_bytes;
            out->valid |= PP_SYSTEM_CGROUP_MEMORY_LIMIT | PP_SYSTEM_CGROUP_MEMORY_USED;
        }
    }
    read_cpu_v1(groups, length, out);
    read_cpu_v2(groups, length, out);
}
