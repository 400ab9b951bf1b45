#include "hold.h"

#include "parents.h"
#include "query.h"
#include "slots.h"

/* Runs in a thread of the system, and touches nothing but the event, which outlives the wait. */
static void CALLBACK tell_of_end(void *ended, BOOLEAN is_timeout)
{
    (void)is_timeout;
    (void)SetEvent(ended);
}

int32_t pp__slot_hold(pp_watch *w, int32_t index, const pp_identity *who)
{
    if (!pp__watch_has_room(w)) {
        return PP_AGAIN;
    }
    pp__process process;
    int32_t status = pp__process_open_verified(who, 0, &process);
    if (status != PP_OK) {
        return status;
    }
    pp__slot *slot = pp__slot_at(w, index);
    HANDLE wait = NULL;
    if (!process.can_wait) {
        status = PP_DENIED;
    } else if (!RegisterWaitForSingleObject(&wait, process.handle, tell_of_end, w->ended, INFINITE,
                                            WT_EXECUTEONLYONCE | WT_EXECUTEINWAITTHREAD)) {
        status = PP_AGAIN;
    }
    if (status != PP_OK) {
        pp__process_close(&process);
        return status;
    }
    slot->pid = who->pid;
    slot->process = process.handle;
    slot->wait = wait;
    slot->created = process.created;
    slot->state = PP__SLOT_HELD;
    w->head.figures.kept_pidfd++;
    if (pp__watch_wants(w, PP_FIELD_PARENT)) {
        pp__parent_attach(w, index);
    }
    return PP_OK;
}

int32_t pp__slot_look_up(pp_watch *w, int32_t index, const pp_identity *who)
{
    pp__slot *slot = pp__slot_at(w, index);
    pp_sample row = {.pid = who->pid};
    pp__query(who, PP_FIELD_IDENTITY, 0, &w->snapshot, &row);
    if (row.status != PP_OK) {
        return row.status;
    }
    slot->pid = row.pid;
    slot->created = row.start_token;
    slot->state = PP__SLOT_LOOKED_UP;
    w->head.figures.looked_up++;
    return PP_OK;
}

void pp__slot_release(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    /* Returns when its callback has: nothing tells of this process any more. */
    (void)UnregisterWaitEx(slot->wait, INVALID_HANDLE_VALUE);
    (void)CloseHandle(slot->process);
    slot->wait = NULL;
    slot->process = NULL;
    w->head.figures.kept_pidfd--;
    if (pp__watch_wants(w, PP_FIELD_PARENT)) {
        pp__parent_detach(w, index);
    }
}

void pp__slot_let_go(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    if (slot->state == PP__SLOT_LOOKED_UP) {
        w->head.figures.looked_up--;
    } else if (slot->state == PP__SLOT_HELD) {
        pp__slot_release(w, index);
    } else {
        w->head.figures.ended--;
    }
    if (slot->is_undrained) {
        pp__undrained_remove(w, index);
    }
}
