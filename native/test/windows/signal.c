/*
 * The end of others: by identity, and of nobody else.
 */
#include "children.h"
#include "harness.h"
#include "procprobe.h"
#include "rows.h"

#include <windows.h>

enum { CHECK = 0, KILL = 9, TERMINATE = 15 };

static void killed(void)
{
    child it = child_obedient();
    pp_identity who = identity_of(it.pid);
    EXPECT_EQUAL(pp_signal_send(&who, CHECK), PP_OK);
    EXPECT_EQUAL(pp_signal_send(&who, KILL), PP_OK);
    int32_t again = pp_signal_send(&who, KILL);
    EXPECT(again == PP_OK || again == PP_GONE); /* it is just ending, or has ended */
    while (query_id(who, 0).status == PP_OK) {
        Sleep(0); /* the end is not waited for by whoever asks for it */
    }
    EXPECT_EQUAL(pp_signal_send(&who, KILL), PP_GONE);
    EXPECT_EQUAL(pp_signal_send(&who, CHECK), PP_GONE);
    child_reap(&it);
    EXPECT_EQUAL(pp_signal_send(&who, KILL), PP_GONE);
}

/* Nothing is faked: what there is not leaves the process as it is. */
static void asked_to_end(void)
{
    child it = child_obedient();
    pp_identity who = identity_of(it.pid);
    for (int32_t signal = 1; signal <= 64; signal++) {
        context("signal %d", signal);
        if (signal != KILL) {
            EXPECT_EQUAL(pp_signal_send(&who, signal), PP_UNSUPPORTED);
        }
    }
    EXPECT_EQUAL(query_id(who, 0).status, PP_OK);
    EXPECT_EQUAL(pp_signal_send(&who, -1), PP_INVALID);
    EXPECT_EQUAL(pp_signal_send(&who, 65), PP_INVALID);
    child_kill(&it);
    EXPECT_EQUAL(pp_signal_send(&who, TERMINATE), PP_GONE);
    child_reap(&it);
}

static void nobody_else(void)
{
    child it = child_obedient();
    pp_identity who = identity_of(it.pid);
    pp_identity other = who;
    other.start_token--;
    EXPECT_EQUAL(pp_signal_send(&other, KILL), PP_REPLACED);
    other = who;
    other.token_kind = PP_TOKEN_NONE;
    EXPECT_EQUAL(pp_signal_send(&other, KILL), PP_UNKNOWN_IDENTITY);
    other.token_kind = PP_TOKEN_START_TICKS;
    EXPECT_EQUAL(pp_signal_send(&other, KILL), PP_UNKNOWN_IDENTITY);
    static const int32_t never[] = {0, -1, 1, 4};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        other = (pp_identity){.pid = never[i], .token_kind = who.token_kind, .start_token = 1};
        EXPECT_EQUAL(pp_signal_send(&other, KILL), PP_REFUSED);
        EXPECT_EQUAL(pp_signal_send(&other, CHECK), PP_REFUSED);
    }
    pp_identity own = identity_of(own_process());
    EXPECT_EQUAL(pp_signal_send(&own, KILL), PP_REFUSED);
    EXPECT_EQUAL(query_id(who, 0).status, PP_OK);
    child_end(&it);
}

/* A tree ends member by member, and all of it is gone. */
static void whole_tree(void)
{
    enum { BELOW = 4 };
    child root = child_obedient();
    for (int i = 0; i < BELOW; i++) {
        (void)child_order(&root, ORDER_FORK, 0);
    }
    pp_identity who = identity_of(root.pid);
    pp_identity members[BELOW + 1];
    int32_t count = pp_list_descendants(&who, members, BELOW + 1);
    EXPECT_EQUAL(count, BELOW);
    EXPECT_EQUAL(pp_signal_send(&who, KILL), PP_OK);
    for (int32_t i = 0; i < count; i++) {
        EXPECT_EQUAL(pp_signal_send(&members[i], KILL), PP_OK);
    }
    for (int32_t i = 0; i < count; i++) {
        while (query_id(members[i], 0).status == PP_OK) {
            Sleep(0);
        }
        EXPECT_EQUAL(query_id(members[i], 0).status, PP_GONE);
    }
    child_reap(&root);
}

DEFINE_SUITE(signal, CASE_PER_VARIANT(killed), CASE_PER_VARIANT(asked_to_end),
             CASE_PER_VARIANT(nobody_else), CASE_PER_VARIANT(whole_tree));
