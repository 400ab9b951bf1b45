/*
 * /proc/PID/io: proc_pid_io(5).
 */
#ifndef PP_LINUX_PARSE_IO_H
#define PP_LINUX_PARSE_IO_H

#include <stdbool.h>
#include <stdint.h>

#define PP__IO_TEXT_BYTES 512

typedef struct pp__io {
    uint64_t read_bytes;            /* rchar */
    uint64_t written_bytes;         /* wchar */
    uint64_t storage_read_bytes;    /* read_bytes */
    uint64_t storage_written_bytes; /* write_bytes */
} pp__io;

bool pp__parse_io(const uint8_t *text, int32_t length, pp__io *out);

#endif
