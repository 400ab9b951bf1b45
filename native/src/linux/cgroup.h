/*
 * Limits that control groups set to the calling process: cgroups(7), admin-guide/cgroup-v2.rst,
 * admin-guide/cgroup-v1/memory.rst.
 *
 * The hierarchies are looked for where every distribution and container runtime mounts them:
 * version 2 at /sys/fs/cgroup, version 1 at /sys/fs/cgroup/memory and /sys/fs/cgroup/cpu.
 * Elsewhere, nothing is reported.
 */
#ifndef PP_LINUX_CGROUP_H
#define PP_LINUX_CGROUP_H

#include "procprobe.h"

/* Fills in the cgroup members of *out and their bits in valid. */
void pp__cgroup_read_limits(pp_system *out);

#endif
