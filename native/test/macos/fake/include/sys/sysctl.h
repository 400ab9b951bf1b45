/*
 * sysctl(3) and kinfo_proc, whose members lie where macOS has them; what lies between is not named.
 */
#ifndef PP_FAKE_SYS_SYSCTL_H
#define PP_FAKE_SYS_SYSCTL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/time.h>

#define CTL_KERN 1
#define KERN_ARGMAX 8
#define KERN_PROC 14
#define KERN_BOOTTIME 21
#define KERN_PROCARGS2 49
#define KERN_PROC_ALL 0
#define KERN_PROC_PID 1

struct kinfo_proc {
    struct {
        union {
            struct timeval __p_starttime;
        } p_un;
        char fake_pointers[16];
        int32_t p_flag;
        char p_stat;
        int32_t p_pid;
        char fake_scheduling[199];
        char p_comm[17];
        char fake_more[20];
        uint16_t p_xstat;
        char fake_end[14];
    } kp_proc;
    struct {
        char fake_credentials[120];
        struct {
            int32_t cr_ref;
            uint32_t cr_uid;
            char fake_groups[136];
        } e_ucred;
        int32_t e_ppid;
        int32_t e_pgid;
        char fake_rest[80];
    } kp_eproc;
};

struct xsw_usage {
    uint64_t xsu_total, xsu_avail, xsu_used;
    uint32_t xsu_pagesize;
    int32_t xsu_encrypted;
};

int sysctl(int *names, unsigned int count, void *out, size_t *length, void *new, size_t new_length);
int sysctlbyname(const char *name, void *out, size_t *length, void *new, size_t new_length);

#endif
