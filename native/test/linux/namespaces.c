#include "namespaces.h"
#include "fork.h"

#include "harness.h"

#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

bool enter_mount_namespace(void)
{
    /* Private, or what is mounted here would appear outside. */
    return geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
           mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

bool run_as_first_process(void (*body)(void))
{
    if (!enter_mount_namespace() || unshare(CLONE_NEWPID) != 0) {
        return false;
    }
    run_in_child(body);
    return true;
}

void mount_proc(const char *options)
{
    MUST(mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, options) == 0);
}

void hide_proc(void)
{
    MUST(mount("tmpfs", "/proc", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k") == 0);
}

void force_next_pid(int32_t pid)
{
    char number[16];
    int length = snprintf(number, sizeof number, "%d", pid - 1);
    int file = open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
    MUST(file >= 0);
    MUST(write(file, number, (size_t)length) == length);
    close(file);
}
