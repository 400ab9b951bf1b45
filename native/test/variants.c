#include "variants.h"

#include "kernel.h"

typedef struct variant {
    const char *name;
    uint32_t without;
} variant;

#define WAY(name, without) {name, without},
static const variant VARIANTS[] = {
    {"all features", 0},
    {"no features", PP__ALL_FEATURES},
#include "ways.h"
};
#undef WAY

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
