/*
 * The public functions: arguments are checked here and nowhere else, arrays are walked here.
 */
#include "pp_internal.h"

static bool is_aligned(const void *pointer)
{
    return ((uintptr_t)pointer & 7) == 0;
}

static bool is_buffer(const void *bytes, int32_t capacity)
{
    return capacity >= 0 && (bytes != NULL || capacity == 0);
}

/* Also copies the identity: another thread may write to the caller's memory. */
static int32_t check_text(const pp_identity *who, const uint8_t *text, int32_t capacity,
                          pp_identity *copy)
{
    if (who == NULL || !is_aligned(who) || !is_buffer(text, capacity)) {
        return PP_INVALID;
    }
    *copy = *who;
    return copy->pid > 0 ? PP_OK : PP_INVALID;
}

static void query_row(const pp_identity *who, uint64_t fields, uint64_t now_ns, pp_sample *out)
{
    *out = (pp_sample){.pid = who->pid};
    if (who->pid <= 0) {
        out->status = PP_INVALID;
        return;
    }
    pp_os_query(who, fields, now_ns, out);
}

static bool is_query(const void *who, int32_t count, uint64_t fields, const pp_sample *out)
{
    return is_buffer(who, count) && is_buffer(out, count) && is_aligned(out) &&
           (fields & ~PP_FIELDS_ALL) == 0;
}

int32_t pp_query_pid(int32_t pid, uint64_t fields, pp_sample *out)
{
    if (out == NULL || !is_query(&pid, 1, fields, out)) {
        return PP_INVALID;
    }
    pp_identity who = {.pid = pid};
    query_row(&who, fields, pp_os_now_ns(), out);
    return PP_OK;
}

int32_t pp_query_pids(const int32_t *pids, int32_t count, uint64_t fields, pp_sample *out)
{
    if (!is_query(pids, count, fields, out)) {
        return PP_INVALID;
    }
    uint64_t now_ns = 0;
    for (int32_t i = 0; i < count; i++) {
        if (i % PP__ROWS_PER_CLOCK_READING == 0) {
            now_ns = pp_os_now_ns();
        }
        pp_identity who = {.pid = pids[i]};
        query_row(&who, fields, now_ns, &out[i]);
    }
    return count;
}

int32_t pp_query_ids(const pp_identity *ids, int32_t count, uint64_t fields, pp_sample *out)
{
    if (!is_query(ids, count, fields, out) || !is_aligned(ids)) {
        return PP_INVALID;
    }
    uint64_t now_ns = 0;
    for (int32_t i = 0; i < count; i++) {
        if (i % PP__ROWS_PER_CLOCK_READING == 0) {
            now_ns = pp_os_now_ns();
        }
        pp_identity who = ids[i]; /* a copy: another thread may write to the caller's memory */
        query_row(&who, fields, now_ns, &out[i]);
    }
    return count;
}

int32_t pp_list_pids(int32_t *pids, int32_t capacity)
{
    if (!is_buffer(pids, capacity)) {
        return PP_INVALID;
    }
    return pp_os_list_pids(pids, capacity);
}

int32_t pp_system_facts(pp_system *out)
{
    if (out == NULL || !is_aligned(out)) {
        return PP_INVALID;
    }
    *out = (pp_system){.sampled_at_ns = pp_os_now_ns()};
    return pp_os_system_facts(out);
}

int32_t pp_system_mechanism(int32_t index, uint8_t *text, int32_t capacity)
{
    if (index < 0 || !is_buffer(text, capacity)) {
        return PP_INVALID;
    }
    return pp_os_system_mechanism(index, text, capacity);
}

int32_t pp_text_name(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    pp_identity copy;
    int32_t checked = check_text(who, text, capacity, &copy);
    return checked == PP_OK ? pp_os_text_name(&copy, text, capacity) : checked;
}

int32_t pp_text_executable(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    pp_identity copy;
    int32_t checked = check_text(who, text, capacity, &copy);
    return checked == PP_OK ? pp_os_text_executable(&copy, text, capacity) : checked;
}

int32_t pp_text_command_line(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    pp_identity copy;
    int32_t checked = check_text(who, text, capacity, &copy);
    return checked == PP_OK ? pp_os_text_command_line(&copy, text, capacity) : checked;
}

int32_t pp_text_environment(const pp_identity *who, const uint8_t *name, int32_t name_length,
                            uint8_t *text, int32_t capacity)
{
    pp_identity copy;
    int32_t checked = check_text(who, text, capacity, &copy);
    if (checked != PP_OK) {
        return checked;
    }
    if (name == NULL || name_length < 1 || name_length > 255) {
        return PP_INVALID;
    }
    for (int32_t i = 0; i < name_length; i++) {
        if (name[i] == 0 || name[i] == '=') {
            return PP_INVALID;
        }
    }
    return pp_os_text_environment(&copy, name, name_length, text, capacity);
}
