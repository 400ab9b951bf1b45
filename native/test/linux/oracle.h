/*
 * What /proc says, read and parsed by other means than the library's: with stdio and libc.
 */
#ifndef PP_TEST_ORACLE_H
#define PP_TEST_ORACLE_H

#include <stdbool.h>
#include <stdint.h>

/* Reads a small file as a string. False when it cannot be read. */
bool oracle_read(const char *path, char *text, int32_t capacity);

/* Field 4 and later of /proc/PID/stat, numbered as in proc_pid_stat(5). */
int64_t oracle_stat(int32_t pid, int32_t field);

/* Field 3: the letter of the state. */
char oracle_state(int32_t pid);

/* Field 1 to 7 of /proc/PID/statm in bytes. */
int64_t oracle_statm_bytes(int32_t pid, int32_t field);

/* The column-th number (from 1) of a line "key: number number ..." in a file. */
int64_t oracle_line(const char *path, const char *key, int32_t column);

/* The age of the kernel, by its release. */
bool oracle_kernel_is_at_least(int32_t major, int32_t minor);

/*
 * Waits until the process sleeps in a system call, as all children do once they are ready, and uses
 * no CPU time any more.
 */
void oracle_await_sleep(int32_t pid);

#endif
