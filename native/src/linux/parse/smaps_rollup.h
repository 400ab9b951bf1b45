/*
 * /proc/PID/smaps_rollup: proc_pid_smaps(5), Linux 4.14+.
 */
#ifndef PP_LINUX_PARSE_SMAPS_ROLLUP_H
#define PP_LINUX_PARSE_SMAPS_ROLLUP_H

#include <stdbool.h>
#include <stdint.h>

/* About 25 lines of 32 bytes; kernels add lines, at the end. */
#define PP__SMAPS_ROLLUP_TEXT_BYTES 2048

typedef struct pp__smaps_rollup {
    uint64_t unique_bytes;       /* private clean + dirty + huge pages */
    uint64_t proportional_bytes; /* Pss */
    uint64_t swap_bytes;         /* Swap */
} pp__smaps_rollup;

bool pp__parse_smaps_rollup(const uint8_t *text, int32_t length, pp__smaps_rollup *out);

#endif
