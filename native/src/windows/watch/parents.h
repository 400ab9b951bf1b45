/*
 * Parents of held processes. Windows gives nobody another parent, so that a parent is read once, and
 * is the parent until it ends; a handle of it, one for all its children, tells when.
 */
#ifndef PP_WINDOWS_WATCH_PARENTS_H
#define PP_WINDOWS_WATCH_PARENTS_H

#include "set.h"

/* Finds out who the parent of a held process is and holds it, where that is possible. */
void pp__parent_attach(pp_watch *w, int32_t index);

/* Gives up what is no longer needed for this slot. */
void pp__parent_detach(pp_watch *w, int32_t index);

/* Notices which parents have ended. */
void pp__parents_notice(pp_watch *w);

/* As it is now; reads it where its end is not awaited. */
void pp__parent_take(pp_watch *w, int32_t index, pp_sample *out);

/* The table of another capacity: entries refer to each other by index, buckets are made anew. */
void pp__parents_move(pp_watch *from, pp_watch *to);
void pp__parents_begin(pp_watch *w);

#endif
