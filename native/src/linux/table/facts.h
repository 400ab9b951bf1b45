/*
 * What hardly ever changes of a process: when it started, what it is called, its session.
 */
#ifndef PP_LINUX_TABLE_FACTS_H
#define PP_LINUX_TABLE_FACTS_H

#include "set.h"

/* A process has been put into this slot. */
void pp__facts_begin(pp_table *t, int32_t slot);

/*
 * Reads by number what is not known yet, or may have changed: the name once more after the first
 * refresh, since a process is mostly found before it has started its program, and the session after
 * the parent has changed, since daemons change both.
 */
void pp__facts_update(pp_table *t, int32_t slot, const pp_sample *row);

/* The session of its own, or that it was born into and whose leader is gone, under another parent. */
bool pp__facts_is_orphan(const pp__facts *facts, const pp_sample *row, bool has_session_leader);

#endif
