/* sysctl(3) KERN_PROCARGS2 of macOS */
#include "target.h"

#include "check_arguments.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_arguments(bytes, (int32_t)length);
    return 0;
}
