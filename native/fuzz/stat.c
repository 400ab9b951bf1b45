/* /proc/PID/stat, by both of its readers. */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_stat(bytes, (int32_t)length);
    check_wait_status(bytes, (int32_t)length);
    return 0;
}
