/*
 * Runs a command to which the kernel refuses chosen system calls, by a seccomp filter: as old kernels
 * do (ENOSYS) and old container runtimes (EPERM). What falls back on other ways does so for real.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* Exit codes, beside those of the command. */
enum { EXIT_USAGE = 2, EXIT_SKIPPED = 77, EXIT_NOT_STARTED = 127 };

/* Newer than the headers of some distributions; the same on all architectures. */
enum { NUMBER_PIDFD_SEND_SIGNAL = 424, NUMBER_PIDFD_OPEN = 434, NUMBER_EPOLL_PWAIT2 = 441 };

/* A call that is refused when the lower half of an argument, masked, has a value. */
typedef struct refusal {
    const char *name; /* on the command line; several may share one */
    uint32_t number;
    uint32_t argument;
    uint32_t mask;
    uint32_t value;
} refusal;

static const refusal REFUSALS[] = {
    {"pidfd_open", NUMBER_PIDFD_OPEN, 0, 0, 0},
    {"pidfd_send_signal", NUMBER_PIDFD_SEND_SIGNAL, 0, 0, 0},
    /* PIDFD_GET_INFO: type 0xff and number 11, whatever the size of its structure. */
    {"ioctl", SYS_ioctl, 1, 0xffff, 0xff0b},
    /* The CPU clocks of processes and threads by number are negative. */
    {"clock_gettime", SYS_clock_gettime, 0, 0x80000000, 0x80000000},
    {"statx", SYS_statx, 0, 0, 0},
    {"epoll", SYS_epoll_create1, 0, 0, 0},
    {"epoll", SYS_epoll_ctl, 0, 0, 0},
    {"epoll", SYS_epoll_pwait, 0, 0, 0},
    {"epoll", NUMBER_EPOLL_PWAIT2, 0, 0, 0},
    {"epoll_wait", SYS_epoll_pwait, 0, 0, 0},
    {"epoll_wait", NUMBER_EPOLL_PWAIT2, 0, 0, 0},
#ifdef SYS_epoll_create
    {"epoll", SYS_epoll_create, 0, 0, 0},
    {"epoll", SYS_epoll_wait, 0, 0, 0},
    {"epoll_wait", SYS_epoll_wait, 0, 0, 0},
#endif
};

enum {
    REFUSAL_COUNT = sizeof REFUSALS / sizeof REFUSALS[0],
    CODE_PER_REFUSAL = 6,
    MOST_CODE = 160
};
_Static_assert(REFUSAL_COUNT *CODE_PER_REFUSAL + 5 <= MOST_CODE, "room for all refusals");

typedef struct error_name {
    const char *name;
    int number;
} error_name;

static const error_name ERRORS[] = {
    {"ENOSYS", ENOSYS}, {"EPERM", EPERM},   {"EACCES", EACCES},
    {"EINVAL", EINVAL}, {"ENOTTY", ENOTTY}, {"EMFILE", EMFILE},
};

static void show_help(void)
{
    puts("Usage: procprobe_refuse [--errno NAME] CALL[,CALL...] -- COMMAND [ARGUMENT...]\n"
         "\n"
         "Runs a command, and all that it starts, to which the kernel refuses system calls.\n"
         "\n"
         "  CALL          pidfd_open, pidfd_send_signal, statx: always\n"
         "                ioctl: PIDFD_GET_INFO alone\n"
         "                clock_gettime: the CPU clocks of processes alone\n"
         "                epoll: all that make an epoll set, change it and wait for it\n"
         "                epoll_wait: only those that wait for one\n"
         "  --errno NAME  what they answer: ENOSYS, as old kernels (unless told otherwise), EPERM, "
         "as\n"
         "                old container runtimes, EACCES, EINVAL, ENOTTY or EMFILE\n"
         "  --help        this text\n"
         "\n"
         "The command finds CALL in PROCPROBE_REFUSED, and the number of the error in\n"
         "PROCPROBE_REFUSED_ERRNO.\n"
         "\n"
         "Exit status: that of the command; 2 for bad usage, 77 where a filter cannot be set, 127 "
         "when\n"
         "the command cannot be started.");
}

static _Noreturn void fail(const char *what, const char *which)
{
    fprintf(stderr, "procprobe_refuse: %s%s (see --help)\n", what, which);
    exit(EXIT_USAGE);
}

