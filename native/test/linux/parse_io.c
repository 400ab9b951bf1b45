/*
 * /proc/PID/io.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/io.h"

#include <string.h>

static const char RECORDED[] = "rchar: 323934931\n"
                               "wchar: 323929600\n"
                               "syscr: 632687\n"
                               "syscw: 632675\n"
                               "read_bytes: 4096\n"
                               "write_bytes: 323932160\n"
                               "cancelled_write_bytes: 7\n";

static bool parse(const char *text, size_t length, pp__io *out)
{
    guarded memory = guarded_new(length);
    bool result = pp__parse_io(guarded_put(&memory, text, length), (int32_t)length, out);
    guarded_free(&memory);
    return result;
}

static void expect_recorded(const pp__io *io)
{
    EXPECT_EQUAL(io->read_bytes, 323934931);
    EXPECT_EQUAL(io->written_bytes, 323929600);
    EXPECT_EQUAL(io->storage_read_bytes, 4096);
    EXPECT_EQUAL(io->storage_written_bytes, 323932160);
}

static void recorded_text(void)
{
    pp__io io;
    EXPECT(parse(RECORDED, sizeof RECORDED - 1, &io));
    expect_recorded(&io);
}

/* A number that is cut off is another number: nothing may be made of it. */
static void truncations(void)
{
    int accepted = 0;
    for (size_t length = 0; length < sizeof RECORDED - 1; length++) {
        pp__io io;
        context("%zu bytes", length);
        if (parse(RECORDED, length, &io)) {
            expect_recorded(&io);
            accepted++;
        }
    }
    EXPECT_BETWEEN(accepted, 1, 30);
}

static void what_is_refused(void)
{
    static const char *const texts[] = {
        "rchar: 1\nwchar: 1\nread_bytes: 1\n",
        "rchar: 1\nwchar: 1\nread_bytes: 1\nwrite_bytes: -1\n",
        "rchar: 1\nwchar: x\nread_bytes: 1\nwrite_bytes: 1\n",
        "rchar: 1\nwchar: 18446744073709551616\nread_bytes: 1\nwrite_bytes: 1\n",
        "rchar: 1 wchar: 1 read_bytes: 1 write_bytes: 1\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        pp__io io;
        context("%s", texts[i]);
        EXPECT(!parse(texts[i], strlen(texts[i]), &io));
    }
}

DEFINE_SUITE(parse_io, CASE(recorded_text), CASE(truncations), CASE(what_is_refused));
