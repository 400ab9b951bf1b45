/*
 * Ends of tracked processes, and waiting for them.
 */
#include "fake.h"
#include "harness.h"
#include "watching.h"

#include <errno.h>
#include <sys/event.h>

enum { PID = 500, OTHER = 501 };

static const uint64_t FIELDS =
    PP_FIELD_IDENTITY | PP_FIELD_ALIVE | PP_FIELD_RESIDENT | PP_FIELD_EXIT_STATUS | PP_FIELD_STATE;

static pp_watch *begin(int64_t *slot)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    pp_watch *w = watching_open(FIELDS, 100);
    *slot = watching_add(w, PID);
    return w;
}

static void is_replaced(void)
{
    fake_reap(PID);
    fake_start(PID, 1)->resident_bytes = 1;
}

static void from_life_to_nothing(void)
{
    int64_t slot = 0;
    pp_watch *w = begin(&slot);
    uint64_t id = fake_find(PID)->id;
    EXPECT_EQUAL(pp_watch_await(w, 1000000), PP_TIMED_OUT);
    EXPECT_EQUAL(watching_exit(w).pid, 0);
    fake_exit(PID, 9);
    EXPECT_EQUAL(pp_watch_await(w, -1), PP_OK);
    pp_sample row = watching_row(w, 0, slot);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.alive, 0);
    EXPECT_EQUAL(row.state, PP_STATE_ZOMBIE);
    EXPECT_EQUAL(row.exit_status, PP_EXIT_SIGNALLED + 9);
    EXPECT_EQUAL(pp_watch_await(w, 0), PP_OK); /* until it is given out */
    pp_exit end = watching_exit(w);
    EXPECT_EQUAL(end.pid, PID);
    EXPECT_EQUAL(end.start_token, id);
    EXPECT_EQUAL(end.valid, PP_FIELD_EXIT_STATUS | PP_FIELD_CPU_TOTAL);
    EXPECT_EQUAL(end.exit_status, PP_EXIT_SIGNALLED + 9);
    EXPECT_EQUAL(watching_exit(w).pid, 0);
    EXPECT_EQUAL(pp_watch_await(w, 0), PP_TIMED_OUT);
    fake_reap(PID);
    row = watching_row(w, 0, slot);
    EXPECT_EQUAL(row.status, PP_GONE);
    EXPECT_EQUAL(row.exit_status, PP_EXIT_SIGNALLED + 9);
    EXPECT_EQUAL(watching_row(w, 0, slot).status, PP_GONE);
    pp_watch_figures figures = watching_figures(w);
    EXPECT_EQUAL(figures.ended, 1);
    EXPECT_EQUAL(figures.exits, 1);
    EXPECT_EQUAL(figures.kept_pidfd, 0);
}

/* What a poll has read of a later holder of the PID does not count. */
static void replaced_before_the_poll(void)
{
    int64_t slot = 0;
    pp_watch *w = begin(&slot);
    int64_t later = watching_add(w, PID); /* a further slot of the same process */
    is_replaced();
    pp_sample row = watching_row(w, 0, slot);
    EXPECT_EQUAL(row.status, PP_GONE);
    EXPECT_EQUAL(row.resident_bytes, 0);
    EXPECT_EQUAL(watching_row(w, 0, later).status, PP_GONE);
    pp_exit exits[2];
    EXPECT_EQUAL(pp_watch_exits(w, exits, 2), 2);
}

/* The new holder of the PID has a registration of its own, not that of the one before. */
static void replaced_before_the_next_is_added(void)
{
    int64_t slot = 0;
    pp_watch *w = begin(&slot);
    is_replaced();
    int64_t next = watching_add(w, PID);
    EXPECT_EQUAL(watching_exit(w).slot, slot);
    EXPECT_EQUAL(watching_figures(w).kept_pidfd, 1);
    fake_exit(PID, 0x500);
    EXPECT_EQUAL(pp_watch_await(w, 0), PP_OK);
    pp_exit end = watching_exit(w);
    EXPECT_EQUAL(end.slot, next);
    EXPECT_EQUAL(end.exit_status, 5);

    w = begin(&slot);
    fake_before(FAKE_UNIQUE, 0, 1, is_replaced); /* between the look at the ends and the finding */
    next = watching_add(w, PID);
    EXPECT_EQUAL(watching_figures(w).looked_up, 1);
    EXPECT_EQUAL(watching_exit(w).slot, slot);
    EXPECT_EQUAL(watching_row(w, 0, next).status, PP_OK);
    EXPECT_EQUAL(watching_figures(w).looked_up, 0);
}

