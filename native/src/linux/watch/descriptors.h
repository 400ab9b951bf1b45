/*
 * Descriptors are a budget: what a watch may hold, and what it gives up first. A pidfd saves a
 * whole query per poll and tells of the end by itself; a kept statm only saves the opening.
 */
#ifndef PP_LINUX_WATCH_DESCRIPTORS_H
#define PP_LINUX_WATCH_DESCRIPTORS_H

#include "set.h"

/* What every watch holds, whatever its budget. */
enum { PP__OWN_DESCRIPTORS = 3 };

/* A quarter of the soft limit: the rest is for the program that the watch is part of. */
int32_t pp__descriptors_default_budget(void);

/* May one more be held? */
bool pp__descriptors_have_room(const pp_watch *w);

/*
 * A pidfd of this PID that may be held, or a negated errno: -PP_EMFILE when the budget is spent.
 * Gives up a kept statm for it when it must.
 */
int32_t pp__descriptors_open_pidfd(pp_watch *w, int32_t pid);

/* The same, but gives up nothing. */
int32_t pp__descriptors_open_parent(const pp_watch *w, int32_t pid);

void pp__descriptors_drop_statm(pp_watch *w, pp__slot *slot);

/* Takes it out of the epoll set where it is in it, and closes it. */
void pp__descriptors_drop_pidfd(pp_watch *w, pp__slot *slot);

/* Only takes it out of the epoll set. */
void pp__descriptors_silence(pp_watch *w, int32_t pidfd);

#endif
