/*
 * What the files of a process say, as fields of a row.
 */
#ifndef PP_LINUX_ROW_H
#define PP_LINUX_ROW_H

#include "parse/statm.h"
#include "procprobe.h"

/* The memory fields among these; other bits of fields are of no concern. */
void pp__row_take_memory(const pp__statm *statm, uint64_t fields, pp_sample *out);

#endif
