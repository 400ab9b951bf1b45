#include "poll_rows.h"

#include "watch/rows.h"

int32_t pp__poll_rows(pp_watch *w, uint64_t memory_max_age_ns, pp_sample *out)
{
    int32_t rows = 0;
    uint64_t now_ns = 0;
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
    w->head.figures.polls++;
    w->head.figures.rows += (uint64_t)rows;
    return rows;
}
