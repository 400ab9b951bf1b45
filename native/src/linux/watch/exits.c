/*
 * Which tracked processes have ended, and waiting for the next.
 */
#include "ends.h"
#include "kernel.h"
#include "process.h"
#include "query.h"
#include "slots.h"
#include "sys.h"

/* Of those that nothing is held of nothing is heard: they are asked. */
static void notice_looked_up(pp_watch *w, uint64_t now_ns)
{
    for (int32_t index = 0; index < w->used_slots && w->head.figures.looked_up > 0; index++) {
        pp__slot *slot = pp__slot_at(w, index);
        if (slot->state != PP__SLOT_LOOKED_UP) {
            continue;
        }
        pp_identity who = pp__slot_identity(slot);
        pp_sample row = {.pid = slot->pid};
        pp__query(&who, PP_FIELD_ALIVE, now_ns, &row);
        bool is_zombie = row.status == PP_OK && (row.valid & PP_FIELD_ALIVE) != 0 && row.alive == 0;
        if (is_zombie || pp__process_is_over(row.status)) {
            pp__end_begin(w, index, now_ns);
        }
    }
}

int32_t pp_os_watch_exits(pp_watch *w, pp_exit *out, int32_t capacity)
{
    int32_t noticed = pp__watch_notice(w, NULL);
    if (noticed != PP_OK) {
        return noticed; /* and nothing is given out that the caller would not look at */
    }
    if (w->head.figures.looked_up > 0) {
        notice_looked_up(w, pp_os_now_ns());
    }
    int32_t count = pp__undrained_give(w, out, capacity);
    pp__ends_tell(w);
    return count;
}

static int64_t rest_of(int64_t timeout_ns, uint64_t begun_at_ns)
{
    uint64_t passed_ns = timeout_ns > 0 ? pp_os_now_ns() - begun_at_ns : 0;
    return passed_ns < (uint64_t)timeout_ns ? timeout_ns - (int64_t)passed_ns : 0;
}

int32_t pp_os_watch_await(const pp_watch *w, int64_t timeout_ns)
{
    /* Nothing of the watch is read after this: another thread may move it meanwhile. */
    const int32_t descriptors[PP__AWAITED] = {w->epoll, w->undrained_told, w->woken};
    uint64_t begun_at_ns = timeout_ns > 0 ? pp_os_now_ns() : 0;
    int64_t rest_ns = timeout_ns;
    while (true) {
        bool readable[PP__AWAITED];
        int32_t count = pp__sys_await(descriptors, rest_ns, readable);
        if (count < 0) {
            return pp__process_status_of(0, count);
        }
        if (readable[2] && pp__sys_signal_lower(descriptors[2]) > 0) {
            return PP_WOKEN;
        }
        if (readable[0] || readable[1] || count == 0) {
            return count > 0 ? PP_OK : PP_TIMED_OUT;
        }
        /* Another thread that waits has taken the wake, and it ends one wait only. */
        rest_ns = timeout_ns < 0 ? timeout_ns : rest_of(timeout_ns, begun_at_ns);
    }
}

int32_t pp_os_watch_wake(const pp_watch *w)
{
    int32_t result = pp__sys_signal_raise(w->woken);
    return result < 0 ? pp__process_status_of(0, result) : PP_OK;
}
