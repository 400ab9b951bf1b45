/* /proc/PID/io */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_io(bytes, (int32_t)length);
    return 0;
}
