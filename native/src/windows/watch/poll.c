/*
 * One poll: a row for each slot in use, and then the one look at the handles that tells which of them
 * do not count. A snapshot, where one is needed, is of the poll: it is taken by the first row that
 * needs it, when all handles are held already.
 */
#include "ends.h"
#include "parents.h"
#include "poll_rows.h"

int32_t pp_os_watch_poll(pp_watch *w, uint64_t memory_max_age_ns, pp_sample *out)
{
    pp__snapshot_expire(&w->snapshot);
    pp__parents_notice(w);
    int32_t rows = pp__poll_rows(w, memory_max_age_ns, out);
    pp__watch_notice(w, out);
    pp__ends_tell(w);
    return rows;
}
