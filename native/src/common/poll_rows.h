/*
 * The rows of one poll.
 */
#ifndef PP_COMMON_POLL_ROWS_H
#define PP_COMMON_POLL_ROWS_H

#include "watch/set.h"

/* Reads the row of each slot in use, by watch/rows.h of the system. How many. */
int32_t pp__poll_rows(pp_watch *w, uint64_t memory_max_age_ns, pp_sample *out);

#endif
