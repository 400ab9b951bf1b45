/*
 * Which sources a query needs: arithmetic on masks, no system call.
 */
#ifndef PP_LINUX_QUERY_PLAN_H
#define PP_LINUX_QUERY_PLAN_H

#include "procprobe.h"

#include <stdbool.h>
#include <stdint.h>

/* Where a field can be read. */
enum {
    PP__FROM_STATM = 1 << 0,  /* /proc/PID/statm */
    PP__FROM_STAT = 1 << 1,   /* /proc/PID/stat */
    PP__FROM_ROLLUP = 1 << 2, /* /proc/PID/smaps_rollup */
    PP__FROM_PIDFD = 1 << 3,  /* a pidfd: inode, liveness */
    PP__FROM_INFO = 1 << 4,   /* PIDFD_GET_INFO of that pidfd */
    PP__FROM_CLOCK = 1 << 5,  /* the CPU clock */
    PP__FROM_OWNER = 1 << 6,  /* the owner of /proc/PID */
    PP__FROM_STATUS = 1 << 7, /* /proc/PID/status: is the number that of a process? */
    PP__FROM_FILES =
        PP__FROM_STATM | PP__FROM_STAT | PP__FROM_ROLLUP | PP__FROM_OWNER | PP__FROM_STATUS,
};

/* The fields that come from statm. */
#define PP__FIELDS_MEMORY                                                                          \
    (PP_FIELD_RESIDENT | PP_FIELD_PRIVATE | PP_FIELD_SHARED | PP_FIELD_VIRTUAL)

typedef struct pp__query_plan {
    uint32_t sources;
    uint32_t token_kind; /* PP_TOKEN_... to read; PP_TOKEN_NONE when no identity is needed */
    bool needs_proof;    /* what is read by number must be followed by a read through a handle */
} pp__query_plan;

/*
 * fields         PP_FIELD_... wanted
 * expected_kind  token kind of the identity to be checked; PP_TOKEN_NONE when there is none
 * features       PP__PIDFD ... in use
 * with_files     false once the files of the process have turned out to be hidden
 */
pp__query_plan pp__query_plan_for(uint64_t fields, uint32_t expected_kind, uint32_t features,
                                  bool with_files);

#endif
