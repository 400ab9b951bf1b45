/*
 * A watch in memory of the test, in the fake's world.
 */
#ifndef PP_FAKE_WATCHING_H
#define PP_FAKE_WATCHING_H

#include "procprobe.h"

enum { WATCH_CAPACITY = 8 };

/* Opens one, which is expected to succeed; the one before is gone. */
pp_watch *watching_open(uint64_t fields, int32_t budget);

/* Tracks whoever has the PID, which is expected to succeed. */
int64_t watching_add(pp_watch *watch, int32_t pid);

/* Polls; the row of a slot. */
pp_sample watching_row(pp_watch *watch, int64_t memory_max_age_ns, int64_t slot);

pp_watch_figures watching_figures(const pp_watch *watch);

/* The one exit that is given out; pid 0 when it is another number of them. */
pp_exit watching_exit(pp_watch *watch);

#endif
