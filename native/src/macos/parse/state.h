/*
 * States and ends of processes, from the system's numbers into those of the header.
 */
#ifndef PP_MACOS_PARSE_STATE_H
#define PP_MACOS_PARSE_STATE_H

#include <stdbool.h>
#include <stdint.h>

/* p_stat: sys/proc.h. Nearly every process is in SRUN, asleep or not. */
enum { PP__SIDL = 1, PP__SRUN = 2, PP__SSLEEP = 3, PP__SSTOP = 4, PP__SZOMB = 5 };

/* Bits of p_flag of sys/proc.h, as KERN_PROC gives them. */
enum { PP__P_TRACED = 0x800, PP__P_EXITING = 0x2000 };

/* As kinfo_proc has it: a zombie, or on the way to become one. */
bool pp__state_has_exited(uint32_t p_stat, uint32_t p_flags);

/* PP_STATE_... of one that has exited. */
uint32_t pp__state_of_exited(uint32_t p_stat);

/*
 * PP_STATE_... of one that has not. running_threads is negative where the system does not tell, and
 * then it is PP_STATE_UNKNOWN whether it runs or sleeps.
 */
uint32_t pp__state_of_living(uint32_t p_stat, bool is_traced, int32_t running_threads);

/* pp_sample.exit_status of what wait(2) would give. */
int32_t pp__exit_status_of_wait(int32_t wait_status);

#endif
