/* /proc/PID/task/TID/children */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_numbers(bytes, (int32_t)length);
    return 0;
}
