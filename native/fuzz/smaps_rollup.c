/* /proc/PID/smaps_rollup */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_smaps_rollup(bytes, (int32_t)length);
    return 0;
}
