/*
 * The later lines of /proc/PID/status: proc_pid_status(5). They follow the list of groups, which may
 * be long, and end the file.
 */
#ifndef PP_LINUX_PARSE_STATUS_TAIL_H
#define PP_LINUX_PARSE_STATUS_TAIL_H

#include <stdbool.h>
#include <stdint.h>

/* From NSpid to the end, with room to spare: Mems_allowed alone may take 300 bytes. */
#define PP__STATUS_TAIL_BYTES 4096

typedef struct pp__status_tail {
    int32_t
        namespace_pid; /* NSpid, last number: in its own PID namespace; 0 when it is not there */
    bool has_switches;
    uint64_t voluntary_switches; /* of this thread */
    uint64_t involuntary_switches;
} pp__status_tail;

/* text may begin in the middle of a line, which is then skipped: is_cut. */
void pp__parse_status_tail(const uint8_t *text, int32_t length, bool is_cut, pp__status_tail *out);

#endif
