/* /proc/PID/environ */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_environment(bytes, (int32_t)length);
    return 0;
}
