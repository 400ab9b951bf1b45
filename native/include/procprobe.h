/*
 * procprobe: process inspection without allocation, never fooled by PID reuse.
 *
 * This header is the whole contract of the native library and the only input of jextract.
 *
 * Shape
 *   Functions come in groups, each with its prefix:
 *     pp_abi_     version and layout figures, checked before anything else is called
 *     pp_status_  names of the codes
 *     pp_system_  facts of this machine, and which mechanism serves which query
 *     pp_list_    the PIDs of the machine
 *     pp_query_   one process, or an array of them, into records owned by the caller
 *     pp_text_    name, executable, command line, one environment entry, cgroup
 *     pp_watch_   a tracked set: add, remove, poll all into records, drain exits
 *     pp_table_   the whole system: rows with names, the parent tree
 *     pp_signal_  a signal to a verified identity
 *     pp_wait_    the exits of several processes together
 *   A function is declared when it is implemented; pp_wait_ follows. The records, codes and masks
 *   below already hold what it needs, so that it will add functions and bend nothing.
 *
 * Rules that hold for every function
 *   - The result is 0 or a count when it went well, and a negative pp_status otherwise. Nothing is
 *     reported through errno or any other global. Every out-parameter is written on every path
 *     but that of PP_INVALID.
 *   - Nothing is allocated, and no lock is taken. Memory belongs to the caller. The stack need is
 *     below 64 KiB. Windows: what the system answers about all processes at once, and long texts,
 *     are put into pages of VirtualAlloc, which are given back before the call returns; a watch and
 *     a table keep theirs until they are closed, a mebibyte mostly and 256 at most.
 *     macOS: the same, in pages of mmap(2), 64 MiB at most; only a table keeps them
 *   - Every function may be called from any number of threads at once, each with its own buffers;
 *     those of one watch by one thread at a time, but for pp_watch_await and pp_watch_wake, and
 *     those of one table by one thread at a time.
 *   - A null pointer where one is not allowed, a negative count or a negative capacity is
 *     PP_INVALID. Pointers to records must be aligned to 8 bytes.
 *   - A process that is not there is a status of its row, never an error of the call: one bad
 *     entry does not fail the others.
 *   - Integers are of fixed width, in the byte order of the machine. Units are in the names.
 *
 * Cost classes, named at each field (Linux figures: DESIGN section 2)
 *   cheap  memory, CPU total, parent, liveness, identity: no text beyond a few numbers is parsed
 *   text   one read of the process's stat record
 *   lock   takes the target's memory lock, may wait for it: command line, environment
 *   stall  walks the target's page tables and holds it up meanwhile: exact memory
 */
#ifndef PROCPROBE_H
#define PROCPROBE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define PP_EXPORT __declspec(dllexport)
#else
#define PP_EXPORT __attribute__((visibility("default")))
#endif

/* Raised with every change of this header, additions too: callers compare for equality. */
#define PP_ABI_VERSION 4

/* ----------------------------------------------------------------------------------- status -- */

/*
 * Every code, its number and what it means. The numbers are final.
 */
#define PP_STATUS_MAP(X)                                                                           \
    X(OK, 0, "success")                                                                            \
    X(GONE, -1, "no such process")                                                                 \
    X(REPLACED, -2, "the PID now belongs to another process")                                      \
    X(DENIED, -3, "the operating system refused")                                                  \
    X(UNSUPPORTED, -4, "this operating system does not offer it")                                  \
    X(AGAIN, -5, "out of descriptors, memory or tries for now")                                    \
    X(OS_ERROR, -6, "the operating system failed, see os_error and failed_call")                   \
    X(UNKNOWN_IDENTITY, -7, "the identity could be neither confirmed nor refuted")                 \
    X(INVALID, -8, "invalid argument")                                                             \
    X(TOO_SMALL, -9, "the buffer is too small")                                                    \
    X(NOT_FOUND, -10, "the process has no such thing")                                             \
    X(NO_PROCFS, -11, "/proc is not mounted")                                                      \
    X(MALFORMED, -12, "the operating system answered in a form that is not understood")            \
    X(CLOSED, -13, "the handle is closed")                                                         \
    X(STALE, -14, "the slot has been given to another process")                                    \
    X(REFUSED, -15, "never done to this process")                                                  \
    X(TIMED_OUT, -16, "the time ran out")                                                          \
    X(WOKEN, -17, "woken by another thread")

/* PP_OK, PP_GONE, ... as plain numbers, so that each is a constant in every language. */
#define PP_OK 0
#define PP_GONE (-1)
#define PP_REPLACED (-2)
#define PP_DENIED (-3)
#define PP_UNSUPPORTED (-4)
#define PP_AGAIN (-5)
#define PP_OS_ERROR (-6)
#define PP_UNKNOWN_IDENTITY (-7)
#define PP_INVALID (-8)
#define PP_TOO_SMALL (-9)
#define PP_NOT_FOUND (-10)
#define PP_NO_PROCFS (-11)
#define PP_MALFORMED (-12)
#define PP_CLOSED (-13)
#define PP_STALE (-14)
#define PP_REFUSED (-15)
#define PP_TIMED_OUT (-16)
#define PP_WOKEN (-17)

/* --------------------------------------------------------------------------------- identity -- */

/*
 * What a start token is made of. Tokens of two kinds are never comparable: the answer is then
 * PP_UNKNOWN_IDENTITY, which is neither "same" nor "different".
 */
#define PP_TOKEN_NONE 0        /* no token: whoever holds the PID is meant */
#define PP_TOKEN_PIDFD_INODE 1 /* Linux 6.9+: inode of the pidfd, unique in a boot (fs/pidfs.c) */
#define PP_TOKEN_START_TICKS                                                                       \
    2                        /* Linux: start in clock ticks since boot, proc_pid_stat(5) field 22 */
#define PP_TOKEN_UNIQUE_ID 3 /* macOS: p_uniqueid of the kernel, never given twice in a boot */
#define PP_TOKEN_CREATION_TIME 4 /* Windows: creation FILETIME, 100 ns units since 1601 */

/*
 * One process for good: 16 bytes. Two processes never have equal identities because a PID was used
 * again, with the one limit of PP_TOKEN_START_TICKS: a PID used again within the same tick (10 ms).
 */
typedef struct pp_identity {
    int32_t pid;          /*  0 */
    uint32_t token_kind;  /*  4: PP_TOKEN_... */
    uint64_t start_token; /*  8: 0 when token_kind is PP_TOKEN_NONE */
} pp_identity;

/* ----------------------------------------------------------------------------------- fields -- */

/*
 * Fields of pp_sample: what a caller wants, and in pp_sample.valid what the row holds. A field
 * whose bit is not in valid is unknown and its bytes are zero; zero never stands for unknown.
 *
 *                                          cost    Linux source, with the right it needs
 */
