/*
 * All processes of one moment, in ascending order of PID: sysctl(3) KERN_PROC_ALL, which tells of
 * everybody's processes, zombies too, who their parent is and when they began. PID 0, the kernel, is
 * left out: no call of this library takes its number.
 */
#ifndef PP_MACOS_SNAPSHOT_H
#define PP_MACOS_SNAPSHOT_H

#include "pages.h"
#include "parse/kinfo.h"

typedef struct pp__entry {
    int32_t pid;
    int32_t parent_pid;
    int64_t start_us;
} pp__entry;

typedef struct pp__snapshot {
    pp__pages pages; /* the answer, and in its place the entries */
    pp__entry *entries;
    int32_t count;
} pp__snapshot;

/* Takes it anew: PP_OK; PP_AGAIN, PP_DENIED, PP_OS_ERROR, PP_MALFORMED. */
int32_t pp__snapshot_take(pp__snapshot *it);

/* Gives the memory back. */
void pp__snapshot_free(pp__snapshot *it);

#endif
