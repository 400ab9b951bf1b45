/*
 * The two kqueues of a watch. One has the ends of processes and is read by the thread that has the
 * watch; the other one only looks whether the first has something, and is what waiting threads wait for.
 *
 * All return 0 or a code of errno.
 */
#ifndef PP_MACOS_WATCH_QUEUE_H
#define PP_MACOS_WATCH_QUEUE_H

#include "apple.h"
#include "set.h"

int32_t pp__queue_open(pp_watch *w);
void pp__queue_close(const pp_watch *w);

/*
 * Tells of the end of whoever has this PID: ESRCH when nobody has, or who has it has exited. Once more
 * for the same process does nothing.
 */
int32_t pp__queue_add(const pp_watch *w, int32_t pid);
void pp__queue_remove(const pp_watch *w, int32_t pid);

/* Takes what there is without waiting, up to so many. */
int32_t pp__queue_take(const pp_watch *w, struct kevent *events, int32_t capacity, int32_t *count);

/* The list of undrained exits is not empty, or is again. */
int32_t pp__queue_tell(const pp_watch *w, bool is_due);

int32_t pp__queue_wake(const pp_watch *w);

/* What a wait has seen. */
typedef struct pp__waited {
    bool is_woken; /* which this wait has taken */
    bool is_due;
} pp__waited;

/* Waits on pp_watch.waits. A time below 0 is for good; both are false when it is over. */
int32_t pp__queue_wait(int32_t waits, int64_t timeout_ns, pp__waited *out);

#endif
