/*
 * Text of kernel threads and of other users' processes.
 */
#include "children.h"
#include "fork.h"
#include "harness.h"
#include "oracle.h"
#include "procprobe.h"
#include "rows.h"

#include <string.h>
#include <unistd.h>

enum { NOBODY = 65534 };

static uint8_t text[4096];

static int32_t path_of(const pp_identity *who)
{
    return pp_text_environment(who, (const uint8_t *)"PATH", 4, text, (int32_t)sizeof text);
}

static void kernel_thread(void)
{
    char name[64] = "";
    (void)oracle_read("/proc/2/comm", name, (int32_t)sizeof name);
    if (strcmp(name, "kthreadd\n") != 0) {
        SKIP("process 2 is no kernel thread here");
    }
    pp_identity who = {.pid = 2};
    int32_t length = pp_text_name(&who, text, (int32_t)sizeof text);
    EXPECT_BYTES(text, length, "kthreadd", 8);
    EXPECT_EQUAL(pp_text_command_line(&who, text, (int32_t)sizeof text), 0);
    bool is_root = geteuid() == 0;
    EXPECT_EQUAL(pp_text_executable(&who, text, (int32_t)sizeof text),
                 is_root ? PP_NOT_FOUND : PP_DENIED);
    EXPECT_EQUAL(path_of(&who), is_root ? PP_NOT_FOUND : PP_DENIED);
}

static pp_identity target;

static void look_at_other_user(void)
{
    if (geteuid() == 0) {
        MUST(setresgid(NOBODY, NOBODY, NOBODY) == 0);
        MUST(setresuid(NOBODY, NOBODY, NOBODY) == 0);
    }
    EXPECT(pp_text_name(&target, text, (int32_t)sizeof text) > 0);
    EXPECT(pp_text_command_line(&target, text, (int32_t)sizeof text) > 0);
    EXPECT_EQUAL(pp_text_executable(&target, text, (int32_t)sizeof text), PP_DENIED);
    EXPECT_EQUAL(path_of(&target), PP_DENIED);
    EXPECT_EQUAL(pp_text_executable(&target, NULL, 0), PP_DENIED);
    pp_identity other = target;
    other.token_kind = PP_TOKEN_START_TICKS;
    other.start_token = 1;
    /* That it is another process is known, whether or not it may be looked into. */
    EXPECT_EQUAL(pp_text_executable(&other, text, (int32_t)sizeof text), PP_REPLACED);
}

static void other_user(void)
{
    child it = {.pid = 0};
    target.pid = 1;
    if (geteuid() == 0) {
        it = child_sleeping();
        target.pid = it.pid;
    } else if (oracle_line("/proc/1/status", "Uid:", 2) != 0) {
        SKIP("not root, and process 1 is not root's either");
    }
    target = identity_of(target.pid);
    run_in_child(look_at_other_user);
    target = (pp_identity){.pid = target.pid};
    run_in_child(look_at_other_user);
    if (it.pid != 0) {
        child_end(&it);
    }
}

/* It is there, but has no memory to hold an environment; newer kernels give its files to root. */
static void environment_of_zombie(void)
{
    child it = child_zombie();
    pp_identity who = {.pid = it.pid};
    pp_identity same = identity_of(it.pid);
    int32_t result = path_of(&who);
    EXPECT(result == PP_NOT_FOUND || (result == PP_DENIED && geteuid() != 0));
    EXPECT_EQUAL(path_of(&same), result);
    child_end(&it);
    EXPECT_EQUAL(path_of(&who), PP_GONE);
    EXPECT_EQUAL(path_of(&same), PP_GONE);
}

DEFINE_SUITE(text_refused, CASE_PER_VARIANT(kernel_thread), CASE_PER_VARIANT(other_user),
             CASE_PER_VARIANT(environment_of_zombie));
