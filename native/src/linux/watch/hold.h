/*
 * From a PID to a process for good.
 */
#ifndef PP_LINUX_WATCH_HOLD_H
#define PP_LINUX_WATCH_HOLD_H

#include "set.h"

/*
 * Holds the process by a pidfd in the epoll set, and makes it PP__SLOT_HELD: PP_OK. PP_AGAIN when
 * there is no descriptor for it or the kernel has no pidfds, or why it is not the one.
 */
int32_t pp__slot_hold(pp_watch *w, int32_t index, const pp_identity *who);

/* Establishes who it is, holds nothing, and makes it PP__SLOT_LOOKED_UP: PP_OK, or why not. */
int32_t pp__slot_look_up(pp_watch *w, int32_t index, const pp_identity *who);

/* Gives back all that is held of a slot in use. */
void pp__slot_let_go(pp_watch *w, int32_t index);

#endif
