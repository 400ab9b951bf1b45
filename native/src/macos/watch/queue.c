#include "queue.h"

#include <time.h>
#include <unistd.h>

/* Events that are raised by this library itself. */
enum { UNDRAINED = 1, WOKEN = 2 };

enum { WAITED = 3 }; /* the most that a wait sees at once */

/*
 * NOTE_REAP, which the system's header discourages. Of a process that a debugger has taken over
 * NOTE_EXIT is held back until the debugger has reaped it, and is never told when the true parent is gone
 * by then: reap_child_locked() of XNU's kern_exit.c. That it is reaped is told in any case, and before
 * its PID is free, without which a later holder of the PID might be read in its place.
 */
static const uint32_t REAPED = 0x10000000;

static const struct timespec NO_TIME;

/* The change is made once, also when a signal comes: it is before the waiting, of which there is none. */
static int32_t change(int32_t queue, const struct kevent *it)
{
    int result = 0;
    do {
        result = kevent(queue, it, 1, NULL, 0, &NO_TIME);
    } while (result < 0 && errno == EINTR);
    return result < 0 ? errno : 0;
}

int32_t pp__queue_open(pp_watch *w)
{
    w->ends = kqueue();
    w->waits = w->ends < 0 ? -1 : kqueue();
    if (w->waits < 0) {
        int32_t error = errno;
        pp__queue_close(w);
        return error;
    }
    const struct kevent ends = {
        .ident = (uintptr_t)w->ends, .filter = EVFILT_READ, .flags = EV_ADD};
    /* Lowered by the wait that takes it. */
    const struct kevent woken = {.ident = WOKEN, .filter = EVFILT_USER, .flags = EV_ADD | EV_CLEAR};
    int32_t error = change(w->waits, &ends);
    error = error != 0 ? error : change(w->waits, &woken);
    if (error != 0) {
        pp__queue_close(w);
    }
    return error;
}

void pp__queue_close(const pp_watch *w)
{
    if (w->waits >= 0) {
        (void)close(w->waits);
    }
    if (w->ends >= 0) {
        (void)close(w->ends);
    }
}

int32_t pp__queue_add(const pp_watch *w, int32_t pid)
{
    struct kevent it = {.ident = (uintptr_t)pid,
                        .filter = EVFILT_PROC,
                        .flags = EV_ADD,
                        .fflags = NOTE_EXIT | NOTE_EXITSTATUS | REAPED};
    int32_t error = change(w->ends, &it);
    if (error == EACCES) {
        /* How others end is told to their parent and to who may signal them. */
        it.fflags = NOTE_EXIT | REAPED;
        error = change(w->ends, &it);
    }
    return error;
}

void pp__queue_remove(const pp_watch *w, int32_t pid)
{
    const struct kevent it = {.ident = (uintptr_t)pid, .filter = EVFILT_PROC, .flags = EV_DELETE};
    (void)change(w->ends, &it);
}

int32_t pp__queue_take(const pp_watch *w, struct kevent *events, int32_t capacity, int32_t *count)
{
    int result = 0;
    do {
        result = kevent(w->ends, NULL, 0, events, capacity, &NO_TIME);
    } while (result < 0 && errno == EINTR);
    *count = result < 0 ? 0 : result;
    return result < 0 ? errno : 0;
}

int32_t pp__queue_tell(const pp_watch *w, bool is_due)
{
    struct kevent it = {.ident = UNDRAINED, .filter = EVFILT_USER, .flags = EV_DELETE};
    if (is_due) {
        it.flags = EV_ADD;
        it.fflags = NOTE_TRIGGER;
    }
    return change(w->waits, &it);
}

int32_t pp__queue_wake(const pp_watch *w)
{
    const struct kevent it = {.ident = WOKEN, .filter = EVFILT_USER, .fflags = NOTE_TRIGGER};
    return change(w->waits, &it);
}

int32_t pp__queue_wait(int32_t waits, int64_t timeout_ns, pp__waited *out)
{
    *out = (pp__waited){.is_woken = false};
    const struct timespec timeout = {.tv_sec = timeout_ns < 0 ? 0 : timeout_ns / PP__NS_PER_S,
                                     .tv_nsec = timeout_ns < 0 ? 0 : timeout_ns % PP__NS_PER_S};
    struct kevent events[WAITED];
    int count = kevent(waits, NULL, 0, events, WAITED, timeout_ns < 0 ? NULL : &timeout);
    if (count < 0) {
        return errno;
    }
    for (int i = 0; i < count; i++) {
        bool is_woken = events[i].filter == EVFILT_USER && events[i].ident == WOKEN;
        out->is_woken = out->is_woken || is_woken;
        out->is_due = out->is_due || !is_woken;
    }
    return 0;
}
