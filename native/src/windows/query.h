/*
 * One reading of one process, with a snapshot that further readings may share.
 */
#ifndef PP_WINDOWS_QUERY_H
#define PP_WINDOWS_QUERY_H

#include "snapshot.h"

#include "procprobe.h"

/* As pp_os_query_rows(), one row. The snapshot is taken when it is needed and has not been taken. */
void pp__query(const pp_identity *who, uint64_t fields, uint64_t now_ns, pp__snapshot *snapshot,
               pp_sample *out);

#endif
