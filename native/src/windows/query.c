/*
 * One reading of one process.
 *
 * As long as its handle is held, its PID is its own, so whatever is read by that PID meanwhile is of
 * this very process. The last question is whether it has ended: of one that had not, everything
 * before was the state of a living process. A process that may not be opened is read out of one line
 * of a snapshot, which is of one process by itself.
 */
#include "query.h"

#include "calls.h"
#include "kernel.h"
#include "pp_internal.h"
#include "row.h"

static bool wants(uint64_t mask, uint64_t fields)
{
    return (mask & fields) != 0;
}

static void read_parent(const pp__process *it, int32_t pid, pp__snapshot *snapshot, pp_sample *out)
{
    DWORD error = ERROR_SUCCESS;
    int32_t status = pp__process_first_parent(it, pid, snapshot, &out->parent_pid, &error);
    if (status == PP_OK) {
        out->valid |= PP_FIELD_PARENT;
    } else {
        pp__row_note_refusal(out, PP_CALL_READ, (int32_t)error);
    }
}

static int32_t read_opened(const pp__process *it, const pp_identity *who, uint64_t fields,
                           pp__snapshot *snapshot, pp_sample *out)
{
    if (pp__process_has_ended(it)) {
        return PP_GONE;
    }
    int32_t status = pp__process_check_token(who, it->created);
    if (status != PP_OK) {
        return status;
    }
    pp__row_take_identity(it->created, fields, out);
    if (wants(fields, PP__FIELDS_MEMORY)) {
        pp__memory memory = pp__row_read_memory(it, fields, out);
        pp__row_take_memory(&memory, fields, out);
    }
    pp__cpu cpu;
    if (wants(fields, PP__FIELDS_CPU) && pp__row_read_cpu(it, who->pid, snapshot, &cpu, out)) {
        pp__row_take_cpu(&cpu, fields, out);
    }
    if (wants(fields, PP__FIELDS_SNAPSHOT)) {
        const pp__entry *entry = pp__snapshot_find_made(snapshot, who->pid, it->created);
        if (entry != NULL) {
            pp__row_take_threads(entry, fields, out);
        }
        pp__row_note_refusal(out, PP_CALL_READ, snapshot->error);
    }
    if (wants(fields, PP_FIELD_PARENT)) {
        read_parent(it, who->pid, snapshot, out);
    }
    if (wants(fields, PP_FIELD_ALIVE)) {
        out->alive = 1;
        out->valid |= PP_FIELD_ALIVE;
    }
    return pp__process_has_ended(it) ? PP_GONE : PP_OK;
}

static int32_t read_listed(const pp_identity *who, uint64_t fields, pp__snapshot *snapshot,
                           pp_sample *out)
{
    const pp__entry *entry = pp__snapshot_find_made(snapshot, who->pid, 0);
    if (entry == NULL) {
        return snapshot->status == PP_OK ? PP_GONE : PP_DENIED;
    }
    int32_t status = pp__process_check_token(who, entry->created);
    if (status != PP_OK) {
        return status;
    }
    pp__row_take_entry(entry, fields, out);
    if (wants(fields, PP_FIELD_PARENT)) {
        const pp__entry *parent = pp__snapshot_find(snapshot, entry->parent_pid);
        bool is_parent = parent != NULL && pp__entry_is_parent(parent, entry);
        out->parent_pid = is_parent ? parent->pid : 0;
        out->valid |= PP_FIELD_PARENT;
    }
    return PP_OK;
}

/* What was wanted but is not there, for lack of rights: the rest is not offered at all. */
static int32_t status_without_anything(const pp_sample *out)
{
    return out->os_error == 0                   ? PP_UNSUPPORTED
         : out->os_error == ERROR_ACCESS_DENIED ? PP_DENIED
                                                : PP_OS_ERROR;
}

void pp__query(const pp_identity *who, uint64_t fields, uint64_t now_ns, pp__snapshot *snapshot,
               pp_sample *out)
{
    pp__process process;
    DWORD error = ERROR_SUCCESS;
    int32_t status = pp__process_open(who->pid, 0, &process, &error);
    pp__row_note_refusal(out, PP_CALL_OPEN, status == PP_GONE ? 0 : (int32_t)error);
    if (status == PP_OK) {
        status = read_opened(&process, who, fields, snapshot, out);
    } else if (status == PP_DENIED) {
        status = read_listed(who, fields, snapshot, out);
    }
    pp__process_close(&process);
    if (status == PP_OK && fields != 0 && out->valid == 0) {
        status = status_without_anything(out);
    }
    if (status == PP_OK) {
        bool has_memory = wants(out->valid, PP__FIELDS_MEMORY & ~PP_FIELD_UNIQUE);
        bool is_complete = (fields & ~out->valid) == 0;
        out->sampled_at_ns = now_ns;
        out->memory_sampled_at_ns = has_memory ? now_ns : 0;
        out->os_error = is_complete ? 0 : out->os_error;
        out->failed_call = is_complete ? (uint32_t)PP_CALL_NONE : out->failed_call;
        return;
    }
    bool is_refusal = status == PP_DENIED || status == PP_AGAIN || status == PP_OS_ERROR;
    *out = (pp_sample){.pid = who->pid,
                       .status = status,
                       .os_error = is_refusal ? out->os_error : 0,
                       .failed_call = is_refusal ? out->failed_call : PP_CALL_NONE};
}

void pp_os_query_rows(const pp_identity *who, int32_t count, uint64_t fields, uint64_t now_ns,
                      pp_sample *out)
{
    pp__snapshot shared = {.may_renew = true};
    for (int32_t i = 0; i < count; i++) {
        if (out[i].status == PP_OK) {
            pp__query(&who[i], fields, now_ns, &shared, &out[i]);
        }
    }
    pp__snapshot_free(&shared);
}
