/*
 * The files of /proc: their paths, and reading them whole into memory of the caller.
 */
#ifndef PP_LINUX_PROCFS_H
#define PP_LINUX_PROCFS_H

#include "procprobe.h"

#include <stdbool.h>
#include <stdint.h>

/* "/proc/2147483647/task/2147483647/smaps_rollup" and a zero */
#define PP__PATH_BYTES 64

typedef struct pp__path {
    char text[PP__PATH_BYTES];
} pp__path;

/* "/proc/PID/file", or "/proc/PID" for an empty file. */
pp__path pp__path_of(int32_t pid, const char *file);

/* "/proc/PID/task/TID/file" */
pp__path pp__path_of_thread(int32_t pid, int32_t tid, const char *file);

/* Opens "/proc/PID/file". A descriptor, or a negated errno. */
int32_t pp__procfs_open(int32_t pid, const char *file);

/* Reads up to the end or up to capacity from the descriptor's position. The length, or -errno. */
int32_t pp__procfs_read_all(int32_t descriptor, uint8_t *bytes, int32_t capacity);

/* Opens, reads and closes a path. The length, or -errno. */
int32_t pp__procfs_read_file(const char *path, uint8_t *bytes, int32_t capacity);

/* /proc/stat btime: Unix time of the boot in seconds. 0, or -errno. */
int32_t pp__procfs_boot_time(uint64_t *seconds);

/*
 * Walks the entries of a directory whose names are numbers. take returns false to end the walk. 0,
 * or -errno.
 */
typedef bool (*pp__number_taker)(void *context, int32_t number);
int32_t pp__procfs_numbers(const char *path, pp__number_taker take, void *context);

/* How many entries a directory has, beside "." and "..". Or -errno. */
int32_t pp__procfs_count(const char *path);

/* Clock id of the CPU time of a whole process: include/linux/posix-timers_types.h. */
int32_t pp__cpu_clock_of(int32_t pid);

#endif
