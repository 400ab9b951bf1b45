/*
 * The public functions: arguments are checked here and nowhere else, arrays are walked here.
 */
#include "memory.h"
#include "pp_internal.h"

/* Also copies the identity: another thread may write to the caller's memory. */
static int32_t check_text(const pp_identity *who, const uint8_t *text, int32_t capacity,
                          pp_identity *copy)
{
    if (!pp__is_record(who) || !pp__is_buffer(text, capacity)) {
        return PP_INVALID;
    }
    *copy = *who;
    return copy->pid > 0 ? PP_OK : PP_INVALID;
}

/* Rows that share one reading of the clock, and whatever else the system's part lets them share. */
typedef struct block {
    pp_identity who[PP__ROWS_PER_CLOCK_READING];
    int32_t count;
} block;

static int32_t next_count(int32_t count, int32_t done)
{
    int32_t rest = count - done;
    return rest < PP__ROWS_PER_CLOCK_READING ? rest : PP__ROWS_PER_CLOCK_READING;
}

static void query_block(const block *it, uint64_t fields, pp_sample *out)
{
    for (int32_t i = 0; i < it->count; i++) {
        out[i] = (pp_sample){.pid = it->who[i].pid};
        out[i].status = it->who[i].pid > 0 ? PP_OK : PP_INVALID;
    }
    pp_os_query_rows(it->who, it->count, fields, pp_os_now_ns(), out);
}

static bool is_query(const void *who, int32_t count, uint64_t fields, const pp_sample *out)
{
    return pp__is_buffer(who, count) && pp__are_records(out, count) &&
           (fields & ~PP_FIELDS_ALL) == 0;
}

int32_t pp_query_pid(int32_t pid, uint64_t fields, pp_sample *out)
{
    if (out == NULL || !is_query(&pid, 1, fields, out)) {
        return PP_INVALID;
    }
    query_block(&(block){.who[0].pid = pid, .count = 1}, fields, out);
    return PP_OK;
}

int32_t pp_query_pids(const int32_t *pids, int32_t count, uint64_t fields, pp_sample *out)
{
    if (!is_query(pids, count, fields, out)) {
        return PP_INVALID;
    }
    for (int32_t done = 0; done < count; done += PP__ROWS_PER_CLOCK_READING) {
        block next = {.count = next_count(count, done)};
        for (int32_t i = 0; i < next.count; i++) {
            next.who[i].pid = pids[done + i];
        }
        query_block(&next, fields, &out[done]);
    }
    return count;
}

int32_t pp_query_ids(const pp_identity *ids, int32_t count, uint64_t fields, pp_sample *out)
{
    if (!is_query(ids, count, fields, out) || !pp__are_records(ids, count)) {
        return PP_INVALID;
    }
    for (int32_t done = 0; done < count; done += PP__ROWS_PER_CLOCK_READING) {
        block next = {.count = next_count(count, done)};
        for (int32_t i = 0; i < next.count; i++) {
            next.who[i] = ids[done + i]; /* another thread may write to the caller's memory */
        }
        query_block(&next, fields, &out[done]);
    }
    return count;
}

int32_t pp_list_pids(int32_t *pids, int32_t capacity)
{
    if (!pp__is_buffer(pids, capacity)) {
        return PP_INVALID;
    }
    return pp_os_list_pids(pids, capacity);
}

static int32_t list_family(const pp_identity *who, int32_t levels, pp_identity *out,
                           int32_t capacity)
{
    if (!pp__is_record(who) || !pp__are_records(out, capacity)) {
        return PP_INVALID;
    }
    pp_identity copy = *who; /* another thread may write to the caller's memory */
    return copy.pid > 0 ? pp_os_list_family(&copy, levels, out, capacity) : PP_INVALID;
}

int32_t pp_list_children(const pp_identity *who, pp_identity *out, int32_t capacity)
{
    return list_family(who, 1, out, capacity);
}

int32_t pp_list_descendants(const pp_identity *who, pp_identity *out, int32_t capacity)
{
    return list_family(who, INT32_MAX, out, capacity);
}

int32_t pp_query_resources(const pp_identity *who, uint64_t wanted, pp_resources *out)
{
    if (!pp__is_record(who) || !pp__is_record(out) || (wanted & ~PP_RESOURCES_ALL) != 0) {
        return PP_INVALID;
    }
    pp_identity copy = *who;
    *out = (pp_resources){.pid = copy.pid, .sampled_at_ns = pp_os_now_ns()};
    if (copy.pid <= 0) {
        out->status = PP_INVALID;
    } else {
        pp_os_query_resources(&copy, wanted, out);
    }
    return PP_OK;
}

int32_t pp_system_facts(pp_system *out)
{
    if (!pp__is_record(out)) {
        return PP_INVALID;
    }
    *out = (pp_system){.sampled_at_ns = pp_os_now_ns()};
    return pp_os_system_facts(out);
}

int32_t pp_system_mechanism(int32_t index, uint8_t *text, int32_t capacity)
{
    if (index < 0 || !pp__is_buffer(text, capacity)) {
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

int32_t pp_text_cgroup(const pp_identity *who, uint8_t *text, int32_t capacity)
{
    pp_identity copy;
    int32_t checked = check_text(who, text, capacity, &copy);
    return checked == PP_OK ? pp_os_text_cgroup(&copy, text, capacity) : checked;
}
