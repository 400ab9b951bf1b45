#include "process.h"

#include "kernel.h"
#include "parse/status.h"
#include "procfs.h"
#include "sys.h"

static int32_t read_status(int32_t pid, pp__status *out)
{
    uint8_t text[PP__STATUS_TEXT_BYTES];
    pp__path path = pp__path_of(pid, "status");
    int32_t length = pp__procfs_read_file(path.text, text, (int32_t)sizeof text);
    if (length < 0) {
        return length;
    }
    return pp__parse_status(text, length, out) ? PP_OK : -PP_EBADMSG;
}

bool pp__process_is_calling_thread(int32_t pid)
{
    return pid == pp__sys_gettid() && pid != pp__sys_getpid();
}

int32_t pp__process_check(int32_t pid, int32_t *error)
{
    *error = 0;
    if (pid > PP__MOST_PID) {
        return PP_GONE;
    }
    if ((pp__kernel_features() & PP__CPU_CLOCK) != 0) {
        uint64_t ns = 0;
        bool is_there = pp__sys_clock(pp__cpu_clock_of(pid), &ns) >= 0;
        return is_there && !pp__process_is_calling_thread(pid) ? PP_OK : PP_GONE;
    }
    pp__status status;
    *error = read_status(pid, &status);
    if (*error < 0) {
        return pp__process_status_of(pid, *error);
    }
    return status.process == pid ? PP_OK : PP_GONE;
}

/* Whether /proc opens the folder of a process: 0, or a negated errno. */
static int32_t try_to_open(int32_t pid)
{
    int32_t descriptor = pp__procfs_open(pid, "stat");
    if (descriptor < 0) {
        return descriptor;
    }
    pp__sys_close(descriptor);
    return 0;
}

bool pp__process_is_visible(int32_t pid)
{
    return try_to_open(pid) == 0;
}

int32_t pp__process_read_owner(int32_t pid, uint32_t *uid)
{
    if ((pp__kernel_features() & PP__STATX) != 0) {
        pp__path path = pp__path_of(pid, "");
        return pp__sys_owner(path.text, uid);
    }
    pp__status status = {0};
    int32_t error = read_status(pid, &status);
    *uid = status.uid;
    return error;
}

static int32_t check_inode(const pp_identity *who)
{
    if ((pp__kernel_features() & PP__PIDFS) == 0) {
        return PP_UNKNOWN_IDENTITY;
    }
    int32_t pidfd = pp__sys_pidfd_open(who->pid);
    if (pidfd < 0) {
        return pp__process_status_of_pidfd(who->pid, pidfd);
    }
    uint64_t inode = 0;
    int32_t result = pp__sys_inode(pidfd, &inode);
    pp__sys_close(pidfd);
    if (result < 0) {
        return PP_UNKNOWN_IDENTITY;
    }
    return inode == who->start_token ? PP_OK : PP_REPLACED;
}

static int32_t check_start_ticks(const pp_identity *who)
{
    pp__path path = pp__path_of(who->pid, "stat");
    pp__stat stat;
    int32_t result = pp__process_read_stat_at(path.text, &stat);
    if (result < 0) {
        int32_t status = pp__process_status_of(who->pid, result);
        return status == PP_DENIED ? PP_UNKNOWN_IDENTITY : status;
    }
    return stat.start_ticks == who->start_token ? PP_OK : PP_REPLACED;
}

int32_t pp__process_check_identity(const pp_identity *who)
{
    switch (who->token_kind) {
    case PP_TOKEN_NONE:
        return PP_OK;
    case PP_TOKEN_PIDFD_INODE:
        return check_inode(who);
    case PP_TOKEN_START_TICKS:
        return check_start_ticks(who);
    default:
        return PP_UNKNOWN_IDENTITY;
    }
}

int32_t pp__process_is_unreaped(int32_t pidfd)
{
    int32_t error = pp__sys_pidfd_signal(pidfd, 0);
    return error == -PP_EPERM ? 0 : error; /* to be refused it must be there */
}

/* EINVAL, and ENOENT since Linux 6.9: the number is that of a thread, see pidfd_open(2). */
static bool is_nothing_there(int32_t pidfd_error)
{
    return pidfd_error == -PP_ESRCH || pidfd_error == -PP_EINVAL || pidfd_error == -PP_ENOENT;
}

static bool is_missing_in_proc(int32_t pid)
{
    int32_t error = try_to_open(pid);
    return error == -PP_ENOENT || error == -PP_ENOTDIR;
}