/* clang-format off */
#define PP_FIELD_IDENTITY      (1ULL << 0)  /* cheap  inode of pidfd_open(2); else stat field 22 */
#define PP_FIELD_ALIVE         (1ULL << 1)  /* cheap  poll(2) of the pidfd; else of stat */
#define PP_FIELD_PARENT        (1ULL << 2)  /* cheap  PIDFD_GET_INFO; else field 4 of stat */
#define PP_FIELD_UID           (1ULL << 3)  /* cheap  PIDFD_GET_INFO; else owner of /proc/PID */
#define PP_FIELD_RESIDENT      (1ULL << 4)  /* cheap  /proc/PID/statm field 2 */
#define PP_FIELD_PRIVATE       (1ULL << 5)  /* cheap  /proc/PID/statm field 2 - field 3 */
#define PP_FIELD_SHARED        (1ULL << 6)  /* cheap  /proc/PID/statm field 3 */
#define PP_FIELD_VIRTUAL       (1ULL << 7)  /* cheap  /proc/PID/statm field 1 */
#define PP_FIELD_CPU_TOTAL     (1ULL << 8)  /* cheap  the process's CPU clock; else stat in ticks */
#define PP_FIELD_CPU_USER      (1ULL << 9)  /* text   field 14 of stat, in ticks */
#define PP_FIELD_CPU_SYSTEM    (1ULL << 10) /* text   field 15 of stat, in ticks */
#define PP_FIELD_STATE         (1ULL << 11) /* text   field 3 of stat */
#define PP_FIELD_THREADS       (1ULL << 12) /* text   field 20 of stat */
#define PP_FIELD_START_TIME    (1ULL << 13) /* text   field 22 of stat + btime of /proc/stat */
#define PP_FIELD_GROUP         (1ULL << 14) /* text   field 5 of stat */
#define PP_FIELD_SESSION       (1ULL << 15) /* text   field 6 of stat */
#define PP_FIELD_UNIQUE        (1ULL << 16) /* stall  smaps_rollup; needs ptrace read access */
#define PP_FIELD_PROPORTIONAL  (1ULL << 17) /* stall  smaps_rollup; needs ptrace read access */
#define PP_FIELD_SWAP          (1ULL << 18) /* stall  smaps_rollup; needs ptrace read access */
#define PP_FIELD_CPU_LOAD      (1ULL << 19) /* cheap  watch and table: since the reading before */
#define PP_FIELD_EXIT_STATUS   (1ULL << 20) /* cheap  watch and wait: known once it has exited */

/* All of a class that a one-shot query can give, and every bit that has a meaning. */
#define PP_FIELDS_CHEAP 0x00000000000001ffULL
#define PP_FIELDS_TEXT  0x000000000000fe00ULL
#define PP_FIELDS_STALL 0x0000000000070000ULL
#define PP_FIELDS_ALL   0x00000000001fffffULL
/* clang-format on */

/*
 * Windows sources. All but the last group are asked of a handle that is opened with
 * PROCESS_QUERY_LIMITED_INFORMATION, which an unprivileged caller gets for its user's processes.
 * Of those that it may not open, NtQuerySystemInformation tells the same out of one line of its
 * list of all processes, some milliseconds for up to 16 rows of a query, once for a poll or a refresh.
 *
 *   IDENTITY, START_TIME   creation time, GetProcessTimes
 *   ALIVE                  wait for the handle: there are no zombies, who has ended is PP_GONE
 *   PARENT                 NtQueryInformationProcess, when that process is there and not younger,
 *                          or is PID 4, whose number nobody else is given. Where the wall clock has
 *                          been set back since the parent was made, that looks younger: the child
 *                          is then told to have none, and is not found in its family or tree
 *   RESIDENT               WorkingSetSize of K32GetProcessMemoryInfo
 *   PRIVATE                PrivateUsage of the same: memory that is committed for it alone
 *   UNIQUE                 PrivateWorkingSetSize of the same, Windows 10 22H2+
 *   VIRTUAL                VirtualSize of NtQueryInformationProcess
 *   CPU_TOTAL, _USER,      GetProcessTimes, charged by the ticks of the clock. Under Wine, which
 *   _SYSTEM                gives the asking process's own, NtQuerySystemInformation
 *   EXIT_STATUS            GetExitCodeProcess of a handle that a watch holds; not of those that it
 *                          looks up, and never in a table
 *   THREADS, STATE         NtQuerySystemInformation, the list of all processes; else THREADS alone,
 *                          from Toolhelp32
 *
 * Never on Windows: UID, SHARED, GROUP, SESSION, PROPORTIONAL, SWAP.
 */

/*
 * macOS sources, written after the kernel's own and not yet tried on a Mac. All of a row is read
 * between two looks at the unique id of who has the PID. Effective user ids are compared; root sees
 * all.
 *
 *   IDENTITY              p_uniqueid, flavour 17 of proc_pidinfo; of everybody
 *   ALIVE, PARENT, UID,   proc_pidinfo: the full record, or of everybody the short one; of zombies
 *   GROUP                 KERN_PROC_PID. Who is on the way to become a zombie is not alive. Of whom a
 *                         debugger has taken over, that one is the parent meanwhile
 *   START_TIME            proc_pidinfo; of the others KERN_PROC_PID
 *   RESIDENT, VIRTUAL,    proc_pidinfo, PROC_PIDTASKALLINFO; not of other users'
 *   THREADS
 *   CPU_TOTAL, _USER,     the same, in Mach ticks by hw.tbfrequency; of zombies proc_pid_rusage
 *   _SYSTEM
 *   PRIVATE               ri_phys_footprint of proc_pid_rusage; not of other users'
 *   STATE                 running threads, from the same record; of other users' only
 *                         STOPPED, TRACED, ZOMBIE and DEAD
 *   SESSION               getsid(2), not of zombies
 *   EXIT_STATUS           NOTE_EXITSTATUS of a kqueue, or p_xstat of a zombie, which everybody is
 *                         told
 *
 * Never on macOS: SHARED, UNIQUE, PROPORTIONAL, SWAP.
 */

/*
 * pp_sample.state. What counts as alive is PP_FIELD_ALIVE: a Linux process whose first thread has
 * ended while others run is alive, and its state is that of a running thread, not ZOMBIE.
 */
#define PP_STATE_UNKNOWN 0
#define PP_STATE_RUNNING 1  /* on a CPU or waiting for one */
#define PP_STATE_SLEEPING 2 /* waits for an event, can be interrupted */
#define PP_STATE_BLOCKED 3  /* uninterruptible wait, mostly for storage */
#define PP_STATE_STOPPED 4  /* stopped by a signal */
#define PP_STATE_TRACED 5   /* stopped by a debugger */
#define PP_STATE_ZOMBIE 6   /* has exited, its parent has not asked for the status yet */
#define PP_STATE_DEAD 7     /* is just leaving: its memory is neither known nor nothing */
#define PP_STATE_IDLE 8     /* a kernel thread with nothing to do */

