/* /proc/PID/cgroup */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_cgroup_path(bytes, (int32_t)length);
    return 0;
}
