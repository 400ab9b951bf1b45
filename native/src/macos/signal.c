/*
 * Signals to a verified identity. The kernel itself compares the PID and its version with those of the
 * process (macOS 14.2 and later); before that kill(2) follows the check, and should the process end and
 * its PID be used again between the two, another one gets it.
 */
#include "kernel.h"
#include "parse/failure.h"
#include "pp_internal.h"
#include "process.h"

#include <signal.h>
#include <unistd.h>

/* Every exec in the moment between check and signal gives the PID another version. */
enum { MOST_TRIES = 8, CHECK_ONLY = 0 };

int32_t pp_os_own_pid(void)
{
    return getpid();
}

static int32_t send_by_number(const pp__process *it, int32_t signal)
{
    if (!pp__process_is_still(it)) {
        return ESRCH;
    }
    return kill(it->pid, signal) == 0 ? 0 : errno;
}

/* A code of errno. ESRCH also when it has changed its program since it was found. */
static int32_t send_to(const pp__process *it, int32_t signal)
{
    /* 0 is no signal to the call that takes versions; to kill(2) it does no harm to anybody. */
    if (signal != CHECK_ONLY) {
        int32_t error = pp__kernel_signal(it->pid, it->unique.version, signal);
        if (error != ENOSYS) {
            return error;
        }
    }
    return send_by_number(it, signal);
}

int32_t pp_os_signal_send(const pp_identity *who, int32_t signal)
{
    if (signal >= NSIG) {
        return PP_INVALID;
    }
    for (int32_t tries = 0; tries < MOST_TRIES; tries++) {
        pp__process it;
        pp__refusal refusal;
        int32_t status = pp__process_find(who->pid, &it, &refusal);
        if (status == PP_OK) {
            status = pp__process_check_token(who, &it);
        }
        if (status != PP_OK || it.has_exited) {
            return status; /* a zombie takes no notice */
        }
        int32_t error = send_to(&it, signal);
        if (error != ESRCH) {
            status = error == 0 ? PP_OK : pp__status_of_errno(error);
            return status == PP_UNSUPPORTED ? PP_OS_ERROR : status;
        }
    }
    return PP_AGAIN;
}
