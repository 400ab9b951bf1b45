#include "exit_status.h"

#include "kernel.h"
#include "parse/stat.h"
#include "process.h"
#include "procfs.h"
#include "sys.h"

/* waitpid(2): the lower seven bits are the ending signal, 0 for none; the next byte is the code. */
static int32_t exit_status_of(int32_t wait_status)
{
    int32_t signal = wait_status & 0x7f;
    return signal != 0 ? PP_EXIT_SIGNALLED + signal : wait_status >> 8 & 0xff;
}

/*
 * A status of 0 may mean that this process may not know it. The same right is needed to read the
 * link to the program, which a zombie no longer has: not found, then, is an answer, and refused is
 * none (fs/proc/base.c proc_exe_link(), fs/proc/array.c do_task_stat()).
 */
static bool may_trace(int32_t pid)
{
    uint8_t link[1];
    pp__path path = pp__path_of(pid, "exe");
    return pp__sys_readlink(path.text, link, (int32_t)sizeof link) == -PP_ENOENT;
}

/* What was read by number was of this process when it still holds the number. */
static bool is_still_there(const pp_identity *who, int32_t pidfd)
{
    return pidfd >= 0 ? pp__process_is_unreaped(pidfd) == 0
                      : pp__process_check_identity(who) == PP_OK;
}

static bool read_of_zombie(const pp_identity *who, int32_t pidfd, int32_t *wait_status)
{
    uint8_t text[PP__STAT_LINE_BYTES];
    pp__path path = pp__path_of(who->pid, "stat");
    int32_t length = pp__procfs_read_file(path.text, text, (int32_t)sizeof text);
    return length > 0 && pp__parse_stat_wait_status(text, length, wait_status) &&
           (*wait_status != 0 || may_trace(who->pid)) && is_still_there(who, pidfd);
}

static bool read_of_reaped(int32_t pidfd, uint32_t features, int32_t *wait_status)
{
    return pidfd >= 0 && (features & PP__EXIT_INFO) != 0 &&
           pp__sys_pidfd_wait_status(pidfd, wait_status) == 0;
}

bool pp__exit_status_read(const pp_identity *who, int32_t pidfd, uint32_t features,
                          int32_t *exit_status)
{
    int32_t wait_status = 0;
    bool is_known = read_of_reaped(pidfd, features, &wait_status) ||
                    read_of_zombie(who, pidfd, &wait_status) ||
                    /* It may have been reaped while it was being read. */
                    read_of_reaped(pidfd, features, &wait_status);
    *exit_status = is_known ? exit_status_of(wait_status) : 0;
    return is_known;
}
