/*
 * The records of proc_pidinfo() that the library reads, laid out as macOS has them.
 */
#ifndef PP_FAKE_SYS_PROC_INFO_H
#define PP_FAKE_SYS_PROC_INFO_H

#include <stdint.h>

#define PROC_PIDLISTFDS 1
#define PROC_PIDTASKALLINFO 2
#define PROC_PIDTBSDINFO 3
#define PROC_PIDT_SHORTBSDINFO 13
#define PROC_PIDPATHINFO_MAXSIZE 4096

#define PROC_FLAG_TRACED 2
#define PROC_FLAG_INEXIT 4

struct proc_bsdinfo {
    uint32_t pbi_flags, pbi_status, pbi_xstatus, pbi_pid, pbi_ppid, pbi_uid;
    uint32_t fake_ids[6];
    char pbi_comm[16];
    char pbi_name[32];
    uint32_t pbi_nfiles, pbi_pgid;
    uint32_t fake_rest[4];
    uint64_t pbi_start_tvsec, pbi_start_tvusec;
};

struct proc_bsdshortinfo {
    uint32_t pbsi_pid, pbsi_ppid, pbsi_pgid, pbsi_status;
    char pbsi_comm[16];
    uint32_t pbsi_flags, pbsi_uid;
    uint32_t fake_rest[6];
};

struct proc_taskinfo {
    uint64_t pti_virtual_size, pti_resident_size, pti_total_user, pti_total_system;
    uint64_t fake_threads[2];
    int32_t fake_counts[9];
    int32_t pti_threadnum, pti_numrunning, pti_priority;
};

struct proc_taskallinfo {
    struct proc_bsdinfo pbsd;
    struct proc_taskinfo ptinfo;
};

struct proc_fdinfo {
    int32_t proc_fd;
    uint32_t proc_fdtype;
};

#endif