static bool takes_signals(int32_t pid)
{
    int32_t result = pp__sys_kill(pid, 0);
    return result == 0 || result == -PP_EPERM;
}

/*
 * Is there a process that /proc does not show? Only when one and the same is there before and after
 * /proc has been asked: otherwise the number was free when it was asked, and was given out after.
 */
static bool is_hidden(int32_t pid)
{
    int32_t pidfd = (pp__kernel_features() & PP__PIDFD) != 0 ? pp__sys_pidfd_open(pid) : -PP_ENOSYS;
    if (pidfd >= 0) {
        bool is_same = is_missing_in_proc(pid) && pp__process_is_unreaped(pidfd) == 0;
        /* Once more: who is just being reaped leaves /proc a moment before its pidfd tells so. */
        is_same = is_same && is_missing_in_proc(pid) && pp__process_is_unreaped(pidfd) == 0;
        pp__sys_close(pidfd);
        return is_same;
    }
    if (is_nothing_there(pidfd)) {
        return false;
    }
    /*
     * Nothing joins these answers: who is asked may be the last holder of the number, then nobody,
     * then the next one. What is hidden gives the same answers each time.
     */
    enum { TIMES = 4 };
    bool is_same = true;
    for (int32_t i = 0; i < TIMES && is_same; i++) {
        is_same = takes_signals(pid) && is_missing_in_proc(pid) && takes_signals(pid);
    }
    return is_same;
}

static int32_t status_of_missing(int32_t pid)
{
    /* Not in /proc: is it gone, is it hidden (hidepid, proc(5)), or is there no /proc at all? */
    if ((pp__kernel_features() & PP__ONE_WORLD) == 0) {
        return PP_GONE; /* the system calls would ask about another process */
    }
    if (!is_hidden(pid)) {
        return PP_GONE;
    }
    return pp__kernel_check_procfs() == PP_OK ? PP_DENIED : PP_NO_PROCFS;
}

int32_t pp__process_status_of(int32_t pid, int32_t error)
{
    switch (-error) {
    case PP_ESRCH:
        return PP_GONE;
    case PP_ENOENT:
    case PP_ENOTDIR:
        return status_of_missing(pid);
    case PP_EACCES:
    case PP_EPERM:
        return PP_DENIED;
    case PP_EMFILE:
    case PP_ENFILE:
    case PP_ENOMEM:
    case PP_EAGAIN:
        return PP_AGAIN;
    case PP_ENOSYS:
    case PP_ENOTTY:
        return PP_UNSUPPORTED;
    case PP_EBADMSG:
        return PP_MALFORMED;
    default:
        return PP_OS_ERROR;
    }
}

int32_t pp__process_status_of_pidfd(int32_t pid, int32_t error)
{
    return is_nothing_there(error) ? PP_GONE : pp__process_status_of(pid, error);
}

int32_t pp__process_read_stat(int32_t descriptor, pp__stat *out)
{
    uint8_t text[PP__STAT_TEXT_BYTES];
    int32_t length = pp__sys_pread(descriptor, text, (int32_t)sizeof text, 0);
    if (length < 0) {
        return length;
    }
    /* Nothing to read: the process left between the open and the read. */
    return length == 0 ? -PP_ESRCH : pp__parse_stat(text, length, out) ? PP_OK : -PP_EBADMSG;
}

int32_t pp__process_read_stat_at(const char *path, pp__stat *out)
{
    int32_t descriptor = pp__sys_open(path);
    if (descriptor < 0) {
        return descriptor;
    }
    int32_t result = pp__process_read_stat(descriptor, out);
    pp__sys_close(descriptor);
    return result;
}

int32_t pp__process_read_statm(int32_t descriptor, pp__statm *out)
{
    uint8_t text[PP__STATM_TEXT_BYTES];
    int32_t length = pp__sys_pread(descriptor, text, (int32_t)sizeof text, 0);
    if (length < 0) {
        return length;
    }
    if (length == 0) {
        return -PP_ESRCH; /* left between the open and the read */
    }
    return pp__parse_statm(text, length, pp__kernel_page_bytes(), out) ? PP_OK : -PP_EBADMSG;
}

int32_t pp__process_read_statm_at(const char *path, pp__statm *out)
{
    int32_t descriptor = pp__sys_open(path);
    if (descriptor < 0) {
        return descriptor;
    }
    int32_t result = pp__process_read_statm(descriptor, out);
    pp__sys_close(descriptor);
    return result;
}
