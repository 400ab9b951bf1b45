/*
 * The public functions of a table: is it one, are the arguments good?
 */
#include "handle.h"

static int32_t check(const pp_table *table)
{
    return pp__handle_check(table, PP__TABLE_OPEN);
}

int32_t pp_table_bytes(int32_t capacity)
{
    return pp__is_handle_capacity(capacity) ? pp_os_table_bytes(capacity) : PP_INVALID;
}

int32_t pp_table_open(pp_table *table, int32_t bytes, int32_t capacity, uint64_t fields,
                      int32_t descriptor_budget)
{
    int32_t needed = pp_table_bytes(capacity);
    int32_t checked = needed < 0 ? needed : pp__handle_check_memory(table, bytes, needed);
    if (checked != PP_OK) {
        return checked;
    }
    if ((fields & ~PP_FIELDS_ALL) != 0 || descriptor_budget < PP_WATCH_DEFAULT_BUDGET) {
        return PP_INVALID;
    }
    pp__handle_begin(table, fields, capacity);
    int32_t opened = pp_os_table_open(table, descriptor_budget);
    if (opened == PP_OK) {
        pp__handle_set_magic(table, PP__TABLE_OPEN);
    }
    return opened;
}

int32_t pp_table_move(pp_table *table, pp_table *to, int32_t bytes, int32_t capacity)
{
    int32_t checked = check(table);
    if (checked != PP_OK) {
        return checked;
    }
    checked = pp__handle_check_move(table, pp_os_table_bytes(pp__handle_capacity(table)), to, bytes,
                                    capacity, pp_table_bytes(capacity));
    if (checked == PP_OK) {
        pp_os_table_move(table, to, capacity);
        pp__handle_figures(to)->capacity = capacity;
        pp__handle_set_magic(to, PP__TABLE_OPEN);
        pp__handle_set_magic(table, PP__HANDLE_MOVED);
    }
    return checked;
}

int32_t pp_table_close(pp_table *table)
{
    int32_t checked = check(table);
    if (checked == PP_OK) {
        pp__handle_set_magic(table, PP__HANDLE_CLOSED);
        pp_os_table_close(table);
    }
    return checked;
}

int32_t pp_table_refresh(pp_table *table, int64_t memory_max_age_ns, pp_sample *rows,
                         pp_node *nodes, uint8_t *names, int32_t capacity)
{
    int32_t checked = check(table);
    if (checked != PP_OK) {
        return checked;
    }
    if (memory_max_age_ns < 0 || !pp__are_records(rows, capacity) ||
        !pp__are_records(nodes, capacity) || !pp__are_records(names, capacity)) {
        return PP_INVALID;
    }
    return pp_os_table_refresh(table, (uint64_t)memory_max_age_ns, rows, nodes, names, capacity);
}

int32_t pp_table_gone(pp_table *table, pp_exit *out, int32_t capacity)
{
    int32_t checked = check(table);
    if (checked != PP_OK) {
        return checked;
    }
    if (!pp__are_records(out, capacity)) {
        return PP_INVALID;
    }
    return pp_os_table_gone(table, out, capacity);
}

int32_t pp_table_stats(const pp_table *table, pp_watch_figures *out)
{
    int32_t checked = check(table);
    if (checked != PP_OK) {
        return checked;
    }
    if (!pp__is_record(out)) {
        return PP_INVALID;
    }
    pp_os_table_stats(table, out);
    return PP_OK;
}
