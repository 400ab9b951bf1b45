/*
 * Slots of a watch: who gets which, and the list of those whose end is still to be given out. What a
 * slot holds beside that is said by watch/set.h of each system.
 */
#ifndef PP_COMMON_SLOTS_H
#define PP_COMMON_SLOTS_H

#include "watch/set.h"

/* Index of a slot that has become free or was never used; PP__NO_INDEX when all are in use. */
int32_t pp__slot_take(pp_watch *w);

/* What its tenant held has been given back. */
void pp__slot_free(pp_watch *w, int32_t index);

/* The number that callers know a slot in use by. */
int64_t pp__slot_number(const pp__slot *slot, int32_t index);

/* Index of the slot in use that has this number, or PP__NO_INDEX. */
int32_t pp__slot_find(pp_watch *w, int64_t number);

/* The list of undrained exits: first noticed, first given out. */
void pp__undrained_append(pp_watch *w, int32_t index);
void pp__undrained_remove(pp_watch *w, int32_t index);

/* Takes up to so many ends off the list and tells them. How many. */
int32_t pp__undrained_give(pp_watch *w, pp_exit *out, int32_t capacity);

#endif
