#include "sys.h"

enum {
    O_RDONLY_ = 0,
    O_CLOEXEC_ = 02000000, /* the same on x86-64 and aarch64, unlike O_DIRECTORY */
    AT_FDCWD_ = -100,
    AT_EMPTY_PATH_ = 0x1000,
    STATX_UID_ = 0x8,
    STATX_INO_ = 0x100,
    STATX_SIZE_ = 0x200,
    POLLIN_ = 0x1,
    EPOLLIN_ = 0x1,
    EPOLL_CTL_ADD_ = 1,
    EPOLL_CTL_DEL_ = 2,
    EFD_NONBLOCK_ = 04000, /* asm-generic/fcntl.h, as on both architectures */
    RLIMIT_NOFILE_ = 7,    /* asm-generic/resource.h, as on both architectures */
};

/* include/uapi/linux/stat.h, the part before the timestamps; 256 bytes in all on every
 * architecture. */
typedef struct kernel_statx {
    uint32_t mask;
    uint32_t blksize;
    uint64_t attributes;
    uint32_t nlink;
    uint32_t uid;
    uint32_t gid;
    uint16_t mode;
    uint16_t spare0;
    uint64_t ino;
    uint64_t size;
    uint64_t rest[26];
} kernel_statx;
_Static_assert(sizeof(kernel_statx) == 256, "struct statx is 256 bytes");

typedef struct kernel_timespec {
    int64_t seconds;
    int64_t nanoseconds;
} kernel_timespec;

typedef struct kernel_pollfd {
    int32_t fd;
    int16_t events;
    int16_t revents;
} kernel_pollfd;

/* struct statfs of 64-bit architectures: f_type first, 120 bytes in all (asm-generic/statfs.h). */
typedef struct kernel_statfs {
    int64_t type;
    int64_t rest[14];
} kernel_statfs;
_Static_assert(sizeof(kernel_statfs) == 120, "struct statfs is 120 bytes");

/* struct new_utsname: include/uapi/linux/utsname.h. */
typedef struct kernel_names {
    char system[65];
    char node[65];
    char release[65];
    char version[65];
    char machine[65];
    char domain[65];
} kernel_names;

_Static_assert(sizeof(pp__pidfd_info) == 64, "PIDFD_INFO_SIZE_VER0 is 64 bytes");
/* _IOWR(0xff, 11, struct pidfd_info) with the size above: asm-generic/ioctl.h. */
static const int64_t PIDFD_GET_INFO_ = 0xc040ff0b;

static int64_t address(const void *pointer)
{
    return (int64_t)(intptr_t)pointer;
}

static int32_t call(int64_t number, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e)
{
    int64_t result;
    do {
        result = pp__syscall5(number, a, b, c, d, e);
    } while (result == -PP_EINTR);
    return (int32_t)result;
}

int32_t pp__sys_open(const char *path)
{
    return call(PP_SYS_OPENAT, AT_FDCWD_, address(path), O_RDONLY_ | O_CLOEXEC_, 0, 0);
}

int32_t pp__sys_open_directory(const char *path)
{
    return call(PP_SYS_OPENAT, AT_FDCWD_, address(path), O_RDONLY_ | O_CLOEXEC_ | PP_O_DIRECTORY, 0,
                0);
}

void pp__sys_close(int32_t descriptor)
{
    /* Not made again after EINTR: Linux has closed the descriptor by then, see close(2). */
    (void)pp__syscall5(PP_SYS_CLOSE, descriptor, 0, 0, 0, 0);
}

int32_t pp__sys_read(int32_t descriptor, uint8_t *bytes, int32_t capacity)
{
    return call(PP_SYS_READ, descriptor, address(bytes), capacity, 0, 0);
}

int32_t pp__sys_pread(int32_t descriptor, uint8_t *bytes, int32_t capacity, int64_t offset)
{
    return call(PP_SYS_PREAD64, descriptor, address(bytes), capacity, offset, 0);
}

int32_t pp__sys_getdents(int32_t directory, uint8_t *bytes, int32_t capacity)
{
    return call(PP_SYS_GETDENTS64, directory, address(bytes), capacity, 0, 0);
}

int32_t pp__sys_readlink(const char *path, uint8_t *bytes, int32_t capacity)
{
    return call(PP_SYS_READLINKAT, AT_FDCWD_, address(path), address(bytes), capacity, 0);
}

