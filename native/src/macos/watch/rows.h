/*
 * One row of a poll.
 */
#ifndef PP_MACOS_WATCH_ROWS_H
#define PP_MACOS_WATCH_ROWS_H

#include "set.h"

/* Reads the row of a slot in use. An end that is noticed on the way is begun. */
void pp__row_read(pp_watch *w, int32_t index, uint64_t now_ns, uint64_t memory_max_age_ns,
                  pp_sample *out);

#endif
