#include "oracle.h"

#include "harness.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

bool oracle_read(const char *path, char *text, int32_t capacity)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return false;
    }
    size_t length = fread(text, 1, (size_t)capacity - 1, file);
    text[length] = 0;
    fclose(file);
    return true;
}

/* What follows the name: " S 1 2 3 ..." */
static const char *stat_tail(int32_t pid, char *text, int32_t capacity)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    MUST(oracle_read(path, text, capacity));
    const char *tail = strrchr(text, ')');
    MUST(tail != NULL);
    return tail + 1;
}

static int64_t number_in(const char *text, int32_t column)
{
    const char *at = text;
    for (int32_t i = 1; i < column; i++) {
        char *end = NULL;
        (void)strtoll(at, &end, 10);
        at = end;
    }
    return strtoll(at, NULL, 10);
}

int64_t oracle_stat(int32_t pid, int32_t field)
{
    char text[2048];
    return number_in(stat_tail(pid, text, (int32_t)sizeof text) + 2, field - 3);
}

char oracle_state(int32_t pid)
{
    char text[2048];
    return stat_tail(pid, text, (int32_t)sizeof text)[1];
}

int64_t oracle_statm_bytes(int32_t pid, int32_t field)
{
    char path[64];
    char text[256];
    snprintf(path, sizeof path, "/proc/%d/statm", pid);
    MUST(oracle_read(path, text, (int32_t)sizeof text));
    return number_in(text, field) * sysconf(_SC_PAGESIZE);
}

int64_t oracle_line(const char *path, const char *key, int32_t column)
{
    FILE *file = fopen(path, "re");
    MUST(file != NULL);
    char line[4096];
    size_t length = strlen(key);
    int64_t number = -1;
    while (number < 0 && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, key, length) == 0) {
            number = number_in(line + length, column);
        }
    }
    fclose(file);
    return number;
}

/* proc_pid_syscall(5) waits till a sleeper has left its CPU. Where it is not there, it is no help. */
static bool is_on_cpu(int32_t pid)
{
    char path[64];
    char text[256] = "";
    snprintf(path, sizeof path, "/proc/%d/syscall", pid);
    return oracle_read(path, text, (int32_t)sizeof text) && strncmp(text, "running", 7) == 0;
}

void oracle_await_sleep(int32_t pid)
{
    while (oracle_state(pid) != 'S' || is_on_cpu(pid)) {
        sched_yield();
    }
}

bool oracle_kernel_is_at_least(int32_t major, int32_t minor)
{
    struct utsname names;
    int32_t own_major = 0;
    int32_t own_minor = 0;
    MUST(uname(&names) == 0);
    MUST(sscanf(names.release, "%d.%d", &own_major, &own_minor) == 2);
    return own_major > major || (own_major == major && own_minor >= minor);
}
