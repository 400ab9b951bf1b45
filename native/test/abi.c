/*
 * Version, layout figures and the names of the codes.
 */
#include "calls.h"
#include "guarded.h"
#include "harness.h"
#include "procprobe.h"

#include <string.h>

static void version(void)
{
    EXPECT_EQUAL(pp_abi_version(), PP_ABI_VERSION);
}

enum { FIGURES_ROOM = 256 };

static void layout_says_how_many(void)
{
    int32_t count = pp_abi_layout(NULL, 0);
    /* identity, sample, system, exit, watch figures, node, resources: each its size and members */
    EXPECT_EQUAL(count, (1 + 3) + (1 + 31) + (1 + 20) + (1 + 10) + (1 + 22) + (1 + 12) + (1 + 20));
    EXPECT_EQUAL(pp_abi_layout(NULL, -1), PP_INVALID);
    EXPECT_EQUAL(pp_abi_layout(NULL, 1), PP_INVALID);
    int32_t figure = 77;
    EXPECT_EQUAL(pp_abi_layout(&figure, -1), PP_INVALID);
    EXPECT_EQUAL(pp_abi_layout(&figure, 0), count);
    EXPECT_EQUAL(figure, 77);
}

static void layout_writes_what_fits(void)
{
    int32_t all[FIGURES_ROOM];
    int32_t count = pp_abi_layout(all, FIGURES_ROOM);
    REQUIRE(count > 0 && count <= FIGURES_ROOM);
    guarded memory = guarded_new(sizeof all);
    for (int32_t capacity = 0; capacity <= count; capacity++) {
        size_t bytes = (size_t)capacity * sizeof all[0];
        int32_t *figures = (int32_t *)(void *)guarded_last(&memory, bytes);
        EXPECT_EQUAL(pp_abi_layout(figures, capacity), count);
        EXPECT_BYTES(figures, bytes, all, bytes);
    }
    guarded_free(&memory);
}

static void layout_is_that_of_the_header(void)
{
    int32_t figures[FIGURES_ROOM] = {0};
    int32_t count = pp_abi_layout(figures, FIGURES_ROOM);
    EXPECT_EQUAL(figures[0], sizeof(pp_identity));
    EXPECT_EQUAL(figures[3], offsetof(pp_identity, start_token));
    EXPECT_EQUAL(figures[4], sizeof(pp_sample));
    EXPECT_EQUAL(figures[5], offsetof(pp_sample, pid));
    EXPECT_EQUAL(figures[8], offsetof(pp_sample, valid));
    EXPECT_EQUAL(figures[35], offsetof(pp_sample, reserved));
    EXPECT_EQUAL(figures[36], sizeof(pp_system));
    EXPECT_EQUAL(figures[37], offsetof(pp_system, valid));
    EXPECT_EQUAL(figures[56], offsetof(pp_system, uid));
    EXPECT_EQUAL(figures[57], sizeof(pp_exit));
    EXPECT_EQUAL(figures[67], offsetof(pp_exit, reserved1));
    EXPECT_EQUAL(figures[68], sizeof(pp_watch_figures));
    EXPECT_EQUAL(figures[90], offsetof(pp_watch_figures, reserved3));
    EXPECT_EQUAL(figures[91], sizeof(pp_node));
    EXPECT_EQUAL(figures[103], offsetof(pp_node, name_length));
    EXPECT_EQUAL(figures[104], sizeof(pp_resources));
    EXPECT_EQUAL(figures[count - 1], offsetof(pp_resources, reserved));
}

/* Every member follows the one before it: nothing is missing from the figures. */
static void layout_has_no_holes(void)
{
    int32_t figures[FIGURES_ROOM] = {0};
    int32_t count = pp_abi_layout(figures, FIGURES_ROOM);
    for (int32_t i = 1; i < count; i++) {
        bool is_size = i == 4 || i == 36 || i == 57 || i == 68 || i == 91 || i == 104;
        bool is_first = i == 1 || i == 5 || i == 37 || i == 58 || i == 69 || i == 92 || i == 105;
        context("figure %d", i);
        if (is_first) {
            EXPECT_EQUAL(figures[i], 0);
        } else if (!is_size) {
            EXPECT_BETWEEN(figures[i] - figures[i - 1], 4, 8);
        }
    }
}

typedef int32_t (*naming)(int32_t number, uint8_t *text, int32_t capacity);

static void expect_text(naming name_of, int32_t number, const char *expected)
{
    int32_t length = (int32_t)strlen(expected);
    context("%d is \"%s\"", number, expected);
    guarded memory = guarded_new(4096);
    for (int32_t capacity = 0; capacity <= length + 1; capacity++) {
        uint8_t *text = guarded_last(&memory, (size_t)capacity);
        int32_t result = name_of(number, text, capacity);
        EXPECT_EQUAL(result, capacity < length ? PP_TOO_SMALL : length);
        int32_t written = capacity < length ? capacity : length;
        EXPECT_BYTES(text, written, expected, written);
    }
    EXPECT_EQUAL(name_of(number, NULL, 0), length == 0 ? 0 : PP_TOO_SMALL);
    EXPECT_EQUAL(name_of(number, NULL, 1), PP_INVALID);
    EXPECT_EQUAL(name_of(number, memory.begin, -1), PP_INVALID);
    guarded_free(&memory);
}

static void status_names(void)
{
#define EXPECT_NAME(name, number, meaning)                                                         \
    expect_text(pp_status_name, number, #name);                                                    \
    expect_text(pp_status_meaning, number, meaning);                                               \
    EXPECT(strlen(#name) <= 32);                                                                   \
    EXPECT(strlen(meaning) <= 128);
    PP_STATUS_MAP(EXPECT_NAME)
}

static void call_names(void)
{
#define EXPECT_CALL(name, number, text)                                                            \
    expect_text(pp_status_call_name, number, text);                                                \
    EXPECT(strlen(text) <= 32);
    PP_CALL_MAP(EXPECT_CALL)
}

static void numbers_without_a_name(void)
{
    static const int32_t numbers[] = {1, -18, -1000, INT32_MIN, INT32_MAX};
    uint8_t text[128];
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        context("%d", numbers[i]);
        EXPECT_EQUAL(pp_status_name(numbers[i], text, 128), PP_NOT_FOUND);
        EXPECT_EQUAL(pp_status_meaning(numbers[i], text, 128), PP_NOT_FOUND);
    }
    EXPECT_EQUAL(pp_status_call_name(11, text, 128), PP_NOT_FOUND);
    EXPECT_EQUAL(pp_status_call_name(-1, text, 128), PP_NOT_FOUND);
}

DEFINE_SUITE(abi, CASE(version), CASE(layout_says_how_many), CASE(layout_writes_what_fits),
             CASE(layout_is_that_of_the_header), CASE(layout_has_no_holes), CASE(status_names),
             CASE(call_names), CASE(numbers_without_a_name));
