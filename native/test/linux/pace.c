#include "pace.h"

#include "emulation.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { PART = 10 };
#else
enum { PART = 1 };
#endif

enum { PART_EMULATED = 20 };

int64_t paced(int64_t count)
{
    return count / (is_emulated() ? PART_EMULATED : PART);
}
