/*
 * Who is there: one listing of /proc, by the very calls and in pieces of the very size that the
 * library lists it with.
 */
#ifndef PP_FLOOR_PROC_LIST_H
#define PP_FLOOR_PROC_LIST_H

#include <stdint.h>

/*
 * Lists /proc. Ends the program when it cannot.
 *
 * take  called with each PID, in ascending order; NULL when nobody looks at the answers
 */
void proc_list(void (*take)(void *context, int32_t pid), void *context);

#endif
