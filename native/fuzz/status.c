/* /proc/PID/status, its first lines */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_status(bytes, (int32_t)length);
    return 0;
}
