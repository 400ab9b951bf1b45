/*
 * With what a process has ended, for those who are not its parent.
 */
#ifndef PP_LINUX_EXIT_STATUS_H
#define PP_LINUX_EXIT_STATUS_H

#include "procprobe.h"

#include <stdbool.h>

/*
 * The status of an ended process as pp_sample.exit_status states it. False when the system does not
 * tell it, or does not tell it yet: of a zombie that the caller may not trace it is known only once
 * it has been reaped, and only to Linux 6.15+. Before Linux 5.17 stat tells what the first thread
 * ended with, which differs when that ended before the others.
 *
 * pidfd     of that process, or below 0: then only the status of a zombie can be read
 * features  PP__PIDFD ... in use
 */
bool pp__exit_status_read(const pp_identity *who, int32_t pidfd, uint32_t features,
                          int32_t *exit_status);

#endif
