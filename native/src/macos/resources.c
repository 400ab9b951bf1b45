#include "calls.h"
#include "pages.h"
#include "parse/failure.h"
#include "pp_internal.h"
#include "process.h"

/*
 * Of all that can be asked for, macOS has an equal of one: the open descriptors. It counts bytes of
 * storage, but not those of read(2) and write(2), and switches between threads, but not whose will
 * they were.
 */

/* Descriptors are opened between the question how many there are and the next. */
enum { MOST_TRIES = 8, SLACK_DESCRIPTORS = 32, MOST_BYTES = 64 << 20 };

static int32_t ask(int32_t pid, void *out, int32_t bytes, int32_t *length)
{
    errno = 0;
    *length = proc_pidinfo(pid, PROC_PIDLISTFDS, 0, out, bytes);
    return *length > 0 ? 0 : errno;
}

/* A code of errno; ERANGE when they grow all the time. A full answer may have been cut. */
static int32_t count_descriptors(int32_t pid, pp__pages *room, int32_t *count)
{
    const int32_t each = (int32_t)sizeof(struct proc_fdinfo);
    for (int32_t tries = 0; tries < MOST_TRIES; tries++) {
        int32_t length = 0;
        int32_t error = ask(pid, NULL, 0, &length);
        if (error != 0) {
            return error;
        }
        int32_t wanted = length <= MOST_BYTES ? length + SLACK_DESCRIPTORS * each : 0;
        if (wanted == 0 || !pp__pages_take(room, (size_t)wanted)) {
            return ENOMEM;
        }
        error = ask(pid, room->memory, (int32_t)room->bytes, &length);
        if (error != 0) {
            return error;
        }
        if ((size_t)length < room->bytes) {
            *count = length / each;
            return 0;
        }
        pp__pages_free(room);
    }
    return ENOMEM;
}

typedef struct reading {
    uint64_t wanted;
    pp_resources *out;
} reading;

static int32_t read_resources(const pp__process *it, void *context)
{
    const reading *r = context;
    pp_resources *out = r->out;
    const pp_identity who = pp__process_identity(it);
    *out = (pp_resources){.pid = it->pid,
                          .token_kind = who.token_kind,
                          .start_token = who.start_token,
                          .sampled_at_ns = out->sampled_at_ns};
    if ((r->wanted & PP_RESOURCE_DESCRIPTORS) == 0 || it->has_exited) {
        return PP_OK;
    }
    pp__pages room = {.memory = NULL};
    int32_t count = 0;
    int32_t error = count_descriptors(it->pid, &room, &count);
    pp__pages_free(&room);
    if (error == ESRCH) {
        return PP_GONE;
    }
    if (error != 0) {
        out->os_error = error;
        out->failed_call = PP_CALL_READ;
        return PP_OK;
    }
    out->descriptors = count;
    out->valid = PP_RESOURCE_DESCRIPTORS;
    return PP_OK;
}

void pp_os_query_resources(const pp_identity *who, uint64_t wanted, pp_resources *out)
{
    reading r = {.wanted = wanted, .out = out};
    pp__refusal refusal = {.error = 0};
    int32_t status = pp__process_read(who, read_resources, &r, &refusal);
    if (status == PP_OK && wanted != 0 && out->valid == 0) {
        status = out->os_error != 0 ? pp__status_of_errno(out->os_error) : PP_UNSUPPORTED;
        refusal = (pp__refusal){.error = out->os_error, .call = out->failed_call};
    }
    if (status != PP_OK) {
        *out = (pp_resources){.pid = who->pid,
                              .status = status,
                              .sampled_at_ns = out->sampled_at_ns,
                              .os_error = status == PP_GONE ? 0 : refusal.error,
                              .failed_call = status == PP_GONE ? 0 : refusal.call};
    }
}