/*
 * pp_sample.exit_status: the exit code 0 to 255, or this plus the system's number of the ending
 * signal. With PP_TOKEN_CREATION_TIME, that is on Windows, which has no signals: the exit code,
 * whatever it is.
 */
#define PP_EXIT_SIGNALLED 256

/* ------------------------------------------------------------------------------------ calls -- */

/*
 * The calls that can fail on the way, for pp_sample.failed_call. One list for all systems: a number
 * means the same call everywhere.
 */
#define PP_CALL_MAP(X)                                                                             \
    X(NONE, 0, "")                                                                                 \
    X(OPEN, 1, "open")                                                                             \
    X(READ, 2, "read")                                                                             \
    X(STAT, 3, "stat")                                                                             \
    X(READLINK, 4, "readlink")                                                                     \
    X(GETDENTS, 5, "getdents64")                                                                   \
    X(PIDFD_OPEN, 6, "pidfd_open")                                                                 \
    X(PIDFD_GET_INFO, 7, "ioctl PIDFD_GET_INFO")                                                   \
    X(PIDFD_POLL, 8, "poll of a pidfd")                                                            \
    X(CPU_CLOCK, 9, "clock_gettime of a process")                                                  \
    X(PARSE, 10, "parsing what the system answered")

/* ----------------------------------------------------------------------------------- sample -- */

/*
 * One reading of one process: 192 bytes, three cache lines. The first two hold all that a sweep
 * reads; the third what is asked for by name. Bytes of a field that is not in valid are zero.
 */
typedef struct pp_sample {
    /* Line 0 begins with a pp_identity. */
    int32_t pid;             /*   0: as asked for */
    uint32_t token_kind;     /*   4: PP_TOKEN_...; PP_TOKEN_NONE without PP_FIELD_IDENTITY */
    uint64_t start_token;    /*   8: PP_FIELD_IDENTITY */
    uint64_t valid;          /*  16: PP_FIELD_... that this row holds */
    int32_t status;          /*  24: PP_OK or why there is nothing */
    int32_t parent_pid;      /*  28: 0 for none that is visible here */
    uint64_t sampled_at_ns;  /*  32: monotonic clock of the reading; valid on every PP_OK row */
    uint64_t cpu_total_ns;   /*  40: user + system, all threads, ended ones included */
    uint64_t resident_bytes; /*  48: physical memory mapped now */
    uint64_t private_bytes;  /*  56: best cheap estimate of what its end would give back */

    /* Line 1 */
    uint64_t shared_bytes;         /*  64: of resident_bytes, backed by files or shared memory */
    uint64_t virtual_bytes;        /*  72: address space */
    uint64_t memory_sampled_at_ns; /*  80: monotonic clock of the memory reading, with RESIDENT, */
                                   /*      PRIVATE, SHARED or VIRTUAL; 0 without */
    uint32_t cpu_load_ppm;         /*  88: millionths of one core since the reading before */
    uint32_t alive;                /*  92: 1 not yet exited, 0 exited (zombie) */
    uint32_t state;                /*  96: PP_STATE_... */
    uint32_t threads;              /* 100 */
    uint32_t uid;                  /* 104: effective user id */
    int32_t process_group;         /* 108 */
    int32_t session;               /* 112 */
    int32_t exit_status;           /* 116: see PP_EXIT_SIGNALLED */
    int64_t start_time_ns;         /* 120: Unix time, for people: it inherits the wall clock's */
                                   /*      error, so identity never rests on it */

    /* Line 2 */
    uint64_t cpu_user_ns;        /* 128 */
    uint64_t cpu_system_ns;      /* 136 */
    uint64_t unique_bytes;       /* 144: exact: mapped by this process alone (USS) */
    uint64_t proportional_bytes; /* 152: exact: shared pages divided by their users (PSS) */
    uint64_t swap_bytes;         /* 160: swapped out */
    int32_t os_error;            /* 168: the system's own code of the first refusal, 0 for none */
    uint32_t failed_call;        /* 172: PP_CALL_... that gave os_error */
    int64_t slot;                /* 176: slot of a watch; 0 in a one-shot query */
    uint64_t reserved;           /* 184: 0 */
} pp_sample;

/* ----------------------------------------------------------------------------------- system -- */

/* Fields of pp_system, as bits of pp_system.valid. */
#define PP_SYSTEM_BOOT_TIME (1ULL << 0)
#define PP_SYSTEM_BOOT_ID (1ULL << 1)
#define PP_SYSTEM_MEMORY (1ULL << 2)              /* memory_total_bytes, memory_available_bytes */
#define PP_SYSTEM_SWAP (1ULL << 3)                /* swap_total_bytes, swap_free_bytes */
#define PP_SYSTEM_CGROUP_MEMORY_LIMIT (1ULL << 4) /* absent where no limit is set */
#define PP_SYSTEM_CGROUP_MEMORY_USED (1ULL << 5)  /* of the cgroup with the least headroom */
#define PP_SYSTEM_CGROUP_CPU_LIMIT (1ULL << 6)    /* absent where no limit is set */
#define PP_SYSTEM_PID_MAX (1ULL << 7)
#define PP_SYSTEM_CPUS (1ULL << 8) /* cpus_online, cpus_usable */
#define PP_SYSTEM_UID (1ULL << 9)  /* never on Windows, whose users have no numbers */

/*
 * Facts of this machine, as the calling process sees it: 128 bytes.
 */
typedef struct pp_system {
    uint64_t valid;                     /*   0: PP_SYSTEM_... */
    uint64_t sampled_at_ns;             /*   8: monotonic clock */
    int64_t boot_time_ns;               /*  16: Unix time */
    uint64_t boot_id_high;              /*  24: random id of this boot, as an UUID's two halves */
    uint64_t boot_id_low;               /*  32 */
    uint64_t memory_total_bytes;        /*  40 */
    uint64_t memory_available_bytes;    /*  48: what can be had without swapping */
    uint64_t swap_total_bytes;          /*  56 */
    uint64_t swap_free_bytes;           /*  64 */
    uint64_t cgroup_memory_limit_bytes; /*  72: of the calling process's cgroup or an ancestor, */
                                        /*      whichever leaves the least headroom */
    uint64_t cgroup_memory_used_bytes;  /*  80 */
    uint64_t cgroup_cpu_limit_ppm;      /*  88: millionths of one core */
    uint32_t page_bytes;                /*  96 */
    uint32_t ticks_per_second;          /* 100: resolution of CPU user and system */
    uint32_t cpus_online;               /* 104 */
    uint32_t cpus_usable;               /* 108: by the affinity of the calling thread */
    int32_t pid_max;                    /* 112: PIDs are below this */
    uint32_t token_kind;                /* 116: PP_TOKEN_... that identities get here */
    uint32_t cgroup_version;            /* 120: of the memory controller: 1, 2; 0 for none */
    uint32_t uid;                       /* 124: effective user id of the calling process */
} pp_system;

