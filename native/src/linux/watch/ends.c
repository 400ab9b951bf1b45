#include "ends.h"

#include "descriptors.h"
#include "exit_status.h"
#include "kernel.h"
#include "parents.h"
#include "process.h"
#include "procfs.h"
#include "query.h"
#include "rows.h"
#include "slots.h"
#include "sys.h"

/* Events taken in one call: 1 KiB of stack or less. */
enum { EVENTS = 64 };

/* All that it used, as long as it is a zombie. */
static void read_final_cpu(pp__slot *slot)
{
    pp_identity who = pp__slot_identity(slot);
    pp_sample row = {.pid = slot->pid};
    pp__query(&who, PP_FIELD_CPU_TOTAL, 0, &row);
    bool is_own = slot->pidfd == PP__NO_DESCRIPTOR || pp__process_is_unreaped(slot->pidfd) == 0;
    slot->has_cpu = is_own && row.status == PP_OK && row.valid == PP_FIELD_CPU_TOTAL;
    slot->cpu_ns = slot->has_cpu ? row.cpu_total_ns : 0;
}

static void read_exit_status(const pp_watch *w, pp__slot *slot)
{
    pp_identity who = pp__slot_identity(slot);
    slot->has_exit_status =
        pp__exit_status_read(&who, slot->pidfd, w->features, &slot->exit_status);
}

void pp__end_begin(pp_watch *w, int32_t index, uint64_t now_ns)
{
    pp__slot *slot = pp__slot_at(w, index);
    pp_watch_figures *figures = &w->head.figures;
    if (slot->state == PP__SLOT_LOOKED_UP) {
        figures->looked_up--;
    } else {
        pp__descriptors_silence(w, slot->pidfd);
        pp__descriptors_drop_statm(w, slot);
        if (pp__watch_wants(w, PP_FIELD_PARENT)) {
            pp__parent_detach(w, index);
        }
    }
    slot->state = PP__SLOT_ENDED;
    slot->noticed_at_ns = now_ns;
    read_final_cpu(slot);
    read_exit_status(w, slot);
    figures->ended++;
    figures->exits++;
    pp__undrained_append(w, index);
}

bool pp__end_is_over(const pp__slot *slot)
{
    if (slot->pidfd != PP__NO_DESCRIPTOR) {
        return pp__process_is_unreaped(slot->pidfd) == -PP_ESRCH;
    }
    pp_identity who = pp__slot_identity(slot);
    return pp__process_is_over(pp__process_check_identity(&who));
}

void pp__end_finish(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    if (!slot->has_exit_status) {
        read_exit_status(w, slot); /* more is told once it has been reaped */
    }
    pp__descriptors_drop_pidfd(w, slot);
    slot->state = PP__SLOT_GONE;
}

static void take_slot_event(pp_watch *w, int32_t index, uint64_t now_ns, pp_sample *rows)
{
    if (index >= w->used_slots || pp__slot_at(w, index)->state != PP__SLOT_HELD) {
        return;
    }
    pp__end_begin(w, index, now_ns);
    if (rows != NULL && pp__slot_at(w, index)->row != PP__NO_INDEX) {
        /* What the poll has read of it may be of whoever holds its number now. */
        pp__row_read(w, index, now_ns, 0, &rows[pp__slot_at(w, index)->row]);
    }
}

static void take_parent_event(pp_watch *w, int32_t parent, pp_sample *rows)
{
    /* An event before this one may have given the entry up, or to another parent. */
    if (parent < w->used_parents && pp__parent_at(w, parent)->first_child != PP__NO_INDEX &&
        pp__sys_pidfd_has_exited(pp__parent_at(w, parent)->pidfd) == 1) {
        pp__parent_has_ended(w, parent, rows);
    }
}

int32_t pp__watch_notice(pp_watch *w, pp_sample *rows)
{
    if (!pp__watch_can_hold(w)) {
        return PP_OK; /* nothing is heard of those that are looked up */
    }
    pp__epoll_event events[EVENTS];
    /* Every event is taken out of the set, so this ends; the bound is for a set that disagrees. */
    int32_t most_rounds = (w->used_slots + w->used_parents) / EVENTS + 2;
    int32_t count = EVENTS;
    for (int32_t round = 0; count == EVENTS && round < most_rounds; round++) {
        count = pp__sys_epoll_look(w->epoll, events, EVENTS);
        uint64_t now_ns = count > 0 ? pp_os_now_ns() : 0;
        for (int32_t i = 0; i < count; i++) {
            int32_t index = (int32_t)(events[i].data & UINT32_MAX);
            if (events[i].data == pp__parent_event(index)) {
                take_parent_event(w, index, rows);
            } else {
                take_slot_event(w, index, now_ns, rows);
            }
        }
    }
    return count < 0 ? pp__process_status_of(0, count) : PP_OK;
}

void pp__ends_tell(pp_watch *w)
{
    bool is_due = w->head.figures.undrained > 0;
    if (is_due != w->is_told) {
        int32_t result = is_due ? pp__sys_signal_raise(w->undrained_told)
                                : pp__sys_signal_lower(w->undrained_told);
        w->is_told = result < 0 ? w->is_told : is_due;
    }
}
