/*
 * All processes of one moment, in ascending order of PID: from NtQuerySystemInformation, which tells
 * all of each in one call, or else from Toolhelp32, which tells names, parents and thread counts.
 *
 * Its memory comes from VirtualAlloc, since what the system answers may be larger than any stack:
 * a mebibyte at first, at most PP__SNAPSHOT_MOST_BYTES. A watch and a table keep it until they are
 * closed; questions about single processes give it back at once, those of one call share one.
 */
#ifndef PP_WINDOWS_SNAPSHOT_H
#define PP_WINDOWS_SNAPSHOT_H

#include "nt.h"

#include <stdbool.h>
#include <stdint.h>

enum { PP__SNAPSHOT_FIRST_BYTES = 1 << 20, PP__SNAPSHOT_MOST_BYTES = 256 << 20 };

typedef struct pp__entry {
    int32_t pid;
    int32_t parent_pid; /* as it was when the process was made: it may be of another one by now */
    uint64_t created;   /* FILETIME; 0 when unknown */
    const uint16_t *name;
    int32_t name_units;
    uint32_t threads;
    const pp__nt_process *details; /* null when Toolhelp32 has answered */
} pp__entry;

typedef struct pp__snapshot {
    uint8_t *memory;
    size_t bytes;
    pp__entry *entries;
    int32_t count;
    int32_t status; /* PP_OK, or why there is nothing: when is_taken */
    int32_t error;  /* the system's own code then */
    bool is_taken;
    bool may_renew; /* nobody keeps pointers to entries: who is missing is looked for once more */
} pp__snapshot;

/* Takes it anew: PP_OK; PP_AGAIN, PP_OS_ERROR, PP_DENIED with the system's code in error. */
int32_t pp__snapshot_take(pp__snapshot *it);

/* What was taken is not to be used any more; the memory is kept for the next one. */
void pp__snapshot_expire(pp__snapshot *it);

/* Gives the memory back. */
void pp__snapshot_free(pp__snapshot *it);

/* The process with this PID, or null. Takes the snapshot when that has not been done. */
const pp__entry *pp__snapshot_find(pp__snapshot *it, int32_t pid);

/*
 * The same, but never one who had the PID before or after: created is its FILETIME, 0 when that is not
 * known. A snapshot that was taken earlier and does not show it is taken anew where that may be done.
 */
const pp__entry *pp__snapshot_find_made(pp__snapshot *it, int32_t pid, uint64_t created);

/* PP_STATE_... by its threads; PP_STATE_UNKNOWN where the system does not tell. */
uint32_t pp__entry_state(const pp__entry *entry);

#endif
