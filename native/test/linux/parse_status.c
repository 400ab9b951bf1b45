/*
 * /proc/PID/status: which process a thread belongs to, and its user.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/status.h"

#include <string.h>

/* Linux 6.18; the kernel writes a line end in a name as \n, so that a name is always one line. */
static const char RECORDED[] = "Name:\tx\\nTgid:\\t1\\nUid:\\t0\n"
                               "Umask:\t0022\n"
                               "State:\tS (sleeping)\n"
                               "Tgid:\t4711\n"
                               "Ngid:\t0\n"
                               "Pid:\t4712\n"
                               "PPid:\t1\n"
                               "TracerPid:\t0\n"
                               "Uid:\t1000\t1001\t1002\t1003\n"
                               "Gid:\t100\t100\t100\t100\n";

static bool parse(const char *text, size_t length, pp__status *out)
{
    guarded memory = guarded_new(length);
    memset(out, 0xa5, sizeof *out);
    bool result = pp__parse_status(guarded_put(&memory, text, length), (int32_t)length, out);
    guarded_free(&memory);
    return result;
}

static void recorded_text(void)
{
    pp__status status;
    EXPECT(parse(RECORDED, sizeof RECORDED - 1, &status));
    EXPECT_EQUAL(status.process, 4711);
    EXPECT_EQUAL(status.uid, 1001);
}

static void what_is_refused(void)
{
    static const char *const texts[] = {
        "",
        "Tgid:\t1\n",
        "Uid:\t0\t0\t0\t0\n",
        "Tgid:\t\nUid:\t0\t0\t0\t0\n",
        "Tgid:\t2147483648\nUid:\t0\t0\t0\t0\n",
        "Tgid:\t-1\nUid:\t0\t0\t0\t0\n",
        "Tgid:\t1\nUid:\t0\n",
        "Tgid:\t1\nUid:\t0\t4294967296\t0\t0\n",
        "Tgid:\t1\nUid:\n0\t0\t0\t0\n",
        "Name:\tTgid:\t1\nUid:\t0\t0\t0\t0\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        pp__status status;
        context("%s", texts[i]);
        EXPECT(!parse(texts[i], strlen(texts[i]), &status));
    }
}

static void largest_numbers(void)
{
    static const char text[] = "Tgid:\t2147483647\nUid:\t0\t4294967295\t0\t0\n";
    pp__status status;
    EXPECT(parse(text, sizeof text - 1, &status));
    EXPECT_EQUAL(status.process, INT32_MAX);
    EXPECT_EQUAL(status.uid, UINT32_MAX);
}

/* A number that is cut off is another number: nothing may be made of it. */
static void truncations(void)
{
    int accepted = 0;
    for (size_t length = 0; length < sizeof RECORDED - 1; length++) {
        pp__status status;
        context("%zu bytes", length);
        if (parse(RECORDED, length, &status)) {
            EXPECT_EQUAL(status.process, 4711);
            EXPECT_EQUAL(status.uid, 1001);
            accepted++;
        }
    }
    EXPECT(accepted > 0);
}

DEFINE_SUITE(parse_status, CASE(recorded_text), CASE(what_is_refused), CASE(largest_numbers),
             CASE(truncations));
