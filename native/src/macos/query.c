/*
 * One reading of one process: by number, between two looks at who has the number.
 */
#include "query.h"

#include "calls.h"
#include "parse/failure.h"
#include "pp_internal.h"

typedef struct reading {
    uint64_t fields;
    pp_sample *out;
    pp__process found;
    pp__more *more;
} reading;

static int32_t read_row(const pp__process *it, void *context)
{
    reading *r = context;
    *r->out = (pp_sample){.pid = it->pid};
    r->found = *it;
    if (r->more != NULL) {
        *r->more = (pp__more){.name_length = 0};
    }
    if ((r->fields & PP_FIELD_IDENTITY) != 0 && it->has_id) {
        r->out->token_kind = PP_TOKEN_UNIQUE_ID;
        r->out->start_token = it->unique.id;
        r->out->valid |= PP_FIELD_IDENTITY;
    }
    return it->has_exited ? pp__row_read_exited(it->pid, r->fields, r->out, r->more)
                          : pp__row_read_living(it->pid, r->fields, r->out, r->more);
}

/* What was wanted but is not there, for lack of rights or of the thing itself. */
static int32_t status_without_anything(const pp_sample *out)
{
    int32_t status = out->os_error != 0 ? pp__status_of_errno(out->os_error) : PP_UNSUPPORTED;
    return status == PP_GONE ? PP_OS_ERROR : status;
}

void pp__query_finish(uint64_t fields, uint64_t now_ns, pp_sample *out)
{
    if (out->status == PP_OK && fields != 0 && out->valid == 0) {
        out->status = status_without_anything(out);
    }
    if (out->status == PP_OK) {
        bool is_complete = (fields & ~out->valid) == 0;
        out->sampled_at_ns = now_ns;
        out->memory_sampled_at_ns = (out->valid & PP__FIELDS_MEMORY) != 0 ? now_ns : 0;
        out->os_error = is_complete ? 0 : out->os_error;
        out->failed_call = is_complete ? (uint32_t)PP_CALL_NONE : out->failed_call;
        return;
    }
    bool is_refusal = out->status != PP_GONE && out->status != PP_REPLACED &&
                      out->status != PP_UNKNOWN_IDENTITY && out->status != PP_UNSUPPORTED;
    *out = (pp_sample){.pid = out->pid,
                       .status = out->status,
                       .os_error = is_refusal ? out->os_error : 0,
                       .failed_call = is_refusal ? out->failed_call : PP_CALL_NONE};
}

void pp__query(const pp_identity *who, uint64_t fields, uint64_t now_ns, pp_sample *out,
               pp__process *found, pp__more *more)
{
    pp__refusal refusal = {.error = 0};
    reading r = {.fields = fields, .out = out, .more = more};
    *out = (pp_sample){.pid = who->pid};
    int32_t status = pp__process_read(who, read_row, &r, &refusal);
    out->pid = who->pid;
    out->status = status;
    pp__row_note_refusal(out, &refusal);
    pp__query_finish(fields, now_ns, out);
    if (found != NULL) {
        *found = r.found;
    }
}

void pp_os_query_rows(const pp_identity *who, int32_t count, uint64_t fields, uint64_t now_ns,
                      pp_sample *out)
{
    for (int32_t i = 0; i < count; i++) {
        if (out[i].status == PP_OK) {
            pp__query(&who[i], fields, now_ns, &out[i], NULL, NULL);
        }
    }
}
