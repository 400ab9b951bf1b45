/*
 * The parent tree over the rows of a table: arithmetic on records, no system call, no recursion.
 */
#ifndef PP_COMMON_TREE_H
#define PP_COMMON_TREE_H

#include "procprobe.h"

/*
 * Links the nodes, and sums up each subtree, in one pass of linear time. Each row has to be OK.
 *
 * nodes    parent holds the row of the process that is to be the parent, or -1; the rest is written
 *          but for marks, start_time_ns, session and name_length. A circle is cut at its row with
 *          the least PID, which becomes a root
 * scratch  room for count rows
 */
void pp__tree_build(const pp_sample *rows, pp_node *nodes, int32_t count, int32_t *scratch);

#endif
