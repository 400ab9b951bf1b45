/*
 * Name, executable, command line and environment as text.
 */
#include "children.h"
#include "emulation.h"
#include "guarded.h"
#include "harness.h"
#include "procprobe.h"
#include "rows.h"

#include <stdlib.h>
#include <string.h>

typedef int32_t (*text_function)(const pp_identity *who, uint8_t *text, int32_t capacity);

/* Expects this text, and what the header says of every smaller capacity. */
static void expect_text(text_function function, pp_identity who, const void *expected,
                        int32_t length)
{
    guarded memory = guarded_new((size_t)length + 1);
    int32_t step = length > 256 ? length / 64 : 1;
    for (int32_t capacity = length + 1; capacity >= 0; capacity -= capacity > length ? 1 : step) {
        uint8_t *text = guarded_last(&memory, (size_t)capacity);
        int32_t result = function(&who, text, capacity);
        EXPECT_EQUAL(result, capacity < length ? PP_TOO_SMALL : length);
        int32_t written = capacity < length ? capacity : length;
        EXPECT_BYTES(text, written, expected, written);
    }
    EXPECT_EQUAL(function(&who, NULL, 0), length == 0 ? 0 : PP_TOO_SMALL);
    guarded_free(&memory);
}

static void expect_status(text_function function, pp_identity who, int32_t expected)
{
    uint8_t text[256];
    EXPECT_EQUAL(function(&who, text, (int32_t)sizeof text), expected);
    EXPECT_EQUAL(function(&who, NULL, 0), expected);
}

static const char *variable; /* what variable_of() asks for */

static int32_t variable_of(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    return pp_text_environment(who, (const uint8_t *)variable, (int32_t)strlen(variable), text,
                               capacity);
}

/* Runs a check with a plain PID and with a verified identity. */
static void with_and_without_token(int32_t pid, void (*check)(pp_identity who))
{
    pp_identity who = {.pid = pid};
    check(who);
    check(identity_of(pid));
}

/* ------------------------------------------------------------------------------------- names -- */

static const char *expected_name;

static void check_name(pp_identity who)
{
    expect_text(pp_text_name, who, expected_name, (int32_t)strlen(expected_name));
}

static void names(void)
{
    static const char *const all[] = {"plain",     "fifteen bytes!!", ") R 1 (",      "a b",
                                      "new\nline", "end\n",           "\xff\xfe\x80", ""};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        child it = child_named(all[i]);
        expected_name = all[i];
        context("name %zu", i);
        with_and_without_token(it.pid, check_name);
        child_kill(&it);
        with_and_without_token(it.pid, check_name); /* a zombie keeps its name */
        child_end(&it);
    }
}

static void name_that_is_too_long(void)
{
    child it = child_named("more than fifteen bytes");
    expected_name = "more than fifte";
    with_and_without_token(it.pid, check_name);
    child_end(&it);
}

/* ------------------------------------------------------------------------------ programs -- */

static const char *const NO_TEXT[] = {NULL};

static uint8_t large[40000];

/* The command line of child_program() with its own three arguments before the given ones. */
static int32_t join(const char *const *arguments, const char *channel, uint8_t *text)
{
    const char *own[] = {"procprobe_tests", CHILD_PROGRAM_OPTION, channel};
    int32_t length = 0;
    for (int i = 0; i < 3; i++) {
        memcpy(text + length, own[i], strlen(own[i]) + 1);
        length += (int32_t)strlen(own[i]) + 1;
    }
    for (; *arguments != NULL; arguments++) {
        memcpy(text + length, *arguments, strlen(*arguments) + 1);
        length += (int32_t)strlen(*arguments) + 1;
    }
    return length;
}

/* The number of the channel is the child's own business: it is read from what is there. */
static void channel_of(int32_t pid, char *number)
{
    uint8_t text[64] = {0};
    pp_identity who = {.pid = pid};
    (void)pp_text_command_line(&who, text, 48);
    size_t before = sizeof "procprobe_tests" + sizeof CHILD_PROGRAM_OPTION;
    memcpy(number, text + before, 8);
    number[8] = 0;
}

static uint8_t expected_bytes[200000];
static int32_t expected_length;

static void check_command_line(pp_identity who)
{
    expect_text(pp_text_command_line, who, expected_bytes, expected_length);
}

