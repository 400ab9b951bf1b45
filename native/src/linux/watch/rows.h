/*
 * The row of one tracked process, by what the watch holds of it.
 */
#ifndef PP_LINUX_WATCH_ROWS_H
#define PP_LINUX_WATCH_ROWS_H

#include "set.h"

/*
 * Reads the row of a slot in use. That of a held process is its own only when the pp__watch_notice()
 * that has to follow does not find it ended.
 */
void pp__row_read(pp_watch *w, int32_t index, uint64_t now_ns, uint64_t memory_max_age_ns,
                  pp_sample *out);

#endif
