#include "parse_checks.h"

#include "harness.h"
#include "parse/cgroup_path.h"
#include "parse/cursor.h"
#include "parse/dirents.h"
#include "parse/environment.h"
#include "parse/io.h"
#include "parse/numbers.h"
#include "parse/smaps_rollup.h"
#include "parse/stat.h"
#include "parse/statm.h"
#include "parse/status.h"
#include "parse/status_tail.h"

#include <string.h>

void check_stat(const uint8_t *bytes, int32_t length)
{
    pp__stat stat = {0};
    if (pp__parse_stat(bytes, length, &stat)) {
        EXPECT(stat.state <= 8);
    }
}

void check_wait_status(const uint8_t *bytes, int32_t length)
{
    int32_t status = 0;
    if (pp__parse_stat_wait_status(bytes, length, &status)) {
        EXPECT(length > 2 * 48); /* so many fields come before it, and a blank before each */
    }
}

void check_statm(const uint8_t *bytes, int32_t length)
{
    pp__statm statm = {0};
    if (pp__parse_statm(bytes, length, 4096, &statm)) {
        EXPECT_EQUAL((statm.virtual_bytes | statm.resident_bytes | statm.shared_bytes) % 4096, 0);
    }
}

void check_smaps_rollup(const uint8_t *bytes, int32_t length)
{
    pp__smaps_rollup rollup = {0};
    if (pp__parse_smaps_rollup(bytes, length, &rollup)) {
        EXPECT_EQUAL((rollup.unique_bytes | rollup.proportional_bytes | rollup.swap_bytes) % 1024,
                     0);
    }
}

void check_status(const uint8_t *bytes, int32_t length)
{
    pp__status out = {0};
    if (pp__parse_status(bytes, length, &out)) {
        EXPECT(out.process >= 0);
    }
}

void check_status_tail(const uint8_t *bytes, int32_t length)
{
    pp__status_tail out;
    pp__parse_status_tail(bytes, length, length % 2 == 0, &out);
    EXPECT(out.namespace_pid >= 0);
    EXPECT(out.has_switches || (out.voluntary_switches | out.involuntary_switches) == 0);
}

void check_io(const uint8_t *bytes, int32_t length)
{
    pp__io out = {0};
    if (pp__parse_io(bytes, length, &out)) {
        EXPECT(length > 40); /* four keys */
    }
}

/* ----------------------------------------------------------------------- text that comes in pieces */

typedef struct taken {
    int32_t count;
    uint64_t digest; /* of all numbers, in their order */
    bool has_ended;
} taken;

static bool take_number(void *context, int32_t number)
{
    taken *t = context;
    EXPECT(number > 0);
    EXPECT(!t->has_ended); /* nothing more is given after the end of the walk */
    t->count++;
    t->digest = t->digest * 1000003 + (uint64_t)number;
    t->has_ended = number % 7 == 0;
    return !t->has_ended;
}

static taken take_numbers(const uint8_t *bytes, int32_t length, int32_t cut)
{
    taken t = {0};
    pp__numbers numbers = {.value = 0};
    if (pp__numbers_take(&numbers, bytes, cut, take_number, &t)) {
        (void)pp__numbers_take(&numbers, bytes + cut, length - cut, take_number, &t);
    }
    return t;
}

void check_numbers(const uint8_t *bytes, int32_t length)
{
    taken whole = take_numbers(bytes, length, length);
    taken halves = take_numbers(bytes, length, length / 2);
    EXPECT_EQUAL(halves.count, whole.count);
    EXPECT(halves.digest == whole.digest && halves.has_ended == whole.has_ended);
}

static pp__environment_search search_in_pieces(const uint8_t *bytes, int32_t length, int32_t cut,
                                               pp__text *value)
{
    static const uint8_t name[] = {'N', 'A', 'M', 'E'};
    pp__environment_search search = pp__environment_search_for(name, (int32_t)sizeof name);
    if (!pp__environment_search_piece(&search, bytes, cut, value)) {
        (void)pp__environment_search_piece(&search, bytes + cut, length - cut, value);
    }
    EXPECT_BETWEEN(value->length, 0, value->capacity);
    EXPECT(value->length == 0 || search.found || search.in_value);
    return search;
}

void check_environment(const uint8_t *bytes, int32_t length)
{
    uint8_t room[8];
    uint8_t other_room[8];
    pp__text value = pp__text_into(room, (int32_t)sizeof room);
    pp__text other = pp__text_into(other_room, (int32_t)sizeof other_room);
    pp__environment_search whole = search_in_pieces(bytes, length, length, &value);
    pp__environment_search halves = search_in_pieces(bytes, length, length / 2, &other);
    EXPECT(halves.found == whole.found && halves.in_value == whole.in_value);
    EXPECT_BYTES(other_room, other.length, room, value.length);
}

/* ----------------------------------------------------------------------------------- the others */

void check_dirents(const uint8_t *bytes, int32_t length)
{
    int32_t offset = 0;
    int32_t before = 0;
    int32_t number = 0;
    while (pp__parse_dirent(bytes, length, &offset, &number)) {
        EXPECT(offset > before && offset <= length && number >= 0);
        before = offset;
    }
}

void check_cgroup_path(const uint8_t *bytes, int32_t length)
{
    static const char *const controllers[] = {"", "memory", "cpu"};
    for (size_t i = 0; i < 3; i++) {
        const uint8_t *path = bytes;
        int32_t path_length = 0;
        if (pp__parse_cgroup_path(bytes, length, controllers[i], &path, &path_length)) {
            EXPECT(path >= bytes && path_length >= 0 && path + path_length <= bytes + length);
            EXPECT(path_length == 0 || memchr(path, '\n', (size_t)path_length) == NULL);
        }
    }
}

static void check_keys(pp__cursor text)
{
    uint64_t number = 0;
    pp__cursor found = text;
    bool has_key = pp__cursor_find_key(&found, "Pss");
    EXPECT(found.at >= text.at && found.at <= text.end);
    EXPECT(!has_key || found.at[-1] == ':');
    EXPECT(!pp__cursor_value(text, "Pss", &number) || has_key);
    EXPECT(!pp__cursor_kilobytes(text, "Pss", &number) || (has_key && number % 1024 == 0));
}

void check_cursor(const uint8_t *bytes, int32_t length)
{
    pp__cursor cursor = {.at = bytes, .end = bytes + length};
    check_keys(cursor);
    int64_t number = 0;
    while (pp__cursor_signed(&cursor, &number) || pp__cursor_skip_word(&cursor)) {
        EXPECT(cursor.at <= cursor.end);
    }
}
