/*
 * A watch: who is held, what rows hold, what is kept between polls.
 */
#include "calls.h"
#include "fake.h"
#include "harness.h"
#include "kernel.h"
#include "watching.h"

#include <errno.h>
#include <stdlib.h>

enum { PID = 500 };

static const uint64_t SWEEP = PP_FIELD_IDENTITY | PP_FIELD_ALIVE | PP_FIELD_PARENT |
                              PP_FIELD_RESIDENT | PP_FIELD_PRIVATE | PP_FIELD_CPU_TOTAL |
                              PP_FIELD_CPU_LOAD | PP_FIELD_EXIT_STATUS;

static void is_reaped(void)
{
    fake_reap(PID);
}

static void is_replaced(void)
{
    fake_reap(PID);
    fake_start(PID, 1)->resident_bytes = 1;
}

static void exits(void)
{
    fake_exit(PID, 0);
}

static void rows(void)
{
    fake_begin();
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    pp_watch *w = watching_open(SWEEP, PP_WATCH_DEFAULT_BUDGET);
    int64_t slot = watching_add(w, PID);
    pp_sample row = watching_row(w, 0, slot);
    uint64_t wanted = SWEEP & ~(PP_FIELD_CPU_LOAD | PP_FIELD_EXIT_STATUS);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, wanted & ~(pp__kernel_has(PP__FOOTPRINT) ? 0 : PP_FIELD_PRIVATE));
    EXPECT_EQUAL(row.start_token, it->id);
    EXPECT_EQUAL(row.resident_bytes, it->resident_bytes);
    EXPECT_EQUAL(row.cpu_total_ns, 1500000);
    fake_now_ns += 1000000000;
    it->user_ticks += FAKE_TICKS_PER_SECOND / 4;
    it->parent_pid = 1;
    row = watching_row(w, 0, slot);
    EXPECT_BETWEEN(row.cpu_load_ppm, 249000, 250000);
    EXPECT_EQUAL(row.parent_pid, 1);
    EXPECT_EQUAL(pp_watch_close(w), PP_OK);
    EXPECT_EQUAL(fake_open_descriptors, 0);
}

static void other_fields(void)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    pp_watch *w = watching_open(PP_FIELD_CPU_LOAD, 100);
    int64_t slot = watching_add(w, PID);
    (void)watching_row(w, 0, slot);
    pp_sample row = watching_row(w, 0, slot);
    EXPECT_EQUAL(row.valid, PP_FIELD_CPU_LOAD);
    EXPECT_EQUAL(row.cpu_total_ns, 0);
    w = watching_open(PP_FIELD_SHARED, 100);
    slot = watching_add(w, PID);
    EXPECT_EQUAL(watching_row(w, 0, slot).status, PP_UNSUPPORTED);
}

static void of_another_user(void)
{
    fake_begin();
    fake_start(PID, 1)->uid = FAKE_OTHER_UID;
    pp_watch *w = watching_open(SWEEP, 100);
    int64_t slot = watching_add(w, PID);
    pp_sample row = watching_row(w, 0, slot);
    EXPECT_EQUAL(row.status, PP_OK);
    EXPECT_EQUAL(row.valid, PP_FIELD_IDENTITY | PP_FIELD_ALIVE | PP_FIELD_PARENT);
    EXPECT_EQUAL(row.os_error, EPERM);
    EXPECT_EQUAL(watching_figures(w).kept_pidfd, 1);
    fake_exit(PID, 0x300); /* the queue tells of the end, and the zombie how it was */
    pp_exit end = watching_exit(w);
    EXPECT_EQUAL(end.pid, PID);
    EXPECT_EQUAL(end.valid, PP_FIELD_EXIT_STATUS);
    EXPECT_EQUAL(end.exit_status, 3);
    w = watching_open(PP_FIELD_RESIDENT, 100);
    fake_start(PID + 1, 1)->uid = FAKE_OTHER_UID;
    slot = watching_add(w, PID + 1);
    EXPECT_EQUAL(watching_row(w, 0, slot).status, PP_DENIED);
}

