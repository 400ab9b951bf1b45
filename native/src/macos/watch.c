/*
 * A watch from open to close: its memory, its two kqueues, who is in it.
 */
#include "slots.h"
#include "watch/ends.h"
#include "watch/hold.h"
#include "watch/queue.h"

/*
 * A registration in a kqueue is no descriptor, and nothing limits how many there are but memory: some
 * 200 bytes of the kernel's for each.
 */
enum { DEFAULT_BUDGET = PP_WATCH_MOST_SLOTS, KERNEL_BYTES_EACH = 200, OWN_DESCRIPTORS = 2 };

int32_t pp_os_watch_bytes(int32_t capacity)
{
    return (int32_t)sizeof(pp_watch) + capacity * PP__WATCH_BYTES_PER_SLOT;
}

int32_t pp_os_watch_open(pp_watch *w, int32_t descriptor_budget)
{
    w->head.figures.descriptor_budget = descriptor_budget >= 0 ? descriptor_budget : DEFAULT_BUDGET;
    w->used_slots = 0;
    w->free_slot = PP__NO_INDEX;
    w->first_undrained = PP__NO_INDEX;
    w->last_undrained = PP__NO_INDEX;
    w->is_told = false;
    pp__held_begin(w);
    return pp__queue_open(w) == 0 ? PP_OK : PP_AGAIN;
}

void pp_os_watch_move(pp_watch *from, pp_watch *to, int32_t capacity)
{
    *to = *from;
    /* From here on the table by PID lies behind more slots, and its buckets are others. */
    to->head.figures.capacity = capacity;
    pp__held_begin(to);
    for (int32_t i = 0; i < from->used_slots; i++) {
        *pp__slot_at(to, i) = *pp__slot_at(from, i);
        if (pp__slot_at(to, i)->state == PP__SLOT_HELD) {
            pp__held_put(to, i);
        }
    }
}

/* What is registered in a kqueue goes with it. */
void pp_os_watch_close(pp_watch *w)
{
    pp__queue_close(w);
}

int32_t pp_os_watch_add(pp_watch *w, const pp_identity *who, int64_t *slot)
{
    int32_t index = pp__slot_take(w);
    if (index == PP__NO_INDEX) {
        return PP_TOO_SMALL;
    }
    if (pp__held_find(w, who->pid) != PP__NO_INDEX) {
        (void)pp__watch_notice(w, NULL); /* that may have been an earlier holder of the PID */
    }
    int32_t status = pp__slot_hold(w, index, who);
    if (status == PP_AGAIN) {
        status = pp__slot_look_up(w, index, who);
    }
    pp__ends_tell(w);
    if (status != PP_OK) {
        pp__slot_free(w, index);
        return status;
    }
    *slot = pp__slot_number(pp__slot_at(w, index), index);
    return PP_OK;
}

int32_t pp_os_watch_remove(pp_watch *w, int64_t slot)
{
    int32_t index = pp__slot_find(w, slot);
    if (index == PP__NO_INDEX) {
        return PP_STALE;
    }
    pp__slot_let_go(w, index);
    pp__slot_free(w, index);
    pp__ends_tell(w);
    return PP_OK;
}

void pp_os_watch_stats(const pp_watch *w, pp_watch_figures *out)
{
    *out = w->head.figures;
    out->descriptors = OWN_DESCRIPTORS + out->kept_pidfd;
    out->kernel_bytes = (uint64_t)out->kept_pidfd * KERNEL_BYTES_EACH;
}
