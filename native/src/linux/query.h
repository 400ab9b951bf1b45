/*
 * One reading of one process.
 */
#ifndef PP_LINUX_QUERY_H
#define PP_LINUX_QUERY_H

#include "procprobe.h"

/* Into *out, which the caller has zeroed but for pid. who->pid is above 0. */
void pp__query(const pp_identity *who, uint64_t fields, uint64_t now_ns, pp_sample *out);

#endif
