/*
 * Whom a signal is never sent to, whoever asks for it.
 */
#include "handle.h"

/* The greatest of signal(7): SIGRTMAX. */
enum { MOST_SIGNAL = 64, FIRST_PROCESS = 1 };

int32_t pp_signal_send(const pp_identity *who, int32_t signal)
{
    if (!pp__is_record(who) || signal < 0 || signal > MOST_SIGNAL) {
        return PP_INVALID;
    }
    pp_identity copy = *who; /* another thread may write to the caller's memory */
    /* 0 and below are whole groups of processes to kill(2); the first ends the system with it. */
    if (copy.pid <= FIRST_PROCESS || copy.pid == pp_os_own_pid()) {
        return PP_REFUSED;
    }
    return copy.token_kind == PP_TOKEN_NONE ? PP_UNKNOWN_IDENTITY
                                            : pp_os_signal_send(&copy, signal);
}
