#include "pace.h"

#include "emulation.h"

#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { PART = 10 };
#else
enum { PART = 1 };
#endif

enum { PART_EMULATED = 20 };

/* For machines that are emulated as a whole, which nothing in them tells. */
static int64_t part_asked_for(void)
{
    const char *part = getenv("PROCPROBE_TESTS_PART");
    int64_t number = part == NULL ? 0 : strtoll(part, NULL, 10);
    return number < 1 ? 1 : number;
}

int64_t paced(int64_t count)
{
    return count / (is_emulated() ? PART_EMULATED : PART) / part_asked_for();
}
