/*
 * What must be true of every row, whatever was asked and of whom.
 */
#ifndef PP_TEST_ROWS_H
#define PP_TEST_ROWS_H

#include "procprobe.h"

/* The fields that a one-shot query can give. */
#define ONE_SHOT_FIELDS (PP_FIELDS_CHEAP | PP_FIELDS_TEXT | PP_FIELDS_STALL)

#define MEMORY_FIELDS (PP_FIELD_RESIDENT | PP_FIELD_PRIVATE | PP_FIELD_SHARED | PP_FIELD_VIRTUAL)

/* Expects that the row is about pid, holds nothing that was not wanted, and is zero elsewhere. */
void check_row(const pp_sample *row, int32_t pid, uint64_t wanted);

/*
 * The same for a row of a watch: its load and exit status may be valid, its memory may be older
 * than the row, and a process that is gone may have an exit status.
 */
void check_watch_row(const pp_sample *row, int64_t slot, int32_t pid, uint64_t wanted);

/* Queries into memory full of rubbish, expects the call to succeed, and checks the row. */
pp_sample query(int32_t pid, uint64_t fields);
pp_sample query_id(pp_identity who, uint64_t fields);

/* The identity of a process that is there; the query expects so. */
pp_identity identity_of(int32_t pid);

#endif
