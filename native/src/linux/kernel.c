#include "kernel.h"

#include "parse/cursor.h"
#include "pp_internal.h"
#include "procfs.h"
#include "sys.h"

#include <stdatomic.h>

static const uint64_t PROC_SUPER_MAGIC = 0x9fa0;
static const uint64_t PID_FS_MAGIC = 0x50494446;

static _Atomic uint32_t page_bytes;
static _Atomic int64_t boot_time_ns;

/*
 * A /proc of another PID namespace (mounted from the host, say) numbers processes otherwise than
 * the system calls of this process do: then only /proc may be used, for what it says is of one
 * world.
 */
static int32_t check_one_world(int32_t own_pid)
{
    uint8_t link[16];
    int32_t length = pp__sys_readlink("/proc/self", link, (int32_t)sizeof link);
    if (length < 0) {
        return pp__kernel_check_procfs() == PP_OK ? length : 0; /* without /proc, nothing to mix */
    }
    pp__cursor cursor = {.at = link, .end = link + length};
    uint64_t number = 0;
    return pp__cursor_unsigned(&cursor, &number) && number == (uint64_t)own_pid ? 0 : -PP_ESRCH;
}

static int32_t check_pidfs(int32_t pidfd)
{
    uint64_t magic = 0;
    int32_t result = pp__sys_file_system_of(pidfd, &magic);
    if (result < 0) {
        return result;
    }
    uint64_t inode = 0;
    result = pp__sys_inode(pidfd, &inode);
    return result < 0 ? result : magic == PID_FS_MAGIC ? 0 : -PP_ENOSYS;
}

/*
 * The one feature that a living process cannot be asked about: so the kernel is asked for its age.
 * 6.15 is the first that keeps it (fs/pidfs.c, PIDFD_INFO_EXIT).
 */
static int32_t check_exit_info(void)
{
    char release[64];
    int32_t result = pp__sys_kernel_release(release, (int32_t)sizeof release);
    pp__cursor cursor = {.at = (const uint8_t *)release,
                         .end = (const uint8_t *)release + sizeof release};
    uint64_t major = 0;
    uint64_t minor = 0;
    if (result < 0 || !pp__cursor_unsigned(&cursor, &major) || *cursor.at++ != '.' ||
        !pp__cursor_unsigned(&cursor, &minor)) {
        return -PP_ENOSYS;
    }
    return major > 6 || (major == 6 && minor >= 15) ? 0 : -PP_ENOSYS;
}

static int32_t check_children_files(int32_t own_pid)
{
    pp__path path = pp__path_of_thread(own_pid, own_pid, "children");
    int32_t file = pp__sys_open(path.text);
    if (file >= 0) {
        pp__sys_close(file);
    }
    return file < 0 ? file : 0;
}

static int32_t check_epoll(void)
{
    int32_t epoll = pp__sys_epoll_create();
    if (epoll < 0) {
        return epoll;
    }
    /* That there is no such descriptor says the kernel itself; a filter says something else. */
    int32_t result = pp__sys_epoll_remove(epoll, -1);
    if (result == -PP_EBADF) {
        pp__epoll_event event;
        result = pp__sys_epoll_look(epoll, &event, 1);
    }
    pp__sys_close(epoll);
    return result;
}

static bool is_passing(int32_t error)
{
    return error == -PP_EMFILE || error == -PP_ENFILE || error == -PP_ENOMEM || error == -PP_EAGAIN;
}

bool pp__kernel_try(int32_t *errors)
{
    int32_t own_pid = pp__sys_getpid();
    int32_t mixed = check_one_world(own_pid);
    int32_t pidfd = mixed < 0 ? mixed : pp__sys_pidfd_open(own_pid);
    /*
     * A pidfd is of use only where it can be asked whether its process is still there: without, no
     * identity is made of its inode either.
     */
    errors[0] = pidfd < 0 ? pidfd : pp__sys_pidfd_signal(pidfd, 0);
    errors[1] = errors[0] < 0 ? errors[0] : check_pidfs(pidfd);
    pp__pidfd_info info;
    errors[2] = errors[0] < 0 ? errors[0] : pp__sys_pidfd_info(pidfd, &info);
    if (pidfd >= 0) {
        pp__sys_close(pidfd);
    }
    uint64_t ns = 0;
    errors[3] = mixed < 0 ? mixed : pp__sys_clock(pp__cpu_clock_of(own_pid), &ns);
    errors[4] = mixed;
    uint32_t uid = 0;
    errors[5] = pp__sys_owner("/", &uid);
    errors[6] = errors[2] < 0 ? errors[2] : check_exit_info();
    errors[7] = mixed < 0 ? mixed : check_children_files(own_pid);
    errors[8] = check_epoll();

    bool is_final = true;
    for (int32_t i = 0; i < PP__FEATURES; i++) {
        is_final &= !is_passing(errors[i]);
        errors[i] = -errors[i]; /* an errno, as people know it */
    }
    return is_final;
}

uint32_t pp__kernel_page_bytes(void)
{
    uint32_t bytes = atomic_load_explicit(&page_bytes, memory_order_relaxed);
    if (bytes == 0) {
        bytes = pp__sys_page_bytes();
        atomic_store_explicit(&page_bytes, bytes, memory_order_relaxed);
    }
    return bytes;
}

int64_t pp__kernel_boot_time_ns(void)
{
    int64_t ns = atomic_load_explicit(&boot_time_ns, memory_order_relaxed);
    if (ns == 0) {
        uint64_t seconds = 0;
        if (pp__procfs_boot_time(&seconds) < 0 || seconds > INT64_MAX / PP__NS_PER_S) {
            return 0;
        }
        ns = (int64_t)seconds * PP__NS_PER_S;
        atomic_store_explicit(&boot_time_ns, ns, memory_order_relaxed);
    }
    return ns;
}

int32_t pp__kernel_check_procfs(void)
{
    uint64_t magic = 0;
    int32_t result = pp__sys_file_system("/proc", &magic);
    return result >= 0 && magic == PROC_SUPER_MAGIC ? PP_OK : PP_NO_PROCFS;
}

uint32_t pp__kernel_token_kind(void)
{
    return (pp__kernel_features() & PP__PIDFS) != 0 ? PP_TOKEN_PIDFD_INODE : PP_TOKEN_START_TICKS;
}

uint64_t pp_os_now_ns(void)
{
    uint64_t ns = 0;
    (void)pp__sys_clock(PP_CLOCK_MONOTONIC, &ns); /* cannot fail for a valid clock and pointer */
    return ns;
}
