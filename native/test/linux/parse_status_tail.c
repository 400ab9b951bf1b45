/*
 * The later lines of /proc/PID/status.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/status_tail.h"

#include <string.h>

static const char RECORDED[] = "Groups:\t4 24 27 \n"
                               "NStgid:\t4711\t12\t1\n"
                               "NSpid:\t4711\t12\t1\n"
                               "NSpgid:\t4711\t12\t1\n"
                               "VmPeak:\t    5652 kB\n"
                               "Mems_allowed_list:\t0\n"
                               "voluntary_ctxt_switches:\t150\n"
                               "nonvoluntary_ctxt_switches:\t545\n";

static pp__status_tail parse(const char *text, size_t length, bool is_cut)
{
    pp__status_tail tail;
    guarded memory = guarded_new(length);
    memset(&tail, 0xa5, sizeof tail);
    pp__parse_status_tail(guarded_put(&memory, text, length), (int32_t)length, is_cut, &tail);
    guarded_free(&memory);
    return tail;
}

static void recorded_text(void)
{
    pp__status_tail tail = parse(RECORDED, sizeof RECORDED - 1, false);
    EXPECT_EQUAL(tail.namespace_pid, 1);
    EXPECT(tail.has_switches);
    EXPECT_EQUAL(tail.voluntary_switches, 150);
    EXPECT_EQUAL(tail.involuntary_switches, 545);
}

/* What stands in a line of which the beginning is missing is no line. */
static void cut_in_front(void)
{
    for (size_t at = 0; at < sizeof RECORDED - 1; at++) {
        context("%zu bytes less", at);
        pp__status_tail tail = parse(RECORDED + at, sizeof RECORDED - 1 - at, true);
        bool is_before = at < (size_t)(strstr(RECORDED, "NSpid") - RECORDED);
        EXPECT_EQUAL(tail.namespace_pid, is_before ? 1 : 0);
    }
    static const char forged[] = "NSpid:\t9\nvoluntary_ctxt_switches:\t1\n";
    EXPECT_EQUAL(parse(forged, sizeof forged - 1, true).namespace_pid, 0);
    EXPECT_EQUAL(parse(forged, sizeof forged - 1, false).namespace_pid, 9);
}

/* A number that is cut off is another number: nothing may be made of it. */
static void cut_at_the_end(void)
{
    for (size_t length = 0; length < sizeof RECORDED - 1; length++) {
        context("%zu bytes", length);
        pp__status_tail tail = parse(RECORDED, length, false);
        EXPECT(tail.namespace_pid == 0 || tail.namespace_pid == 1);
        EXPECT(!tail.has_switches);
        EXPECT_EQUAL(tail.voluntary_switches, 0);
        EXPECT_EQUAL(tail.involuntary_switches, 0);
    }
}

static void nothing_known(void)
{
    pp__status_tail tail = parse("", 0, true);
    EXPECT_EQUAL(tail.namespace_pid, 0);
    EXPECT(!tail.has_switches);
    static const char large[] = "NSpid:\t2147483648\nNSpid:\t1\n";
    EXPECT_EQUAL(parse(large, sizeof large - 1, false).namespace_pid, 0);
}

DEFINE_SUITE(parse_status_tail, CASE(recorded_text), CASE(cut_in_front), CASE(cut_at_the_end),
             CASE(nothing_known));
