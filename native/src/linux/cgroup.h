/*
 * Control groups, and the limits that they set to a process: cgroups(7), admin-guide/cgroup-v2.rst,
 * admin-guide/cgroup-v1/memory.rst.
 *
 * The hierarchies are looked for where every distribution and container runtime mounts them:
 * version 2 at /sys/fs/cgroup, version 1 at /sys/fs/cgroup/memory and /sys/fs/cgroup/cpu.
 * Elsewhere, nothing is reported.
 */
#ifndef PP_LINUX_CGROUP_H
#define PP_LINUX_CGROUP_H

#include "procprobe.h"

#include <stdbool.h>

/* What the memory controller says of a process's group, or of the ancestor with least headroom. */
typedef struct pp__cgroup_memory {
    uint32_t version; /* of the controller: 1 or 2 */
    bool has_limit;
    uint64_t limit_bytes; /* 0 without a limit */
    uint64_t used_bytes;  /* of the group that limits; without a limit, of the process's own */
} pp__cgroup_memory;

/* 0, -ENOENT where there is no memory controller, or another negated errno. */
int32_t pp__cgroup_read_memory(int32_t pid, pp__cgroup_memory *out);

/*
 * The path of the process's group in the hierarchy with the memory controller, as /proc states it.
 * The length, PP_TOO_SMALL, PP_NOT_FOUND on a system without groups, or another status.
 */
int32_t pp__cgroup_read_path(int32_t pid, uint8_t *text, int32_t capacity);

/* Fills in the cgroup members of *out and their bits in valid: those of the calling process. */
void pp__cgroup_read_limits(pp_system *out);

#endif
