/*
 * The descriptors of the process that runs the tests: how many there are, and how many it may open.
 */
#ifndef PP_TEST_DESCRIPTORS_H
#define PP_TEST_DESCRIPTORS_H

#include <stdint.h>

/* How many are open, the same few that counting takes included in every count. */
int32_t descriptors_open(void);

/* Descriptors 0 to n in one row, without the gaps that the environment may have left. */
void descriptors_close_gaps(void);

/*
 * Leaves exactly so many descriptors to open, by the soft and the hard limit: for forked children.
 * There must be no gaps.
 */
void descriptors_leave(int32_t count);

/* The same by the soft limit alone, for now; negative: as many as the hard limit allows. */
void descriptors_leave_for_now(int32_t count);

#endif
