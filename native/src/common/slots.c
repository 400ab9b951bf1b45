#include "slots.h"

/* The number of a slot is never negative, so there is room for 31 bits of generation. */
enum { MOST_GENERATIONS = INT32_MAX };

int32_t pp__slot_take(pp_watch *w)
{
    int32_t index = w->free_slot;
    uint32_t generation = 0;
    if (index != PP__NO_INDEX) {
        w->free_slot = pp__slot_at(w, index)->next;
        generation = pp__slot_at(w, index)->generation;
    } else if (w->used_slots < w->head.figures.capacity) {
        index = w->used_slots++;
    } else {
        return PP__NO_INDEX;
    }
    /* From 1 on, so that an index, which small numbers may be taken for, is never a slot. */
    *pp__slot_at(w, index) = pp__slot_empty(generation < MOST_GENERATIONS ? generation + 1 : 1);
    w->head.figures.tracked++;
    return index;
}

void pp__slot_free(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    slot->state = PP__SLOT_FREE;
    slot->next = w->free_slot;
    w->free_slot = index;
    w->head.figures.tracked--;
}

int64_t pp__slot_number(const pp__slot *slot, int32_t index)
{
    return (int64_t)slot->generation << 32 | index;
}

int32_t pp__slot_find(pp_watch *w, int64_t number)
{
    int64_t index = number & PP_WATCH_INDEX_MASK;
    if (number < 0 || index >= w->used_slots) {
        return PP__NO_INDEX;
    }
    const pp__slot *slot = pp__slot_at(w, (int32_t)index);
    bool is_in_use = slot->state != PP__SLOT_FREE;
    return is_in_use && slot->generation == (uint32_t)(number >> 32) ? (int32_t)index
                                                                     : PP__NO_INDEX;
}

void pp__undrained_append(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    slot->is_undrained = true;
    slot->next = PP__NO_INDEX;
    slot->previous = w->last_undrained;
    if (w->last_undrained == PP__NO_INDEX) {
        w->first_undrained = index;
    } else {
        pp__slot_at(w, w->last_undrained)->next = index;
    }
    w->last_undrained = index;
    w->head.figures.undrained++;
}

void pp__undrained_remove(pp_watch *w, int32_t index)
{
    pp__slot *slot = pp__slot_at(w, index);
    if (slot->previous == PP__NO_INDEX) {
        w->first_undrained = slot->next;
    } else {
        pp__slot_at(w, slot->previous)->next = slot->next;
    }
    if (slot->next == PP__NO_INDEX) {
        w->last_undrained = slot->previous;
    } else {
        pp__slot_at(w, slot->next)->previous = slot->previous;
    }
    slot->is_undrained = false;
    w->head.figures.undrained--;
}

static void give_first(pp_watch *w, pp_exit *out)
{
    int32_t index = w->first_undrained;
    const pp__slot *slot = pp__slot_at(w, index);
    const pp_identity who = pp__slot_identity(slot);
    *out = (pp_exit){
        .pid = who.pid,
        .token_kind = who.token_kind,
        .start_token = who.start_token,
        .slot = pp__slot_number(slot, index),
        .valid = (slot->has_exit_status ? PP_FIELD_EXIT_STATUS : 0) |
                 (slot->has_cpu ? PP_FIELD_CPU_TOTAL : 0),
        .exit_status = slot->exit_status,
        .noticed_at_ns = slot->noticed_at_ns,
        .cpu_total_ns = slot->cpu_ns,
    };
    pp__undrained_remove(w, index);
}

int32_t pp__undrained_give(pp_watch *w, pp_exit *out, int32_t capacity)
{
    int32_t count = 0;
    while (count < capacity && w->first_undrained != PP__NO_INDEX) {
        give_first(w, &out[count]);
        count++;
    }
    return count;
}
