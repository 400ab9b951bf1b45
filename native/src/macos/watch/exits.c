/*
 * Which tracked processes have ended, and waiting for the next.
 */
#include "ends.h"
#include "parse/failure.h"
#include "query.h"
#include "queue.h"
#include "slots.h"

/* Of those that nothing is held of nothing is heard: they are asked. */
static void notice_looked_up(pp_watch *w, uint64_t now_ns)
{
    for (int32_t index = 0; index < w->used_slots && w->head.figures.looked_up > 0; index++) {
        const pp__slot *slot = pp__slot_at(w, index);
        if (slot->state != PP__SLOT_LOOKED_UP) {
            continue;
        }
        const pp_identity who = pp__slot_identity(slot);
        pp_sample row;
        pp__query(&who, PP_FIELD_ALIVE, now_ns, &row, NULL, NULL);
        bool has_exited =
            row.status == PP_OK && (row.valid & PP_FIELD_ALIVE) != 0 && row.alive == 0;
        if (has_exited || row.status == PP_GONE || row.status == PP_REPLACED) {
            pp__end_begin(w, index, now_ns, NULL);
        }
    }
}

/* An end is told before the process is a zombie, which then tells how it was. */
static void ask_undrained(pp_watch *w)
{
    for (int32_t index = w->first_undrained; index != PP__NO_INDEX;
         index = pp__slot_at(w, index)->next) {
        pp__slot *slot = pp__slot_at(w, index);
        if (slot->state == PP__SLOT_ENDED && !(slot->has_exit_status && slot->has_cpu)) {
            pp__end_ask(slot);
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
    ask_undrained(w);
    int32_t count = pp__undrained_give(w, out, capacity);
    pp__ends_tell(w);
    return count;
}

/* kevent(2) takes no time above 100,000,000 s, so a longer wait is made of several. */
static const int64_t MOST_AT_ONCE_NS = 10000000 * PP__NS_PER_S;

static int64_t rest_of(int64_t timeout_ns, uint64_t begun_at_ns)
{
    uint64_t passed_ns = timeout_ns > 0 ? pp_os_now_ns() - begun_at_ns : 0;
    return passed_ns < (uint64_t)timeout_ns ? timeout_ns - (int64_t)passed_ns : 0;
}

int32_t pp_os_watch_await(const pp_watch *w, int64_t timeout_ns)
{
    /* Nothing of the watch is read after this: another thread may move it meanwhile. */
    const int32_t waits = w->waits;
    uint64_t begun_at_ns = timeout_ns > 0 ? pp_os_now_ns() : 0;
    int64_t rest_ns = timeout_ns;
    while (true) {
        pp__waited waited;
        int64_t wait_ns = rest_ns < MOST_AT_ONCE_NS ? rest_ns : MOST_AT_ONCE_NS;
        int32_t error = pp__queue_wait(waits, wait_ns, &waited);
        if (error != 0 && error != EINTR) {
            int32_t status = pp__status_of_errno(error);
            return status == PP_AGAIN ? status : PP_OS_ERROR;
        }
        if (waited.is_woken || waited.is_due) {
            return waited.is_woken ? PP_WOKEN : PP_OK;
        }
        /* The clock stands still while the machine sleeps, and so may what is left. */
        bool was_whole = error == 0 && wait_ns == rest_ns;
        rest_ns = timeout_ns < 0 ? timeout_ns : rest_of(timeout_ns, begun_at_ns);
        if (timeout_ns >= 0 && (was_whole || rest_ns == 0)) {
            return PP_TIMED_OUT;
        }
    }
}

int32_t pp_os_watch_wake(const pp_watch *w)
{
    return pp__queue_wake(w) == 0 ? PP_OK : PP_OS_ERROR;
}
