#include "ends.h"

#include "hold.h"
#include "parse/failure.h"
#include "parse/state.h"
#include "query.h"
#include "queue.h"
#include "rows.h"
#include "slots.h"

/* Events taken in one call: 2 KiB of stack. */
enum { EVENTS = 64 };

void pp__end_ask(pp__slot *slot)
{
    const pp_identity who = pp__slot_identity(slot);
    pp_sample row;
    pp__process found;
    pp__more more = {.name_length = 0};
    pp__query(&who, PP_FIELD_CPU_TOTAL | PP_FIELD_ALIVE, 0, &row, &found, &more);
    if (row.status != PP_OK || row.alive != 0) {
        return;
    }
    if (!slot->has_exit_status && more.has_exit_status) {
        slot->has_exit_status = true;
        slot->exit_status = more.exit_status;
    }
    if ((row.valid & PP_FIELD_CPU_TOTAL) != 0) {
        slot->has_cpu = true;
        slot->cpu_ns = row.cpu_total_ns;
    }
}

void pp__end_begin(pp_watch *w, int32_t index, uint64_t now_ns, const int32_t *wait_status)
{
    pp__slot *slot = pp__slot_at(w, index);
    pp_watch_figures *figures = &w->head.figures;
    if (slot->state == PP__SLOT_LOOKED_UP) {
        figures->looked_up--;
    } else {
        pp__slot_release(w, index);
    }
    slot->state = PP__SLOT_ENDED;
    slot->noticed_at_ns = now_ns;
    slot->has_cpu = false;
    slot->cpu_ns = 0;
    slot->has_exit_status = wait_status != NULL && *wait_status >= 0;
    slot->exit_status = slot->has_exit_status ? pp__exit_status_of_wait(*wait_status) : 0;
    pp__end_ask(slot);
    figures->ended++;
    figures->exits++;
    pp__undrained_append(w, index);
}

void pp__end_finish(pp__slot *slot)
{
    slot->state = PP__SLOT_GONE;
}

/* All slots of the process whose end has been told. */
static void take_event(pp_watch *w, const struct kevent *event, pp_sample *rows)
{
    /* The lower 20 bits are what wait(2) would give. */
    const int32_t unknown = -1;
    bool has_status = (event->fflags & NOTE_EXITSTATUS) != 0;
    int32_t wait_status = has_status ? (int32_t)(event->data & 0xffff) : unknown;
    uint64_t now_ns = pp_os_now_ns();
    int32_t pid = (int32_t)event->ident;
    for (int32_t index = pp__held_find(w, pid); index != PP__NO_INDEX;
         index = pp__held_find(w, pid)) {
        pp__end_begin(w, index, now_ns, &wait_status);
        if (rows != NULL && pp__slot_at(w, index)->row != PP__NO_INDEX) {
            /* What the poll has read of it may be of whoever has its number now. */
            pp__row_read(w, index, now_ns, 0, &rows[pp__slot_at(w, index)->row]);
        }
    }
}

int32_t pp__watch_notice(pp_watch *w, pp_sample *rows)
{
    struct kevent events[EVENTS];
    /* Every event is taken out of the queue, so this ends; the bound is for a queue that disagrees. */
    int32_t most_rounds = w->used_slots / EVENTS + 2;
    int32_t count = EVENTS;
    for (int32_t round = 0; count == EVENTS && round < most_rounds; round++) {
        int32_t error = pp__queue_take(w, events, EVENTS, &count);
        if (error != 0) {
            int32_t status = pp__status_of_errno(error);
            return status == PP_AGAIN ? status : PP_OS_ERROR;
        }
        for (int32_t i = 0; i < count; i++) {
            take_event(w, &events[i], rows);
        }
    }
    return PP_OK;
}

void pp__ends_tell(pp_watch *w)
{
    bool is_due = w->head.figures.undrained > 0;
    if (is_due != w->is_told && pp__queue_tell(w, is_due) == 0) {
        w->is_told = is_due;
    }
}