/* ---------------------------------------------------------------------------- watch records -- */

/*
 * The end of one tracked process: 64 bytes.
 */
typedef struct pp_exit {
    /* Begins with a pp_identity. */
    int32_t pid;            /*  0 */
    uint32_t token_kind;    /*  4: PP_TOKEN_... */
    uint64_t start_token;   /*  8 */
    int64_t slot;           /* 16: where it is tracked, until it is removed */
    uint64_t valid;         /* 24: PP_FIELD_EXIT_STATUS and PP_FIELD_CPU_TOTAL, where known */
    int32_t exit_status;    /* 32: see PP_EXIT_SIGNALLED */
    uint32_t reserved0;     /* 36: 0 */
    uint64_t noticed_at_ns; /* 40: monotonic clock when this library saw that it had ended */
    uint64_t cpu_total_ns;  /* 48: all that it used, but for its last microseconds; not known */
                            /*     once it has been reaped */
    uint64_t reserved1;     /* 56: 0 */
} pp_exit;

/*
 * What a watch tracks and what that costs: 128 bytes. Counts since pp_watch_open() never wrap.
 */
typedef struct pp_watch_figures {
    int32_t capacity;          /*   0: slots */
    int32_t tracked;           /*   4: slots in use, those of ended processes too */
    int32_t ended;             /*   8: of these, processes that have ended */
    int32_t undrained;         /*  12: of these, not yet given out by pp_watch_exits() */
    int32_t looked_up;         /*  16: tracked without a descriptor: each poll looks them up */
    int32_t parents;           /*  20: distinct parents whose end is awaited */
    int32_t parents_each_poll; /*  24: tracked processes whose parent each poll reads */
    int32_t descriptors;       /*  28: held now, with the three, on macOS two, of each watch */
    int32_t descriptor_budget; /*  32: as many as it may hold beside those three */
    int32_t kept_pidfd;        /*  36: of the descriptors, those of tracked processes */
    int32_t kept_statm;        /*  40: of the descriptors, those that memory is read through */
    uint32_t reserved0;        /*  44: 0 */
    uint64_t kernel_bytes;     /*  48: memory that the kernel spends on them, estimated */
    uint64_t polls;            /*  56: calls of pp_watch_poll() */
    uint64_t rows;             /*  64: rows that they filled */
    uint64_t memory_readings;  /*  72: rows whose memory was read and not kept */
    uint64_t parent_readings;  /*  80: how often the parent of a process was read */
    uint64_t exits;            /*  88: ends noticed */
    uint64_t evictions;        /*  96: descriptors given up for more important ones */
    uint64_t reserved1;        /* 104: 0 */
    uint64_t reserved2;        /* 112: 0 */
    uint64_t reserved3;        /* 120: 0 */
} pp_watch_figures;

/* ----------------------------------------------------------------------------- table record -- */

/* Bits of pp_node.marks. */
#define PP_NODE_NEW 1    /* first seen by this refresh */
#define PP_NODE_ORPHAN 2 /* the parent that it was first seen with has ended */

/* Room for a name in the array of names: the most that the kernel gives, and more. */
#define PP_TABLE_NAME_BYTES 64

/*
 * The place of one process in a table, beside its pp_sample: 64 bytes. Other processes are named by
 * their rows; -1 is none.
 */
typedef struct pp_node {
    int32_t parent;                  /*  0: row of the parent; -1 for a root */
    int32_t first_child;             /*  4: row of the child with the least PID */
    int32_t next_sibling;            /*  8: row of the next child of the same parent, by PID */
    int32_t depth;                   /* 12: 0 for a root */
    int32_t subtree_count;           /* 16: itself and all its descendants */
    uint32_t marks;                  /* 20: PP_NODE_... */
    uint64_t subtree_resident_bytes; /* 24: sums over itself and its descendants of what is known */
    uint64_t subtree_private_bytes;  /* 32 */
    uint64_t subtree_cpu_ns;         /* 40: of processes that are still there */
    int64_t start_time_ns;           /* 48: as in pp_sample; 0 when it is not known */
    int32_t session;                 /* 56: as it was when last its parent was read; 0: unknown */
    int32_t name_length;             /* 60: bytes of its name; 0 when it is not known */
} pp_node;

/* ------------------------------------------------------------------------------- resources -- */

/* What pp_query_resources() can tell, and as bits of pp_resources.valid, what it told. */
/* clang-format off */
#define PP_RESOURCE_NAMESPACE_PID (1ULL << 0)        /* text  status NSpid */
#define PP_RESOURCE_IO (1ULL << 1)                   /* text  io; needs ptrace read access */
#define PP_RESOURCE_DESCRIPTORS (1ULL << 2)          /* text  fd */
#define PP_RESOURCE_CONTEXT_SWITCHES (1ULL << 3)     /* text  status of each thread */
#define PP_RESOURCE_CGROUP_MEMORY_USED (1ULL << 4)   /* text  cgroup, memory.current */
#define PP_RESOURCE_CGROUP_MEMORY_LIMIT (1ULL << 5)  /* text  the same, memory.max; absent where */
                                                     /*       no limit is set */
#define PP_RESOURCES_ALL 0x000000000000003fULL
/* clang-format on */

/*
 * What a process holds and has used beside memory and CPU time: 128 bytes. A member whose bit is
 * not in valid is unknown and zero.
 */
typedef struct pp_resources {
    /* Begins with a pp_identity. */
    int32_t pid;                        /*   0: as asked for */
    uint32_t token_kind;                /*   4: PP_TOKEN_... of who was read */
    uint64_t start_token;               /*   8 */
    uint64_t valid;                     /*  16: PP_RESOURCE_... */
    int32_t status;                     /*  24: PP_OK or why there is nothing */
    int32_t namespace_pid;              /*  28: its PID in its own PID namespace */
    uint64_t sampled_at_ns;             /*  32: monotonic clock */
    uint64_t storage_read_bytes;        /*  40: fetched from storage for it */
    uint64_t storage_written_bytes;     /*  48: sent to storage, or to be sent */
    uint64_t read_bytes;                /*  56: by read(2) and its like, from whatever it was */
    uint64_t written_bytes;             /*  64: by write(2) and its like */
    uint64_t voluntary_switches;        /*  72: when its threads waited; those of ended threads */
    uint64_t involuntary_switches;      /*  80: are not counted; when their time was up */
    uint64_t cgroup_memory_limit_bytes; /*  88: of its cgroup or an ancestor, whichever leaves */
                                        /*      the least headroom */
    uint64_t cgroup_memory_used_bytes;  /*  96: of the same cgroup */
    int32_t descriptors;                /* 104: open ones */
    uint32_t cgroup_version;            /* 108: of the memory controller: 1, 2; 0 for none */
    int32_t os_error;                   /* 112: the system's own code of the first refusal */
    uint32_t failed_call;               /* 116: PP_CALL_... that gave os_error */
    uint64_t reserved;                  /* 120: 0 */
} pp_resources;

