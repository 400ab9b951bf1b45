#include "targets.h"

#include "command.h"

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FURTHER_DESCRIPTORS = 16 };

/* The soft limit is this program's own affair as long as the hard one allows it. */
static void raise_soft_descriptor_limit(int32_t needed_here)
{
    struct rlimit limit;
    rlim_t needed = (rlim_t)needed_here + FURTHER_DESCRIPTORS;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        err(EXIT_FAILURE, "getrlimit");
    }
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = needed < limit.rlim_max ? needed : limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
            err(EXIT_FAILURE, "setrlimit");
        }
    }
}

bool target_open(target *one, int32_t pid, int32_t epoll)
{
    *one = (target){.pid = pid, .statm_file = -1};
    /* The kernel's number for the CPU clock of all threads of a process: clock_getcpuclockid(3). */
    one->cpu_clock = (clockid_t)((~(uint32_t)pid << 3) | 2);
    snprintf(one->statm_path, sizeof one->statm_path, "/proc/%d/statm", pid);
    snprintf(one->stat_path, sizeof one->stat_path, "/proc/%d/stat", pid);
    one->pidfd = (int32_t)syscall(SYS_pidfd_open, pid, 0);
    if (one->pidfd < 0) {
        return false;
    }
    /* Told of once: a zombie among all processes is not told of in each round. */
    struct epoll_event event = {.events = EPOLLIN | EPOLLET};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, one->pidfd, &event) != 0) {
        err(EXIT_FAILURE, "epoll_ctl for %d", pid);
    }
    return true;
}

static int32_t open_epoll(void)
{
    int32_t epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) {
        err(EXIT_FAILURE, "epoll_create1");
    }
    return epoll;
}

targets targets_open(int32_t count, char *const *pids, int32_t kept_statm)
{
    raise_soft_descriptor_limit(count + kept_statm);
    targets set = {.count = count, .epoll = open_epoll(), .kept_statm = kept_statm};
    set.all = calloc((size_t)count, sizeof *set.all);
    if (set.all == NULL) {
        err(EXIT_FAILURE, "calloc");
    }
    for (int32_t i = 0; i < count; i++) {
        int32_t pid = (int32_t)number_parse(pids[i], 1, INT32_MAX);
        if (!target_open(&set.all[i], pid, set.epoll)) {
            err(EXIT_FAILURE, "pidfd_open of %d", pid);
        }
    }
    return set;
}

targets targets_open_everyone(void)
{
    raise_soft_descriptor_limit(INT32_MAX);
    return (targets){.is_everyone = true, .epoll = open_epoll()};
}

void targets_open_statm(targets *set)
{
    for (int32_t i = 0; i < set->kept_statm; i++) {
        target *one = &set->all[i];
        if (one->statm_file < 0) {
            one->statm_file = open(one->statm_path, O_RDONLY | O_CLOEXEC);
        }
        if (one->statm_file < 0) {
            err(EXIT_FAILURE, "opening %s", one->statm_path);
        }
    }
}
