/*
 * /proc/PID/status: proc_pid_status(5). Its name line escapes line ends, so that a process cannot
 * forge the lines below it.
 */
#ifndef PP_LINUX_PARSE_STATUS_H
#define PP_LINUX_PARSE_STATUS_H

#include <stdbool.h>
#include <stdint.h>

/* Tgid and Uid stand in the first ten lines; what follows may be cut off. */
#define PP__STATUS_TEXT_BYTES 1024

typedef struct pp__status {
    int32_t process; /* Tgid: the PID of the process that the thread belongs to */
    uint32_t uid;    /* Uid, second number: effective */
} pp__status;

bool pp__parse_status(const uint8_t *text, int32_t length, pp__status *out);

#endif
