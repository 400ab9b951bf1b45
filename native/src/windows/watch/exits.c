/*
 * Which tracked processes have ended, and waiting for the next.
 */
#include "ends.h"
#include "kernel.h"
#include "query.h"
#include "slots.h"

enum { NS_PER_MS = 1000000 };

/* Of those that nothing is held of nothing is heard: they are asked. */
static void notice_looked_up(pp_watch *w, uint64_t now_ns)
{
    pp__snapshot_expire(&w->snapshot);
    for (int32_t index = 0; index < w->used_slots && w->head.figures.looked_up > 0; index++) {
        pp__slot *slot = pp__slot_at(w, index);
        if (slot->state != PP__SLOT_LOOKED_UP) {
            continue;
        }
        pp_identity who = pp__slot_identity(slot);
        pp_sample row = {.pid = slot->pid};
        pp__query(&who, 0, now_ns, &w->snapshot, &row);
        if (row.status == PP_GONE || row.status == PP_REPLACED) {
            pp__end_begin(w, index, now_ns);
        }
    }
}

int32_t pp_os_watch_exits(pp_watch *w, pp_exit *out, int32_t capacity)
{
    pp__watch_notice(w, NULL);
    if (w->head.figures.looked_up > 0) {
        notice_looked_up(w, pp_os_now_ns());
    }
    int32_t count = pp__undrained_give(w, out, capacity);
    pp__ends_tell(w);
    return count;
}

/* What is left of a time, in milliseconds that do not end before it does. */
static DWORD rest_of(int64_t timeout_ns, uint64_t begun_at_ns)
{
    const uint64_t most_ms = INFINITE - 1;
    if (timeout_ns < 0) {
        return INFINITE;
    }
    uint64_t passed_ns = pp_os_now_ns() - begun_at_ns;
    uint64_t rest_ns = passed_ns < (uint64_t)timeout_ns ? (uint64_t)timeout_ns - passed_ns : 0;
    uint64_t rest_ms = rest_ns / NS_PER_MS + (rest_ns % NS_PER_MS != 0);
    return (DWORD)(rest_ms < most_ms ? rest_ms : most_ms);
}

int32_t pp_os_watch_await(const pp_watch *w, int64_t timeout_ns)
{
    /* Nothing of the watch is read after this: another thread may move it meanwhile. */
    const HANDLE events[] = {w->woken, w->ended, w->undrained_told};
    enum { EVENTS = sizeof events / sizeof events[0] };
    uint64_t begun_at_ns = pp_os_now_ns();
    while (true) {
        DWORD rest_ms = rest_of(timeout_ns, begun_at_ns);
        DWORD result = WaitForMultipleObjects(EVENTS, events, FALSE, rest_ms);
        if (result == WAIT_OBJECT_0) {
            return PP_WOKEN; /* the wait has taken it */
        }
        if (result < WAIT_OBJECT_0 + EVENTS) {
            return PP_OK;
        }
        if (result != WAIT_TIMEOUT) {
            return PP_OS_ERROR;
        }
        if (rest_of(timeout_ns, begun_at_ns) == 0) {
            return PP_TIMED_OUT;
        }
    }
}

int32_t pp_os_watch_wake(const pp_watch *w)
{
    return SetEvent(w->woken) ? PP_OK : PP_OS_ERROR;
}