static void memory_that_is_kept(void)
{
    fake_begin();
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    pp_watch *w = watching_open(SWEEP, 100);
    int64_t slot = watching_add(w, PID);
    const int64_t age = 1000000000;
    pp_sample first = watching_row(w, age, slot);
    it->resident_bytes *= 2;
    int32_t calls = fake_count(FAKE_RUSAGE);
    pp_sample kept = watching_row(w, age, slot);
    EXPECT_EQUAL(kept.resident_bytes, first.resident_bytes);
    EXPECT_EQUAL(kept.private_bytes, first.private_bytes);
    EXPECT_EQUAL(kept.memory_sampled_at_ns, first.memory_sampled_at_ns);
    EXPECT(kept.sampled_at_ns > first.sampled_at_ns);
    EXPECT_EQUAL(fake_count(FAKE_RUSAGE), calls);
    it->user_ticks++;
    pp_sample ran = watching_row(w, age, slot);
    EXPECT_EQUAL(ran.resident_bytes, it->resident_bytes);
    EXPECT_EQUAL(ran.private_bytes, it->footprint_bytes);
    EXPECT_EQUAL(ran.memory_sampled_at_ns, ran.sampled_at_ns);
    EXPECT_EQUAL(fake_count(FAKE_RUSAGE), calls + 1);
    fake_now_ns += (uint64_t)age;
    EXPECT(watching_row(w, age, slot).memory_sampled_at_ns > ran.memory_sampled_at_ns);
    EXPECT_EQUAL(watching_figures(w).memory_readings, 3);

    w = watching_open(PP_FIELD_PRIVATE | PP_FIELD_CPU_TOTAL, 100);
    slot = watching_add(w, PID);
    fake_fail(FAKE_RUSAGE, 0, 1, ENOMEM); /* what could not be read is not kept */
    EXPECT_EQUAL(watching_row(w, INT64_MAX, slot).valid, PP_FIELD_CPU_TOTAL);
    EXPECT_EQUAL(watching_row(w, INT64_MAX, slot).private_bytes, it->footprint_bytes);
}

static void without_room(void)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    pp_watch *w = watching_open(SWEEP, 0);
    int64_t slot = watching_add(w, PID);
    EXPECT_EQUAL(watching_figures(w).looked_up, 1);
    EXPECT_EQUAL(watching_row(w, 0, slot).status, PP_OK);
    pp_sample row = watching_row(w, 0, slot);
    EXPECT((row.valid & PP_FIELD_CPU_LOAD) != 0);
    fake_exit(PID, 0x100);
    pp_exit end = watching_exit(w);
    EXPECT_EQUAL(end.exit_status, 1);
    EXPECT_EQUAL(end.cpu_total_ns, 1500000);
    EXPECT_EQUAL(watching_row(w, 0, slot).exit_status, 1);
    EXPECT_EQUAL(watching_figures(w).looked_up, 0);

    (void)fake_start(PID + 1, FAKE_OWN_PID);
    w = watching_open(SWEEP, 0);
    slot = watching_add(w, PID + 1);
    fake_reap(PID + 1);
    row = watching_row(w, 0, slot); /* noticed by the poll */
    EXPECT_EQUAL(row.status, PP_GONE);
    EXPECT_EQUAL(watching_exit(w).pid, PID + 1);
}