static int error_of(const char *name)
{
    for (size_t i = 0; i < sizeof ERRORS / sizeof ERRORS[0]; i++) {
        if (strcmp(ERRORS[i].name, name) == 0) {
            return ERRORS[i].number;
        }
    }
    fail("unknown error ", name);
}

/* ------------------------------------------------------------------------------------ filter -- */

typedef struct program {
    struct sock_filter code[MOST_CODE];
    uint16_t length;
    uint32_t refused; /* what the filter returns */
} program;

static void append(program *p, uint16_t operation, uint32_t k, uint8_t if_true, uint8_t if_false)
{
    if (p->length == MOST_CODE) {
        fail("too many calls", "");
    }
    p->code[p->length++] = (struct sock_filter){operation, if_true, if_false, k};
}

static void load(program *p, size_t offset)
{
    append(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void return_of(program *p, uint32_t action)
{
    append(p, BPF_RET | BPF_K, action, 0, 0);
}

static void begin(program *p)
{
    load(p, offsetof(struct seccomp_data, arch));
    append(p, BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0);
    return_of(p, p->refused); /* the numbers below are not those of another architecture */
    load(p, offsetof(struct seccomp_data, nr));
}

/* Expects the number of the call to be loaded, and leaves it so. */
static void append_refusal(program *p, const refusal *it)
{
    const size_t argument = offsetof(struct seccomp_data, args) + it->argument * sizeof(uint64_t);
    append(p, BPF_JMP | BPF_JEQ | BPF_K, it->number, 0, CODE_PER_REFUSAL - 1);
    load(p, argument); /* its lower half: both architectures are little-endian */
    append(p, BPF_ALU | BPF_AND | BPF_K, it->mask, 0, 0);
    append(p, BPF_JMP | BPF_JEQ | BPF_K, it->value, 0, 1);
    return_of(p, p->refused);
    load(p, offsetof(struct seccomp_data, nr));
}

static void append_refusals_of(program *p, const char *name, size_t length)
{
    uint16_t before = p->length;
    for (size_t i = 0; i < REFUSAL_COUNT; i++) {
        if (strncmp(REFUSALS[i].name, name, length) == 0 && REFUSALS[i].name[length] == 0) {
            append_refusal(p, &REFUSALS[i]);
        }
    }
    if (p->length == before) {
        fail("unknown call in ", name);
    }
}

static void use(program *p)
{
    struct sock_fprog filter = {.len = p->length, .filter = p->code};
    /* Without this only the privileged may set a filter, and with it no program gives privileges. */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) < 0) {
        printf("skipped: no seccomp filter can be set here: %s\n", strerror(errno));
        exit(EXIT_SKIPPED);
    }
}

/* So that the command can see what it is in for. */
static void tell(const char *calls, int error)
{
    char number[16];
    snprintf(number, sizeof number, "%d", error);
    if (setenv("PROCPROBE_REFUSED", calls, 1) < 0 ||
        setenv("PROCPROBE_REFUSED_ERRNO", number, 1) < 0) {
        fail("no room in the environment", "");
    }
}

int main(int count, char **arguments)
{
    int next = 1;
    int error = ENOSYS;
    if (next < count && strcmp(arguments[next], "--help") == 0) {
        show_help();
        return EXIT_SUCCESS;
    }
    if (next + 1 < count && strcmp(arguments[next], "--errno") == 0) {
        error = error_of(arguments[next + 1]);
        next += 2;
    }
    if (next + 2 >= count || strcmp(arguments[next + 1], "--") != 0) {
        fail("no calls, or no command after --", "");
    }

    program p = {.refused = SECCOMP_RET_ERRNO | (uint32_t)error};
    begin(&p);
    for (const char *name = arguments[next]; *name != 0;) {
        size_t length = strcspn(name, ",");
        append_refusals_of(&p, name, length);
        name += length + (name[length] == ',');
    }
    return_of(&p, SECCOMP_RET_ALLOW);
    tell(arguments[next], error);
    use(&p);
    execvp(arguments[next + 2], arguments + next + 2);
    fprintf(stderr, "procprobe_refuse: %s: %s\n", arguments[next + 2], strerror(errno));
    return EXIT_NOT_STARTED;
}
