/*
 * A signal by identity. The check and the sending are of one pidfd, which is of one process for good:
 * whatever happens between the two, nobody else can get the signal.
 */
#include "identify.h"
#include "kernel.h"
#include "pp_internal.h"
#include "process.h"
#include "sys.h"

int32_t pp_os_own_pid(void)
{
    return pp__sys_getpid();
}

static int32_t status_of_sending(int32_t pid, int32_t error)
{
    switch (-error) {
    case 0:
        return PP_OK;
    case PP_EPERM:
        return PP_DENIED;
    case PP_ESRCH:
        return PP_GONE;
    default:
        return pp__process_status_of(pid, error);
    }
}

static int32_t send_through_pidfd(const pp_identity *who, int32_t signal)
{
    int32_t pidfd = pp__sys_pidfd_open(who->pid);
    if (pidfd < 0) {
        return pp__process_status_of_pidfd(who->pid, pidfd);
    }
    pp_identity verified;
    int32_t status = pp__identify(who, pidfd, pp__kernel_features(), &verified);
    if (status == PP_OK) {
        status = status_of_sending(who->pid, pp__sys_pidfd_signal(pidfd, signal));
    }
    pp__sys_close(pidfd);
    return status;
}

int32_t pp_os_signal_send(const pp_identity *who, int32_t signal)
{
    if ((pp__kernel_features() & PP__PIDFD) != 0) {
        return send_through_pidfd(who, signal);
    }
    if ((pp__kernel_features() & PP__ONE_WORLD) == 0) {
        return PP_UNKNOWN_IDENTITY; /* what /proc calls by this number is not what kill(2) does */
    }
    int32_t status = pp__process_check_identity(who);
    return status == PP_OK ? status_of_sending(who->pid, pp__sys_kill(who->pid, signal)) : status;
}
