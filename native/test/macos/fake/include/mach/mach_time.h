#ifndef PP_FAKE_MACH_TIME_H
#define PP_FAKE_MACH_TIME_H

#include <stdint.h>

typedef struct mach_timebase_info {
    uint32_t numer;
    uint32_t denom;
} mach_timebase_info_data_t;

int mach_timebase_info(mach_timebase_info_data_t *out);

#endif
