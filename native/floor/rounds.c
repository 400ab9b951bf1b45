#include "rounds.h"

#include "everyone.h"
#include "proc_list.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As in the library: how often the monotonic clock is read, and room for a file's text. */
enum { ROWS_PER_CLOCK_READING = 16, STATM_BYTES = 160, STAT_BYTES = 1024, EVENTS = 64 };

/* PIDFD_GET_INFO of Linux 6.13, in its first published size; older kernel headers lack it. */
enum { PIDFD_INFO_BYTES = 64 };
typedef struct pidfd_info {
    uint64_t mask;
    uint8_t answer[PIDFD_INFO_BYTES - sizeof(uint64_t)];
} pidfd_info;
#define GET_INFO _IOWR(0xff, 11, pidfd_info)

static void read_monotonic_clock(int32_t row)
{
    struct timespec now;
    if (row % ROWS_PER_CLOCK_READING == 0 &&
        syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now) != 0) {
        err(EXIT_FAILURE, "clock_gettime");
    }
}

/* Returns whether the process has run since the round before. */
static bool take_cpu(target *one, struct timespec cpu)
{
    bool has_run = cpu.tv_nsec != one->cpu.tv_nsec || cpu.tv_sec != one->cpu.tv_sec;
    one->cpu = cpu;
    return has_run;
}

/* As take_cpu(). */
static bool read_cpu_clock(target *one)
{
    struct timespec cpu;
    if (syscall(SYS_clock_gettime, one->cpu_clock, &cpu) != 0) {
        err(EXIT_FAILURE, "clock_gettime of process %d", one->pid);
    }
    return take_cpu(one, cpu);
}

static void read_file(const target *one, int file, size_t capacity)
{
    uint8_t text[STAT_BYTES];
    if (syscall(SYS_pread64, file, text, capacity, 0LL) <= 0) {
        err(EXIT_FAILURE, "reading /proc/%d", one->pid);
    }
}

static int open_file(const char *path)
{
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        err(EXIT_FAILURE, "opening %s", path);
    }
    return file;
}

/* What does not fit in the descriptors is opened each time. */
static void read_statm(const target *one)
{
    int file = one->statm_file >= 0 ? one->statm_file : open_file(one->statm_path);
    read_file(one, file, STATM_BYTES);
    if (one->statm_file < 0) {
        syscall(SYS_close, file);
    }
}

static long count_exits(const targets *set)
{
    struct epoll_event events[EVENTS];
    long exited = syscall(SYS_epoll_pwait, set->epoll, events, EVENTS, 0, NULL, 0);
    if (exited < 0 && errno != EINTR) {
        err(EXIT_FAILURE, "epoll_pwait");
    }
    return exited;
}

static void look_for_exits(const targets *set)
{
    if (count_exits(set) > 0) {
        errx(EXIT_FAILURE, "a process that is measured has ended");
    }
}

static void run_exact(targets *set)
{
    for (int32_t i = 0; i < set->count; i++) {
        read_monotonic_clock(i);
        read_cpu_clock(&set->all[i]);
        read_statm(&set->all[i]);
    }
    look_for_exits(set);
}

static void run_idle(targets *set)
{
    for (int32_t i = 0; i < set->count; i++) {
        read_monotonic_clock(i);
        if (read_cpu_clock(&set->all[i])) {
            read_statm(&set->all[i]);
        }
    }
    look_for_exits(set);
}

static void run_exits(targets *set)
{
    look_for_exits(set);
}

/* Any process may end at any time, but for the measured ones: then its calls fail at once. */
static void run_over_everyone(targets *set, bool is_memory_kept)
{
    uint8_t text[STATM_BYTES];
    proc_list(NULL, NULL);
    (void)count_exits(set);
    for (int32_t i = 0; i < set->count; i++) {
        target *one = &set->all[i];
        struct timespec cpu = one->cpu;
        read_monotonic_clock(i);
        (void)syscall(SYS_clock_gettime, one->cpu_clock, &cpu);
        bool has_run = take_cpu(one, cpu);
        if (one->has_memory && (has_run || !is_memory_kept)) {
            (void)syscall(SYS_pread64, one->statm_file, text, sizeof text, 0LL);
        }
    }
    (void)count_exits(set);
}

static void run_table(targets *set)
{
    run_over_everyone(set, false);
}

static void run_table_idle(targets *set)
{
    run_over_everyone(set, true);
}

static int open_pidfd(const target *one)
{
    int pidfd = (int)syscall(SYS_pidfd_open, one->pid, 0);
    if (pidfd < 0) {
        err(EXIT_FAILURE, "pidfd_open of %d", one->pid);
    }
    return pidfd;
}

/* Linux before 6.13 tells the parent only in the stat file. */
static bool has_pidfd_info(const target *one)
{
    pidfd_info info = {.mask = 0};
    return ioctl(one->pidfd, GET_INFO, &info) == 0;
}

static void run_one_shot_by_pidfd(targets *set)
{
    for (int32_t i = 0; i < set->count; i++) {
        target *one = &set->all[i];
        read_monotonic_clock(i);
        int statm = open_file(one->statm_path);
        int pidfd = open_pidfd(one);
        read_cpu_clock(one);
        pidfd_info info = {.mask = 0};
        if (syscall(SYS_ioctl, pidfd, GET_INFO, &info) != 0) {
            err(EXIT_FAILURE, "PIDFD_GET_INFO of %d", one->pid);
        }
        read_file(one, statm, STATM_BYTES);
        syscall(SYS_close, statm);
        syscall(SYS_close, pidfd);
    }
}

static void run_one_shot_by_stat(targets *set)
{
    for (int32_t i = 0; i < set->count; i++) {
        target *one = &set->all[i];
        read_monotonic_clock(i);
        int statm = open_file(one->statm_path);
        int stat = open_file(one->stat_path);
        read_cpu_clock(one);
        read_file(one, stat, STAT_BYTES);
        read_file(one, statm, STATM_BYTES);
        syscall(SYS_close, statm);
        syscall(SYS_close, stat);
    }
}

static const round_kind *prepare_everyone(const char *name, targets *set)
{
    static const round_kind kinds[] = {
        {"table", run_table},
        {"table-idle", run_table_idle},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(name, kinds[i].name) == 0) {
            everyone_follow(set);
            return &kinds[i];
        }
    }
    return NULL;
}

const round_kind *round_kind_prepare(const char *name, targets *set)
{
    if (set->is_everyone) {
        return prepare_everyone(name, set);
    }
    static const round_kind kinds[] = {
        {"exact", run_exact},
        {"idle", run_idle},
        {"exits", run_exits},
    };
    static const round_kind by_pidfd = {"one-shot", run_one_shot_by_pidfd};
    static const round_kind by_stat = {"one-shot", run_one_shot_by_stat};
    if (strcmp(name, by_pidfd.name) == 0) {
        return has_pidfd_info(&set->all[0]) ? &by_pidfd : &by_stat;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(name, kinds[i].name) == 0) {
            if (kinds[i].run != run_exits) {
                targets_open_statm(set);
            }
            return &kinds[i];
        }
    }
    return NULL;
}
