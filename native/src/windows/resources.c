#include "calls.h"
#include "pp_internal.h"
#include "process.h"

/*
 * Of all that can be asked for, Windows has an equal of one: the open handles. It counts bytes of
 * reading and writing, but not which of them went to storage, and switches between threads, but not
 * whose will they were.
 */
static void read_handles(const pp__process *it, pp_resources *out)
{
    DWORD handles = 0;
    if (!GetProcessHandleCount(it->handle, &handles)) {
        out->os_error = (int32_t)GetLastError();
        out->failed_call = out->os_error != 0 ? PP_CALL_READ : PP_CALL_NONE;
    } else if (handles > 0 && handles <= INT32_MAX) {
        out->descriptors = (int32_t)handles; /* 0 is what Wine says of every process */
        out->valid |= PP_RESOURCE_DESCRIPTORS;
    }
}

void pp_os_query_resources(const pp_identity *who, uint64_t wanted, pp_resources *out)
{
    pp__process process;
    out->status = pp__process_open_verified(who, 0, &process);
    if (out->status != PP_OK) {
        return;
    }
    out->token_kind = PP_TOKEN_CREATION_TIME;
    out->start_token = process.created;
    if ((wanted & PP_RESOURCE_DESCRIPTORS) != 0) {
        read_handles(&process, out);
    }
    bool has_ended = pp__process_has_ended(&process);
    pp__process_close(&process);
    if (has_ended) {
        out->status = PP_GONE;
    } else if (wanted != 0 && out->valid == 0 && out->os_error != 0) {
        out->status = pp__status_of_error((DWORD)out->os_error);
    }
    if (out->status != PP_OK) {
        *out = (pp_resources){.pid = who->pid,
                              .status = out->status,
                              .sampled_at_ns = out->sampled_at_ns,
                              .os_error = has_ended ? 0 : out->os_error,
                              .failed_call = has_ended ? 0 : out->failed_call};
    }
}
