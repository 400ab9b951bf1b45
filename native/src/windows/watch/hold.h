/*
 * From a PID to a process for good.
 */
#ifndef PP_WINDOWS_WATCH_HOLD_H
#define PP_WINDOWS_WATCH_HOLD_H

#include "set.h"

/*
 * Holds the process by a handle, and makes it PP__SLOT_HELD: PP_OK. PP_AGAIN when there is no room
 * for a handle, PP_DENIED when it may not be waited for, or why it is not the one.
 */
int32_t pp__slot_hold(pp_watch *w, int32_t index, const pp_identity *who);

/* Establishes who it is, holds nothing, and makes it PP__SLOT_LOOKED_UP: PP_OK, or why not. */
int32_t pp__slot_look_up(pp_watch *w, int32_t index, const pp_identity *who);

/* Gives back the handle of a held process. */
void pp__slot_release(pp_watch *w, int32_t index);

/* Gives back all that is held of a slot in use. */
void pp__slot_let_go(pp_watch *w, int32_t index);

#endif
