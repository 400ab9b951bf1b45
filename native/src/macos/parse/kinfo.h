/*
 * One kinfo_proc as sysctl(3) KERN_PROC gives it: what everybody is told of every process, zombies
 * included. The only source for processes of other users and for those that have exited.
 */
#ifndef PP_MACOS_PARSE_KINFO_H
#define PP_MACOS_PARSE_KINFO_H

#include <stdbool.h>
#include <stdint.h>

enum { PP__KINFO_BYTES = 648, PP__KINFO_NAME_BYTES = 16 };

/* Where the members lie; process.c compares this with the system's own header. */
enum {
    PP__KINFO_START_S = 0,
    PP__KINFO_START_US = 8,
    PP__KINFO_FLAGS = 32,
    PP__KINFO_STATE = 36,
    PP__KINFO_PID = 40,
    PP__KINFO_NAME = 243,
    PP__KINFO_WAIT_STATUS = 280,
    PP__KINFO_UID = 420,
    PP__KINFO_PARENT = 560,
    PP__KINFO_GROUP = 564,
};

typedef struct pp__kinfo {
    int32_t pid;
    int32_t parent_pid;
    int32_t group;
    uint32_t uid;        /* effective */
    uint32_t flags;      /* P_... */
    uint32_t state;      /* S..., see parse/state.h */
    int32_t wait_status; /* as wait(2) gives it, 0xffff at most; says something of a zombie only */
    int64_t start_us;    /* Unix time of the fork in microseconds; 0 when it is nonsense */
    uint8_t name[PP__KINFO_NAME_BYTES];
    int32_t name_length;
} pp__kinfo;

/* False when there are other than PP__KINFO_BYTES, or a number is out of its range. */
bool pp__parse_kinfo(const uint8_t *bytes, int32_t length, pp__kinfo *out);

/* Bytes up to a terminator, which names that fill their room do not have. */
int32_t pp__parse_name_length(const uint8_t *bytes, int32_t capacity);

/* Unix time in microseconds; 0 for what no clock says. */
int64_t pp__parse_time_us(int64_t seconds, int64_t microseconds);

#endif
