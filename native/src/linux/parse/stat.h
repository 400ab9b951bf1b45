/*
 * /proc/PID/stat: proc_pid_stat(5), fs/proc/array.c do_task_stat().
 */
#ifndef PP_LINUX_PARSE_STAT_H
#define PP_LINUX_PARSE_STAT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Room for what is parsed, however long its parts are: a name of 64 bytes and 21 numbers of up to
 * 20 digits. What follows may be cut off.
 */
#define PP__STAT_TEXT_BYTES 1024

/* PF_KTHREAD of include/linux/sched.h: never has memory of its own. */
enum { PP__STAT_KERNEL_THREAD = 0x00200000 };

typedef struct pp__stat {
    uint32_t state;        /* PP_STATE_... */
    int32_t parent_pid;    /* field 4 */
    int32_t process_group; /* field 5 */
    int32_t session;       /* field 6 */
    uint64_t flags;        /* field 9: PP__STAT_KERNEL_THREAD and others */
    uint64_t user_ticks;   /* field 14 */
    uint64_t system_ticks; /* field 15 */
    uint32_t threads;      /* field 20: the first thread counts although it may have ended */
    uint64_t start_ticks;  /* field 22: since boot */
} pp__stat;

/* False when the text is not of that form or a number is out of range. */
bool pp__parse_stat(const uint8_t *text, int32_t length, pp__stat *out);

/* Room for a whole line of 52 fields. */
#define PP__STAT_LINE_BYTES 2048

/*
 * Field 52: the status of a zombie as wait(2) gives it. 0 also where the reader may not trace the
 * process. False when the text does not reach that far or is not of that form.
 */
bool pp__parse_stat_wait_status(const uint8_t *text, int32_t length, int32_t *wait_status);

#endif