static void command_line(void)
{
    static const char *const arguments[] = {"one", "", "with space", "\xff\n", NULL};
    if (is_emulated()) {
        SKIP("an emulated program cannot start itself anew");
    }
    char channel[16];
    child it = child_program(arguments, NO_TEXT);
    channel_of(it.pid, channel);
    expected_length = join(arguments, channel, expected_bytes);
    with_and_without_token(it.pid, check_command_line);
    child_kill(&it);
    expected_length = 0; /* a zombie has none any more */
    with_and_without_token(it.pid, check_command_line);
    child_end(&it);
}

static void large_command_line(void)
{
    if (is_emulated()) {
        SKIP("an emulated program cannot start itself anew");
    }
    memset(large, 'x', sizeof large - 1);
    const char *const arguments[] = {(char *)large, (char *)large, (char *)large, NULL};
    char channel[16];
    child it = child_program(arguments, NO_TEXT);
    channel_of(it.pid, channel);
    expected_length = join(arguments, channel, expected_bytes);
    EXPECT(expected_length > 65536);
    with_and_without_token(it.pid, check_command_line);
    child_end(&it);
}

static char expected_path[4096];

static void check_executable(pp_identity who)
{
    expect_text(pp_text_executable, who, expected_path, (int32_t)strlen(expected_path));
}

static void executable(void)
{
    if (is_emulated()) {
        SKIP("qemu-user makes up the program of its own process");
    }
    MUST(realpath("/proc/self/exe", expected_path) != NULL);
    child it = child_sleeping();
    with_and_without_token(it.pid, check_executable);
    with_and_without_token(own_process(), check_executable);
    child_kill(&it);
    expect_status(pp_text_executable, (pp_identity){.pid = it.pid}, PP_NOT_FOUND);
    expect_status(pp_text_executable, identity_of(it.pid), PP_NOT_FOUND);
    child_end(&it);
}

static const char *expected_value;

static void check_value(pp_identity who)
{
    context("%s", variable);
    if (expected_value != NULL) {
        expect_text(variable_of, who, expected_value, (int32_t)strlen(expected_value));
    } else {
        expect_status(variable_of, who, PP_NOT_FOUND);
    }
}

static void expect_variable(int32_t pid, const char *name, const char *value)
{
    variable = name;
    expected_value = value;
    with_and_without_token(pid, check_value);
}

static void environment(void)
{
    if (is_emulated()) {
        SKIP("an emulated program cannot start itself anew");
    }
    memset(large, 'y', sizeof large - 1);
    memcpy(large, "LARGE=", 6);
    const char *const variables[] = {"PROBES=no",  (char *)large, "PROBE=value", "EMPTY=",
                                     "EQUALS=a=b", "odd entry",   "LAST=\xff\n", NULL};
    child it = child_program(NO_TEXT, variables);
    expect_variable(it.pid, "PROBE", "value");
    expect_variable(it.pid, "PROBES", "no");
    expect_variable(it.pid, "EMPTY", "");
    expect_variable(it.pid, "EQUALS", "a=b");
    expect_variable(it.pid, "LAST", "\xff\n");
    expect_variable(it.pid, "LARGE", (char *)large + 6);
    expect_variable(it.pid, "PROB", NULL);
    expect_variable(it.pid, "PROBEX", NULL);
    expect_variable(it.pid, "odd entry", NULL);
    expect_variable(it.pid, "value", NULL);
    child_end(&it);
}

static void no_environment_at_all(void)
{
    if (is_emulated()) {
        SKIP("an emulated program cannot start itself anew");
    }
    child it = child_program(NO_TEXT, NO_TEXT);
    expect_variable(it.pid, "PATH", NULL);
    child_end(&it);
}

/* ------------------------------------------------------------------------------ no process -- */

static void reaped(void)
{
    static const text_function functions[] = {pp_text_name, pp_text_executable,
                                              pp_text_command_line, variable_of};
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    pp_identity no_token = {.pid = it.pid};
    child_end(&it);
    variable = "PATH";
    for (int i = 0; i < 4; i++) {
        context("function %d", i);
        expect_status(functions[i], who, PP_GONE);
        expect_status(functions[i], no_token, PP_GONE);
        expect_status(functions[i], (pp_identity){.pid = INT32_MAX}, PP_GONE);
    }
}

DEFINE_SUITE(text, CASE_PER_VARIANT(names), CASE_PER_VARIANT(name_that_is_too_long),
             CASE_PER_VARIANT(command_line), CASE_PER_VARIANT(large_command_line),
             CASE_PER_VARIANT(executable), CASE_PER_VARIANT(environment),
             CASE_PER_VARIANT(no_environment_at_all), CASE_PER_VARIANT(reaped));
