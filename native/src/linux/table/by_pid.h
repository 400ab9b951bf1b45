/*
 * The slots of a table by PID: open addressing, made anew by each refresh, which costs less than to
 * keep it.
 */
#ifndef PP_LINUX_TABLE_BY_PID_H
#define PP_LINUX_TABLE_BY_PID_H

#include "set.h"

void pp__by_pid_clear(pp_table *t);

/* Takes the place of the slot that had this PID. */
void pp__by_pid_put(pp_table *t, int32_t pid, int32_t slot);

/* The slot, or PP__NO_INDEX. */
int32_t pp__by_pid_find(pp_table *t, int32_t pid);

#endif
