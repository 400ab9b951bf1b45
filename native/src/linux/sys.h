/*
 * The system calls that this library makes, typed, each returning its result or a negated errno.
 * Calls that a signal may interrupt are made again. Structures and constants are those of the
 * kernel's own ABI, stated here because the library is built without any libc and without kernel
 * headers.
 */
#ifndef PP_LINUX_SYS_H
#define PP_LINUX_SYS_H

#include "arch.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* errno values that are told apart here: the same on all architectures served
 * (asm-generic/errno.h). */
enum {
    PP_EPERM = 1,
    PP_ENOENT = 2,
    PP_ESRCH = 3,
    PP_EINTR = 4,
    PP_EBADF = 9,
    PP_EAGAIN = 11,
    PP_ENOMEM = 12,
    PP_EACCES = 13,
    PP_ENOTDIR = 20,
    PP_EINVAL = 22,
    PP_ENFILE = 23,
    PP_EMFILE = 24,
    PP_ENOTTY = 25,
    PP_ENOSYS = 38,
    PP_EBADMSG = 74, /* given by this library to text that it does not understand */
};

enum { PP_CLOCK_REALTIME = 0, PP_CLOCK_MONOTONIC = 1 };

/* ioctl(2) PIDFD_GET_INFO: include/uapi/linux/pidfd.h, Linux 6.13+. The first published size. */
typedef struct pp__pidfd_info {
    uint64_t mask;
    uint64_t cgroup_id;
    uint32_t pid;
    uint32_t tgid;
    uint32_t ppid;
    uint32_t ruid, rgid, euid, egid, suid, sgid, fsuid, fsgid;
    int32_t exit_code;
} pp__pidfd_info;

enum { PP_PIDFD_INFO_PID = 1, PP_PIDFD_INFO_CREDS = 2, PP_PIDFD_INFO_EXIT = 8 };

/* include/uapi/linux/eventpoll.h */
typedef struct pp__epoll_event {
    uint32_t events;
    uint64_t data;
} PP_EPOLL_EVENT_LAYOUT pp__epoll_event;

/* Which of the descriptors that pp__sys_await() waits for. */
enum { PP__AWAITED = 3 };

/* Opens for reading, close-on-exec. Returns a descriptor. */
int32_t pp__sys_open(const char *path);
int32_t pp__sys_open_directory(const char *path);
void pp__sys_close(int32_t descriptor);

/* One read(2) or pread(2): the number of bytes, 0 at the end. */
int32_t pp__sys_read(int32_t descriptor, uint8_t *bytes, int32_t capacity);
int32_t pp__sys_pread(int32_t descriptor, uint8_t *bytes, int32_t capacity, int64_t offset);

int32_t pp__sys_getdents(int32_t directory, uint8_t *bytes, int32_t capacity);
int32_t pp__sys_readlink(const char *path, uint8_t *bytes, int32_t capacity);

/* statx(2): owner and size of a path, inode of a descriptor. */
int32_t pp__sys_owner(const char *path, uint32_t *uid);
int32_t pp__sys_size(const char *path, uint64_t *bytes);
int32_t pp__sys_inode(int32_t descriptor, uint64_t *inode);

/* Magic number of the file system behind a path or descriptor: statfs(2). */
int32_t pp__sys_file_system(const char *path, uint64_t *magic);
int32_t pp__sys_file_system_of(int32_t descriptor, uint64_t *magic);

/* clock_gettime(2) in nanoseconds. */
int32_t pp__sys_clock(int32_t clock, uint64_t *ns);

int32_t pp__sys_pidfd_open(int32_t pid);
int32_t pp__sys_pidfd_info(int32_t pidfd, pp__pidfd_info *info);
/*
 * What the kernel keeps of a process that has been reaped: Linux 6.15+. -ESRCH while it has not
 * been, and where nothing is kept. *wait_status is as wait(2) gives it.
 */
int32_t pp__sys_pidfd_wait_status(int32_t pidfd, int32_t *wait_status);
/* 1 when the process behind a pidfd has exited, 0 when it has not. */
int32_t pp__sys_pidfd_has_exited(int32_t pidfd);
/* pidfd_send_signal(2); 0 sends nothing: 0 or -EPERM while not reaped, -ESRCH after. */
int32_t pp__sys_pidfd_signal(int32_t pidfd, int32_t signal);

/* kill(2); 0 sends nothing: 0 or -EPERM when the process is there. */
int32_t pp__sys_kill(int32_t pid, int32_t signal);

/* An epoll set, close-on-exec. Each descriptor in it tells of being readable, until it is not. */
int32_t pp__sys_epoll_create(void);
int32_t pp__sys_epoll_add(int32_t epoll, int32_t descriptor, uint64_t data);
int32_t pp__sys_epoll_remove(int32_t epoll, int32_t descriptor);
/* epoll_wait(2) without waiting: the number of events. */
int32_t pp__sys_epoll_look(int32_t epoll, pp__epoll_event *events, int32_t capacity);

/* eventfd(2): readable from a raise to the next lowering. Close-on-exec, never blocks. */
int32_t pp__sys_signal_create(void);
int32_t pp__sys_signal_raise(int32_t signal);
int32_t pp__sys_signal_lower(int32_t signal);

/*
 * Waits until one of the descriptors is readable: ppoll(2). timeout_ns below 0 waits for good; the
 * time that interrupted waits took counts. The number of readable ones, and which in *readable.
 */
int32_t pp__sys_await(const int32_t descriptors[PP__AWAITED], int64_t timeout_ns,
                      bool readable[PP__AWAITED]);

/* Soft limit of the calling process's open files: getrlimit(2) RLIMIT_NOFILE. */
int32_t pp__sys_descriptor_limit(uint64_t *limit);

/* "6.18.5-generic": uname(2) release, cut to the capacity, with a zero behind. */
int32_t pp__sys_kernel_release(char *text, int32_t capacity);

int32_t pp__sys_getpid(void);
int32_t pp__sys_gettid(void);
uint32_t pp__sys_geteuid(void);
/* Number of CPUs in the affinity mask of the calling thread. */
int32_t pp__sys_cpus_usable(void);
/* Size of a page of memory. */
uint32_t pp__sys_page_bytes(void);

#endif
