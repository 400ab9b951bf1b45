/*
 * One process by its number. The kernel gives every process a further number that is never given
 * again in a boot: when it is the same before and after a reading, all of the reading was of this very
 * process, whatever became of its PID meanwhile.
 */
#ifndef PP_MACOS_PROCESS_H
#define PP_MACOS_PROCESS_H

#include "apple.h"
#include "parse/kinfo.h"
#include "procprobe.h"

#include <stdbool.h>

typedef struct pp__unique {
    uint64_t id;
    uint64_t forked_by; /* that of the process that made it */
    uint32_t version;   /* of the PID: another one after each exec */
} pp__unique;

typedef struct pp__process {
    int32_t pid;
    bool has_exited; /* a zombie, or on the way to become one: proc_pidinfo() knows it no more */
    bool has_id;     /* false for an exited one that the system does not identify */
    pp__unique unique;
    int64_t start_us; /* when has_id is false: who it is, as well as can be known */
} pp__process;

/* A code of errno and the call that gave it; 0 and PP_CALL_NONE when there was none. */
typedef struct pp__refusal {
    int32_t error;
    uint32_t call;
} pp__refusal;

/*
 * proc_pidinfo() of a flavour whose answer has so many bytes: PP_OK when there are as many. PP_GONE
 * also for who has exited, unless that flavour takes_exited; PP_MALFORMED for another number of bytes.
 */
int32_t pp__process_info(int32_t pid, int flavour, bool takes_exited, void *out, int32_t bytes,
                         pp__refusal *refusal);

/* sysctl(3) KERN_PROC_PID: what everybody may know, also of zombies. PP_GONE for nobody. */
int32_t pp__process_look(int32_t pid, pp__kinfo *out, pp__refusal *refusal);

/* Who has the PID now: PP_OK, PP_GONE, PP_AGAIN when that changes all the time, or a refusal. */
int32_t pp__process_find(int32_t pid, pp__process *out, pp__refusal *refusal);

/* Whether it is still there, in the same state of living or having exited. */
bool pp__process_is_still(const pp__process *it);

/* Compares it with who is meant: PP_OK, PP_REPLACED, PP_UNKNOWN_IDENTITY. */
int32_t pp__process_check_token(const pp_identity *who, const pp__process *it);

/*
 * Reads something of one and the same process: finds who is meant, calls read, and looks whether it is
 * still the same; otherwise all of it once more.
 *
 * read  a status. PP_GONE when it has just exited, which is found out anew then
 */
typedef int32_t pp__reader(const pp__process *it, void *context);
int32_t pp__process_read(const pp_identity *who, pp__reader *read, void *context,
                         pp__refusal *refusal);

/* The identity that callers know it by; PP_TOKEN_NONE when it has none. */
pp_identity pp__process_identity(const pp__process *it);

#endif
