/*
 * What the library uses of macOS's <libproc.h>, declared anew for the fake: see ../fake.h.
 */
#ifndef PP_FAKE_LIBPROC_H
#define PP_FAKE_LIBPROC_H

#include <stdint.h>
#include <sys/proc_info.h>
#include <sys/resource.h>

int proc_pidinfo(int pid, int flavour, uint64_t arg, void *out, int bytes);
int proc_pidpath(int pid, void *out, uint32_t bytes);
int proc_pid_rusage(int pid, int flavour, rusage_info_t *out);

#endif
