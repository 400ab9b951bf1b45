/*
 * What a code of errno means for a caller.
 */
#ifndef PP_MACOS_PARSE_FAILURE_H
#define PP_MACOS_PARSE_FAILURE_H

#include <stdint.h>

int32_t pp__status_of_errno(int32_t error);

#endif
