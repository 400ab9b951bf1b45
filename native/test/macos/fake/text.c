/*
 * Names, programs, arguments, variables.
 */
#include "fake.h"
#include "harness.h"
#include "procprobe.h"

#include <errno.h>
#include <string.h>

enum { PID = 500, ROOM = 256 };

static const pp_identity WHO = {.pid = PID};

/* What is answered, and its status. */
static uint8_t text[ROOM];

static void expect_text(int32_t length, const char *expected, size_t expected_length)
{
    EXPECT_BYTES(text, length, expected, expected_length);
}

#define EXPECT_TEXT(length, expected) expect_text(length, expected, sizeof(expected) - 1)

static fake_process *begin(void)
{
    static const char answer[] = "\2\0\0\0/bin/cat\0\0\0cat\0-\0HOME=/Users/x\0LANG=C\0\0own=1";
    fake_begin();
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    it->arguments = answer;
    it->arguments_length = sizeof answer;
    return it;
}

static int32_t variable(const char *name)
{
    return pp_text_environment(&WHO, (const uint8_t *)name, (int32_t)strlen(name), text, ROOM);
}

static void is_reaped(void)
{
    fake_reap(PID);
}

static void exits(void)
{
    fake_exit(PID, 0);
}

static void names(void)
{
    fake_process *it = begin();
    EXPECT_TEXT(pp_text_name(&WHO, text, ROOM), "a worker with a long name");
    EXPECT_EQUAL(pp_text_name(&WHO, text, 5), PP_TOO_SMALL);
    it->name = "";
    EXPECT_TEXT(pp_text_name(&WHO, text, ROOM), "worker");
    it->comm = "seventeen letters";
    it->uid = FAKE_OTHER_UID; /* the short one, which has no terminator then */
    EXPECT_TEXT(pp_text_name(&WHO, text, ROOM), "seventeen letter");
    fake_exit(PID, 0);
    EXPECT_TEXT(pp_text_name(&WHO, text, ROOM), "seventeen letter");
    fake_reap(PID);
    EXPECT_EQUAL(pp_text_name(&WHO, text, ROOM), PP_GONE);
    pp_identity replaced = {.pid = PID, .token_kind = PP_TOKEN_UNIQUE_ID, .start_token = 1};
    (void)begin();
    EXPECT_EQUAL(pp_text_name(&replaced, text, ROOM), PP_REPLACED);
}

static void name_of_one_that_exits(void)
{
    (void)begin();
    fake_before(FAKE_PIDINFO, 0, 1, exits);
    EXPECT_TEXT(pp_text_name(&WHO, text, ROOM), "worker");
    (void)begin();
    fake_before(FAKE_UNIQUE, 1, 1, exits);
    EXPECT_TEXT(pp_text_name(&WHO, text, ROOM), "worker");
}

static void programs(void)
{
    fake_process *it = begin();
    EXPECT_TEXT(pp_text_executable(&WHO, text, ROOM), "/usr/local/bin/worker");
    EXPECT_EQUAL(pp_text_executable(&WHO, text, 4), PP_TOO_SMALL);
    it->path = NULL;
    EXPECT_EQUAL(pp_text_executable(&WHO, text, ROOM), PP_NOT_FOUND);
    fake_fail(FAKE_PIDPATH, 0, FAKE_FOR_GOOD, ESRCH); /* the system says so of the file, too */
    EXPECT_EQUAL(pp_text_executable(&WHO, text, ROOM), PP_NOT_FOUND);
    (void)begin();
    fake_fail(FAKE_PIDPATH, 0, 1, EPERM);
    EXPECT_EQUAL(pp_text_executable(&WHO, text, ROOM), PP_DENIED);
    fake_fail(FAKE_PIDPATH, 0, 1, EINVAL);
    EXPECT_EQUAL(pp_text_executable(&WHO, text, ROOM), PP_OS_ERROR);
    fake_before(FAKE_PIDPATH, 0, 1, is_reaped);
    EXPECT_EQUAL(pp_text_executable(&WHO, text, ROOM), PP_GONE);
    (void)begin();
    fake_exit(PID, 0);
    EXPECT_EQUAL(pp_text_executable(&WHO, text, ROOM), PP_NOT_FOUND);
}