static void removed_ones_are_silent(void)
{
    int64_t slot = 0;
    pp_watch *w = begin(&slot);
    int64_t other = watching_add(w, PID);
    EXPECT_EQUAL(pp_watch_remove(w, slot), PP_OK);
    EXPECT_EQUAL(watching_figures(w).kept_pidfd, 1);
    fake_exit(PID, 0); /* untold yet */
    EXPECT_EQUAL(pp_watch_remove(w, other), PP_OK);
    EXPECT_EQUAL(pp_watch_await(w, 0), PP_TIMED_OUT);
    EXPECT_EQUAL(watching_exit(w).pid, 0);
}

/* The end is told while the process is no zombie yet, which says how it was a moment later. */
static void told_before_it_is_a_zombie(void)
{
    int64_t slot = 0;
    pp_watch *w = begin(&slot);
    fake_process *it = fake_find(PID);
    it->uid = FAKE_OTHER_UID; /* so that the queue tells no status */
    int64_t other = watching_add(w, FAKE_OWN_PID);
    EXPECT_EQUAL(pp_watch_remove(w, slot), PP_OK);
    slot = watching_add(w, PID);
    fake_exit(PID, 0x600);
    it->life = FAKE_LEAVING;
    pp_sample row = watching_row(w, 0, slot);
    EXPECT_EQUAL(row.status, PP_UNKNOWN_IDENTITY); /* nobody can say whether it is the one */
    it->life = FAKE_ZOMBIE;
    row = watching_row(w, 0, slot);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.exit_status, 6);
    EXPECT_EQUAL(watching_exit(w).exit_status, 6);
    EXPECT_EQUAL(watching_row(w, 0, other).alive, 1);
}

/* The same without a poll in between. */
static void told_and_asked_once_more(void)
{
    fake_begin();
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    it->uid = FAKE_OTHER_UID;
    pp_watch *w = watching_open(FIELDS, 100);
    (void)watching_add(w, PID);
    fake_exit(PID, 0x600);
    it->life = FAKE_LEAVING;
    pp_exit exits[1];
    EXPECT_EQUAL(pp_watch_exits(w, exits, 0), 0); /* noticed, and not given out */
    it->life = FAKE_ZOMBIE;
    EXPECT_EQUAL(pp_watch_exits(w, exits, 1), 1);
    EXPECT_EQUAL(exits[0].exit_status, 6);
}

/* A debugger that has taken a process over is told of its end first, and the watch by nobody. */
static void ended_without_an_event(void)
{
    int64_t slot = 0;
    pp_watch *w = begin(&slot);
    fake_find(PID)->life = FAKE_ZOMBIE;
    fake_find(PID)->wait_status = 0x800;
    pp_sample row = watching_row(w, 0, slot);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.alive, 0);
    EXPECT_EQUAL(row.exit_status, 8);
    EXPECT_EQUAL(watching_exit(w).exit_status, 8);
}

static void exits_untold(void)
{
    fake_find(PID)->life = FAKE_ZOMBIE;
}

/* Between two readings of a row, and before its end is told: 0 is not what it had. */
static void exited_before_its_footprint(void)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    pp_watch *w = watching_open(PP_FIELD_RESIDENT | PP_FIELD_PRIVATE, 100);
    int64_t slot = watching_add(w, PID);
    fake_before(FAKE_RUSAGE, 0, 1, exits_untold);
    pp_sample row = watching_row(w, 0, slot);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, PP_FIELD_RESIDENT);
}

