/*
 * A macOS of a few processes, behind the dozen calls that the library makes there: so that its sources
 * run on Linux, and come to every error that a real one gives too seldom to be waited for. It answers
 * as XNU's sources say that the kernel does; what a real Mac does is shown by a real Mac only.
 *
 * The headers in include/ have the names of Apple's and declare no more than what is used.
 */
#ifndef PP_FAKE_H
#define PP_FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FAKE_UID = 501, FAKE_OTHER_UID = 502, FAKE_OWN_PID = 400, FAKE_TICKS_PER_SECOND = 24000000 };

/* Where a process stands between life and nothing. */
enum fake_life {
    FAKE_LIVES,
    FAKE_EXITING, /* flagged so, and still found */
    FAKE_LEAVING, /* not found any more, and no zombie yet: KERN_PROC alone tells of it */
    FAKE_ZOMBIE,
};

typedef struct fake_process {
    int32_t pid; /* 0 in the place of one that is not there, but for the kernel */
    int32_t parent_pid;
    enum fake_life life;
    uint32_t uid;
    uint64_t id;
    uint64_t forked_by;
    uint32_t version;
    int32_t group;
    int32_t session;
    int32_t state; /* S... */
    bool is_traced;
    int32_t wait_status;
    int64_t start_us;
    const char *comm;
    const char *name;
    uint64_t resident_bytes;
    uint64_t virtual_bytes;
    uint64_t footprint_bytes;
    uint64_t user_ticks;
    uint64_t system_ticks;
    int32_t threads;
    int32_t running;
    int32_t descriptors;
    const char *path;
    const char *arguments; /* the answer of KERN_PROCARGS2 */
    size_t arguments_length;
} fake_process;

/* A world with the kernel, launchd and the calling process, and nothing planned. */
void fake_begin(void);

/* Starts one as a child of another: it gets the next id. The place of it is good until it is reaped. */
fake_process *fake_start(int32_t pid, int32_t parent_pid);
fake_process *fake_find(int32_t pid);

/* Its end is told, and it is a zombie, whose children launchd has got. */
void fake_exit(int32_t pid, int32_t wait_status);
void fake_reap(int32_t pid);

/* Another program in the same process. */
void fake_exec(int32_t pid);

/* The calls, as far as plans name them. */
enum fake_call {
    FAKE_PIDINFO,
    FAKE_UNIQUE, /* proc_pidinfo() of that flavour */
    FAKE_RUSAGE,
    FAKE_PIDPATH,
    FAKE_KINFO,      /* sysctl() KERN_PROC_PID */
    FAKE_KINFO_ALL,  /* sysctl() KERN_PROC_ALL, into memory */
    FAKE_KINFO_SIZE, /* the same, for the size alone */
    FAKE_ARGUMENTS,
    FAKE_SYSCTL, /* all others */
    FAKE_KQUEUE,
    FAKE_KEVENT,
    FAKE_GETSID,
    FAKE_KILL,
    FAKE_TOKEN_SIGNAL,
    FAKE_MMAP,
    FAKE_CALLS,
};

/*
 * Plans for calls to come: each is for one call of its kind, after so many others of the kind that go
 * their way, or for all from then on.
 */
enum { FAKE_FOR_GOOD = 1 << 20 };
void fake_fail(enum fake_call call, int32_t after, int32_t times, int32_t error);
void fake_cut(enum fake_call call, int32_t after, int32_t times, int32_t bytes);
void fake_before(enum fake_call call, int32_t after, int32_t times, void (*happens)(void));

/* How often a call has been made. */
int32_t fake_count(enum fake_call call);

/* What is not there on some systems. */
typedef struct fake_system {
    bool has_token_signal;
    bool has_frequency;
    bool identifies_zombies;
    bool leaves_out_environment;
    bool is_broken; /* system facts answer in wrong sizes */
    uint32_t numerator;
    uint32_t denominator;
} fake_system;
extern fake_system fake;

/* The last signal that was delivered, and to whom. */
typedef struct fake_delivery {
    int32_t pid;
    uint64_t id;
    int32_t signal;
    int32_t count;
} fake_delivery;
extern fake_delivery fake_delivered;

/* Nanoseconds of the clock, and how many descriptors and pages are held. */
extern uint64_t fake_now_ns;
extern int32_t fake_open_descriptors;
extern int32_t fake_mapped;

#endif
