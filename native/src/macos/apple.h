/*
 * The system's headers, and what they leave out: the flavour of proc_pidinfo() that tells who a process
 * is, which is stated as XNU's bsd/sys/proc_info_private.h does ("This structure is API"). Every layout
 * that is read here is asserted, so that a build with other headers fails instead of misreading.
 */
#ifndef PP_MACOS_APPLE_H
#define PP_MACOS_APPLE_H

#include <errno.h>
#include <libproc.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/event.h>
#include <sys/proc_info.h>
#include <sys/resource.h>
#include <sys/sysctl.h>

#define PP__UNIQUE_FLAVOUR 17

typedef struct pp__unique_info {
    uint8_t executable_uuid[16];
    uint64_t unique_id;
    uint64_t parent_unique_id; /* of the process that forked it, whoever its parent is now */
    int32_t pid_version;       /* a new one at fork and at each exec */
    int32_t first_parent_version;
    uint64_t reserved[2];
} pp__unique_info;

_Static_assert(sizeof(void *) == 8, "only 64-bit macOS is served");
_Static_assert(sizeof(pp__unique_info) == 56, "proc_uniqidentifierinfo is 56 bytes");
_Static_assert(offsetof(pp__unique_info, unique_id) == 16, "p_uniqueid");
_Static_assert(offsetof(pp__unique_info, pid_version) == 32, "p_idversion");

_Static_assert(sizeof(struct proc_bsdinfo) == 136, "proc_bsdinfo is 136 bytes");
_Static_assert(offsetof(struct proc_bsdinfo, pbi_name) == 64, "pbi_name");
_Static_assert(offsetof(struct proc_bsdinfo, pbi_start_tvsec) == 120, "pbi_start_tvsec");
_Static_assert(sizeof(struct proc_bsdshortinfo) == 64, "proc_bsdshortinfo is 64 bytes");
_Static_assert(offsetof(struct proc_bsdshortinfo, pbsi_flags) == 32, "pbsi_flags");
_Static_assert(sizeof(struct proc_taskinfo) == 96, "proc_taskinfo is 96 bytes");
_Static_assert(offsetof(struct proc_taskinfo, pti_total_user) == 16, "pti_total_user");
_Static_assert(offsetof(struct proc_taskinfo, pti_threadnum) == 84, "pti_threadnum");
_Static_assert(sizeof(struct proc_taskallinfo) == 232, "proc_taskallinfo is 232 bytes");
_Static_assert(sizeof(struct proc_fdinfo) == 8, "proc_fdinfo is 8 bytes");
_Static_assert(sizeof(struct rusage_info_v0) == 96, "rusage_info_v0 is 96 bytes");
_Static_assert(offsetof(struct rusage_info_v0, ri_user_time) == 16, "ri_user_time");
_Static_assert(offsetof(struct rusage_info_v0, ri_phys_footprint) == 72, "ri_phys_footprint");
_Static_assert(offsetof(struct rusage_info_v0, ri_proc_exit_abstime) == 88, "ri_proc_exit_abstime");
_Static_assert(sizeof(struct kevent) == 32, "kevent is 32 bytes");
_Static_assert(sizeof(struct kinfo_proc) == 648, "kinfo_proc is 648 bytes");
_Static_assert(sizeof(struct timeval) == 16, "timeval is 16 bytes");
_Static_assert(sizeof(struct xsw_usage) == 32, "xsw_usage is 32 bytes");

#endif