/* Memory of the kernel for a registration was short; later it is not. */
static void held_later(void)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    pp_watch *w = watching_open(SWEEP, 100);
    fake_fail(FAKE_KEVENT, 0, 1, ENOMEM);
    int64_t slot = watching_add(w, PID);
    EXPECT_EQUAL(watching_figures(w).looked_up, 1);
    EXPECT_EQUAL(watching_row(w, 0, slot).status, PP_OK);
    EXPECT_EQUAL(watching_figures(w).looked_up, 0);
    EXPECT_EQUAL(watching_figures(w).kept_pidfd, 1);

    fake_fail(FAKE_KEVENT, 0, 2, ENOMEM);
    slot = watching_add(w, FAKE_OWN_PID);
    EXPECT_EQUAL(watching_row(w, 0, slot).status, PP_OK); /* still not */
    EXPECT_EQUAL(watching_figures(w).looked_up, 1);
    EXPECT_EQUAL(pp_watch_remove(w, slot), PP_OK);
    EXPECT_EQUAL(watching_figures(w).looked_up, 0);
    w = watching_open(SWEEP, 100);
    fake_fail(FAKE_KEVENT, 0, 1, ENOMEM);
    slot = watching_add(w, PID);
    fake_exit(PID, 0);
    EXPECT_EQUAL(watching_row(w, 0, slot).alive, 0); /* it is found as a zombie then */
    EXPECT_EQUAL(watching_figures(w).looked_up, 0);
    EXPECT_EQUAL(watching_figures(w).ended, 1);
    EXPECT_EQUAL(pp_watch_remove(w, slot), PP_OK);
    EXPECT_EQUAL(watching_figures(w).ended, 0);
    EXPECT_EQUAL(watching_figures(w).undrained, 0);
}

static void who_is_added(void)
{
    fake_begin();
    uint64_t id = fake_start(PID, FAKE_OWN_PID)->id;
    pp_watch *w = watching_open(SWEEP, 100);
    int64_t slot = 0;
    pp_identity who = {.pid = PID, .token_kind = PP_TOKEN_UNIQUE_ID, .start_token = id + 1};
    EXPECT_EQUAL(pp_watch_add(w, &who, &slot), PP_REPLACED);
    who.token_kind = PP_TOKEN_START_TICKS;
    EXPECT_EQUAL(pp_watch_add(w, &who, &slot), PP_UNKNOWN_IDENTITY);
    who = (pp_identity){.pid = PID + 1};
    EXPECT_EQUAL(pp_watch_add(w, &who, &slot), PP_GONE);
    EXPECT_EQUAL(slot, -1);
    fake_fail(FAKE_UNIQUE, 0, 1, EPERM);
    EXPECT_EQUAL(pp_watch_add(w, &who, &slot), PP_DENIED);
    for (int32_t i = 0; i < WATCH_CAPACITY; i++) {
        (void)watching_add(w, PID);
    }
    EXPECT_EQUAL(pp_watch_add(w, &who, &slot), PP_TOO_SMALL);
    EXPECT_EQUAL(watching_figures(w).tracked, WATCH_CAPACITY);
    EXPECT_EQUAL(pp_watch_remove(w, 5), PP_STALE);
}

static void zombie_that_is_added(void)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    fake_exit(PID, 0x200);
    pp_watch *w = watching_open(SWEEP, 100);
    (void)watching_add(w, PID);
    EXPECT_EQUAL(pp_watch_await(w, 0), PP_OK);
    EXPECT_EQUAL(watching_exit(w).exit_status, 2);
    fake.identifies_zombies = false;
    const pp_identity who = {.pid = PID};
    int64_t slot = 0;
    EXPECT_EQUAL(pp_watch_add(w, &who, &slot), PP_UNKNOWN_IDENTITY);
    w = watching_open(SWEEP, 0);
    EXPECT_EQUAL(pp_watch_add(w, &who, &slot), PP_UNKNOWN_IDENTITY);
}

static void changing_while_it_is_added(void)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    pp_watch *w = watching_open(SWEEP, 100);
    fake_before(FAKE_KEVENT, 0, 1, is_replaced); /* found, and then registered by number */
    int64_t slot = watching_add(w, PID);
    EXPECT_EQUAL(watching_row(w, 0, slot).start_token, fake_find(PID)->id);
    EXPECT_EQUAL(pp_watch_remove(w, slot), PP_OK);

    fake_before(FAKE_KEVENT, 0, 1, exits);
    slot = watching_add(w, PID);
    EXPECT_EQUAL(watching_row(w, 0, slot).alive, 0);
    EXPECT_EQUAL(pp_watch_remove(w, slot), PP_OK);
    const pp_identity who = {.pid = PID};
    fake_reap(PID);
    (void)fake_start(PID, 1);
    fake_before(FAKE_KEVENT, 0, 1, is_reaped);
    EXPECT_EQUAL(pp_watch_add(w, &who, &slot), PP_GONE);
    (void)fake_start(PID, 1);
    fake_before(FAKE_KEVENT, 0, FAKE_FOR_GOOD, is_replaced);
    slot = watching_add(w, PID); /* looked up in the end */
    EXPECT_EQUAL(watching_figures(w).looked_up, 1);
}

