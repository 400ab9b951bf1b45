#include "identify.h"

#include "kernel.h"
#include "process.h"
#include "procfs.h"
#include "sys.h"

static int32_t read_inode(int32_t pidfd, uint32_t features, uint64_t *token)
{
    if ((features & PP__PIDFS) == 0 || pp__sys_inode(pidfd, token) < 0) {
        return PP_UNKNOWN_IDENTITY;
    }
    return PP_OK;
}

static int32_t read_start_ticks(int32_t pid, int32_t pidfd, uint64_t *token)
{
    pp__path path = pp__path_of(pid, "stat");
    pp__stat stat;
    int32_t error = pp__process_read_stat_at(path.text, &stat);
    if (error < 0) {
        int32_t status = pp__process_status_of(pid, error);
        return status == PP_DENIED || status == PP_NO_PROCFS ? PP_UNKNOWN_IDENTITY : status;
    }
    *token = stat.start_ticks;
    /* Read by number: of the process of the pidfd when that has not been reaped. */
    return pp__process_is_unreaped(pidfd) == 0 ? PP_OK : PP_GONE;
}

int32_t pp__identify(const pp_identity *who, int32_t pidfd, uint32_t features,
                     pp_identity *verified)
{
    uint32_t kind = who->token_kind;
    if (kind == PP_TOKEN_NONE) {
        kind = (features & PP__PIDFS) != 0 ? PP_TOKEN_PIDFD_INODE : PP_TOKEN_START_TICKS;
    }
    *verified = (pp_identity){.pid = who->pid};
    uint64_t token = 0;
    int32_t status = kind == PP_TOKEN_PIDFD_INODE ? read_inode(pidfd, features, &token)
                   : kind == PP_TOKEN_START_TICKS ? read_start_ticks(who->pid, pidfd, &token)
                                                  : PP_UNKNOWN_IDENTITY;
    if (status == PP_OK && who->token_kind != PP_TOKEN_NONE && token != who->start_token) {
        status = PP_REPLACED;
    }
    if (status == PP_OK) {
        verified->token_kind = kind;
        verified->start_token = token;
    }
    return status;
}
