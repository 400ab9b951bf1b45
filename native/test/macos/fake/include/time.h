#ifndef PP_FAKE_TIME_H
#define PP_FAKE_TIME_H

#include <stdint.h>
#include_next <time.h>

#define CLOCK_UPTIME_RAW 8

uint64_t clock_gettime_nsec_np(int clock);

#endif
