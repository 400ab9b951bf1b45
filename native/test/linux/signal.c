/*
 * Signals by identity: who gets one, and above all who never does.
 */
#include "children.h"
#include "fork.h"
#include "harness.h"
#include "kernel.h"
#include "procprobe.h"
#include "rows.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* What only /proc knows by its number is signalled to nobody. */
static bool signals_nobody(const pp_identity *who)
{
    if ((pp__kernel_features() & (PP__PIDFD | PP__ONE_WORLD)) != 0) {
        return false;
    }
    EXPECT_EQUAL(pp_signal_send(who, SIGKILL), PP_UNKNOWN_IDENTITY);
    return true;
}

static int32_t ending_signal(child *it)
{
    int status = 0;
    MUST(waitpid(it->pid, &status, 0) == it->pid);
    it->pid = 0;
    return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static void reaches_the_one_that_is_meant(void)
{
    static const int32_t signals[] = {SIGTERM, SIGKILL, SIGUSR1};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        context("signal %d", signals[i]);
        child it = child_sleeping();
        pp_identity who = identity_of(it.pid);
        if (signals_nobody(&who)) {
            child_end(&it);
            continue;
        }
        EXPECT_EQUAL(pp_signal_send(&who, 0), PP_OK);
        REQUIRE(pp_signal_send(&who, signals[i]) == PP_OK);
        EXPECT_EQUAL(ending_signal(&it), signals[i]);
        EXPECT_EQUAL(pp_signal_send(&who, SIGKILL), PP_GONE);
    }
}

static void never_reaches_another(void)
{
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    if (signals_nobody(&who)) {
        child_end(&it);
        return;
    }
    who.start_token++;
    EXPECT_EQUAL(pp_signal_send(&who, SIGKILL), PP_REPLACED);
    who.token_kind = PP_TOKEN_UNIQUE_ID;
    EXPECT_EQUAL(pp_signal_send(&who, SIGKILL), PP_UNKNOWN_IDENTITY);
    who.token_kind = PP_TOKEN_NONE;
    EXPECT_EQUAL(pp_signal_send(&who, SIGKILL), PP_UNKNOWN_IDENTITY);
    /* It lives: it takes another signal, and ends by that one. */
    who = identity_of(it.pid);
    REQUIRE(pp_signal_send(&who, SIGTERM) == PP_OK);
    EXPECT_EQUAL(ending_signal(&it), SIGTERM);
}

static void some_are_refused(void)
{
    static const int32_t pids[] = {1, 0, -1, INT32_MIN};
    for (size_t i = 0; i < sizeof pids / sizeof pids[0]; i++) {
        context("PID %d", pids[i]);
        pp_identity who = {.pid = pids[i], .token_kind = PP_TOKEN_START_TICKS, .start_token = 1};
        EXPECT_EQUAL(pp_signal_send(&who, 0), PP_REFUSED);
    }
    pp_identity own = identity_of(own_process());
    EXPECT_EQUAL(pp_signal_send(&own, 0), PP_REFUSED);
}

static void bad_arguments(void)
{
    pp_identity who = {.pid = own_process(), .token_kind = PP_TOKEN_START_TICKS};
    EXPECT_EQUAL(pp_signal_send(NULL, 0), PP_INVALID);
    EXPECT_EQUAL(pp_signal_send(&who, -1), PP_INVALID);
    EXPECT_EQUAL(pp_signal_send(&who, 65), PP_INVALID);
}

static void zombie_takes_no_notice(void)
{
    child it = child_zombie();
    pp_identity who = identity_of(it.pid);
    bool is_reached = !signals_nobody(&who);
    EXPECT(!is_reached || pp_signal_send(&who, SIGTERM) == PP_OK);
    child_end(&it);
    EXPECT(!is_reached || pp_signal_send(&who, SIGTERM) == PP_GONE);
}

static void send_to_root(void)
{
    MUST(setuid(65534) == 0);
    pp_sample row = query(getppid(), PP_FIELD_IDENTITY);
    pp_identity who = {
        .pid = row.pid, .token_kind = row.token_kind, .start_token = row.start_token};
    EXPECT_EQUAL(row.status, PP_OK);
    if (!signals_nobody(&who)) {
        EXPECT_EQUAL(pp_signal_send(&who, 0), PP_DENIED);
    }
}

static void those_of_others_are_denied(void)
{
    if (geteuid() != 0) {
        SKIP("only root can become somebody else");
    }
    run_in_child(send_to_root);
}

DEFINE_SUITE(signal, CASE_PER_VARIANT(reaches_the_one_that_is_meant),
             CASE_PER_VARIANT(never_reaches_another), CASE(some_are_refused), CASE(bad_arguments),
             CASE_PER_VARIANT(zombie_takes_no_notice),
             CASE_PER_VARIANT(those_of_others_are_denied));
