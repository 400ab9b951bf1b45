/*
 * What this Windows offers, found once and kept: the only state of the library. The functions of
 * ntdll.dll are looked up at run time, since no import library promises them.
 */
#ifndef PP_WINDOWS_KERNEL_H
#define PP_WINDOWS_KERNEL_H

#include "kernel_features.h"

#include <stdbool.h>
#include <stdint.h>

/* What may be missing, each with its own bit. */
enum {
    PP__BULK = 1 << 0,       /* NtQuerySystemInformation tells all of all processes */
    PP__NT_PROCESS = 1 << 1, /* NtQueryInformationProcess tells the parent and address space */
    PP__OWN_TIMES = 1 << 2,  /* GetProcessTimes tells the CPU time of the process it is asked of */
    PP__CYCLES = 1 << 3,     /* QueryProcessCycleTime: exact, moves with every switch */
    PP__COMMAND_LINE = 1 << 4, /* ProcessCommandLineInformation: Windows 8.1+ */
    PP__FEATURES = 5,          /* how many there are */
    PP__ALL_FEATURES = (1 << PP__FEATURES) - 1,
};

enum { PP__UNITS_PER_S = 10000000, PP__NS_PER_UNIT = 100 }; /* of a FILETIME */

static inline bool pp__kernel_has(uint32_t feature)
{
    return (pp__kernel_features() & feature) != 0;
}

/* The version of the Wine that answers in the place of Windows, or null. */
const char *pp__kernel_wine_version(void);

/* As the functions of ntdll.dll: an NTSTATUS, negative for failure. */
int32_t pp__nt_query_system(uint32_t class, void *out, uint32_t bytes, uint32_t *length);
int32_t pp__nt_query_process(void *process, uint32_t class, void *out, uint32_t bytes,
                             uint32_t *length);
int32_t pp__nt_terminate_process(void *process, int32_t exit_code);

/* Unix time of the boot, 0 when unknown. Kept from its first reading. */
int64_t pp__kernel_boot_time_ns(void);

/* Unix time of a FILETIME; 0 for what is before 1970 or too far away. */
int64_t pp__kernel_unix_ns(uint64_t filetime);

#endif
