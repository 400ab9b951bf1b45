/*
 * The end of a tracked process: noticed as soon as it has exited, and over once it has been reaped.
 */
#ifndef PP_LINUX_WATCH_ENDS_H
#define PP_LINUX_WATCH_ENDS_H

#include "set.h"

/*
 * Notices all that the epoll set tells: tracked processes that have ended, parents that have. PP_OK
 * or the status of epoll_wait(2).
 *
 * rows  those of the poll under way, which are made good; null outside of a poll
 */
int32_t pp__watch_notice(pp_watch *w, pp_sample *rows);

/* A tracked process has ended: from PP__SLOT_HELD or PP__SLOT_LOOKED_UP to PP__SLOT_ENDED. */
void pp__end_begin(pp_watch *w, int32_t index, uint64_t now_ns);

/* Has a process in PP__SLOT_ENDED been reaped? */
bool pp__end_is_over(const pp__slot *slot);

/* It has been reaped: from PP__SLOT_ENDED to PP__SLOT_GONE. */
void pp__end_finish(pp_watch *w, int32_t index);

/* Makes the list of undrained exits known to, or no longer known to, those who wait. */
void pp__ends_tell(pp_watch *w);

#endif