static void opening_that_fails(void)
{
    int32_t bytes = pp_watch_bytes(2);
    void *memory = aligned_alloc(64, 1024);
    MUST(memory != NULL && bytes <= 1024);
    for (int32_t i = 0; i < 2; i++) {
        fake_begin();
        fake_fail(FAKE_KQUEUE, i, 1, EMFILE);
        EXPECT_EQUAL(pp_watch_open(memory, bytes, 2, 0, 0), PP_AGAIN);
        EXPECT_EQUAL(fake_open_descriptors, 0);
        fake_fail(FAKE_KEVENT, i, 1, ENOMEM);
        EXPECT_EQUAL(pp_watch_open(memory, bytes, 2, 0, 0), PP_AGAIN);
        EXPECT_EQUAL(fake_open_descriptors, 0);
    }
    free(memory);
}

static void moved(void)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    (void)fake_start(PID + 8, FAKE_OWN_PID);
    pp_watch *w = watching_open(SWEEP, 100);
    int64_t slot = watching_add(w, PID);
    int64_t other = watching_add(w, PID + 8);
    enum { MORE = 3 * WATCH_CAPACITY };
    int32_t bytes = pp_watch_bytes(MORE);
    pp_watch *to = aligned_alloc(64, ((size_t)bytes + 63) / 64 * 64);
    MUST(to != NULL);
    EXPECT_EQUAL(pp_watch_move(w, to, bytes, MORE), PP_OK);
    EXPECT_EQUAL(watching_row(to, 0, slot).status, PP_OK);
    fake_exit(PID, 0x400);
    EXPECT_EQUAL(pp_watch_await(w, 0), PP_OK); /* a wait that still knows the old memory */
    EXPECT_EQUAL(watching_exit(to).slot, slot);
    EXPECT_EQUAL(pp_watch_remove(to, other), PP_OK);
    EXPECT_EQUAL(watching_figures(to).kept_pidfd, 0);
    EXPECT_EQUAL(pp_watch_close(to), PP_OK);
    free(to);
}

static void held_one_that_fails_to_answer(void)
{
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    pp_watch *w = watching_open(SWEEP, 100);
    int64_t slot = watching_add(w, PID);
    fake_cut(FAKE_PIDINFO, 0, 1, 10);
    pp_sample row = watching_row(w, 0, slot);
    EXPECT_EQUAL(row.status, PP_MALFORMED);
    EXPECT_EQUAL(row.failed_call, PP_CALL_PARSE);
    EXPECT_EQUAL(row.slot, slot);
    fake_fail(FAKE_KEVENT, 0, 1, EBADF);
    pp_sample rows_of_poll[1];
    EXPECT_EQUAL(pp_watch_poll(w, 0, rows_of_poll, 1), PP_OS_ERROR);
    fake_fail(FAKE_KEVENT, 0, 1, ENOMEM);
    EXPECT_EQUAL(pp_watch_poll(w, 0, rows_of_poll, 1), PP_AGAIN);
    fake_fail(FAKE_KEVENT, 0, 1, EINTR); /* asked again */
    EXPECT_EQUAL(pp_watch_poll(w, 0, rows_of_poll, 1), 1);
}

DEFINE_SUITE(watch, CASE_PER_VARIANT(rows), CASE(other_fields), CASE(of_another_user),
             CASE(memory_that_is_kept), CASE(without_room), CASE(held_later), CASE(who_is_added),
             CASE(zombie_that_is_added), CASE(changing_while_it_is_added), CASE(opening_that_fails),
             CASE(moved), CASE(held_one_that_fails_to_answer));
