#include "next_pid.h"

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int last_pid_file = -1;

bool next_pid_open(void)
{
    last_pid_file = open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
    return last_pid_file >= 0;
}

void next_pid_choose(int64_t pid)
{
    char text[24];
    int length = snprintf(text, sizeof text, "%lld", (long long)pid - 1);
    if (pwrite(last_pid_file, text, (size_t)length, 0) != length) {
        err(EXIT_FAILURE, "ns_last_pid");
    }
}
