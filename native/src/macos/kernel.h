/*
 * What this macOS offers, found once and kept: the only state of the library.
 */
#ifndef PP_MACOS_KERNEL_H
#define PP_MACOS_KERNEL_H

#include "kernel_features.h"

#include <stdbool.h>
#include <stdint.h>

/* What may be missing, each with its own bit. */
enum {
    PP__TICK_FREQUENCY = 1 << 0, /* hw.tbfrequency: right under Rosetta, too */
    PP__FOOTPRINT = 1 << 1,      /* proc_pid_rusage(): physical footprint, CPU time of zombies */
    PP__TOKEN_SIGNAL = 1 << 2,   /* proc_signal_with_audittoken(): macOS 14.2 and later */
    PP__FEATURES = 3,            /* how many there are */
    PP__ALL_FEATURES = (1 << PP__FEATURES) - 1,
};

static inline bool pp__kernel_has(uint32_t feature)
{
    return (pp__kernel_features() & feature) != 0;
}

/* Nanoseconds of so many Mach ticks. */
uint64_t pp__kernel_ns_of_ticks(uint64_t ticks);

/* How many Mach ticks a second has; 0 when it is not known. */
uint64_t pp__kernel_ticks_per_second(void);

/*
 * proc_signal_with_audittoken() to whoever has this PID in this version: 0 or a code of errno. ENOSYS
 * where the system has no such function.
 */
int32_t pp__kernel_signal(int32_t pid, uint32_t version, int32_t signal);

/* Unix time of the boot, 0 when unknown. Kept from its first reading. */
int64_t pp__kernel_boot_time_ns(void);

#endif