/* Nor when it is reaped, if its true parent is no more: but that it is reaped is told. */
static void replaced_without_its_end_being_told(void)
{
    int64_t slot = 0;
    pp_watch *w = begin(&slot);
    fake_find(PID)->life = FAKE_ZOMBIE;
    is_replaced();
    EXPECT_EQUAL(pp_watch_await(w, 0), PP_OK);
    pp_sample row = watching_row(w, 0, slot);
    EXPECT_EQUAL(row.status, PP_GONE);
    EXPECT_EQUAL(row.resident_bytes, 0);
    pp_exit end = watching_exit(w);
    EXPECT_EQUAL(end.slot, slot);
    EXPECT_EQUAL(end.valid, 0);
}

/* The end has been told, and then the process is reaped, of which nothing more is to be told. */
static void reaped_after_its_end(void)
{
    int64_t slot = 0;
    pp_watch *w = begin(&slot);
    fake_exit(PID, 0);
    EXPECT_EQUAL(watching_exit(w).slot, slot);
    is_replaced();
    int64_t next = watching_add(w, PID);
    EXPECT_EQUAL(pp_watch_await(w, 0), PP_TIMED_OUT);
    EXPECT_EQUAL(watching_row(w, 0, next).alive, 1);
    EXPECT_EQUAL(watching_exit(w).pid, 0);
}

static void waiting_and_waking(void)
{
    int64_t slot = 0;
    pp_watch *w = begin(&slot);
    EXPECT_EQUAL(pp_watch_wake(w), PP_OK);
    EXPECT_EQUAL(pp_watch_wake(w), PP_OK);
    EXPECT_EQUAL(pp_watch_await(w, -1), PP_WOKEN); /* both count as one */
    EXPECT_EQUAL(pp_watch_await(w, 1000), PP_TIMED_OUT);
    fake_fail(FAKE_KEVENT, 0, 3, EINTR);
    EXPECT_EQUAL(pp_watch_await(w, 5000000000), PP_TIMED_OUT);
    fake_fail(FAKE_KEVENT, 0, 1, EINTR); /* whose time is over by then */
    EXPECT_EQUAL(pp_watch_await(w, 10), PP_TIMED_OUT);
    EXPECT_EQUAL(pp_watch_await(w, INT64_MAX), PP_TIMED_OUT);
    fake_fail(FAKE_KEVENT, 0, 1, ENOMEM);
    EXPECT_EQUAL(pp_watch_await(w, 0), PP_AGAIN);
    fake_fail(FAKE_KEVENT, 0, 1, EBADF);
    EXPECT_EQUAL(pp_watch_await(w, 0), PP_OS_ERROR);
    fake_fail(FAKE_KEVENT, 0, 1, EBADF);
    EXPECT_EQUAL(pp_watch_wake(w), PP_OS_ERROR);
    fake_fail(FAKE_KEVENT, 0, 1, EINTR);
    EXPECT_EQUAL(pp_watch_wake(w), PP_OK);
    fake_exit(PID, 0);
    EXPECT_EQUAL(pp_watch_await(w, -1), PP_WOKEN);
    EXPECT_EQUAL(pp_watch_await(w, -1), PP_OK);
    fake_fail(FAKE_KEVENT, 0, 1, EBADF);
    pp_exit exits[1];
    EXPECT_EQUAL(pp_watch_exits(w, exits, 1), PP_OS_ERROR);
    EXPECT_EQUAL(pp_watch_exits(w, exits, 1), 1);
}

DEFINE_SUITE(ends, CASE(from_life_to_nothing), CASE(replaced_before_the_poll),
             CASE(replaced_before_the_next_is_added), CASE(removed_ones_are_silent),
             CASE(told_before_it_is_a_zombie), CASE(told_and_asked_once_more),
             CASE(ended_without_an_event), CASE(exited_before_its_footprint),
             CASE(replaced_without_its_end_being_told), CASE(reaped_after_its_end),
             CASE(waiting_and_waking));
