/*
 * One reading of one process.
 */
#ifndef PP_MACOS_QUERY_H
#define PP_MACOS_QUERY_H

#include "row.h"

#include "procprobe.h"

/*
 * As pp_os_query_rows(), one row.
 *
 * found, more  receive who it was and what else is known of it, when it is PP_OK; may be null
 */
void pp__query(const pp_identity *who, uint64_t fields, uint64_t now_ns, pp_sample *out,
               pp__process *found, pp__more *more);

/* Ends a row that has been read: times, and the status where nothing that was wanted is there. */
void pp__query_finish(uint64_t fields, uint64_t now_ns, pp_sample *out);

#endif
