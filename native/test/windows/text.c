/*
 * Name, program and command line as text.
 */
#include "children.h"
#include "guarded.h"
#include "harness.h"
#include "offers.h"
#include "procprobe.h"
#include "programs.h"
#include "rows.h"

#include <stdio.h>
#include <string.h>

typedef int32_t (*text_function)(const pp_identity *who, uint8_t *text, int32_t capacity);

/* Expects this text, and what the header says of every smaller capacity. */
static void expect_text(text_function function, pp_identity who, const void *expected,
                        int32_t length)
{
    guarded memory = guarded_new((size_t)length + 1);
    int32_t step = length > 256 ? length / 16 : 1;
    for (int32_t capacity = length + 1; capacity >= 0; capacity -= capacity > length ? 1 : step) {
        uint8_t *text = guarded_last(&memory, (size_t)capacity);
        int32_t result = function(&who, text, capacity);
        int32_t written = capacity < length ? capacity : length;
        EXPECT_EQUAL(result, capacity < length ? PP_TOO_SMALL : length);
        EXPECT_BYTES(text, written, expected, written);
    }
    EXPECT_EQUAL(function(&who, NULL, 0), length == 0 ? 0 : PP_TOO_SMALL);
    guarded_free(&memory);
}

static void with_and_without_token(text_function function, int32_t pid, const void *expected,
                                   int32_t length)
{
    expect_text(function, (pp_identity){.pid = pid}, expected, length);
    expect_text(function, identity_of(pid), expected, length);
}

static char path[MAX_PATH * 4];

static const char *read_path(void)
{
    wchar_t wide[MAX_PATH];
    program_path(wide);
    MUST(WideCharToMultiByte(CP_UTF8, 0, wide, -1, path, sizeof path, NULL, NULL) > 0);
    return path;
}

static void executable_and_name(void)
{
    child it = child_sleeping();
    const char *full = read_path();
    const char *name = strrchr(full, '\\') + 1;
    with_and_without_token(pp_text_executable, it.pid, full, (int32_t)strlen(full));
    with_and_without_token(pp_text_name, it.pid, name, (int32_t)strlen(name));
    with_and_without_token(pp_text_name, own_process(), name, (int32_t)strlen(name));
    child_end(&it);
}

static void expect_command_line(const wchar_t *arguments, const char *expected, int32_t length)
{
    static char all[PROGRAM_MOST_UNITS * 4];
    static const char first[] = "--child\0--waiting0"; /* waits for no handle, and so ends */
    const char *full = read_path();
    size_t at = strlen(full) + 1;
    wchar_t line[PROGRAM_MOST_UNITS];
    memcpy(all, full, at);
    memcpy(all + at, first, sizeof first);
    memcpy(all + at + sizeof first, expected, (size_t)length);
    swprintf(line, PROGRAM_MOST_UNITS, L"--child --waiting0%ls", arguments);
    program it = program_start_suspended(line);
    with_and_without_token(pp_text_command_line, it.pid, all,
                           (int32_t)(at + sizeof first) + length);
    TerminateProcess(it.process, 0);
    (void)program_finish(&it);
}

static void command_lines(void)
{
    if (!offers_command_lines()) {
        SKIP("Wine 8 and Windows before 8.1 know no ProcessCommandLineInformation");
    }
    static wchar_t large[5000];
    static char large_bytes[5000];
    expect_command_line(L"", "", 0);
    expect_command_line(L" one \"with blank\" \"\" \\\"", "one\0with blank\0\0\"", 18);
    expect_command_line(L" \x00e9\x20ac\xd83d\xde00", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 10);
    large[0] = ' ';
    for (int i = 1; i < 4999; i++) {
        large[i] = L'x';
        large_bytes[i - 1] = 'x';
    }
    expect_command_line(large, large_bytes, 4999);
}

static void what_is_not_offered(void)
{
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    uint8_t text[64];
    EXPECT_EQUAL(pp_text_environment(&who, (const uint8_t *)"PATH", 4, text, 64), PP_UNSUPPORTED);
    EXPECT_EQUAL(pp_text_cgroup(&who, text, 64), PP_NOT_FOUND);
    if (!offers_command_lines()) {
        EXPECT_EQUAL(pp_text_command_line(&who, text, 64), PP_UNSUPPORTED);
    }
    child_end(&it);
}

static void gone(void)
{
    static const text_function functions[] = {pp_text_name, pp_text_executable,
                                              pp_text_command_line, pp_text_cgroup};
    child it = child_sleeping();
    pp_identity who = identity_of(it.pid);
    child_kill(&it);
    for (int i = 0; i < 8; i++) {
        uint8_t text[64];
        context("function %d", i % 4);
        EXPECT_EQUAL(functions[i % 4](&who, text, 64), PP_GONE);
        who.token_kind = PP_TOKEN_NONE;
    }
    child_reap(&it);
}

DEFINE_SUITE(text, CASE_PER_VARIANT(executable_and_name), CASE_PER_VARIANT(command_lines),
             CASE_PER_VARIANT(what_is_not_offered), CASE_PER_VARIANT(gone));
