/*
 * Is the process behind a pidfd the one that is meant?
 */
#ifndef PP_LINUX_IDENTIFY_H
#define PP_LINUX_IDENTIFY_H

#include "procprobe.h"

/*
 * pidfd     opened by who->pid, and so of one process for good
 * features  PP__PIDFD ... in use
 * verified  receives the identity of that process: of the kind that who has, and where it has none,
 *           of the kind that is given here. With PP_TOKEN_NONE unless PP_OK
 *
 * PP_OK, PP_REPLACED, PP_GONE; PP_UNKNOWN_IDENTITY when its token cannot be read; PP_AGAIN.
 */
int32_t pp__identify(const pp_identity *who, int32_t pidfd, uint32_t features,
                     pp_identity *verified);

#endif
