/*
 * A watch from open to close: its memory, its descriptors, who is in it.
 */
#include "kernel.h"
#include "process.h"
#include "slots.h"
#include "sys.h"
#include "watch/descriptors.h"
#include "watch/ends.h"
#include "watch/hold.h"

/*
 * What the kernel spends on a descriptor: the open file, its inode and the item of the epoll set or
 * the entry of /proc; and one page more for a statm that has been read, until it is closed. Seen on
 * Linux 6.18 as the growth of Slab in /proc/meminfo over 4,000 of each.
 */
enum { KERNEL_BYTES_PER_PIDFD = 1280, KERNEL_BYTES_PER_STATM = 1792 };

int32_t pp_os_watch_bytes(int32_t capacity)
{
    return (int32_t)sizeof(pp_watch) + capacity * PP__WATCH_BYTES_PER_SLOT;
}

static void empty_buckets(pp_watch *w)
{
    for (int32_t i = 0; i < w->head.figures.capacity; i++) {
        *pp__parent_bucket(w, i) = PP__NO_INDEX;
    }
}

static void close_own(const pp_watch *w)
{
    const int32_t own[PP__OWN_DESCRIPTORS] = {w->epoll, w->undrained_told, w->woken};
    for (int32_t i = 0; i < PP__OWN_DESCRIPTORS; i++) {
        if (own[i] >= 0) {
            pp__sys_close(own[i]);
        }
    }
}

int32_t pp_os_watch_open(pp_watch *w, int32_t descriptor_budget)
{
    w->head.figures.descriptor_budget =
        descriptor_budget >= 0 ? descriptor_budget : pp__descriptors_default_budget();
    w->features = pp__kernel_features();
    w->used_slots = 0;
    w->free_slot = PP__NO_INDEX;
    w->used_parents = 0;
    w->free_parent = PP__NO_INDEX;
    w->first_undrained = PP__NO_INDEX;
    w->last_undrained = PP__NO_INDEX;
    w->next_eviction = 0;
    w->is_told = false;
    empty_buckets(w);
    /* In the place of a set that there cannot be, what never tells of anything. */
    w->epoll = pp__watch_has(w, PP__EPOLL) ? pp__sys_epoll_create() : pp__sys_signal_create();
    w->undrained_told = pp__sys_signal_create();
    w->woken = pp__sys_signal_create();
    int32_t error = w->epoll < 0          ? w->epoll
                  : w->undrained_told < 0 ? w->undrained_told
                  : w->woken < 0          ? w->woken
                                          : 0;
    if (error < 0) {
        close_own(w);
        return pp__process_status_of(0, error);
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
    for (int32_t i = 0; i < from->used_parents; i++) {
        *pp__parent_at(to, i) = *pp__parent_at(from, i);
    }
    empty_buckets(to);
    for (int32_t i = 0; i < from->used_parents; i++) {
        pp__parent *parent = pp__parent_at(to, i);
        if (parent->first_child != PP__NO_INDEX) {
            int32_t *bucket = pp__parent_bucket(to, parent->pid);
            parent->next = *bucket;
            *bucket = i;
        }
    }
}

void pp_os_watch_close(pp_watch *w)
{
    for (int32_t i = 0; i < w->used_slots; i++) {
        if (pp__slot_at(w, i)->state != PP__SLOT_FREE) {
            pp__slot_let_go(w, i);
        }
    }
    close_own(w);
}

int32_t pp_os_watch_add(pp_watch *w, const pp_identity *who, int64_t *slot)
{
    if (who->pid > PP__MOST_PID) {
        return PP_GONE;
    }
    int32_t index = pp__slot_take(w);
    if (index == PP__NO_INDEX) {
        return PP_TOO_SMALL;
    }
    int32_t status = pp__slot_hold(w, index, who);
    if (status == PP_AGAIN) {
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
    pp__slot_let_go(w, index);
    pp__slot_free(w, index);
    pp__ends_tell(w);
    return PP_OK;
}

void pp_os_watch_stats(const pp_watch *w, pp_watch_figures *out)
{
    *out = w->head.figures;
    out->descriptors = PP__OWN_DESCRIPTORS + out->kept_pidfd + out->kept_statm + out->parents;
    out->kernel_bytes =
        (uint64_t)(out->kept_pidfd + out->parents) * KERNEL_BYTES_PER_PIDFD +
        (uint64_t)out->kept_statm * (KERNEL_BYTES_PER_STATM + pp__kernel_page_bytes());
}
