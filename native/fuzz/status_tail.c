/* /proc/PID/status, its last lines */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_status_tail(bytes, (int32_t)length);
    return 0;
}
