/*
 * One poll: a row for each slot in use, and then the one look at the handles that tells which of them
 * do not count. A snapshot, where one is needed, is of the poll: it is taken by the first row that
 * needs it, when all handles are held already.
 */
#include "ends.h"
#include "parents.h"
#include "rows.h"

int32_t pp_os_watch_poll(pp_watch *w, uint64_t memory_max_age_ns, pp_sample *out)
{
    int32_t rows = 0;
    uint64_t now_ns = 0;
    pp__snapshot_expire(&w->snapshot);
    pp__parents_notice(w);
    for (int32_t index = 0; index < w->used_slots; index++) {
        pp__slot *slot = pp__slot_at(w, index);
        if (slot->state == PP__SLOT_FREE) {
            continue;
        }
        if (rows % PP__ROWS_PER_CLOCK_READING == 0) {
            now_ns = pp_os_now_ns();
        }
        slot->row = rows;
        pp__row_read(w, index, now_ns, memory_max_age_ns, &out[rows]);
        rows++;
    }
    pp__watch_notice(w, out);
    pp__ends_tell(w);
    w->head.figures.polls++;
    w->head.figures.rows += (uint64_t)rows;
    return rows;
}