/* -------------------------------------------------------------------------------------- ABI -- */

/*
 * PP_ABI_VERSION of the library. To be compared before any other function is called.
 */
PP_EXPORT int32_t pp_abi_version(void);

/*
 * Layout figures of this build, in a fixed order: for each of pp_identity, pp_sample, pp_system,
 * pp_exit, pp_watch_figures, pp_node and pp_resources its size, then the offset of each of its
 * members in declaration order.
 *
 * Returns how many figures there are. At most capacity are written; figures may be null when
 * capacity is 0.
 */
PP_EXPORT int32_t pp_abi_layout(int32_t *figures, int32_t capacity);

/* ------------------------------------------------------------------------------ status text -- */

/*
 * Name of a status ("GONE") as ASCII without a terminator.
 *
 * Returns the length; PP_NOT_FOUND for a number that is no status; PP_TOO_SMALL when it does not
 * fit in capacity bytes (32 always do).
 */
PP_EXPORT int32_t pp_status_name(int32_t status, uint8_t *text, int32_t capacity);

/*
 * What a status means, in one line of ASCII without a terminator. Results as pp_status_name; 128
 * bytes always do.
 */
PP_EXPORT int32_t pp_status_meaning(int32_t status, uint8_t *text, int32_t capacity);

/*
 * Name of a PP_CALL_ number ("pidfd_open") as ASCII without a terminator. Results as
 * pp_status_name.
 */
PP_EXPORT int32_t pp_status_call_name(int32_t call, uint8_t *text, int32_t capacity);

/* ----------------------------------------------------------------------------- system facts -- */

/*
 * Reads the facts of this machine. About 0.3 ms on Linux: for start-up and slow rhythms.
 *
 * Returns PP_OK; PP_NO_PROCFS where Linux has no /proc (what needs none is filled in all the same);
 * PP_INVALID. What the system does not tell is absent from valid.
 *
 * Linux sources: proc_stat(5) btime, proc_meminfo(5), proc_sys_kernel(5) pid_max and
 * random/boot_id, sched_getaffinity(2), /sys/devices/system/cpu/online, cgroups(7).
 * Windows sources: NtQuerySystemInformation (boot time), GlobalMemoryStatusEx, GetSystemInfo,
 * GetActiveProcessorCount, GetProcessAffinityMask, GetSystemTimeAdjustment. Never: the id of the
 * boot, swap, limits, pid_max; uid is 0.
 * macOS sources: sysctl(3) of kern.boottime, kern.bootsessionuuid, hw.memsize, hw.pagesize,
 * hw.activecpu, vm.swapusage, vm.pagesize, vm.page_free_count, vm.page_pageable_external_count
 * and vm.page_purgeable_count. Never: limits, pid_max. ticks_per_second are Mach ticks.
 */
PP_EXPORT int32_t pp_system_facts(pp_system *out);

/*
 * Which mechanism serves which query on this machine, found by trying it on the calling process.
 * One entry per index from 0, as four ASCII lines separated by '\n':
 *
 *     what it serves            "identity"
 *     the mechanism in use      "pidfd inode"
 *     the first choice          "pidfd inode"
 *     why it is not in use      "" when it is
 *
 * Returns the length; PP_NOT_FOUND past the last index; PP_TOO_SMALL (512 bytes always do).
 */
PP_EXPORT int32_t pp_system_mechanism(int32_t index, uint8_t *text, int32_t capacity);

/* ------------------------------------------------------------------------------------- list -- */

/*
 * The PIDs that are visible to the caller, ascending as the system lists them, zombies and kernel
 * threads included, threads not. The list is a moment's view: an entry may be gone when it is used.
 *
 * Returns how many there are, of which the first capacity are written: a result above capacity says
 * how much room was needed at that moment, ask again with more. pids may be null when capacity is
 * 0. PP_NO_PROCFS, PP_DENIED, PP_AGAIN, PP_OS_ERROR.
 *
 * Linux source: getdents64(2) of /proc. About 0.4 microseconds per process.
 * Windows source: NtQuerySystemInformation, else Toolhelp32. PID 0, idle time, is left out.
 * macOS source: sysctl(3) KERN_PROC_ALL. PID 0, the kernel, is left out.
 */
PP_EXPORT int32_t pp_list_pids(int32_t *pids, int32_t capacity);

/*
 * The children of a process, and all its descendants, parents before their children: without a
 * table, for one subtree of a busy machine.
 *
 * who  the parent or root; with a token, children of a later holder of the PID are never given.
 *      With PP_TOKEN_NONE whoever holds the PID
 * out  receives identities. Each was that of a child of the one whose child it is given as, while
 *      both were there. It is a moment's view all the same: whoever forks, ends or is reparented
 *      meanwhile may be missing
 *
 * Returns how many there are, of which the first capacity are written; descendants of those that
 * did not fit are not counted: a result above capacity says that more room is needed than that.
 * out may be null when capacity is 0. PP_GONE, PP_REPLACED, PP_UNKNOWN_IDENTITY, PP_NO_PROCFS,
 * PP_DENIED, PP_AGAIN, PP_OS_ERROR, PP_INVALID.
 *
 * Linux sources: /proc/PID/task/TID/children, proc_tid_children(5), some 15 microseconds for each
 * descendant. Where the kernel is built without it (CONFIG_PROC_CHILDREN), stat of every process,
 * once for each level of the tree: some 10 microseconds for each process of the machine.
 * Windows source: one list of all processes; whoever started before the holder of the parent's
 * number is no child of it, but of PID 4.
 * macOS source: the same list as pp_list_pids(), and then each child is identified.
 */
PP_EXPORT int32_t pp_list_children(const pp_identity *who, pp_identity *out, int32_t capacity);
PP_EXPORT int32_t pp_list_descendants(const pp_identity *who, pp_identity *out, int32_t capacity);

/* ------------------------------------------------------------------------------------ query -- */

