#include "hold.h"

#include "ends.h"
#include "parse/failure.h"
#include "process.h"
#include "queue.h"
#include "slots.h"

/* It may exit, and its PID be used again, while it is being registered. */
enum { MOST_TRIES = 4 };

void pp__held_begin(pp_watch *w)
{
    int32_t *buckets = (int32_t *)(void *)pp__slot_at(w, w->head.figures.capacity);
    for (int32_t i = 0; i < w->head.figures.capacity; i++) {
        buckets[i] = PP__NO_INDEX;
    }
}

void pp__held_put(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    int32_t *bucket = pp__held_bucket(w, slot->pid);
    slot->next_held = *bucket;
    *bucket = index;
}

int32_t pp__held_find(pp_watch *w, int32_t pid)
{
    int32_t index = *pp__held_bucket(w, pid);
    while (index != PP__NO_INDEX && pp__slot_at(w, index)->pid != pid) {
        index = pp__slot_at(w, index)->next_held;
    }
    return index;
}

static void take_out(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    int32_t *link = pp__held_bucket(w, slot->pid);
    while (*link != index) {
        link = &pp__slot_at(w, *link)->next_held;
    }
    *link = slot->next_held;
    slot->next_held = PP__NO_INDEX;
}

static void set_held(pp_watch *w, int32_t index, const pp__process *it)
{
    pp__slot *slot = pp__slot_at(w, index);
    slot->pid = it->pid;
    slot->id = it->unique.id;
    slot->state = PP__SLOT_HELD;
    w->head.figures.kept_pidfd++;
    pp__held_put(w, index);
}

/*
 * The kqueue knows processes by PID, and has one entry for each. While that of an earlier holder of the
 * PID is in it, whose end has not been noticed yet, this one is looked up. Who is still the same after
 * the registration has been registered.
 */
static int32_t try_to_register(pp_watch *w, int32_t index, const pp__process *it)
{
    int32_t other = pp__held_find(w, it->pid);
    if (other != PP__NO_INDEX && pp__slot_at(w, other)->id != it->unique.id) {
        return PP_AGAIN;
    }
    int32_t error = pp__queue_add(w, it->pid);
    if (error == ESRCH) {
        return PP_GONE; /* or exited: it is found out anew */
    }
    if (error != 0) {
        return PP_AGAIN; /* no memory for it: it is looked up */
    }
    if (pp__process_is_still(it)) {
        set_held(w, index, it);
        return PP_OK;
    }
    if (pp__held_find(w, it->pid) == PP__NO_INDEX) {
        pp__queue_remove(w, it->pid);
    }
    return PP_GONE;
}

static int32_t hold_exited(pp_watch *w, int32_t index, const pp__process *it)
{
    if (!it->has_id) {
        return PP_UNKNOWN_IDENTITY;
    }
    set_held(w, index, it);
    pp__end_begin(w, index, pp_os_now_ns(), NULL);
    return PP_OK;
}

int32_t pp__slot_hold(pp_watch *w, int32_t index, const pp_identity *who)
{
    if (!pp__watch_has_room(w)) {
        return PP_AGAIN;
    }
    int32_t status = PP_GONE;
    for (int32_t tries = 0; tries < MOST_TRIES && status == PP_GONE; tries++) {
        pp__process it;
        pp__refusal refusal;
        status = pp__process_find(who->pid, &it, &refusal);
        if (status == PP_OK) {
            status = pp__process_check_token(who, &it);
        }
        if (status != PP_OK) {
            return status;
        }
        status = it.has_exited ? hold_exited(w, index, &it) : try_to_register(w, index, &it);
    }
    return status == PP_GONE ? PP_AGAIN : status;
}

static int32_t check_who(const pp__process *it, void *found)
{
    *(pp__process *)found = *it;
    return PP_OK;
}

int32_t pp__slot_look_up(pp_watch *w, int32_t index, const pp_identity *who)
{
    pp__slot *slot = pp__slot_at(w, index);
    pp__process it;
    pp__refusal refusal;
    int32_t status = pp__process_read(who, check_who, &it, &refusal);
    if (status == PP_OK && !it.has_id) {
        status = PP_UNKNOWN_IDENTITY;
    }
    if (status == PP_OK) {
        slot->pid = it.pid;
        slot->id = it.unique.id;
        slot->state = PP__SLOT_LOOKED_UP;
        w->head.figures.looked_up++;
    }
    return status;
}

void pp__slot_release(pp_watch *w, int32_t index)
{
    const int32_t pid = pp__slot_at(w, index)->pid;
    take_out(w, index);
    w->head.figures.kept_pidfd--;
    if (pp__held_find(w, pid) == PP__NO_INDEX) {
        pp__queue_remove(w, pid);
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
