/*
 * /proc/PID/statm: proc_pid_statm(5), fs/proc/task_mmu.c task_statm(). Pages.
 */
#ifndef PP_LINUX_PARSE_STATM_H
#define PP_LINUX_PARSE_STATM_H

#include <stdbool.h>
#include <stdint.h>

/* Room for seven numbers of up to 20 digits. */
#define PP__STATM_TEXT_BYTES 160

typedef struct pp__statm {
    uint64_t virtual_bytes;  /* field 1; 0 for what has no memory of its own */
    uint64_t resident_bytes; /* field 2 */
    uint64_t shared_bytes;   /* field 3 */
} pp__statm;

/* False when the text is not of that form or a size does not fit in 64 bits. */
bool pp__parse_statm(const uint8_t *text, int32_t length, uint32_t page_bytes, pp__statm *out);

#endif
