/*
 * What this kernel offers to this process, found by trying it on the process itself, and facts of
 * the kernel that cannot change while it runs. The only state of the library: each is found at
 * first use and kept in an atomic, so that several threads finding it at once do no harm.
 */
#ifndef PP_LINUX_KERNEL_H
#define PP_LINUX_KERNEL_H

#include "kernel_features.h"

#include <stdint.h>

/* What may be missing, each with its own bit. */
enum {
    PP__PIDFD = 1 << 0,      /* pidfd_open(2): Linux 5.3+, and no seccomp filter against it */
    PP__PIDFS = 1 << 1,      /* pidfds have inodes that are unique in a boot: Linux 6.9+ */
    PP__PIDFD_INFO = 1 << 2, /* ioctl PIDFD_GET_INFO: Linux 6.13+ */
    PP__CPU_CLOCK = 1 << 3,  /* clock_gettime(2) of another process */
    PP__ONE_WORLD = 1 << 4,  /* /proc numbers processes as the system calls do, see kernel.c */
    PP__STATX = 1 << 5,      /* statx(2): Linux 4.11+, and no seccomp filter against it */
    PP__EXIT_INFO = 1 << 6,  /* PIDFD_GET_INFO tells the exit status of the reaped: Linux 6.15+ */
    PP__CHILDREN = 1 << 7,   /* /proc/PID/task/TID/children: CONFIG_PROC_CHILDREN, Linux 4.2+ */
    PP__EPOLL = 1 << 8,      /* epoll(7): no seccomp filter against it */
    PP__FEATURES = 9,        /* how many there are */
    PP__ALL_FEATURES = (1 << PP__FEATURES) - 1,

    PP__HOLDING = PP__PIDFD | PP__EPOLL, /* all that a watch needs to hold a process */
};

/* Linux counts the times of proc_pid_stat(5) in this unit on every architecture (USER_HZ). */
enum { PP__TICKS_PER_SECOND = 100, PP__NS_PER_TICK = 10000000 };

uint32_t pp__kernel_page_bytes(void);

/*
 * Unix time of the boot as the kernel states it in seconds (proc_stat(5) btime), 0 when unknown:
 * the very number on which ps(1) and ProcessHandle build start times. Kept from its first reading,
 * so that the start time of a process does not change when the wall clock is set.
 */
int64_t pp__kernel_boot_time_ns(void);

/* PP_OK when /proc is a process file system, else PP_NO_PROCFS. */
int32_t pp__kernel_check_procfs(void);

/* PP_TOKEN_... that identities get. */
uint32_t pp__kernel_token_kind(void);

#endif