/*
 * Reads the wanted fields of one process into *out, and nothing that is not wanted. All that a row
 * holds is of one and the same process, also when the PID is given to another one meanwhile.
 *
 * fields  PP_FIELD_ bits; bits without a meaning are PP_INVALID. 0 asks only whether it is there.
 *
 * Returns PP_OK when *out was written, and else PP_INVALID. The verdict is out->status:
 *   PP_OK           the process is there, possibly as a zombie; valid says what is known. Where the
 *                   system refused a field, os_error and failed_call tell of the first refusal
 *   PP_GONE         no such process. The number of a thread that is not the first one of its
 *                   process is no process either
 *   PP_DENIED       it is there, but nothing that was wanted may be read
 *   PP_UNSUPPORTED  it is there, but nothing that was wanted can be read on this system
 *   PP_AGAIN        out of descriptors or memory
 *   PP_INVALID      the PID is 0 or negative
 *   PP_NO_PROCFS    Linux without /proc, and nothing that was wanted can be read without
 *   PP_OS_ERROR, PP_MALFORMED  see os_error and failed_call
 *
 * Memory of a kernel thread is truly 0, and so is that of a zombie, which has given it back.
 */
PP_EXPORT int32_t pp_query_pid(int32_t pid, uint64_t fields, pp_sample *out);

/*
 * The same for count processes, row i for pids[i]. The clock behind sampled_at_ns is read once per
 * 16 rows. Returns count.
 */
PP_EXPORT int32_t pp_query_pids(const int32_t *pids, int32_t count, uint64_t fields,
                                pp_sample *out);

/*
 * The same for count identities: a row is PP_OK only when the process is the one that was meant.
 *   PP_REPLACED          the PID belongs to another process now: the one that was meant is gone
 *   PP_UNKNOWN_IDENTITY  its token is of a kind that cannot be read here and now
 * An identity with PP_TOKEN_NONE means whoever holds the PID. Returns count.
 */
PP_EXPORT int32_t pp_query_ids(const pp_identity *ids, int32_t count, uint64_t fields,
                               pp_sample *out);

/*
 * Reads what one process holds and has used beside memory and CPU time.
 *
 * who     with a token, nothing of a later holder of the PID is told; with PP_TOKEN_NONE whoever
 *         holds it
 * wanted  PP_RESOURCE_ bits; others are PP_INVALID
 *
 * Returns PP_OK when *out was written, and else PP_INVALID. The verdict is out->status, as in a
 * query; what the system refuses or has not got is absent from valid, and os_error tells of the
 * first refusal. Cost: text, some 10 microseconds for each bit, and for the context switches for
 * each thread.
 *
 * Linux sources: proc_pid_status(5), proc_pid_io(5), proc_pid_fd(5), cgroups(7). What a zombie used
 * is still told, but for its descriptors and its cgroup, which it has left.
 * Windows source: GetProcessHandleCount for the descriptors. The others are never told.
 * macOS source: PROC_PIDLISTFDS of proc_pidinfo for the descriptors, of the caller's processes. The
 * others are never told.
 */
PP_EXPORT int32_t pp_query_resources(const pp_identity *who, uint64_t wanted, pp_resources *out);

/* ------------------------------------------------------------------------------------- text -- */

/*
 * Text of one process as the system holds it: bytes, mostly but not always UTF-8, no terminator.
 *
 * who   the process; with a token, text of a later holder of the PID is never returned
 * text  receives the first bytes, at most capacity of them; may be null when capacity is 0
 *
 * All return the length. When the text does not fit, PP_TOO_SMALL, with capacity bytes of it
 * written. PP_GONE, PP_REPLACED, PP_UNKNOWN_IDENTITY, PP_DENIED, PP_AGAIN, PP_OS_ERROR,
 * PP_NO_PROCFS, PP_INVALID as in a query.
 */

/*
 * Short name of a process: on Linux the command name of its first thread, 15 bytes for programs and
 * up to 63 for kernel threads, chosen by the process itself. Cost: text. Source: /proc/PID/comm.
 * Windows: the name of the program file, in UTF-8. macOS: up to 31 bytes, of other users' processes
 * and of zombies up to 16, proc_pidinfo or KERN_PROC_PID.
 */
PP_EXPORT int32_t pp_text_name(const pp_identity *who, uint8_t *text, int32_t capacity);

/*
 * Path of the program file, as seen from the target's root; ends in " (deleted)" when the file is
 * no more. PP_NOT_FOUND for kernel threads and zombies. Cost: lock. Needs ptrace read access (same
 * user). Source: readlink(2) of /proc/PID/exe. Windows: QueryFullProcessImageNameW, in UTF-8.
 * macOS: proc_pidpath, of everybody; PP_NOT_FOUND when the file is no more.
 */
PP_EXPORT int32_t pp_text_executable(const pp_identity *who, uint8_t *text, int32_t capacity);

/*
 * Arguments, each followed by a zero byte unless the process overwrote them. 0 bytes for kernel
 * threads and zombies. Cost: lock. Source: /proc/PID/cmdline.
 * Windows: NtQueryInformationProcess, 8.1+, in UTF-8, split as Microsoft's C library splits it;
 * PP_UNSUPPORTED where the system does not know it.
 * macOS: sysctl(3) KERN_PROCARGS2, as it was when the program was started; same user. It may wait
 * for a process that hangs in the kernel.
 */
PP_EXPORT int32_t pp_text_command_line(const pp_identity *who, uint8_t *text, int32_t capacity);

/*
 * Value of one variable in the environment that the process was started with.
 *
 * name, name_length  1 to 255 bytes without '=' and zero; otherwise PP_INVALID
 *
 * PP_NOT_FOUND when the variable is not set. Cost: lock. Needs ptrace read access (same user).
 * Source: /proc/PID/environ. Windows: PP_UNSUPPORTED, for it takes the right to read all of the
 * memory of the process. macOS: KERN_PROCARGS2, as the command line; PP_DENIED of programs that the
 * system protects, whose environment it leaves out, and of the few that have none.
 */
PP_EXPORT int32_t pp_text_environment(const pp_identity *who, const uint8_t *name,
                                      int32_t name_length, uint8_t *text, int32_t capacity);

/*
 * Path of its control group, as seen from the caller's: "/" is the top of what the caller sees. Of
 * the hierarchy that limits memory, which is version 1 where both are mounted and it has the memory
 * controller there. PP_NOT_FOUND on a system without. Cost: text. Source: /proc/PID/cgroup, see
 * cgroups(7).
 */
PP_EXPORT int32_t pp_text_cgroup(const pp_identity *who, uint8_t *text, int32_t capacity);

/* ------------------------------------------------------------------------------------ watch -- */

