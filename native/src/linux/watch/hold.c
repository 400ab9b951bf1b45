#include "hold.h"

#include "descriptors.h"
#include "identify.h"
#include "kernel.h"
#include "parents.h"
#include "process.h"
#include "query.h"
#include "slots.h"
#include "sys.h"

/*
 * Sets the identity that rows will state. PP_OK also for a process that is hidden from us, of which
 * no token is known: then the pidfd alone tells who it is.
 */
static int32_t identify(const pp_watch *w, pp__slot *slot, int32_t pidfd, const pp_identity *who)
{
    pp_identity verified = {.token_kind = PP_TOKEN_NONE};
    int32_t status = pp__identify(who, pidfd, w->features, &verified);
    if (status == PP_UNKNOWN_IDENTITY && who->token_kind == PP_TOKEN_NONE) {
        return PP_OK;
    }
    if (status == PP_OK) { /* otherwise a slot that was looked up keeps the token that it has */
        slot->token_kind = verified.token_kind;
        slot->start_token = verified.start_token;
    }
    return status;
}

int32_t pp__slot_hold(pp_watch *w, int32_t index, const pp_identity *who)
{
    if (!pp__watch_can_hold(w)) {
        return PP_AGAIN;
    }
    pp__slot *slot = pp__slot_at(w, index);
    int32_t pidfd = pp__descriptors_open_pidfd(w, who->pid);
    if (pidfd < 0) {
        return pp__process_status_of_pidfd(who->pid, pidfd);
    }
    int32_t status = identify(w, slot, pidfd, who);
    /* The set may be full: /proc/sys/fs/epoll/max_user_watches. */
    if (status == PP_OK && pp__sys_epoll_add(w->epoll, pidfd, (uint64_t)index) < 0) {
        status = PP_AGAIN;
    }
    if (status != PP_OK) {
        pp__sys_close(pidfd);
        return status;
    }
    slot->pid = who->pid;
    slot->pidfd = pidfd;
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
    pp__query(who, PP_FIELD_IDENTITY, 0, &row);
    if (row.status != PP_OK) {
        return row.status;
    }
    if ((row.valid & PP_FIELD_IDENTITY) == 0) {
        return PP_UNKNOWN_IDENTITY;
    }
    slot->pid = row.pid;
    slot->token_kind = row.token_kind;
    slot->start_token = row.start_token;
    slot->state = PP__SLOT_LOOKED_UP;
    w->head.figures.looked_up++;
    return PP_OK;
}

void pp__slot_let_go(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    pp_watch_figures *figures = &w->head.figures;
    if (slot->state == PP__SLOT_LOOKED_UP) {
        figures->looked_up--;
    } else if (slot->state == PP__SLOT_HELD) {
        if (pp__watch_wants(w, PP_FIELD_PARENT)) {
            pp__parent_detach(w, index);
        }
    } else {
        figures->ended--;
    }
    if (slot->is_undrained) {
        pp__undrained_remove(w, index);
    }
    pp__descriptors_drop_statm(w, slot);
    pp__descriptors_drop_pidfd(w, slot);
}