int32_t pp__sys_owner(const char *path, uint32_t *uid)
{
    kernel_statx status = {0};
    int32_t result = call(PP_SYS_STATX, AT_FDCWD_, address(path), 0, STATX_UID_, address(&status));
    *uid = status.uid;
    return result;
}

int32_t pp__sys_size(const char *path, uint64_t *bytes)
{
    kernel_statx status = {0};
    int32_t result = call(PP_SYS_STATX, AT_FDCWD_, address(path), 0, STATX_SIZE_, address(&status));
    *bytes = status.size;
    return result;
}

int32_t pp__sys_inode(int32_t descriptor, uint64_t *inode)
{
    kernel_statx status = {0};
    int32_t result =
        call(PP_SYS_STATX, descriptor, address(""), AT_EMPTY_PATH_, STATX_INO_, address(&status));
    *inode = status.ino;
    return result;
}

int32_t pp__sys_file_system(const char *path, uint64_t *magic)
{
    kernel_statfs status = {0};
    int32_t result = call(PP_SYS_STATFS, address(path), address(&status), 0, 0, 0);
    *magic = (uint64_t)status.type;
    return result;
}

int32_t pp__sys_file_system_of(int32_t descriptor, uint64_t *magic)
{
    kernel_statfs status = {0};
    int32_t result = call(PP_SYS_FSTATFS, descriptor, address(&status), 0, 0, 0);
    *magic = (uint64_t)status.type;
    return result;
}

int32_t pp__sys_clock(int32_t clock, uint64_t *ns)
{
    kernel_timespec time = {0, 0};
    int32_t result = call(PP_SYS_CLOCK_GETTIME, clock, address(&time), 0, 0, 0);
    *ns = (uint64_t)time.seconds * 1000000000U + (uint64_t)time.nanoseconds;
    return result;
}

int32_t pp__sys_pidfd_open(int32_t pid)
{
    return call(PP_SYS_PIDFD_OPEN, pid, 0, 0, 0, 0);
}

int32_t pp__sys_pidfd_info(int32_t pidfd, pp__pidfd_info *info)
{
    *info = (pp__pidfd_info){.mask = PP_PIDFD_INFO_PID | PP_PIDFD_INFO_CREDS};
    return call(PP_SYS_IOCTL, pidfd, PIDFD_GET_INFO_, address(info), 0, 0);
}

int32_t pp__sys_pidfd_wait_status(int32_t pidfd, int32_t *wait_status)
{
    pp__pidfd_info info = {.mask = PP_PIDFD_INFO_EXIT};
    int32_t result = call(PP_SYS_IOCTL, pidfd, PIDFD_GET_INFO_, address(&info), 0, 0);
    *wait_status = info.exit_code;
    return result < 0 ? result : (info.mask & PP_PIDFD_INFO_EXIT) != 0 ? 0 : -PP_ESRCH;
}

int32_t pp__sys_pidfd_has_exited(int32_t pidfd)
{
    kernel_pollfd poll = {.fd = pidfd, .events = POLLIN_, .revents = 0};
    kernel_timespec at_once = {0, 0};
    return call(PP_SYS_PPOLL, address(&poll), 1, address(&at_once), 0, 0);
}

int32_t pp__sys_pidfd_signal(int32_t pidfd, int32_t signal)
{
    return call(PP_SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0, 0);
}

int32_t pp__sys_kill(int32_t pid, int32_t signal)
{
    return call(PP_SYS_KILL, pid, signal, 0, 0, 0);
}

int32_t pp__sys_epoll_create(void)
{
    return call(PP_SYS_EPOLL_CREATE1, O_CLOEXEC_, 0, 0, 0, 0);
}

int32_t pp__sys_epoll_add(int32_t epoll, int32_t descriptor, uint64_t data)
{
    pp__epoll_event event = {.events = EPOLLIN_, .data = data};
    return call(PP_SYS_EPOLL_CTL, epoll, EPOLL_CTL_ADD_, descriptor, address(&event), 0);
}

int32_t pp__sys_epoll_remove(int32_t epoll, int32_t descriptor)
{
    pp__epoll_event unused = {0}; /* kernels before 2.6.9 want a pointer, see epoll_ctl(2) */
    return call(PP_SYS_EPOLL_CTL, epoll, EPOLL_CTL_DEL_, descriptor, address(&unused), 0);
}