/*
 * A watch tracks processes: who they are is established once, when they are added, and from then on
 * a poll reads only what changes, through handles that cannot be fooled by a PID that is used
 * again. It lives in memory of the caller, which may be copied only by pp_watch_move().
 *
 * Threads: one at a time for each watch, but for pp_watch_await() and pp_watch_wake(), which may be
 * called at any time between open and close.
 *
 * All return PP_CLOSED for a watch that has been closed or moved away from, and PP_INVALID for
 * memory that never was one. Only pp_watch_await() and pp_watch_wake() go on to work for one that
 * has been moved away from, until the watch that it was moved to is closed.
 *
 * Linux: a pidfd per process in one epoll(7) set tells who has ended; memory is read through a kept
 * descriptor of /proc/PID/statm, CPU time from the process CPU clock, and the parent again only
 * after the pidfd of the old parent has told of its end. A reading by number counts only when the
 * epoll_wait(2) that follows it has not told of the process's end: the number was its own till
 * then. What does not fit in the descriptor budget is looked up in each poll: slower, as correct.
 *
 * Windows: a handle per process, and one per distinct parent; who has ended is found by looking at
 * 64 handles in a call. Each is registered with the system's thread pool as well, which wakes
 * pp_watch_await(). Processes that may not be opened are looked up.
 *
 * macOS: two descriptors in all, of kqueues. One is told of the end of each process, which takes
 * the place of a descriptor in the budget and in the figures; a row is one call of proc_pidinfo,
 * and one more for PRIVATE. The parent comes with the rest. An end is told before the process is a
 * zombie. Of a process that a debugger has taken over nothing is heard until the debugger has
 * reaped it, but a poll sees it; how it ended is not known then where its true parent is gone.
 */
typedef struct pp_watch pp_watch;

/* The most slots of one watch. */
#define PP_WATCH_MOST_SLOTS 1048576

/*
 * pp_watch_open: a quarter of the soft limit of open files (getrlimit(2) RLIMIT_NOFILE); on Windows
 * of the 2^24 handles that a process may have; on macOS as many as a watch can have slots.
 */
#define PP_WATCH_DEFAULT_BUDGET (-1)

/* A slot is below this in its lower 32 bits; the upper ones tell its tenants apart. */
#define PP_WATCH_INDEX_MASK 4294967295

/*
 * Bytes of memory that a watch of this many slots needs: for each 148, on Windows 180, on macOS 108,
 * and a few.
 * PP_INVALID for a capacity below 1 or above PP_WATCH_MOST_SLOTS.
 */
PP_EXPORT int32_t pp_watch_bytes(int32_t capacity);

/*
 * Makes a watch in memory of the caller.
 *
 * watch              aligned to 64 bytes
 * bytes              at least pp_watch_bytes(capacity)
 * fields             what a poll is to read. PP_FIELD_UID, the text and the stall class cost what
 *                    they cost in a query, for each row of each poll
 * descriptor_budget  the most descriptors to hold beside those that every watch holds, or
 *                    PP_WATCH_DEFAULT_BUDGET. 0: everything is looked up. The limits of the process
 *                    are never changed
 *
 * Returns PP_OK, PP_INVALID, PP_TOO_SMALL, PP_AGAIN (out of descriptors or memory), PP_OS_ERROR.
 */
PP_EXPORT int32_t pp_watch_open(pp_watch *watch, int32_t bytes, int32_t capacity, uint64_t fields,
                                int32_t descriptor_budget);

/*
 * Moves a watch into other memory, for more slots: slots, readings and undrained exits stay as they
 * are. The old memory may be given back once no pp_watch_await() or pp_watch_wake() that was called
 * with it is under way.
 *
 * capacity  not below that of the watch
 *
 * Returns PP_OK, PP_INVALID, PP_TOO_SMALL.
 */
PP_EXPORT int32_t pp_watch_move(pp_watch *watch, pp_watch *to, int32_t bytes, int32_t capacity);

/*
 * Closes all descriptors. No other call with this watch may be under way. Returns PP_OK.
 */
PP_EXPORT int32_t pp_watch_close(pp_watch *watch);

/*
 * Tracks a process from now on. Adding one that is tracked already gives a further slot.
 *
 * who   with a token: that very process; with PP_TOKEN_NONE: whoever holds the PID now
 * slot  receives where it is tracked; the same number is not given to another process before two
 *       billion others have had the slot. -1 unless PP_OK
 *
 * Returns PP_OK (also for a zombie, whose end is then noticed at once); PP_GONE, PP_REPLACED,
 * PP_UNKNOWN_IDENTITY, PP_DENIED as in a query; PP_TOO_SMALL when every slot is in use: move it;
 * PP_AGAIN when not even one descriptor is left for a moment; PP_INVALID, also for a PID of 0 or
 * below; PP_OS_ERROR. About 20 microseconds.
 */
PP_EXPORT int32_t pp_watch_add(pp_watch *watch, const pp_identity *who, int64_t *slot);

/*
 * Tracks it no longer; an end that has not been given out is not given out any more.
 *
 * Returns PP_OK; PP_STALE for a slot that is not in use or belongs to another process.
 */
PP_EXPORT int32_t pp_watch_remove(pp_watch *watch, int64_t slot);

/*
 * Reads all tracked processes, a row for each slot in use, in the order of their indexes.
 *
 * memory_max_age_ns  0: memory is always read. Above: a process whose CPU clock has not moved since
 *                    its last reading keeps its memory reading until that is as old as this, and
 *                    memory_sampled_at_ns says of when it is. What did not run did not grow by its
 *                    own doing; unseen may stay that the kernel took pages back, or that another
 *                    process wrote to memory shared with it or to it (process_vm_writev(2)).
 *                    Linux moves the clock of a process that is on a CPU at the scheduler's ticks
 *                    and switches only (kernel/sched/cputime.c), so what it did since the last one,
 *                    1 to 10 ms, may be seen by the poll after. Negative: PP_INVALID
 *
 * out                row i is for the i-th slot in use, its slot tells which. Statuses as in a
 *                    query, and:
 *   PP_OK            with PP_FIELD_ALIVE and alive 0 for a zombie, whose memory is truly 0
 *   PP_GONE          it has ended and been reaped; PP_FIELD_EXIT_STATUS may be valid. It stays so
 *                    until the slot is removed
 * PP_FIELD_CPU_LOAD is that of the time since the previous poll of this watch: absent on the first
 * and once it has ended; intervals below some milliseconds give rough figures, for
 * sampled_at_ns is read once per 16 rows.
 *
 * Returns the number of rows; PP_TOO_SMALL when capacity is below the number of slots in use, and
 * then nothing is written; PP_INVALID; PP_OS_ERROR, PP_AGAIN when epoll_wait(2) fails, and then
 * what was written is not to be used.
 */
PP_EXPORT int32_t pp_watch_poll(pp_watch *watch, int64_t memory_max_age_ns, pp_sample *out,
                                int32_t capacity);

/*
 * Which tracked processes have ended since they were last asked for. Each is given out once.
 *
 * The exit status is known where the system tells it: Linux 6.15+ tells it of every process once it
 * has been reaped, every Linux of zombies that the caller may trace (proc_pid_stat(5) field 52),
 * Windows of those whose handles are held.
 *
 * Returns how many were written; when that is capacity there may be more. PP_INVALID, PP_OS_ERROR,
 * PP_AGAIN. The cost does not depend on how many are tracked, but for those that are looked up; on
 * Windows all handles are looked at, 64 in a call.
 */
