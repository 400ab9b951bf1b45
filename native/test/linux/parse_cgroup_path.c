/*
 * /proc/PID/cgroup of both versions.
 */
#include "guarded.h"
#include "harness.h"
#include "parse/cgroup_path.h"

#include <string.h>

static const char HYBRID[] = "12:cpu,cpuacct:/fast:lane\n"
                             "11:memory:/user.slice\n"
                             "10:cpuset:/\n"
                             "1:name=systemd:/init.scope\n"
                             "0::/unified/group\n";

static void expect_path(const char *text, const char *controller, const char *expected)
{
    size_t length = strlen(text);
    guarded memory = guarded_new(length);
    const uint8_t *path = NULL;
    int32_t path_length = 0;
    context("\"%s\" in \"%s\"", controller, text);
    bool found = pp__parse_cgroup_path(guarded_put(&memory, text, length), (int32_t)length,
                                       controller, &path, &path_length);
    EXPECT_EQUAL(found, expected != NULL);
    if (found && expected != NULL) {
        EXPECT_BYTES(path, path_length, expected, strlen(expected));
    }
    guarded_free(&memory);
}

static void version_1(void)
{
    expect_path(HYBRID, "cpu", "/fast:lane");
    expect_path(HYBRID, "cpuacct", "/fast:lane");
    expect_path(HYBRID, "memory", "/user.slice");
    expect_path(HYBRID, "cpuset", "/");
    expect_path(HYBRID, "mem", NULL);
    expect_path(HYBRID, "memoryx", NULL);
    expect_path(HYBRID, "acct", NULL);
    expect_path(HYBRID, "blkio", NULL);
}

static void version_2(void)
{
    expect_path(HYBRID, "", "/unified/group");
    expect_path("0::/\n", "", "/");
    expect_path("0::/", "", "/");
    expect_path("0::\n", "", "");
    expect_path("0::/a\n0::/b\n", "", "/a");
    expect_path("0::/\n", "memory", NULL);
}

static void garbage(void)
{
    expect_path("", "memory", NULL);
    expect_path("", "", NULL);
    expect_path("\n\n\n", "", NULL);
    expect_path(":", "", NULL);
    expect_path("5", "", NULL);
    expect_path("5:memory", "memory", NULL);
    expect_path("5:memory\n/path", "memory", NULL);
    expect_path("no colon at all\n11:memory:/found\n", "memory", "/found");
    expect_path("5:,memory,:/found\n", "memory", "/found");
    expect_path("memory:x:/found\n", "memory", NULL);
    expect_path("5:xmemory,memoryx:/no\n", "memory", NULL);
}

DEFINE_SUITE(parse_cgroup_path, CASE(version_1), CASE(version_2), CASE(garbage));
