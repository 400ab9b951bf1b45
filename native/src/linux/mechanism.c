/*
 * Which mechanism serves which query here, in the words of the header.
 */
#include "kernel.h"
#include "pp_internal.h"
#include "procfs.h"
#include "sys.h"
#include "text.h"
#include "watch/descriptors.h"

typedef struct mechanism {
    const char *serves;
    const char *first_choice;
    uint32_t needs; /* features */
    const char *fallback;
} mechanism;

static const mechanism MECHANISMS[] = {
    {"identity", "pidfd inode", PP__PIDFS, "start ticks of stat"},
    {"liveness", "poll of a pidfd", PP__PIDFD, "state and threads of stat"},
    {"parent", "PIDFD_GET_INFO", PP__PIDFD_INFO, "stat"},
    {"user", "PIDFD_GET_INFO", PP__PIDFD_INFO, "owner of /proc/PID"},
    {"CPU total", "process CPU clock", PP__CPU_CLOCK, "user + system of stat, 10 ms ticks"},
    {"exit status", "PIDFD_GET_INFO of the reaped", PP__HOLDING | PP__EXIT_INFO,
     "stat of the zombie"},
    {"watch: exits", "pidfds in one epoll set", PP__HOLDING, "one query per process"},
    {"watch: memory", "kept statm descriptor", PP__HOLDING, "statm opened by each poll"},
    {"watch: parent", "read after the parent's end", PP__HOLDING, "read by each poll"},
    {"watch: idle processes", "CPU clock stood still", PP__HOLDING | PP__CPU_CLOCK,
     "none: memory is always read"},
    {"process numbers", "/proc and system calls", PP__ONE_WORLD, "/proc alone"},
    {"children", "children files of /proc", PP__CHILDREN, "stat of every process"},
};

enum { MECHANISM_COUNT = (int32_t)(sizeof MECHANISMS / sizeof MECHANISMS[0]) };

static const char *name_of_error(int32_t error)
{
    switch (error) {
    case PP_EPERM:
        return "EPERM";
    case PP_ENOENT:
        return "ENOENT";
    case PP_ESRCH:
        return "ESRCH";
    case PP_EACCES:
        return "EACCES";
    case PP_EINVAL:
        return "EINVAL";
    case PP_EMFILE:
        return "EMFILE";
    case PP_ENOTTY:
        return "ENOTTY";
    case PP_ENOSYS:
        return "ENOSYS";
    default:
        return "error";
    }
}

static void append_reason(pp__text *text, uint32_t missing)
{
    uint32_t feature = missing & ~(missing - 1); /* the first one */
    int32_t error = pp__kernel_feature_error(feature);
    if (feature == PP__ONE_WORLD) {
        pp__text_append(text, "/proc is that of another PID namespace");
        return;
    }
    if (feature == PP__EXIT_INFO && error == PP_ENOSYS) {
        pp__text_append(text, "Linux 6.15+ has it");
        return;
    }
    if (feature == PP__CHILDREN && error == PP_ENOENT) {
        pp__text_append(text, "the kernel is built without CONFIG_PROC_CHILDREN");
        return;
    }
    pp__text_append(text, "the kernel or a seccomp filter answers ");
    pp__text_append(text, name_of_error(error));
    pp__text_append(text, " (");
    pp__text_append_number(text, (uint64_t)error);
    pp__text_append(text, ")");
}

static void append_served(pp__text *text, const mechanism *m)
{
    uint32_t missing = m->needs & ~pp__kernel_features();
    bool is_used = missing == 0;
    pp__text_append(text, m->serves);
    pp__text_append(text, "\n");
    pp__text_append(text, is_used ? m->first_choice : m->fallback);
    pp__text_append(text, "\n");
    pp__text_append(text, m->first_choice);
    pp__text_append(text, "\n");
    if (!is_used) {
        append_reason(text, missing);
    }
}

/* hidepid (proc(5)) hides the first process from everybody who is not allowed to trace it. */
static void append_visibility(pp__text *text)
{
    uint32_t uid = 0;
    uint8_t piece[PP__PATH_BYTES];
    bool is_hidden = pp__sys_owner("/proc/1", &uid) < 0 ||
                     pp__procfs_read_file("/proc/1/stat", piece, (int32_t)sizeof piece) < 0;
    pp__text_append(text, "visibility\n");
    pp__text_append(text, is_hidden ? "own processes" : "all processes");
    pp__text_append(text, "\nall processes\n");
    if (is_hidden) {
        pp__text_append(text, "/proc/1 cannot be read: /proc is mounted with hidepid");
    }
}

static void append_exact_memory(pp__text *text)
{
    int32_t file = pp__sys_open("/proc/self/smaps_rollup");
    bool is_used = file >= 0;
    if (is_used) {
        pp__sys_close(file);
    }
    pp__text_append(text, "exact memory\n");
    pp__text_append(text, is_used ? "smaps_rollup" : "none");
    pp__text_append(text, "\nsmaps_rollup\n");
    if (!is_used) {
        pp__text_append(text, "/proc/self/smaps_rollup answers ");
        pp__text_append(text,
                        file == -PP_ENOENT ? "ENOENT: Linux 4.14+ has it" : name_of_error(-file));
    }
}

/* How many descriptors a watch may hold unless it is told otherwise. */
static void append_descriptor_budget(pp__text *text)
{
    int32_t budget = pp__descriptors_default_budget();
    pp__text_append(text, "watch: descriptors\n");
    pp__text_append_number(text, (uint64_t)budget);
    pp__text_append(text, ", a quarter of the soft limit\n");
    pp__text_append_number(text, (uint64_t)budget);
    pp__text_append(text, ", a quarter of the soft limit\n");
}

int32_t pp_os_system_mechanism(int32_t index, uint8_t *text, int32_t capacity)
{
    pp__text out = pp__text_into(text, capacity);
    if (index < MECHANISM_COUNT) {
        append_served(&out, &MECHANISMS[index]);
    } else if (index == MECHANISM_COUNT) {
        append_visibility(&out);
    } else if (index == MECHANISM_COUNT + 1) {
        append_exact_memory(&out);
    } else if (index == MECHANISM_COUNT + 2) {
        append_descriptor_budget(&out);
    } else {
        return PP_NOT_FOUND;
    }
    return pp__text_result(&out);
}
