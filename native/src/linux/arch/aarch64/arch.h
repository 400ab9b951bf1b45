/*
 * What aarch64 Linux has of its own: how a system call is made and the numbers that differ between
 * architectures. Source: syscall(2), asm-generic/unistd.h, arch/arm64/include/uapi/asm/fcntl.h.
 */
#ifndef PP_LINUX_ARCH_H
#define PP_LINUX_ARCH_H

#include <stdint.h>

#define PP_SYS_EVENTFD2 19
#define PP_SYS_EPOLL_CREATE1 20
#define PP_SYS_EPOLL_CTL 21
#define PP_SYS_EPOLL_PWAIT 22
#define PP_SYS_IOCTL 29
#define PP_SYS_STATFS 43
#define PP_SYS_FSTATFS 44
#define PP_SYS_OPENAT 56
#define PP_SYS_CLOSE 57
#define PP_SYS_GETDENTS64 61
#define PP_SYS_READ 63
#define PP_SYS_WRITE 64
#define PP_SYS_PREAD64 67
#define PP_SYS_PPOLL 73
#define PP_SYS_READLINKAT 78
#define PP_SYS_CLOCK_GETTIME 113
#define PP_SYS_SCHED_GETAFFINITY 123
#define PP_SYS_KILL 129
#define PP_SYS_UNAME 160
#define PP_SYS_GETPID 172
#define PP_SYS_GETEUID 175
#define PP_SYS_GETTID 178
#define PP_SYS_MADVISE 233
#define PP_SYS_PRLIMIT64 261
#define PP_SYS_STATX 291
#define PP_SYS_PIDFD_SEND_SIGNAL 424
#define PP_SYS_PIDFD_OPEN 434

#define PP_O_DIRECTORY 040000

/* struct epoll_event as C lays it out: include/uapi/linux/eventpoll.h. */
#define PP_EPOLL_EVENT_LAYOUT

static inline int64_t pp__syscall5(int64_t number, int64_t a, int64_t b, int64_t c, int64_t d,
                                   int64_t e)
{
    register int64_t x8 __asm__("x8") = number;
    register int64_t x0 __asm__("x0") = a;
    register int64_t x1 __asm__("x1") = b;
    register int64_t x2 __asm__("x2") = c;
    register int64_t x3 __asm__("x3") = d;
    register int64_t x4 __asm__("x4") = e;
    __asm__ volatile("svc 0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4)
                     : "memory", "cc");
    return x0;
}

#endif
