#include "descriptors.h"

#include "harness.h"

#include <dirent.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/resource.h>
#include <unistd.h>

int32_t descriptors_open(void)
{
    DIR *directory = opendir("/proc/self/fd");
    MUST(directory != NULL);
    int32_t count = 0;
    while (readdir(directory) != NULL) {
        count++;
    }
    closedir(directory);
    return count;
}

void descriptors_close_gaps(void)
{
    int32_t highest = 64;
    for (int32_t i = 0; i < highest; i++) {
        if (fcntl(i, F_GETFD) < 0) {
            MUST(dup2(STDOUT_FILENO, i) == i);
        }
    }
}

static int32_t next_descriptor(void)
{
    int32_t next = dup(STDOUT_FILENO);
    MUST(next >= 0);
    close(next);
    return next;
}

void descriptors_leave(int32_t count)
{
    rlim_t most = (rlim_t)(next_descriptor() + count);
    struct rlimit limit = {.rlim_cur = most, .rlim_max = most};
    MUST(setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

void descriptors_leave_for_now(int32_t count)
{
    struct rlimit limit;
    MUST(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    limit.rlim_cur = limit.rlim_max;
    MUST(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    if (count >= 0) {
        limit.rlim_cur = (rlim_t)(next_descriptor() + count);
        MUST(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    }
}
