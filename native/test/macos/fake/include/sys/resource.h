#ifndef PP_FAKE_SYS_RESOURCE_H
#define PP_FAKE_SYS_RESOURCE_H

#include <stdint.h>
#include_next <sys/resource.h>

#define RUSAGE_INFO_V0 0

typedef void *rusage_info_t;

struct rusage_info_v0 {
    uint8_t ri_uuid[16];
    uint64_t ri_user_time, ri_system_time;
    uint64_t fake_wakeups[3];
    uint64_t ri_wired_size, ri_resident_size, ri_phys_footprint;
    uint64_t ri_proc_start_abstime, ri_proc_exit_abstime;
};

#endif
