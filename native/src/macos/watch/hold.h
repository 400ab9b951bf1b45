/*
 * From a PID to a process for good.
 */
#ifndef PP_MACOS_WATCH_HOLD_H
#define PP_MACOS_WATCH_HOLD_H

#include "set.h"

/*
 * Has the kqueue tell of its end, and makes it PP__SLOT_HELD: PP_OK, also for a zombie, whose end is
 * begun at once. PP_AGAIN when there is no room for it, or why it is not the one.
 */
int32_t pp__slot_hold(pp_watch *w, int32_t index, const pp_identity *who);

/* Establishes who it is, holds nothing, and makes it PP__SLOT_LOOKED_UP: PP_OK, or why not. */
int32_t pp__slot_look_up(pp_watch *w, int32_t index, const pp_identity *who);

/* It is held no more. Once its end has been told, the kqueue has forgotten it already. */
void pp__slot_release(pp_watch *w, int32_t index);

/* Gives back all that is held of a slot in use. */
void pp__slot_let_go(pp_watch *w, int32_t index);

/* A held slot of whoever has, or had, this PID; PP__NO_INDEX for none. */
int32_t pp__held_find(pp_watch *w, int32_t pid);

/* The table by PID of memory of this capacity, made anew. */
void pp__held_begin(pp_watch *w);
void pp__held_put(pp_watch *w, int32_t index);

#endif
