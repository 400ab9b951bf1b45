/*
 * What x86-64 Linux has of its own: how a system call is made and the numbers that differ between
 * architectures. Source: syscall(2), arch/x86/entry/syscalls/syscall_64.tbl, asm/fcntl.h.
 */
#ifndef PP_LINUX_ARCH_H
#define PP_LINUX_ARCH_H

#include <stdint.h>

#define PP_SYS_READ 0
#define PP_SYS_WRITE 1
#define PP_SYS_CLOSE 3
#define PP_SYS_MADVISE 28
#define PP_SYS_IOCTL 16
#define PP_SYS_PREAD64 17
#define PP_SYS_GETPID 39
#define PP_SYS_KILL 62
#define PP_SYS_UNAME 63
#define PP_SYS_GETEUID 107
#define PP_SYS_FSTATFS 138
#define PP_SYS_STATFS 137
#define PP_SYS_GETTID 186
#define PP_SYS_SCHED_GETAFFINITY 204
#define PP_SYS_GETDENTS64 217
#define PP_SYS_CLOCK_GETTIME 228
#define PP_SYS_EPOLL_CTL 233
#define PP_SYS_OPENAT 257
#define PP_SYS_READLINKAT 267
#define PP_SYS_PPOLL 271
#define PP_SYS_EPOLL_PWAIT 281
#define PP_SYS_EVENTFD2 290
#define PP_SYS_EPOLL_CREATE1 291
#define PP_SYS_PRLIMIT64 302
#define PP_SYS_STATX 332
#define PP_SYS_PIDFD_SEND_SIGNAL 424
#define PP_SYS_PIDFD_OPEN 434

#define PP_O_DIRECTORY 0200000

/* struct epoll_event has no padding here, as on 32-bit x86: include/uapi/linux/eventpoll.h. */
#define PP_EPOLL_EVENT_LAYOUT __attribute__((packed))

static inline int64_t pp__syscall5(int64_t number, int64_t a, int64_t b, int64_t c, int64_t d,
                                   int64_t e)
{
    int64_t result;
    register int64_t r10 __asm__("r10") = d;
    register int64_t r8 __asm__("r8") = e;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
}

#endif
