/*
 * Questions about one PID that both queries and texts ask: is it a process, is it the one that was
 * meant, why can its files not be read.
 */
#ifndef PP_LINUX_PROCESS_H
#define PP_LINUX_PROCESS_H

#include "parse/stat.h"
#include "parse/statm.h"
#include "procprobe.h"

#include <stdbool.h>

/* PID_MAX_LIMIT of include/linux/threads.h. The number of a CPU clock has room for 29 bits only. */
enum { PP__MOST_PID = 4194304 };

/*
 * PP_OK when the number is that of a process, PP_GONE when it is that of nothing or of a thread
 * that is not the first of its process: threads are numbered from the same range and /proc opens
 * them too. Where that could not be read, the status that *error stands for: a negated errno, 0 in
 * all other cases.
 */
int32_t pp__process_check(int32_t pid, int32_t *error);

/*
 * The number of the calling thread, when it is not the first of its process: the one number of a
 * thread for which the CPU clock answers as if it were a process (kernel/time/posix-cpu-timers.c).
 */
bool pp__process_is_calling_thread(int32_t pid);

/* Has /proc a folder for this number that may be seen? */
bool pp__process_is_visible(int32_t pid);

/* Effective user id of a process: the owner of /proc/PID, or what its status file says. 0 or
 * -errno. */
int32_t pp__process_read_owner(int32_t pid, uint32_t *uid);

/*
 * Compares the present holder of who->pid with who. PP_OK, PP_REPLACED, PP_GONE,
 * PP_UNKNOWN_IDENTITY, PP_AGAIN. PP_OK for PP_TOKEN_NONE. When it is PP_OK and who was known before
 * an operation on the number began, that operation was on this very process, since a number changes
 * hands only once the process is gone.
 */
int32_t pp__process_check_identity(const pp_identity *who);

/* Whether an answer about an identity says that its process is no more. */
static inline bool pp__process_is_over(int32_t status)
{
    return status == PP_GONE || status == PP_REPLACED;
}

/* What a negated errno of opening or reading a file of a process means for a caller. */
int32_t pp__process_status_of(int32_t pid, int32_t error);

/* The same for pidfd_open(2), which needs no file and so sees hidden processes too. */
int32_t pp__process_status_of_pidfd(int32_t pid, int32_t error);

/* 0 as long as the process of a pidfd has not been reaped, -ESRCH after, or another error. */
int32_t pp__process_is_unreaped(int32_t pidfd);

/* Reads and parses /proc/PID/stat from an open descriptor, from its beginning. PP_OK or -errno. */
int32_t pp__process_read_stat(int32_t descriptor, pp__stat *out);

/* The same for a path: opens, reads, closes. */
int32_t pp__process_read_stat_at(const char *path, pp__stat *out);

/* As the two above, for statm. */
int32_t pp__process_read_statm(int32_t descriptor, pp__statm *out);
int32_t pp__process_read_statm_at(const char *path, pp__statm *out);

#endif