static void arguments(void)
{
    fake_process *it = begin();
    EXPECT_TEXT(pp_text_command_line(&WHO, text, ROOM), "cat\0-\0");
    EXPECT_EQUAL(pp_text_command_line(&WHO, text, 3), PP_TOO_SMALL);
    fake_fail(FAKE_SYSCTL, 0, 1, EPERM); /* how much room there has to be */
    EXPECT_TEXT(pp_text_command_line(&WHO, text, ROOM), "cat\0-\0");
    it->arguments = NULL; /* as the kernel's own */
    EXPECT_TEXT(pp_text_command_line(&WHO, text, ROOM), "");
    it->uid = FAKE_OTHER_UID;
    EXPECT_EQUAL(pp_text_command_line(&WHO, text, ROOM), PP_DENIED);
    it = begin();
    fake_exit(PID, 0);
    EXPECT_TEXT(pp_text_command_line(&WHO, text, ROOM), "");
}

static void arguments_that_fail(void)
{
    (void)begin();
    fake_fail(FAKE_MMAP, 0, 1, ENOMEM);
    EXPECT_EQUAL(pp_text_command_line(&WHO, text, ROOM), PP_AGAIN);
    fake_fail(FAKE_ARGUMENTS, 0, 1, EIO);
    EXPECT_EQUAL(pp_text_command_line(&WHO, text, ROOM), PP_AGAIN);
    fake_fail(FAKE_ARGUMENTS, 0, 1, EFAULT);
    EXPECT_EQUAL(pp_text_command_line(&WHO, text, ROOM), PP_OS_ERROR);
    fake_cut(FAKE_ARGUMENTS, 0, 1, 3);
    EXPECT_EQUAL(pp_text_command_line(&WHO, text, ROOM), PP_MALFORMED);
    fake_cut(FAKE_ARGUMENTS, 0, 1, INT32_MAX);
    EXPECT_EQUAL(pp_text_command_line(&WHO, text, ROOM), PP_MALFORMED);
    fake_before(FAKE_ARGUMENTS, 0, 1, exits);
    EXPECT_TEXT(pp_text_command_line(&WHO, text, ROOM), "");
    (void)begin();
    fake_before(FAKE_ARGUMENTS, 0, 1, is_reaped);
    EXPECT_EQUAL(pp_text_command_line(&WHO, text, ROOM), PP_GONE);
}

static void variables(void)
{
    fake_process *it = begin();
    EXPECT_TEXT(variable("HOME"), "/Users/x");
    EXPECT_TEXT(variable("LANG"), "C");
    EXPECT_EQUAL(variable("own"), PP_NOT_FOUND);
    EXPECT_EQUAL(variable("HOM"), PP_NOT_FOUND);
    it->arguments_length = 21; /* the system leaves out the rest */
    EXPECT_EQUAL(variable("HOME"), PP_DENIED);
    fake_exit(PID, 0);
    EXPECT_EQUAL(variable("HOME"), PP_NOT_FOUND);
    fake_reap(PID);
    EXPECT_EQUAL(variable("HOME"), PP_GONE);
}

static void control_groups(void)
{
    (void)begin();
    EXPECT_EQUAL(pp_text_cgroup(&WHO, text, ROOM), PP_NOT_FOUND);
    fake_reap(PID);
    EXPECT_EQUAL(pp_text_cgroup(&WHO, text, ROOM), PP_GONE);
}

DEFINE_SUITE(text, CASE(names), CASE(name_of_one_that_exits), CASE(programs), CASE(arguments),
             CASE(arguments_that_fail), CASE(variables), CASE(control_groups));
