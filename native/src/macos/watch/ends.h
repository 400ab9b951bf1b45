/*
 * The end of a tracked process: noticed as soon as it has exited, and over once it has been reaped.
 */
#ifndef PP_MACOS_WATCH_ENDS_H
#define PP_MACOS_WATCH_ENDS_H

#include "set.h"

/*
 * Notices all that the kqueue tells. PP_OK or the status of kevent(2).
 *
 * rows  those of the poll under way, which are made good; null outside of a poll
 */
int32_t pp__watch_notice(pp_watch *w, pp_sample *rows);

/*
 * A tracked process has ended: from PP__SLOT_HELD or PP__SLOT_LOOKED_UP to PP__SLOT_ENDED.
 *
 * wait_status  as the kqueue has told it; null where it has told nothing of the end yet
 */
void pp__end_begin(pp_watch *w, int32_t index, uint64_t now_ns, const int32_t *wait_status);

/* Asks once more how it ended, and what it used: a zombie tells, for the moment before does not. */
void pp__end_ask(pp__slot *slot);

/* It has been reaped: from PP__SLOT_ENDED to PP__SLOT_GONE. */
void pp__end_finish(pp__slot *slot);

/* Makes the list of undrained exits known to, or no longer known to, those who wait. */
void pp__ends_tell(pp_watch *w);

#endif