int32_t pp__sys_epoll_look(int32_t epoll, pp__epoll_event *events, int32_t capacity)
{
    /* With a signal mask of null, epoll_pwait(2) is epoll_wait(2), which arm64 does not have. */
    return call(PP_SYS_EPOLL_PWAIT, epoll, address(events), capacity, 0, 0);
}

int32_t pp__sys_signal_create(void)
{
    return call(PP_SYS_EVENTFD2, 0, O_CLOEXEC_ | EFD_NONBLOCK_, 0, 0, 0);
}

int32_t pp__sys_signal_raise(int32_t signal)
{
    uint64_t one = 1;
    int32_t result = call(PP_SYS_WRITE, signal, address(&one), (int64_t)sizeof one, 0, 0);
    return result == -PP_EAGAIN ? 0 : result; /* raised so often that its counter is full */
}

int32_t pp__sys_signal_lower(int32_t signal)
{
    uint64_t raised = 0;
    return call(PP_SYS_READ, signal, address(&raised), (int64_t)sizeof raised, 0, 0);
}

int32_t pp__sys_await(const int32_t descriptors[PP__AWAITED], int64_t timeout_ns,
                      bool readable[PP__AWAITED])
{
    kernel_pollfd polls[PP__AWAITED];
    for (int32_t i = 0; i < PP__AWAITED; i++) {
        polls[i] = (kernel_pollfd){.fd = descriptors[i], .events = POLLIN_, .revents = 0};
    }
    /* The system call itself, unlike what libc makes of it, leaves the rest of the time in it. */
    kernel_timespec rest = {timeout_ns / 1000000000, timeout_ns % 1000000000};
    int32_t result =
        call(PP_SYS_PPOLL, address(polls), PP__AWAITED, timeout_ns < 0 ? 0 : address(&rest), 0, 0);
    for (int32_t i = 0; i < PP__AWAITED; i++) {
        readable[i] = result > 0 && polls[i].revents != 0;
    }
    return result;
}

int32_t pp__sys_descriptor_limit(uint64_t *limit)
{
    uint64_t soft_and_hard[2] = {0, 0};
    int32_t result = call(PP_SYS_PRLIMIT64, 0, RLIMIT_NOFILE_, 0, address(soft_and_hard), 0);
    *limit = soft_and_hard[0];
    return result;
}

int32_t pp__sys_kernel_release(char *text, int32_t capacity)
{
    kernel_names names = {0};
    int32_t result = call(PP_SYS_UNAME, address(&names), 0, 0, 0, 0);
    int32_t length = 0;
    while (length < capacity - 1 && length < (int32_t)sizeof names.release &&
           names.release[length] != 0) {
        text[length] = names.release[length];
        length++;
    }
    text[length] = 0;
    return result;
}

int32_t pp__sys_getpid(void)
{
    return call(PP_SYS_GETPID, 0, 0, 0, 0, 0);
}

int32_t pp__sys_gettid(void)
{
    return call(PP_SYS_GETTID, 0, 0, 0, 0, 0);
}

uint32_t pp__sys_geteuid(void)
{
    return (uint32_t)pp__syscall5(PP_SYS_GETEUID, 0, 0, 0, 0, 0);
}

int32_t pp__sys_cpus_usable(void)
{
    uint64_t mask[128] = {0}; /* 8,192 CPUs: the most that Linux can be built for */
    int32_t written = call(PP_SYS_SCHED_GETAFFINITY, 0, (int64_t)sizeof mask, address(mask), 0, 0);
    int32_t cpus = 0;
    for (int32_t i = 0; i < written / 8; i++) {
        for (uint64_t rest = mask[i]; rest != 0; rest &= rest - 1) {
            cpus++;
        }
    }
    return written < 0 ? written : cpus;
}

uint32_t pp__sys_page_bytes(void)
{
    /*
     * madvise(2) of nothing refuses an address that is not on a page boundary, and does nothing
     * otherwise: so the least power of two that it takes is the size of a page. The auxiliary
     * vector would say it too, but can be read neither without a libc nor by a process that is not
     * dumpable.
     */
    uint32_t bytes = 4096;
    while (bytes < 65536 && call(PP_SYS_MADVISE, bytes, 0, 0, 0, 0) == -PP_EINVAL) {
        bytes *= 2;
    }
    return bytes;
}
