#include "process.h"

#include "calls.h"
#include "parse/failure.h"
#include "parse/state.h"
#include "pp_internal.h"

#include <sys/proc.h>

/* Who reads while processes exit and PIDs are used again looks once more, but not for good. */
enum { MOST_TRIES = 4 };

#define ASSERT_KINFO(place, member)                                                                \
    _Static_assert(PP__KINFO_##place == offsetof(struct kinfo_proc, member), #member)
ASSERT_KINFO(START_S, kp_proc.p_un.__p_starttime);
ASSERT_KINFO(FLAGS, kp_proc.p_flag);
ASSERT_KINFO(STATE, kp_proc.p_stat);
ASSERT_KINFO(PID, kp_proc.p_pid);
ASSERT_KINFO(NAME, kp_proc.p_comm);
ASSERT_KINFO(WAIT_STATUS, kp_proc.p_xstat);
ASSERT_KINFO(UID, kp_eproc.e_ucred.cr_uid);
ASSERT_KINFO(PARENT, kp_eproc.e_ppid);
ASSERT_KINFO(GROUP, kp_eproc.e_pgid);
_Static_assert((int)PP__SIDL == SIDL && (int)PP__SRUN == SRUN && (int)PP__SSLEEP == SSLEEP &&
                   (int)PP__SSTOP == SSTOP && (int)PP__SZOMB == SZOMB,
               "the states of sys/proc.h");
_Static_assert((int)PP__P_TRACED == P_TRACED && (int)PP__P_EXITING == P_WEXIT,
               "the flags of sys/proc.h");

static int32_t refuse(int32_t error, uint32_t call, pp__refusal *refusal)
{
    *refusal = (pp__refusal){.error = error, .call = call};
    return pp__status_of_errno(error);
}

int32_t pp__process_info(int32_t pid, int flavour, bool takes_exited, void *out, int32_t bytes,
                         pp__refusal *refusal)
{
    *refusal = (pp__refusal){.error = 0};
    errno = 0;
    /* A failure is 0, and -1 never. */
    int length = proc_pidinfo(pid, flavour, takes_exited ? 1 : 0, out, bytes);
    if (length == bytes) {
        return PP_OK;
    }
    int32_t error = errno;
    if (length <= 0 && error != 0) {
        return refuse(error, PP_CALL_READ, refusal);
    }
    *refusal = (pp__refusal){.error = 0, .call = PP_CALL_PARSE};
    return PP_MALFORMED;
}

int32_t pp__process_look(int32_t pid, pp__kinfo *out, pp__refusal *refusal)
{
    int names[] = {CTL_KERN, KERN_PROC, KERN_PROC_PID, pid};
    struct kinfo_proc info;
    size_t length = sizeof info;
    *out = (pp__kinfo){.pid = 0};
    *refusal = (pp__refusal){.error = 0};
    if (sysctl(names, 4, &info, &length, NULL, 0) != 0) {
        return refuse(errno, PP_CALL_STAT, refusal);
    }
    if (length == 0) {
        return PP_GONE;
    }
    const uint8_t *bytes = (const uint8_t *)&info;
    if (length <= sizeof info && pp__parse_kinfo(bytes, (int32_t)length, out) && out->pid == pid) {
        return PP_OK;
    }
    *refusal = (pp__refusal){.error = 0, .call = PP_CALL_PARSE};
    return PP_MALFORMED;
}

static int32_t read_unique(int32_t pid, bool takes_exited, pp__unique *out, pp__refusal *refusal)
{
    pp__unique_info info;
    int32_t status = pp__process_info(pid, PP__UNIQUE_FLAVOUR, takes_exited, &info,
                                      (int32_t)sizeof info, refusal);
    *out = status != PP_OK ? (pp__unique){.id = 0}
                           : (pp__unique){.id = info.unique_id,
                                          .forked_by = info.parent_unique_id,
                                          .version = (uint32_t)info.pid_version};
    return status;
}

/* Of one that no call but KERN_PROC knows: in the window before it is a zombie, or on old systems. */
static int32_t find_unidentified(int32_t pid, pp__process *out, pp__refusal *refusal)
{
    pp__kinfo info;
    int32_t status = pp__process_look(pid, &info, refusal);
    if (status == PP_OK && !pp__state_has_exited(info.state, info.flags)) {
        return PP_AGAIN; /* another one, by now */
    }
    out->has_exited = true;
    out->has_id = false;
    out->start_us = info.start_us;
    return status;
}

static int32_t find_exited(int32_t pid, pp__process *out, pp__refusal *refusal)
{
    out->has_exited = true;
    int32_t status = read_unique(pid, true, &out->unique, refusal);
    if (status == PP_GONE) {
        return find_unidentified(pid, out, refusal);
    }
    /* That is told of the living as well, such as one who has got the PID since it was free. */
    pp__unique living;
    pp__refusal unused;
    bool is_exited = status != PP_OK || read_unique(pid, false, &living, &unused) == PP_GONE;
    return is_exited ? status : PP_AGAIN;
}

int32_t pp__process_find(int32_t pid, pp__process *out, pp__refusal *refusal)
{
    int32_t status = PP_AGAIN;
    for (int32_t tries = 0; tries < MOST_TRIES && status == PP_AGAIN; tries++) {
        *out = (pp__process){.pid = pid, .has_id = true};
        /* Zombies are asked for only then: that may wait for a parent that is just reaping. */
        status = read_unique(pid, false, &out->unique, refusal);
        if (status == PP_AGAIN) {
            return status; /* out of memory */
        }
        status = status == PP_GONE ? find_exited(pid, out, refusal) : status;
    }
    return status;
}

bool pp__process_is_still(const pp__process *it)
{
    pp__refusal refusal;
    if (!it->has_id) {
        pp__kinfo info;
        return pp__process_look(it->pid, &info, &refusal) == PP_OK &&
               info.start_us == it->start_us && pp__state_has_exited(info.state, info.flags);
    }
    pp__unique now;
    return read_unique(it->pid, it->has_exited, &now, &refusal) == PP_OK && now.id == it->unique.id;
}

int32_t pp__process_check_token(const pp_identity *who, const pp__process *it)
{
    if (who->token_kind == PP_TOKEN_NONE) {
        return PP_OK;
    }
    if (who->token_kind != PP_TOKEN_UNIQUE_ID || !it->has_id) {
        return PP_UNKNOWN_IDENTITY;
    }
    return who->start_token == it->unique.id ? PP_OK : PP_REPLACED;
}

int32_t pp__process_read(const pp_identity *who, pp__reader *read, void *context,
                         pp__refusal *refusal)
{
    for (int32_t tries = 0; tries < MOST_TRIES; tries++) {
        pp__process it;
        int32_t status = pp__process_find(who->pid, &it, refusal);
        if (status == PP_OK) {
            status = pp__process_check_token(who, &it);
        }
        if (status != PP_OK) {
            return status;
        }
        status = read(&it, context);
        if (status != PP_GONE && pp__process_is_still(&it)) {
            return status;
        }
    }
    *refusal = (pp__refusal){.error = 0};
    return PP_AGAIN;
}

pp_identity pp__process_identity(const pp__process *it)
{
    return it->has_id ? (pp_identity){.pid = it->pid,
                                      .token_kind = PP_TOKEN_UNIQUE_ID,
                                      .start_token = it->unique.id}
                      : (pp_identity){.pid = it->pid, .token_kind = PP_TOKEN_NONE};
}
