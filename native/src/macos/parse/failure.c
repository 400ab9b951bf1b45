#include "failure.h"

#include "procprobe.h"

#include <errno.h>

int32_t pp__status_of_errno(int32_t error)
{
    switch (error) {
    case ESRCH:
        return PP_GONE;
    case EPERM:
    case EACCES:
        return PP_DENIED;
    case ENOMEM:
    case EAGAIN:
    case EMFILE:
    case ENFILE:
        return PP_AGAIN;
    case EINVAL: /* a flavour that this kernel does not know */
    case ENOTSUP:
    case ENOSYS:
    case ENOENT: /* a name that sysctl(3) does not know */
        return PP_UNSUPPORTED;
    default:
        return PP_OS_ERROR;
    }
}
