/*
 * One poll: a row for each slot in use, and then the one look at the kqueue that tells which of them do
 * not count. The kernel tells of an end before it gives the PID to another process.
 */
#include "ends.h"
#include "poll_rows.h"

int32_t pp_os_watch_poll(pp_watch *w, uint64_t memory_max_age_ns, pp_sample *out)
{
    int32_t rows = pp__poll_rows(w, memory_max_age_ns, out);
    int32_t noticed = pp__watch_notice(w, out);
    pp__ends_tell(w);
    return noticed == PP_OK ? rows : noticed;
}
