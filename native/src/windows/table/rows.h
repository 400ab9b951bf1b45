/*
 * The rows of a refresh, out of a snapshot.
 */
#ifndef PP_WINDOWS_TABLE_ROWS_H
#define PP_WINDOWS_TABLE_ROWS_H

#include "set.h"

/*
 * A row and the name of its node for every process of the snapshot of the table. Where the snapshot
 * has no more than names, each process is asked itself, and who has gone meanwhile has no row.
 * Returns how many there are.
 */
int32_t pp__table_read_rows(pp_table *t, pp_sample *rows, pp_node *nodes, uint8_t *names);

/* The row of a PID, or -1. */
int32_t pp__table_row_of(const pp_sample *rows, int32_t count, int32_t pid);

#endif
