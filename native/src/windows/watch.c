/*
 * A watch from open to close: its memory, its handles, who is in it.
 */
#include "kernel.h"
#include "slots.h"
#include "watch/ends.h"
#include "watch/hold.h"
#include "watch/parents.h"

/*
 * A process may hold 2^24 handles; a quarter of that is the default budget. An entry in the table of
 * handles is 16 bytes.
 */
enum { DEFAULT_BUDGET = 1 << 22, KERNEL_BYTES_PER_HANDLE = 16, OWN_HANDLES = 3 };

int32_t pp_os_watch_bytes(int32_t capacity)
{
    return (int32_t)sizeof(pp_watch) + capacity * PP__WATCH_BYTES_PER_SLOT;
}

static void close_own(const pp_watch *w)
{
    const HANDLE own[OWN_HANDLES] = {w->ended, w->undrained_told, w->woken};
    for (int32_t i = 0; i < OWN_HANDLES; i++) {
        if (own[i] != NULL) {
            (void)CloseHandle(own[i]);
        }
    }
}

int32_t pp_os_watch_open(pp_watch *w, int32_t descriptor_budget)
{
    w->head.figures.descriptor_budget = descriptor_budget >= 0 ? descriptor_budget : DEFAULT_BUDGET;
    w->snapshot = (pp__snapshot){.memory = NULL};
    w->used_slots = 0;
    w->free_slot = PP__NO_INDEX;
    w->used_parents = 0;
    w->free_parent = PP__NO_INDEX;
    w->first_undrained = PP__NO_INDEX;
    w->last_undrained = PP__NO_INDEX;
    pp__parents_begin(w);
    w->ended = CreateEventW(NULL, TRUE, FALSE, NULL);
    w->undrained_told = CreateEventW(NULL, TRUE, FALSE, NULL);
    w->woken = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (w->ended == NULL || w->undrained_told == NULL || w->woken == NULL) {
        close_own(w);
        return PP_AGAIN;
    }
    return PP_OK;
}

void pp_os_watch_move(pp_watch *from, pp_watch *to, int32_t capacity)
{
    *to = *from;
    for (int32_t i = 0; i < from->used_slots; i++) {
        *pp__slot_at(to, i) = *pp__slot_at(from, i);
    }
    /* From here on the table of parents lies behind more slots, and its buckets are others. */
    to->head.figures.capacity = capacity;
    pp__parents_move(from, to);
}

void pp_os_watch_close(pp_watch *w)
{
    for (int32_t i = 0; i < w->used_slots; i++) {
        if (pp__slot_at(w, i)->state != PP__SLOT_FREE) {
            pp__slot_let_go(w, i);
        }
    }
    pp__snapshot_free(&w->snapshot);
    close_own(w);
}

int32_t pp_os_watch_add(pp_watch *w, const pp_identity *who, int64_t *slot)
{
    int32_t index = pp__slot_take(w);
    if (index == PP__NO_INDEX) {
        return PP_TOO_SMALL;
    }
    pp__snapshot_expire(&w->snapshot);
    int32_t status = pp__slot_hold(w, index, who);
    if (status == PP_AGAIN || status == PP_DENIED) {
        pp__slot_at(w, index)->is_denied = status == PP_DENIED;
        status = pp__slot_look_up(w, index, who);
    }
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
    const pp__slot *it = pp__slot_at(w, index);
    bool has_just_ended =
        it->state == PP__SLOT_HELD && WaitForSingleObject(it->process, 0) == WAIT_OBJECT_0;
    pp__slot_let_go(w, index);
    pp__slot_free(w, index);
    if (has_just_ended) {
        /* It may have told of its end, which nobody is to hear of any more: look for the others. */
        pp__watch_notice(w, NULL);
    }
    pp__ends_tell(w);
    return PP_OK;
}

void pp_os_watch_stats(const pp_watch *w, pp_watch_figures *out)
{
    *out = w->head.figures;
    out->descriptors = OWN_HANDLES + out->kept_pidfd + out->parents;
    out->kernel_bytes = (uint64_t)(out->kept_pidfd + out->parents) * KERNEL_BYTES_PER_HANDLE;
}
