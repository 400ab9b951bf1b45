/*
 * The parent of a process changes only when that parent ends. So the watch holds a pidfd of each
 * distinct parent, and reads the parent of its children again only after that has told of the end:
 * the kernel gives the children to another parent before it tells (kernel/exit.c, exit_notify()).
 */
#ifndef PP_LINUX_WATCH_PARENTS_H
#define PP_LINUX_WATCH_PARENTS_H

#include "set.h"

/*
 * Reads who the parent of a held process is and awaits its end, where that is possible; where it is
 * not, each poll has to call this again. Clears has_parent when it cannot be read.
 */
void pp__parent_attach(pp_watch *w, int32_t index);

/* Awaits nothing for this slot any more, and gives up what is no longer needed for it. */
void pp__parent_detach(pp_watch *w, int32_t index);

/* A parent has ended: its children are read again. rows as in pp__watch_notice(). */
void pp__parent_has_ended(pp_watch *w, int32_t parent, pp_sample *rows);

/* Index of a parent, as data of its epoll events; those of slots are the bare index. */
static inline uint64_t pp__parent_event(int32_t parent)
{
    return (uint64_t)(uint32_t)parent | 1ULL << 32;
}

#endif
