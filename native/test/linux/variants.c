#include "variants.h"

#include "kernel.h"

typedef struct variant {
    const char *name;
    uint32_t without;
} variant;

/* What depends on pidfds goes with them: no kernel has it without. */
static const variant VARIANTS[] = {
    {"all features", 0},
    {"no features", PP__ALL_FEATURES},
    {"no pidfd", PP__PIDFD | PP__PIDFS | PP__PIDFD_INFO | PP__EXIT_INFO},
    {"no pidfs", PP__PIDFS},
    {"no PIDFD_GET_INFO", PP__PIDFD_INFO | PP__EXIT_INFO},
    {"no exit status of the reaped", PP__EXIT_INFO},
    {"no CPU clock", PP__CPU_CLOCK},
    {"no statx", PP__STATX},
    {"no epoll", PP__EPOLL},
    {"no pidfs and no PIDFD_GET_INFO", PP__PIDFS | PP__PIDFD_INFO | PP__EXIT_INFO},
    {"/proc alone", PP__ALL_FEATURES & ~(uint32_t)(PP__STATX | PP__EPOLL)},
};

static int32_t count = (int32_t)(sizeof VARIANTS / sizeof VARIANTS[0]);

int32_t variant_count(void)
{
    return count;
}

void variant_only_own(void)
{
    count = 1;
}

const char *variant_use(int32_t index)
{
    pp__kernel_allow(PP__ALL_FEATURES & ~VARIANTS[index].without);
    return VARIANTS[index].name;
}
