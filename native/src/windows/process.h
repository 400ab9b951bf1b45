/*
 * One process through a handle. A handle is of one process for good, and while it is held the PID
 * is given to nobody else: whatever is then read by that PID is of this process.
 */
#ifndef PP_WINDOWS_PROCESS_H
#define PP_WINDOWS_PROCESS_H

#include "procprobe.h"
#include "snapshot.h"
#include "win.h"

#include <stdbool.h>

/* PIDs are multiples of 4; OpenProcess takes the three numbers after one for the same process. */
static inline bool pp__process_is_pid(int32_t pid)
{
    return pid > 0 && (pid & 3) == 0;
}

/* The System process, the first one, is there from the boot on: nobody else is given its number. */
enum { PP__SYSTEM_PID = 4 };

/*
 * Whether the one who has the number of a parent may be that parent, by the times at which both were
 * made: who was made later than the child was given the number after the parent had ended. 0 when a
 * time is not known. A wall clock that was set back between the two makes the parent look younger,
 * and the child has none then; that of PID 4, which is made before the clock is set, says nothing.
 */
static inline bool pp__process_may_be_parent(int32_t parent_pid, uint64_t parent_created,
                                             uint64_t child_created)
{
    return parent_pid == PP__SYSTEM_PID || parent_created == 0 || child_created == 0 ||
           parent_created <= child_created;
}

typedef struct pp__process {
    HANDLE handle;    /* null when it could not be opened */
    uint64_t created; /* FILETIME: its identity */
    bool can_wait;    /* the handle may be waited on */
} pp__process;

/*
 * Opens it for questions about its times and memory, and with more rights where more is not 0.
 *
 * PP_OK, also for one that has ended while somebody holds a handle of it: see
 * pp__process_has_ended(). PP_GONE; PP_DENIED, which the system says of some that are gone, too;
 * PP_AGAIN, PP_OS_ERROR. *error receives the system's code, 0 when it is PP_OK.
 */
int32_t pp__process_open(int32_t pid, DWORD more, pp__process *out, DWORD *error);

void pp__process_close(pp__process *it);

/* Whether it has ended: also when its exit code is 259, which GetExitCodeProcess gives the living. */
bool pp__process_has_ended(const pp__process *it);

/* PP_DENIED of a process that could not be opened but is listed; PP_GONE when it is not. */
int32_t pp__process_denied_or_gone(int32_t pid, pp__snapshot *snapshot);

/* Compares its creation time with a token: PP_OK, PP_REPLACED, PP_UNKNOWN_IDENTITY. */
int32_t pp__process_check_token(const pp_identity *who, uint64_t created);

/*
 * Opens a living process and compares it with who. As pp__process_open() and
 * pp__process_check_token(); it is open when it is PP_OK, and only then.
 */
int32_t pp__process_open_verified(const pp_identity *who, DWORD more, pp__process *out);

/*
 * The PID of the parent as it was when the process was made, which is that of its parent for good
 * or of nobody: Windows gives nobody another parent. PP_OK or another status.
 */
int32_t pp__process_first_parent(const pp__process *it, int32_t pid, pp__snapshot *snapshot,
                                 int32_t *parent_pid, DWORD *error);

/* The same for a process that has not been opened. */
bool pp__entry_is_parent(const pp__entry *parent, const pp__entry *child);

/* What a code of GetLastError means for a caller. */
int32_t pp__status_of_error(DWORD error);

/* What an NTSTATUS means for a caller. */
int32_t pp__status_of_nt(int32_t status);

#endif
