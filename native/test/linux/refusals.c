/*
 * Under procprobe_refuse: what it refuses is what the library finds missing. Without this, the other
 * suites could pass there because nothing is refused.
 */
#include "harness.h"
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

typedef struct refusal {
    const char *call;
    uint32_t missing; /* the first is what the call is tried for */
} refusal;

static const refusal REFUSALS[] = {
    {"pidfd_open", PP__PIDFD | PP__PIDFS | PP__PIDFD_INFO | PP__EXIT_INFO},
    {"pidfd_send_signal", PP__PIDFD | PP__PIDFS | PP__PIDFD_INFO | PP__EXIT_INFO},
    {"ioctl", PP__PIDFD_INFO | PP__EXIT_INFO},
    {"clock_gettime", PP__CPU_CLOCK},
    {"statx", PP__STATX | PP__PIDFS},
    {"epoll", PP__EPOLL},
};

static void refused_is_missing(void)
{
    const char *calls = getenv("PROCPROBE_REFUSED");
    const char *error = getenv("PROCPROBE_REFUSED_ERRNO");
    if (calls == NULL || error == NULL) {
        SKIP("procprobe_refuse has not started this");
    }
    uint32_t missing = 0;
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        if (strstr(calls, REFUSALS[i].call) != NULL) {
            missing |= REFUSALS[i].missing;
        }
    }
    EXPECT(missing != 0);
    EXPECT_EQUAL(pp__kernel_features() & missing, 0);
    uint32_t first = missing & ~(missing - 1);
    EXPECT_EQUAL(pp__kernel_feature_error(first), strtol(error, NULL, 10));
}

DEFINE_SUITE(refusals, CASE(refused_is_missing));