PP_EXPORT int32_t pp_watch_exits(pp_watch *watch, pp_exit *out, int32_t capacity);

/*
 * Waits until a tracked process has ended that pp_watch_exits() has not given out yet. Of those
 * that are looked up (pp_watch_figures.looked_up) nothing is heard: ask pp_watch_exits() at
 * intervals.
 *
 * timeout_ns  0 only looks; negative waits for good
 *
 * Returns PP_OK when pp_watch_exits() is to be called next, which may have nothing to give, when
 * only a parent has ended; PP_TIMED_OUT; PP_WOKEN, which ends one wait per call of pp_watch_wake()
 * at most; PP_CLOSED, PP_INVALID, PP_OS_ERROR, PP_AGAIN.
 */
PP_EXPORT int32_t pp_watch_await(const pp_watch *watch, int64_t timeout_ns);

/*
 * Ends a wait that is under way, or else the next one: it returns PP_WOKEN. Calls before that count
 * as one. Returns PP_OK, PP_OS_ERROR.
 */
PP_EXPORT int32_t pp_watch_wake(const pp_watch *watch);

/*
 * What the watch tracks and holds. Returns PP_OK.
 */
PP_EXPORT int32_t pp_watch_stats(const pp_watch *watch, pp_watch_figures *out);

/* ------------------------------------------------------------------------------------ table -- */

/*
 * A table holds every process that is visible to the caller, with the parent tree over them. It is a
 * watch that finds its processes itself: whom it knows already costs what a tracked process costs,
 * and only who is new is opened. It lives in memory of the caller, as a watch does, and has the same
 * rules, errors and descriptor budget.
 *
 * Threads: one at a time for each table.
 */
typedef struct pp_table pp_table;

/* Bytes of memory that a table of this many processes needs; as pp_watch_bytes(). */
PP_EXPORT int32_t pp_table_bytes(int32_t capacity);

/*
 * Makes an empty table in memory of the caller; as pp_watch_open(). PP_FIELD_PARENT and
 * PP_FIELD_IDENTITY are read whether or not they are among the fields.
 */
PP_EXPORT int32_t pp_table_open(pp_table *table, int32_t bytes, int32_t capacity, uint64_t fields,
                                int32_t descriptor_budget);

/* Moves a table into other memory, for more processes; as pp_watch_move(). */
PP_EXPORT int32_t pp_table_move(pp_table *table, pp_table *to, int32_t bytes, int32_t capacity);

/* Closes all descriptors. Returns PP_OK. */
PP_EXPORT int32_t pp_table_close(pp_table *table);

/*
 * Reads every visible process. Rows are in ascending order of PID, so that one is found by binary
 * search; row i of the samples, of the nodes and of the names is of the same process.
 *
 * memory_max_age_ns  as in pp_watch_poll()
 * rows, nodes        room for capacity records each
 * names              aligned to 8; room for capacity names of PP_TABLE_NAME_BYTES each: the first name that was
 *                    seen of the process, and the one that it had at the refresh after that, when
 *                    it may have started its program meanwhile
 *
 * The tree: a process hangs below its parent when that has a row and did not start after it;
 * otherwise it is a root. What a torn snapshot might close to a circle ends in a root.
 *
 * Returns the number of rows; PP_TOO_SMALL when capacity or the table's own is below the number of
 * processes, to be called again with more of both (nothing is lost); PP_NO_PROCFS, PP_DENIED,
 * PP_AGAIN, PP_OS_ERROR, PP_INVALID.
 *
 * Linux sources: getdents64(2) of /proc for who is there, then as a watch.
 * Windows source: one NtQuerySystemInformation for all, and no handle is held; else Toolhelp32, and a
 * query for each. Memory is always of the refresh, and how somebody ended is not known.
 * macOS source: KERN_PROC_ALL for who is there, then a query of each; no process is held. Memory is
 * always of the refresh. PP_NODE_ORPHAN tells of everybody whose maker is not the parent any more.
 */
PP_EXPORT int32_t pp_table_refresh(pp_table *table, int64_t memory_max_age_ns, pp_sample *rows,
                                   pp_node *nodes, uint8_t *names, int32_t capacity);

/*
 * Which processes of earlier refreshes were found to be gone, each given out once; as
 * pp_watch_exits(). A zombie is given out when it has exited, and keeps its row until it is reaped.
 */
PP_EXPORT int32_t pp_table_gone(pp_table *table, pp_exit *out, int32_t capacity);

/* What the table tracks and holds. Returns PP_OK. */
PP_EXPORT int32_t pp_table_stats(const pp_table *table, pp_watch_figures *out);

/* ----------------------------------------------------------------------------------- signal -- */

/*
 * Sends a signal to a process whose identity has been verified on the very handle that it is sent
 * through: another process with the same PID never gets it.
 *
 * who     has a token, or else PP_UNKNOWN_IDENTITY: a bare PID is not enough to signal somebody
 * signal  1 to 64, as in signal(7); 0 sends nothing and only checks
 *
 * Returns PP_OK when it was sent, also to a zombie, which takes no notice; PP_GONE; PP_REPLACED and
 * PP_UNKNOWN_IDENTITY, and nothing was sent; PP_DENIED when the caller may not; PP_REFUSED, whatever
 * the signal, 0 too, for the first process, for the caller itself and for PIDs of 0 and below, which
 * name groups; PP_AGAIN, PP_INVALID, PP_OS_ERROR.
 *
 * Linux: pidfd_send_signal(2). Before Linux 5.1, or where a filter refuses it, kill(2) follows the
 * check: should the process end and its PID be used again between the two, another one gets it.
 *
 * Windows: signal 9 is NtTerminateProcess with the exit code 1, and PP_OK also for one that is just
 * ending. The first process is PID 4, and what the system calls a critical process is PP_REFUSED as
 * well, for the system ends with it; where it does not tell, 9 is PP_DENIED. 0 checks who it is, not
 * whether the caller may. All others are PP_UNSUPPORTED: there is no way to ask any process to end,
 * and none is made up.
 *
 * macOS: proc_signal_with_audittoken(), 14.2 and later, which compares the PID and its version in
 * the kernel; a process that starts a program at that moment is found anew, at most 8 times, and
 * then it is PP_AGAIN. Before that, and for 0, kill(2) follows the check as above. Signals have the
 * numbers of macOS, up to 31, which are others than Linux's for some: SIGSTOP is 17, SIGCONT 19.
 * Above 31: PP_INVALID.
 */
PP_EXPORT int32_t pp_signal_send(const pp_identity *who, int32_t signal);

#ifdef __cplusplus
}
#endif

#endif
