#include "state.h"

#include "procprobe.h"

bool pp__state_has_exited(uint32_t p_stat, uint32_t p_flags)
{
    return p_stat == PP__SZOMB || (p_flags & PP__P_EXITING) != 0;
}

uint32_t pp__state_of_exited(uint32_t p_stat)
{
    return p_stat == PP__SZOMB ? PP_STATE_ZOMBIE : PP_STATE_DEAD;
}

uint32_t pp__state_of_living(uint32_t p_stat, bool is_traced, int32_t running_threads)
{
    if (p_stat == PP__SSTOP) {
        return is_traced ? PP_STATE_TRACED : PP_STATE_STOPPED;
    }
    return running_threads < 0 ? PP_STATE_UNKNOWN
         : running_threads > 0 ? PP_STATE_RUNNING
                               : PP_STATE_SLEEPING;
}

int32_t pp__exit_status_of_wait(int32_t wait_status)
{
    int32_t signal = wait_status & 0x7f;
    return signal != 0 ? PP_EXIT_SIGNALLED + signal : wait_status >> 8 & 0xff;
}
