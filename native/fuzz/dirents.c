/* What getdents64(2) writes. */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_dirents(bytes, (int32_t)length);
    return 0;
}
