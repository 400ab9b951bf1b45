/*
 * PP_CALL_NONE, PP_CALL_OPEN, ... for the C sources; the header has them as a map only.
 */
#ifndef PP_COMMON_CALLS_H
#define PP_COMMON_CALLS_H

#include "procprobe.h"

#define PP__CALL_CONSTANT(name, number, text) PP_CALL_##name = (number),
enum { PP_CALL_MAP(PP__CALL_CONSTANT) };

#endif
