/*
 * The end of a tracked process. A process that has ended is gone: Windows keeps no zombies.
 */
#ifndef PP_WINDOWS_WATCH_ENDS_H
#define PP_WINDOWS_WATCH_ENDS_H

#include "set.h"

/*
 * Notices which held processes have ended.
 *
 * rows  those of the poll under way, which are made good; null outside of a poll
 */
void pp__watch_notice(pp_watch *w, pp_sample *rows);

/* A tracked process has ended: from PP__SLOT_HELD or PP__SLOT_LOOKED_UP to PP__SLOT_GONE. */
void pp__end_begin(pp_watch *w, int32_t index, uint64_t now_ns);

/* Makes the list of undrained exits known to, or no longer known to, those who wait. */
void pp__ends_tell(const pp_watch *w);

#endif
