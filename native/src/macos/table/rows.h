/*
 * The rows of a refresh: of each process of a snapshot.
 */
#ifndef PP_MACOS_TABLE_ROWS_H
#define PP_MACOS_TABLE_ROWS_H

#include "set.h"

/*
 * A row, what is to be known of it and the name of its node for every process of the snapshot of the
 * table that is still there. Returns how many there are.
 */
int32_t pp__table_read_rows(pp_table *t, pp_sample *rows, pp_node *nodes, uint8_t *names,
                            pp__known *known);

/* The row of a PID, or -1. */
int32_t pp__table_row_of(const pp_sample *rows, int32_t count, int32_t pid);

#endif
